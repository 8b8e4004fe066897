"""The sections of an ALE: a heading of names and values, the columns, the data.

Source: Avid Log Exchange as Media Composer, Resolve and camera makers' tools write it.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from circletake.model import unique_names

_DELIMITERS = {"TABS": "\t", "TAB": "\t", "COMMAS": ",", "COMMA": ",", "SEMICOLONS": ";"}
_SECTIONS = frozenset({"heading", "column", "columns", "data"})
_HEADING_LINE = re.compile(r"[A-Z][A-Z0-9_ ]*[A-Z0-9](?:\t|\s{2,}|[ ,;:=]).*")


@dataclass(slots=True)
class Sections:
    """An ALE taken apart.

    Attributes:
        heading: Names (capitals) and values of the heading.
        columns: Names of the columns, each once; empty when there are none.
        column_line: Line of the column names.
        rows: Line and cells of each row that holds anything.
        problems: Line and cause of what is odd.
    """

    heading: dict[str, str] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    column_line: int = 0
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)

    @property
    def delimiter(self) -> str:
        """What stands between the cells: tabs unless the heading says otherwise."""
        return _DELIMITERS.get(self.heading.get("FIELD_DELIM", "").upper(), "\t")


def take_apart(lines: Iterator[tuple[int, str]]) -> Sections:
    """Read the lines; sections may be missing, blank lines may stand anywhere."""
    found = Sections()
    section = ""
    for line, written in lines:
        text = written.strip("\0\x1a\r\n")
        if not text.strip():
            continue
        word = text.strip(" \t,;").lower()
        if word in _SECTIONS and not (section == "data" and word != "data"):
            section = word.rstrip("s")
        elif section == "data" or (found.columns and section != "heading"):
            found.rows.append((line, _cells(text, found)))
        elif section == "column" or not _HEADING_LINE.match(text) or _is_columns(text):
            _take_columns(found, line, text)
            section = "column" if section != "data" else section
        else:
            _take_heading(found, text)
    return found


def _is_columns(text: str) -> bool:
    """A line of names where no section said so."""
    names = {name.strip().lower() for name in text.split("\t")}
    return len(names & {"name", "tape", "start", "end", "scene", "take", "tracks"}) >= 2


def _take_columns(found: Sections, line: int, text: str) -> None:
    names = _cells(text, found)
    if len(names) == 1 and found.delimiter == "\t" and text.count(",") >= 2:
        found.heading.setdefault("FIELD_DELIM", "COMMAS")
        names = _cells(text, found)
    while names and not names[-1].strip():
        names.pop()
    found.columns, found.column_line = unique_names(names), line


def _take_heading(found: Sections, text: str) -> None:
    """`FPS<tab>24`, several such on one line, or parted by blanks."""
    parts = [part.strip() for part in text.split("\t")]
    if len(parts) == 1:
        parts = [
            part.strip() for part in re.split(r"\s{2,}|[,;:=]\s*|(?<=[A-Z])\s", text, maxsplit=1)
        ]
    for name, value in zip(parts[::2], parts[1::2], strict=False):
        if name:
            found.heading.setdefault(name.upper(), value)


def _cells(text: str, found: Sections) -> list[str]:
    delimiter = found.delimiter
    if delimiter == "\t":
        cells = text.split("\t")
        return [_unquoted(cell) for cell in cells] if '"' in text else cells
    try:
        return next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:
        return text.split(delimiter)


def _unquoted(cell: str) -> str:
    """A cell as a spreadsheet quoted it; quotes that somebody typed stay."""
    if len(cell) > 1 and cell[0] == cell[-1] == '"' and ('""' in cell[1:-1] or "," in cell):
        return cell[1:-1].replace('""', '"')
    return cell


def pad(cells: Sequence[str], columns: Sequence[str]) -> tuple[dict[str, str], str | None]:
    """A row by column, empty cells left out, and what is odd about their number."""
    row = {
        name: cell
        for name, cell in zip(columns, cells, strict=False)
        if cell and not cell.isspace()
    }
    count = len(columns)
    if len(cells) < count:
        return row, f"{len(cells)} cells under {count} columns: the last columns are taken as blank"
    spare = [(place, cell) for place, cell in enumerate(cells[count:], count + 1) if cell.strip()]
    if not spare:
        return row, None
    row |= {f"column {place}": cell for place, cell in spare}
    return row, f"{len(cells)} cells under {count} columns: `{spare[0][1][:40]}` has no column"
