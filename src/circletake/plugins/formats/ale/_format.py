"""The format itself: recognising an ALE and reading it."""

import re
from collections.abc import Mapping
from pathlib import Path

from circletake.errors import Damaged, LimitExceeded, TimecodeError
from circletake.model import ColumnTable, LogKind, LogRow, Problem, log_kind
from circletake.plugins.formats.ale._sections import Sections, pad, take_apart
from circletake.ports.formats import Options, Record, Report, Source
from circletake.timecode import Rate
from circletake.tools import Lines, decode

_HEADING = re.compile(r"\s*Heading[ \t]*[\r\n]", re.IGNORECASE)
_SECTION = re.compile(r"(?:^|[\r\n])[ \t]*(Column|Data)s?[ \t]*(?=[\r\n]|$)", re.IGNORECASE)
_OWN = re.compile(r"FIELD_DELIM|VIDEO_FORMAT|AUDIO_FORMAT|FILM_FORMAT")
# An ALE is a camera log unless its name says otherwise.
_CAMERA_COLUMNS = ("Tape", "Camroll", "ASC_SOP")


class Ale:
    """Avid Log Exchange."""

    name = "ale"
    suffixes = (".ale",)

    def sniff(self, head: bytes, path: Path) -> float:
        """How sure it is that these bytes are an ALE: by its sections."""
        text = decode(head).text
        sections = {match.lower() for match in _SECTION.findall(text)}
        if _HEADING.match(text):
            return 0.97 if sections or _OWN.search(text[:2000]) else 0.5
        if sections == {"column", "data"}:
            return 0.85
        return 0.3 if path.suffix.lower() in self.suffixes else 0.0

    def read(self, source: Source, options: Options) -> Report[Mapping[str, str]]:
        """Read every row of the data.

        Raises:
            Damaged: It names no columns.
            LimitExceeded: It has more rows than the limits allow.
        """
        found = take_apart(iter(Lines.of(decode(source.data).text)))
        if len(found.rows) > source.limits.items:
            raise LimitExceeded(
                f"{len(found.rows)} rows are more than {source.limits.items}",
                file=source.path,
                fix="Raise `limits.items` in circletake.toml if the file is really meant.",
            )
        if len(found.columns) < 2:
            raise Damaged(
                "no line of it names columns",
                file=source.path,
                cause="an ALE has the sections Heading, Column and Data",
                fix="Export the log again.",
            )
        rate, origin = _rate(found, options.rate)
        items: list[Mapping[str, str]] = []
        rows: list[LogRow] = []
        reader = ColumnTable(options.columns).reader(found.columns, _kind(found, source.path))
        for line, cells in found.rows:
            item, doubt = pad(cells, found.columns)
            if doubt:
                found.problems.append((line, doubt))
            items.append(item)
            rows.extend(reader.read_all(cells, line, rate))
        problems = tuple(Problem(line, cause) for line, cause in sorted(found.problems))
        record = Record(log=tuple(rows))
        return Report(self.name, tuple(items), len(found.rows), problems, rate, origin, record)


def _kind(found: Sections, path: Path) -> LogKind:
    tracks = [place for place, name in enumerate(found.columns) if name.lower() == "tracks"]
    told = [
        cells[place].upper()
        for _, cells in found.rows
        for place in tracks
        if place < len(cells) and cells[place].strip()
    ]
    if told and all("A" in each and "V" not in each and "D" not in each for each in told):
        return LogKind.SOUND
    return log_kind(_CAMERA_COLUMNS, path.stem)


def _rate(found: Sections, given: Rate | None) -> tuple[Rate | None, str | None]:
    """The heading's rate, drop-frame where the heading or the timecodes say so."""
    told = found.heading.get("FPS")
    if told:
        try:
            rate = Rate.parse(told)
        except TimecodeError as error:
            found.problems.append((1, f"the heading's rate cannot be read: {error.message}"))
        else:
            return _dropping(rate, found), "file"
    return given, "given" if given else None


def _dropping(rate: Rate, found: Sections) -> Rate:
    said = " ".join(
        value for name, value in found.heading.items() if "DROP" in name or "TC" in name
    )
    heading = "DROP" in said.upper() or re.search(
        r"\bDF\b|\bY(?:ES)?\b|\bTRUE\b", said, re.IGNORECASE
    )
    non = re.search(r"NON|NDF|\bNO\b|FALSE", said, re.IGNORECASE)
    starts = [place for place, name in enumerate(found.columns) if name.lower() == "start"]
    marked = any(
        ";" in cells[place][-4:]
        for _, cells in found.rows[:50]
        for place in starts
        if place < len(cells)
    )
    if rate.drop or rate.nominal % 30 or not (marked or (heading and not non)):
        return rate
    return Rate.parse(f"{rate.nominal * 1000}/1001 DF")
