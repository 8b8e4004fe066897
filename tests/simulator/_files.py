"""The production's folder: where files lie, their line ends and encodings."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tests.simulator._style import Style

FOLDERS = {
    "edl": "cuts", "cut": "cuts", "ale": "camera", "report": "camera/reports",
    "supervisor": "script",
    "script": "script", "sound": "sound", "notes": "editorial notes", "stray": "",
}  # fmt: skip
ENDINGS = {"lf": "\n", "crlf": "\r\n", "cr": "\r"}


@dataclass(slots=True)
class Folder:
    """Writes files and keeps the list of them for the truth."""

    root: Path
    rng: Random
    style: Style
    files: list[dict[str, Any]] = field(default_factory=list)

    def put(
        self, kind: str, name: str, lines: Sequence[str], in_file: int | None = None,
        broken: Sequence[int] = (),
    ) -> None:  # fmt: skip
        """Write a text file with the line ends and the encoding that its kind may have."""
        text = self._end(kind, lines)
        self._write(kind, name, text.encode(self._encoding(kind, text)), in_file, broken)

    def put_plain(self, kind: str, name: str, text: str, in_file: int | None = None) -> None:
        """Write a file whose format fixes its encoding (XML, JSON)."""
        self._write(kind, name, text.encode(), in_file, ())

    def put_bytes(self, name: str, data: bytes) -> None:
        """Write a file that belongs to no family of formats."""
        self._write("stray", name, data, None, ())

    def _write(
        self, kind: str, name: str, data: bytes, in_file: int | None, broken: Sequence[int]
    ) -> None:
        under = FOLDERS[kind] if self.style.layout == "folders" else ""
        path = self.root / under / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            raise ValueError(f"the simulator writes {path.name} twice")
        path.write_bytes(data)
        where = path.relative_to(self.root).as_posix()
        self.files.append({"path": where, "kind": kind, "in_file": in_file, "broken": list(broken)})

    def _end(self, kind: str, lines: Sequence[str]) -> str:
        dice, mess = self.rng.random(), self.style.mess
        if kind == "script":
            return "\n".join(lines) + "\n"
        if kind == "sound":
            ending = "cr" if dice < 0.5 + mess / 3 else "crlf"
        elif dice < 0.12 * mess:
            ending = "cr"
        elif dice < 0.2 * mess:
            return "".join(line + self.rng.choice(["\n", "\r\n"]) for line in lines)
        else:
            ending = "crlf" if dice > 0.6 else "lf"
        text = ENDINGS[ending].join(lines)
        if ending == "cr":
            text = text.replace("\n", "\r")
        return text + ENDINGS[ending] * self.rng.randint(0, 2)

    def _encoding(self, kind: str, text: str) -> str:
        dice, mess = self.rng.random(), self.style.mess
        choice = "utf-8"
        if dice < 0.1 * mess:
            choice = "utf-8-sig"
        elif dice < 0.18 * mess and kind != "script":
            choice = "utf-16"
        elif dice < 0.35 * mess and kind != "script":
            choice = "mac_roman"
        elif dice < 0.42 * mess and kind in {"supervisor", "report"}:
            choice = "cp1252"
        try:
            text.encode(choice)
        except UnicodeEncodeError:
            return "utf-8"
        return choice


def table(rows: Sequence[Sequence[str]], delimiter: str, *, quote_all: bool = False) -> list[str]:
    """CSV lines of rows; a line break inside a cell stays inside its line."""
    out = []
    for row in rows:
        line = io.StringIO()
        csv.writer(
            line,
            delimiter=delimiter,
            quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL,
            lineterminator="\r\n",
        ).writerow(row)
        out.append(line.getvalue().removesuffix("\r\n"))
    return out
