"""The rows of a log's table, one by one, with what blank cells and rows between them mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from circletake.model import (
    ColumnTable,
    LogKind,
    LogRow,
    RowReader,
    clip_stem,
    is_camera_file,
    parse_slate,
)
from circletake.plugins.formats.csvlog._cells import Row, rows_of
from circletake.plugins.formats.csvlog._table import Table, is_heading, section
from circletake.timecode import Rate

_CARRIED = ("scene", "slate")
_NAMING = ("take", "slate_take", "slate", "clip")


@dataclass(slots=True)
class LogTable:
    """A table being read.

    Attributes:
        columns: What columns mean.
        table: Where the heading stands and what stands above it.
        log: Whose log it is.
        rate: Rate of the file's timecodes, where one is told.
        notes_state: True when a note that begins with a status states it, where no column does.
        items: Each log row as column and value, empty ones left out.
        rows: The same as the trade's words.
        in_file: Log rows, with those that could not be read.
        problems: Line and cause of what was left out or is in doubt.
    """

    columns: ColumnTable
    table: Table
    log: LogKind
    rate: Rate | None
    notes_state: bool = True
    items: list[Mapping[str, str]] = field(default_factory=list)
    rows: list[LogRow] = field(default_factory=list)
    in_file: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)
    _given: dict[str, str] = field(default_factory=dict)
    _above: dict[str, str] = field(default_factory=dict)
    _last: list[str] = field(default_factory=list)

    def read(self, lines: Sequence[str]) -> None:
        """Read all rows below the heading."""
        self._given = dict(self.table.given)
        reader = self._reader(self.table.heading.cells)
        heading = [cell.lower() for cell in self.table.heading.cells]
        skip = self.table.heading.line
        for row in rows_of(lines, self.table.delimiter):
            if row.line <= skip or row.blank:
                continue
            lowered = [cell.lower() for cell in row.cells]
            if lowered[: len(heading)] == heading:
                continue
            if self._renamed(row.cells):
                reader, heading = self._reader(row.cells), lowered
                continue
            told = self._between(row, reader)
            if told is None:
                self._row(row, reader)
            elif told:
                self._given |= told
                self._above = {}
                reader = self._reader(list(reader.names))

    def _reader(self, names: Sequence[str]) -> RowReader:
        given = {name: value for name, value in self._given.items() if value}
        reader = self.columns.reader(names, self.log, given)
        return reader if self.notes_state else replace(reader, worded=True)

    @property
    def worded(self) -> bool:
        """True when NG, hold or false start is written into a column that is meant for marks."""
        return self.columns.worded(self.table.heading.cells, self.rows)

    def _renamed(self, cells: Sequence[str]) -> bool:
        """True for another heading within the table; looks at few cells of a usual row."""
        if not any(self.columns.field_of(cell) for cell in cells[:3] if len(cell) < 60):
            return False
        return is_heading(cells, self.columns)

    def _between(self, row: Row, reader: RowReader) -> Mapping[str, str] | None:
        """What a row that is no log row says for those below it; None for a log row."""
        told = section(row.cells)
        if told is None:
            return None
        takes = reader.places.get("take", ()) + reader.places.get("slate_take", ())
        filled = [place for place, cell in enumerate(row.cells) if cell]
        if told and len(filled) > 1 and any(place in filled for place in takes):
            return None  # "Scene 24" and a take beside it
        return dict(told) | ({"slate": ""} if "scene" in told else {})

    def _row(self, row: Row, reader: RowReader) -> None:
        cells = self._carried(row.cells, reader)
        if self._remark(row, reader):
            return
        self.in_file += 1
        found = reader.read_all(cells, row.line, self.rate)
        if not found:
            self.problems.append(
                (row.line, "row left out: it names neither a slate, a take nor a clip")
            )
            return
        told = dict(zip(reader.names, row.cells, strict=False))
        written = {name: cell for name, cell in told.items() if cell}
        extra = [cell for cell in row.cells[len(reader.names) :] if cell]
        if extra:
            self.problems.append(
                (row.line, f"{len(row.cells)} cells under {len(reader.names)} columns: "
                 f"`{extra[0][:40]}` has no column")
            )  # fmt: skip
        self.items.append(written)
        self.rows.extend(found)
        self._last = cells

    def _remark(self, row: Row, reader: RowReader) -> bool:
        """A row that holds nothing but words is no log row: a remark, or the rest of a note."""
        filled = [place for place, cell in enumerate(row.cells) if cell]
        if len(filled) != 1:
            return False
        place, cell = filled[0], row.cells[filled[0]]
        if self.rows and place in reader.places.get("notes", ()):
            self._continue_note(cell)
            return True
        naming = {at for name in _NAMING for at in reader.places.get(name, ())}
        short = len(cell) <= 8 and any(char.isdigit() for char in cell)
        if place in naming and (short or parse_slate(cell) or is_camera_file(clip_stem(cell))):
            return False
        self.problems.append((row.line, f"a remark between the rows, of no take: `{cell[:60]}`"))
        return True

    def _continue_note(self, text: str) -> None:
        """A note that was broken over two rows."""
        last = self.rows[-1]
        line = last.line
        for place in range(len(self.rows) - 1, -1, -1):
            if self.rows[place].line != line:
                break
            row = self.rows[place]
            self.rows[place] = replace(row, notes=f"{row.notes}\n{text}".strip())

    def _carried(self, cells: list[str], reader: RowReader) -> list[str]:
        """The row with a blank scene or slate filled in from the row above, where it means that."""
        where = {name: reader.places.get(name, ())[:1] for name in (*_CARRIED, "take")}
        told = {
            name: cells[place[0]] if place and place[0] < len(cells) else ""
            for name, place in where.items()
        }
        full = list(cells)
        if where["take"] and not told["take"]:
            if not self._second_camera(cells, reader):
                return full
            self._fill(full, where["take"][0], self._above.get("take", ""))
        elif where["take"]:
            self._above["take"] = told["take"]
        for name in _CARRIED:
            if not where[name]:
                continue
            if told[name]:
                if name == "scene" and told[name] != self._above.get("scene"):
                    self._above.pop("slate", None)
                self._above[name] = told[name]
            elif self._above.get(name):
                self._fill(full, where[name][0], self._above[name])
        return full

    def _second_camera(self, cells: Sequence[str], reader: RowReader) -> bool:
        """A row without slate and take that names a camera, roll or clip is of the take above."""
        if not self._last or not self._above.get("take"):
            return False
        naming = [
            p for name in (*_CARRIED, "take", "slate_take") for p in reader.places.get(name, ())
        ]
        if any(place < len(cells) and cells[place] for place in naming):
            return False
        what = [p for name in ("camera", "clip", "roll") for p in reader.places.get(name, ())]
        return any(place < len(cells) and cells[place] for place in what)

    @staticmethod
    def _fill(cells: list[str], place: int, value: str) -> None:
        cells.extend([""] * (place + 1 - len(cells)))
        cells[place] = value
