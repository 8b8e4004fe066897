"""Where a log's table begins, and what stands above and between its rows."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from circletake.model import ColumnTable, parse_slate
from circletake.plugins.formats.csvlog._cells import DELIMITERS, Row, rows_of

_SEARCHED = 80
"""Rows within which the heading must stand."""
# A heading names at least one of these, else it is of another kind of table.
_OWN = frozenset({"take", "slate_take", "clip"})
_NAMING = _OWN | {"slate", "scene"}
_ABOVE = frozenset({"camera", "roll", "sound_roll", "scene", "slate", "rate"})
"""Fields that what stands above the rows may give for all of them."""
_TOTAL = re.compile(
    r"(?:sub|grand |page |day(?:'s)? )?total|sum(?:me)?\b|count\b|end of|averages?\b|\d+ takes\b"
    r"|printed on|page \d",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"(?P<what>scene|sc|szene|setup|slate|camera|cam|roll|card|camera roll|sound roll)"
    r"\s*[:#.\-]?\s*(?P<value>[A-Z]{0,3}\d{1,4}[A-Z]{0,3}|[A-H])\b(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_LETTER_CAMERA = re.compile(r"(?P<value>[A-H])[-\s]?cam(?:era)?\b.*", re.IGNORECASE | re.DOTALL)
_DAY = re.compile(
    r"(?:shoot(?:ing)? |production |script )?day\b|date\b|unit\b|(?:main|second|2nd|1st) unit"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:\d{4}|\d{1,2})[-./]\d{1,2}[-./]\d{1,4}\s*$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Table:
    """A table found in a text.

    Attributes:
        delimiter: What stands between its cells.
        heading: The row that names its columns.
        known: How many different fields the heading names.
        own: True when it names takes or clips.
        above: Cells of the rows above the heading, row by row.
        given: Field to value, from the rows above.
    """

    delimiter: str
    heading: Row
    known: int
    own: bool
    above: list[list[str]] = field(default_factory=list)
    given: dict[str, str] = field(default_factory=dict)

    @property
    def preamble(self) -> str:
        """All that stands above the heading."""
        return " | ".join(cell for cells in self.above for cell in cells if cell)


def find_table(lines: Sequence[str], columns: ColumnTable) -> Table | None:
    """The table with the most telling heading, by any delimiter; None when there is none."""
    best: Table | None = None
    for delimiter in DELIMITERS:
        found = _find(lines, delimiter, columns)
        if found and (best is None or (found.own, found.known) > (best.own, best.known)):
            best = found
    return best


def _find(lines: Sequence[str], delimiter: str, columns: ColumnTable) -> Table | None:
    above: list[list[str]] = []
    for row in rows_of(lines, delimiter, _SEARCHED):
        if is_heading(row.cells, columns):
            fields = {columns.field_of(name) for name in row.cells} - {None}
            own = bool(fields & _OWN) or _holds_slates(lines, row, delimiter, columns)
            return Table(delimiter, row, len(fields), own, above, _given(above, columns))
        above.append(row.cells)
    return None


def _holds_slates(lines: Sequence[str], heading: Row, delimiter: str, columns: ColumnTable) -> bool:
    """True when the column of scenes or slates names takes too (`24A-3`)."""
    places = [
        place
        for place, name in enumerate(heading.cells)
        if columns.field_of(name) in {"slate", "scene"}
    ]
    rows = list(rows_of(lines[heading.line : heading.line + 12], delimiter, 12))
    cells = [row.cells[place] for row in rows for place in places if place < len(row.cells)]
    return any(parse_slate(cell) for cell in cells if cell)


def is_heading(cells: Sequence[str], columns: ColumnTable) -> bool:
    """True when these cells name columns: two known fields, one of which names takes.

    `Camera:,A,Roll:,A012` names fields too, but beside their values.
    """
    if len(cells) < 2:
        return False
    fields = [columns.field_of(cell) if len(cell) < 60 else None for cell in cells]
    known = set(fields) - {None}
    if len(known) < 2 or not known & _NAMING:
        return False
    labels = sum(cell.endswith(":") for cell, name in zip(cells, fields, strict=True) if name)
    filled = sum(bool(cell) for cell in cells)
    told = sum(name is not None for name in fields)
    return labels * 2 < told and (told * 2 >= filled or told >= 4)


def _given(above: Iterable[Sequence[str]], columns: ColumnTable) -> dict[str, str]:
    given: dict[str, str] = {}
    for cells in above:
        for name, value in _labels(cells):
            found = columns.field_of(name)
            if found in _ABOVE and value and columns.field_of(value) is None:
                given.setdefault(found, value)
    return given


def _labels(cells: Sequence[str]) -> list[tuple[str, str]]:
    """Names and values of a row above the heading: `Camera:,A`, `Camera: A`, `Camera,A,Roll,A1`."""
    filled = [cell for cell in cells if cell]
    found: list[tuple[str, str]] = []
    alone: list[str] = []
    for cell in filled:
        name, mark, value = cell.partition(":")
        if mark and value.strip() and len(name) < 30:
            found.append((name, value.strip()))
        else:
            alone.append(cell)
    if any(cell.endswith(":") for cell in alone):
        found += [
            (one[:-1], two)
            for one, two in pairwise(alone)
            if one.endswith(":") and not two.endswith(":")
        ]
    elif len(alone) % 2 == 0:
        found += list(zip(alone[::2], alone[1::2], strict=True))
    return found


def section(cells: Sequence[str]) -> Mapping[str, str] | None:
    """What a row between the rows says for those below it; None when it is no such row.

    `Scene 24 - INT. FERRY` gives the scene, `Setup 24A` the slate, `DAY 3` nothing; a row of
    totals gives nothing either.
    """
    filled = [cell for cell in cells if cell]
    if not filled:
        return {}
    if _TOTAL.match(filled[0]):
        return {}
    if len(filled) > 2:
        return None
    text = " ".join(filled)
    match = _SECTION.match(text)
    if match:
        what = match["what"].lower().split()[-1]
        name = {"sc": "scene", "szene": "scene", "setup": "slate", "cam": "camera", "card": "roll"}
        named = "sound_roll" if match["what"].lower().startswith("sound") else name.get(what, what)
        return {named: match["value"]}
    letter = _LETTER_CAMERA.match(text)
    if letter and len(filled) == 1:
        return {"camera": letter["value"].upper()}
    return {} if _DAY.match(text) else None
