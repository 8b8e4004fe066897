"""Lines to cells, with the quoting of RFC 4180 and of everybody who never read it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

DELIMITERS = (",", ";", "\t", "|")
# A quote that does not close within so many lines or characters is a mark and opens nothing; after
# so many of those in one file no quote is taken to run over lines.
_LINES, _CHARACTERS, _STRAY = 60, 40_000, 40


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of one row.

    Attributes:
        line: The row's first line, counted from 1.
        cells: Without quotes and surrounding blanks.
    """

    line: int
    cells: list[str]

    @property
    def blank(self) -> bool:
        """True when no cell holds anything."""
        return not any(self.cells)


def rows_of(lines: Sequence[str], delimiter: str, most: int | None = None) -> Iterator[Row]:
    """The rows of a table; a quoted cell may run over several lines.

    Args:
        lines: The lines, without their ends.
        delimiter: What stands between cells.
        most: Stop after so many rows.
    """
    place, count, stray = 0, len(lines), 0
    while place < count and (most is None or most > 0):
        line = lines[place]
        start = place + 1
        used = 1
        if '"' not in line:
            cells = [cell.strip() for cell in line.split(delimiter)]
        else:
            used = _lines_used(lines, place, delimiter) if stray < _STRAY else 1
            stray += used == 0
            used = used or 1
            cells = _split("\n".join(lines[place : place + used]), delimiter)
        place += used
        yield Row(start, cells)
        if most is not None:
            most -= 1


def _lines_used(lines: Sequence[str], place: int, delimiter: str) -> int:
    """Lines that the row takes; 0 when its quote never closes."""
    if not _walk(lines[place], delimiter, None):
        return 1
    characters = 0
    for used, line in enumerate(lines[place + 1 : place + _LINES], 2):
        characters += len(line)
        if characters > _CHARACTERS:
            return 0
        close = _closing(line, 0, delimiter) if '"' in line else -1
        if close >= 0 and not _walk(line[close + 1 :], delimiter, None):
            return used
    return 0


def _split(text: str, delimiter: str) -> list[str]:
    cells: list[str] = []
    if _walk(text, delimiter, cells):
        # The last quote opens nothing: read it as it stands.
        cells = [cell.strip().strip('"') for cell in text.split(delimiter)]
    return cells


def _walk(text: str, delimiter: str, cells: list[str] | None) -> bool:
    """Go through the cells of a row; True when the last one is an open quote.

    Args:
        text: The row.
        delimiter: What stands between cells.
        cells: Where to put the cells; None to look only whether the row ends.
    """
    place, end = 0, len(text)
    while True:
        start = place
        while start < end and text[start] in " \t" and text[start] != delimiter:
            start += 1
        if start < end and text[start] == '"':
            close = _closing(text, start + 1, delimiter)
            if close < 0:
                return True
            value = text[start + 1 : close].replace('""', '"').strip()
            stop = text.find(delimiter, close)
            stop = end if stop < 0 else stop
            value += text[close + 1 : stop].rstrip()
        else:
            stop = text.find(delimiter, place)
            stop = end if stop < 0 else stop
            value = text[place:stop].strip()
        if cells is not None:
            cells.append(value)
        if stop >= end:
            return False
        place = stop + 1


def _closing(text: str, start: int, delimiter: str) -> int:
    """Where the quote closes that opened before `start`; -1 when it does not.

    A quote closes before a delimiter or the row's end; doubled it is a character, and so is one
    amid letters (`24" monitor`).
    """
    place = text.find('"', start)
    while place >= 0:
        after = text[place + 1 : place + 2]
        if after == '"':
            place = text.find('"', place + 2)
            continue
        rest = place + 1
        while rest < len(text) and text[rest] in " \t" and text[rest] != delimiter:
            rest += 1
        if rest >= len(text) or text[rest] in {delimiter, "\n"}:
            return place
        place = text.find('"', place + 1)
    return -1
