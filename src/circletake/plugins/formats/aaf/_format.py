"""The format: what it looks like, and how a file of it becomes a report."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from circletake.errors import Damaged, TimecodeError
from circletake.model import ColumnTable, LogKind, LogRow, Problem, clip_stem, parse_slate
from circletake.plugins.formats._otio import Reading, read
from circletake.ports.formats import Options, Record, Report, Source
from circletake.timecode import Rate
from circletake.tools import Limits, Outcome, run_limited

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# SMPTE's label begins the second half of the class id that an AAF's header carries.
_SMPTE = b"\x06\x0e+4"
_SAID = 20


class Aaf:
    """AAF: timelines, markers, retimes, and the columns of Avid's bins."""

    name = "aaf"
    suffixes: tuple[str, ...] = (".aaf",)

    def sniff(self, head: bytes, path: Path) -> float:
        """By the structured storage and the class id of AAF in its header."""
        if not head.startswith(_OLE):
            return 0.0
        if head[16:20] == _SMPTE:
            return 0.98
        return 0.2 if path.suffix.lower() == ".aaf" else 0.0

    def read(self, source: Source, options: Options) -> Report[Any]:
        """Read every clip, marker and user comment, and a cut for each timeline.

        The libraries work in a process of their own, within `limits.seconds` and `limits.memory`.

        Raises:
            ReadError: Nothing of the file can be read.
        """
        if len(source.data) < 512 or not source.data.startswith(_OLE):
            raise Damaged(
                "not an AAF: no structured storage", file=source.path, fix="Export it again."
            )
        outcome = run_limited(
            "circletake.plugins.formats.aaf._child:read_aaf",
            [str(source.path.resolve())],
            limits=source.limits,
            file=source.path,
        )
        found: Mapping[str, Any] = outcome.value
        problems = [*_said(outcome), *_failures(found)]
        reading = _reading(found, source.path, source.limits, options)
        log = tuple(_rows(found["mobs"], options.columns, problems))
        items: tuple[Any, ...] = reading.items or tuple(found["mobs"])
        return Report(
            format=self.name,
            items=items,
            in_file=len(items),
            problems=(*problems, *reading.problems),
            rate=reading.rate,
            rate_origin=reading.rate_origin,
            record=Record(cuts=reading.cuts, log=log, notes=reading.notes),
        )


def _said(outcome: Outcome) -> Iterator[Problem]:
    """What the libraries printed or warned of, each once."""
    lines = [line.strip().removeprefix("WARNING:root:") for line in outcome.noise.splitlines()]
    said = [line for line in dict.fromkeys([*outcome.warnings, *lines]) if line]
    for line in said[:_SAID]:
        yield Problem(None, f"the library says: {line[:300]}")
    if len(said) > _SAID:
        yield Problem(None, f"the library says {len(said) - _SAID} things more")


def _failures(found: Mapping[str, Any]) -> Iterator[Problem]:
    if found["failure"]:
        yield Problem(
            None, f"its timelines cannot be read ({found['failure']}); its clips are listed"
        )
    for mob in found["mobs"]:
        if mob.get("failure"):
            yield Problem(None, f"a `{mob['kind']}` cannot be read: {mob['failure']}")


def _reading(found: Mapping[str, Any], path: Path, limits: Limits, options: Options) -> Reading:
    timeline = found["timeline"]
    if timeline is None:
        timeline = {"OTIO_SCHEMA": "SerializableCollection.1", "children": []}
    for each in timeline.get("children", [timeline]):
        _begin(each, found["starts"].get(each.get("name")))
    return read(timeline, file=path, limits=limits, given=options.rate)


def _begin(timeline: dict[str, Any], told: Mapping[str, Any] | None) -> None:
    """Note how a composition counts its timecode, and where that begins if nobody said."""
    label, rate = _start(told or {})
    if rate is None or not str(timeline.get("OTIO_SCHEMA")).startswith("Timeline"):
        return
    start = {"OTIO_SCHEMA": "RationalTime.1", "value": rate.frames(label), "rate": float(rate.fps)}
    first = timeline.get("global_start_time") or start
    timeline["global_start_time"] = first
    if rate.drop and first.get("rate") == start["rate"]:
        timeline["metadata"] = {"circletake": {"rate": f"{rate.fps} DF"}}


def _rows(
    mobs: Iterable[Mapping[str, Any]], columns: Mapping[str, str], problems: list[Problem]
) -> Iterator[LogRow]:
    """A row for each clip whose columns or name tell a take or a status."""
    table = ColumnTable(columns)
    for place, mob in enumerate(mobs, 1):
        if mob.get("failure"):
            continue
        comments: dict[str, str] = dict(mob["comments"])
        start, rate = _start(mob)
        known = {
            "Name": mob["name"],
            "Tape": mob.get("tape") or "",
            "Source File": mob.get("file") or "",
            "Start": start,
        }
        cells = {name: text for name, text in known.items() if text} | comments
        kind = LogKind.CAMERA if mob["picture"] else LogKind.SOUND
        row = table.reader(tuple(cells), kind).read(tuple(cells.values()), place, rate)
        fields = {table.field_of(name) for name in comments}
        told = bool(fields & {"take", "slate_take", "status"})
        if row is not None and (row.take or row.status) and (told or _is_slate(mob["name"])):
            yield row
        elif told:
            problems.append(
                Problem(None, f"the columns of `{mob['name']}` tell no take; no row of a log")
            )


def _is_slate(name: str) -> bool:
    """Whether a clip is named by its slate; a file name that looks like one does not count."""
    return clip_stem(name) == name and parse_slate(name) is not None


def _start(mob: Mapping[str, Any]) -> tuple[str, Rate | None]:
    """First timecode of a clip's media, and its rate."""
    if "start" not in mob:
        return "", None
    try:
        fps = Fraction(mob["edit_rate"])
        rate = Rate(fps if 1 < fps < 1000 else Fraction(mob["fps"]), drop=mob["drop"])
    except (TimecodeError, ValueError, ZeroDivisionError):
        return "", None
    return rate.label(mob["start"]), rate
