"""Writes JSON lines (one object a line, UTF-8, LF)."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from circletake.errors import AskedWrongly
from circletake.tools import written_whole

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


class JsonLines:
    """Rows as JSON lines; `FILE.about.json` says what they are and what clears them.

    A line of its own for that would be one more row to every trainer that reads the file. A pipe
    or a device gets the rows alone.
    """

    name = "jsonl"
    suffixes = (".jsonl", ".ndjson")

    def export(
        self, rows: Sequence[Mapping[str, Any]], target: Path, about: Mapping[str, str]
    ) -> None:
        """Write the rows, whole or not at all.

        Raises:
            StorageFull: There is no room.
            AskedWrongly: The file cannot be written, or a row holds what JSON has not.
        """
        if target.exists() and not target.is_file():
            with written_whole(target) as device:
                _write(rows, device, target)
            return
        with (
            written_whole(target) as whole,
            written_whole(target.with_name(f"{target.name}.about.json")) as beside,
        ):
            _write(rows, whole, target)
            beside.write_text(
                json.dumps(dict(about), ensure_ascii=False, indent=2) + "\n",
                encoding="utf-8",
                errors="backslashreplace",
            )


def _write(rows: Sequence[Mapping[str, Any]], path: Path, target: Path) -> None:
    # The escape of a lone surrogate is JSON's own, so the line stays valid and says the same.
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        for number, row in enumerate(rows, 1):
            try:
                line = _encode(dict(row))
            except (TypeError, ValueError) as error:
                raise AskedWrongly(
                    f"row {number} cannot be written as JSON", file=target, cause=str(error),
                    fix="Export plain data with finite numbers.",
                ) from error  # fmt: skip
            file.write(f"{line}\n")
