"""The format: what it looks like, and how a file of it becomes a report."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from circletake.errors import Damaged, MissingDependency, TimecodeError
from circletake.model import ColumnTable, LogKind, LogRow, Problem, clip_stem, parse_slate
from circletake.plugins.formats._otio import Reading, read
from circletake.ports.formats import Options, Record, Report, Source
from circletake.timecode import Rate
from circletake.tools import run_limited

_MARKS = ("Domain", "DJBO", "OBJD")


@dataclass(frozen=True, slots=True)
class BinItem:
    """One mob of a bin.

    Attributes:
        name: Its name.
        kind: `MasterMob`, `CompositionMob` or `SourceMob`.
        usage: What a composition is for (`subclip`, `group`); None for a sequence.
        in_bin: True when somebody put it there, not what it is made from.
        tape: Tape it comes from.
        start: First timecode of its media.
        columns: The bin's columns for it, empty ones left out.
    """

    name: str
    kind: str
    usage: str | None
    in_bin: bool
    tape: str | None
    start: str | None
    columns: Mapping[str, str]


class AvidBin:
    """Avid bins: clips with their columns, and sequences. Needs the extra `avid`."""

    name = "avb"
    suffixes: tuple[str, ...] = (".avb",)

    def sniff(self, head: bytes, path: Path) -> float:
        """By the words that open every object file of Avid, in either byte order."""
        domain, little, big = (mark.encode() for mark in _MARKS)
        if head[2:8] == domain and head[8:12] in {little, big}:
            return 0.97
        return 0.0

    def read(self, source: Source, options: Options) -> Report[Any]:
        """Read every mob and its columns, and a cut for each sequence.

        pyavb works in a process of its own, within `limits.seconds` and `limits.memory`.

        Raises:
            MissingDependency: pyavb is not installed.
            ReadError: Nothing of the file can be read.
        """
        if not self.sniff(source.data[:64], source.path):
            raise Damaged("not a bin of Avid", file=source.path, fix="Save the bin again.")
        if find_spec("avb") is None:
            raise MissingDependency(
                "reading Avid bins needs pyavb",
                file=source.path,
                fix='pip install "circletake[avid]"',
            )
        outcome = run_limited(
            "circletake.plugins.formats.avb._child:read_bin",
            [str(source.path.resolve())],
            limits=source.limits,
            file=source.path,
        )
        found: Mapping[str, Any] = outcome.value
        reading = _reading(found["timelines"], source, options)
        said = dict.fromkeys([*found["failures"], *outcome.warnings])
        items = tuple(_item(mob) for mob in found["mobs"])
        return Report(
            format=self.name,
            items=items,
            in_file=len(items),
            problems=(*(Problem(None, text) for text in said), *reading.problems),
            rate=reading.rate,
            rate_origin=reading.rate_origin,
            record=Record(
                cuts=reading.cuts,
                log=tuple(_rows(found["mobs"], options.columns)),
                notes=reading.notes,
            ),
        )


def _reading(timelines: Iterable[dict[str, Any]], source: Source, options: Options) -> Reading:
    """The sequences as cuts; their clips are mobs of the bin, so they are no items again."""
    children = []
    for timeline in timelines:
        start = timeline.get("global_start_time")
        rate = _rate(start["rate"], drop=timeline.get("drop") is True) if start else None
        if rate is not None:
            told = f"{rate.fps}{' DF' if rate.drop else ''}"
            timeline["metadata"] = {"circletake": {"rate": told}}
        children.append(timeline)
    root = {"OTIO_SCHEMA": "SerializableCollection.1", "children": children}
    reading = read(root, file=source.path, limits=source.limits, given=options.rate)
    return replace(reading, items=())


def _rate(fps: object, *, drop: bool) -> Rate | None:
    try:
        exact = Rate.parse(str(fps))
        return Rate(exact.fps, drop=drop) if drop else exact
    except TimecodeError:
        return None


def _item(mob: Mapping[str, Any]) -> BinItem:
    return BinItem(
        name=mob["name"],
        kind=mob["kind"],
        usage=mob["usage"],
        in_bin=mob["in_bin"],
        tape=mob.get("tape"),
        start=_start(mob)[0] or None,
        columns=mob["columns"],
    )


def _start(mob: Mapping[str, Any]) -> tuple[str, Rate | None]:
    """First timecode of a mob's media, and the rate it counts at."""
    if "start" not in mob:
        return "", None
    rate = _rate(mob["edit_rate"], drop=mob["drop"]) or _rate(mob["fps"], drop=False)
    if rate is None or rate.nominal != mob["fps"]:
        rate = Rate(Fraction(mob["fps"])) if 0 < mob["fps"] < 1000 else None
    return (rate.label(mob["start"]), rate) if rate is not None else ("", None)


def _rows(mobs: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> Iterator[LogRow]:
    """A row for each clip whose columns or name tell a take or a status."""
    table = ColumnTable(columns)
    for place, mob in enumerate(mobs, 1):
        is_clip = mob["kind"] == "MasterMob" or mob["usage"] == "subclip"
        if not is_clip or mob["usage"] == "precompute":
            continue
        start, rate = _start(mob)
        told = {"Name": mob["name"], "Tape": mob.get("tape") or "", "Start": start}
        cells = {name: text for name, text in told.items() if text} | dict(mob["columns"])
        kind = LogKind.CAMERA if mob["picture"] else LogKind.SOUND
        row = table.reader(tuple(cells), kind).read(tuple(cells.values()), place, rate)
        if row is not None and _tells(row, mob, table):
            yield row


def _tells(row: LogRow, mob: Mapping[str, Any], table: ColumnTable) -> bool:
    """Whether a row tells of a take: by a column, or by a slate as its name; not by a file name."""
    fields = {table.field_of(name) for name in mob["columns"]}
    if fields & {"take", "slate_take", "status"}:
        return bool(row.take or row.status)
    name = mob["name"]
    return bool(row.take) and clip_stem(name) == name and parse_slate(name) is not None
