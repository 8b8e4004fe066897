"""The format itself: recognising a log kept as a table and reading it."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from circletake.errors import Damaged, LimitExceeded, TimecodeError
from circletake.model import ColumnTable, LogKind, Problem, log_kind
from circletake.plugins.formats.csvlog._rows import LogTable
from circletake.plugins.formats.csvlog._table import Table, find_table
from circletake.ports.formats import Options, Record, Report, Source
from circletake.timecode import Rate
from circletake.tools import Lines, decode

# Texts that have a format of their own and columns like a log's.
_OTHERS = re.compile(
    r"\s*(?:Heading\s*(?:\n|$)|SESSION NAME:|TITLE:|FCM:|<|\{|#|---)", re.IGNORECASE
)
_SOUND_FILE = re.compile(r"\.(?:wav|bwf|bwav)\b", re.IGNORECASE)
_PICTURE_FILE = re.compile(
    r"\.(?:mov|mxf|mp4|r3d|ari|arx|braw)\b|\b[A-Z]\d{3}_?C\d{3}", re.IGNORECASE
)
_MARKDOWN_RULE = re.compile(r"\s*\|?\s*:?-{3,}:?\s*\|")


class CsvLog:
    """Script supervisors' logs, camera reports and sound reports as CSV, TSV or the like."""

    name = "csv"
    suffixes = (".csv", ".tsv", ".txt")

    def sniff(self, head: bytes, path: Path) -> float:
        """How sure it is that these bytes are a log: by a heading that names columns of one."""
        text = decode(head).text
        if _OTHERS.match(text):
            return 0.0
        lines = [line[:4000] for line in Lines.of(text).lines[:200]]
        table = find_table(lines, ColumnTable())
        if table is None:
            return 0.25 if path.suffix.lower() in {".csv", ".tsv"} else 0.0
        if any(_MARKDOWN_RULE.match(line) for line in lines[:60]):
            return 0.3
        if not table.own:
            return 0.45 if table.known < 4 else 0.5
        return 0.92 if table.known >= 4 else 0.85 if table.known == 3 else 0.8

    def read(self, source: Source, options: Options) -> Report[Mapping[str, str]]:
        """Read every row of the table.

        Raises:
            Damaged: No row names the columns of a log.
            LimitExceeded: It has more rows than the limits allow.
        """
        lines = Lines.of(decode(source.data).text.replace("\0", "")).lines
        columns = ColumnTable(options.columns)
        table = find_table(lines, columns)
        if table is None:
            raise Damaged(
                "no row of it names the columns of a log",
                file=source.path,
                cause="a heading with a take, slate or clip column was looked for",
                fix="Name the studio's own columns under `columns` in circletake.toml.",
            )
        if len(lines) > source.limits.items:
            raise LimitExceeded(
                f"{len(lines)} lines are more than {source.limits.items}",
                file=source.path,
                fix="Raise `limits.items` in circletake.toml if the file is really meant.",
            )
        rate, origin = _rate(table, options.rate)
        log = _kind(table, source.path, columns, lines)
        reading = LogTable(columns, table, log, rate)
        reading.read(lines)
        if reading.worded:
            reading = LogTable(columns, table, log, rate, notes_state=False)
            reading.read(lines)
        return Report(
            self.name,
            tuple(reading.items),
            reading.in_file,
            tuple(Problem(line, cause) for line, cause in reading.problems),
            rate,
            origin,
            Record(log=tuple(reading.rows)),
        )


def _kind(table: Table, path: Path, columns: ColumnTable, lines: Sequence[str]) -> LogKind:
    kind = log_kind(table.heading.cells, f"{table.preamble} | {path.stem}")
    told = {columns.field_of(name) for name in table.heading.cells}
    if kind is not LogKind.SOUND and "clip" in told and "sound_file" not in told:
        rows = [
            line for line in lines[table.heading.line : table.heading.line + 60] if line.strip()
        ]
        recordings = sum(_SOUND_FILE.search(line) is not None for line in rows)
        if recordings * 2 > len(rows) and not any(_PICTURE_FILE.search(line) for line in rows):
            return LogKind.SOUND
    return kind


def _rate(table: Table, given: Rate | None) -> tuple[Rate | None, str | None]:
    told = table.given.get("rate")
    if told:
        try:
            return Rate.parse(told), "file"
        except TimecodeError:
            pass
    return given, "given" if given else None
