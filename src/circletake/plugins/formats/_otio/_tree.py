"""The objects of OpenTimelineIO as typed nodes, all schema versions alike.

Source: the OpenTimelineIO file format specification and schema. Older names (`Sequence`, `Filler`)
and fields (`media_reference`, `range`) are understood, newer versions read as far as known. A field
of the wrong kind counts as absent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from math import isfinite
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from circletake.errors import LimitExceeded, TimecodeError
from circletake.model import Problem
from circletake.timecode import Rate
from circletake.tools import Limits

Plain = Mapping[str, Any]

_KNOWN = {
    "Timeline": 1, "SerializableCollection": 1, "Stack": 1, "Track": 1, "Clip": 2, "Gap": 1,
    "Transition": 1, "Marker": 2, "LinearTimeWarp": 1, "FreezeFrame": 1, "TimeEffect": 1,
    "Effect": 1, "ExternalReference": 1, "MissingReference": 1, "GeneratorReference": 1,
    "ImageSequenceReference": 1, "RationalTime": 1, "TimeRange": 1,
}  # fmt: skip
_RENAMED = {
    "SerializeableCollection": "SerializableCollection", "Sequence": "Track", "Filler": "Gap",
}  # fmt: skip
_HOLDERS = frozenset({"Timeline", "SerializableCollection", "Stack", "Track"})
_FARTHEST = 10**15
_DEEP = 50  # metadata within metadata
_SHARED = 50_000  # objects that references within a file may multiply to


@dataclass(frozen=True, slots=True)
class Time:
    """A time as OTIO tells it: `value` at `rate`."""

    value: Fraction
    rate: Fraction

    @property
    def seconds(self) -> Fraction:
        """The same in seconds."""
        return self.value / self.rate


@dataclass(frozen=True, slots=True)
class Span:
    """A range of time: where it starts, how long it is."""

    start: Time
    duration: Time


@dataclass(frozen=True, slots=True)
class Mark:
    """A marker: its range is in the time of what it is on; `at` and `author` where told."""

    text: str
    colour: str | None
    span: Span | None
    at: str = ""
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Media:
    """What a clip plays.

    Attributes:
        kind: Its schema, without version.
        name: Name of the reference.
        url: Where the media is, as written.
        file: File name without folder.
        available: Range of the media.
        metadata: Its metadata.
    """

    kind: str
    name: str
    url: str | None
    file: str | None
    available: Span | None
    metadata: Plain


@dataclass(frozen=True, slots=True)
class Node:
    """One object of a timeline.

    Attributes:
        kind: `Timeline`, `SerializableCollection`, `Stack`, `Track`, `Clip`, `Gap`, `Transition`,
            or the name of an unknown schema.
        name: Its name.
        span: Its `source_range`; of a clip without one, the range of its media.
        children: What it holds, in order.
        scalar: Speed by its time effects; None without any.
        before: Length of a transition before the cut point, in seconds.
        after: Length of a transition behind it.
        track: What a track holds, as written, in small letters: `video`, `audio` or another.
        enabled: False when it is switched off.
        start: First timecode of a timeline.
        media: What a clip plays.
        marks: Its markers.
        effects: Names of its effects.
        transition: Type of a transition as written.
        metadata: Its metadata.
    """

    kind: str
    name: str
    span: Span | None = None
    children: tuple["Node", ...] = ()
    scalar: Fraction | None = None
    before: Fraction = Fraction(0)
    after: Fraction = Fraction(0)
    track: str = ""
    enabled: bool = True
    start: Time | None = None
    media: Media | None = None
    marks: tuple[Mark, ...] = ()
    effects: tuple[str, ...] = ()
    transition: str = ""
    metadata: Plain = field(default_factory=dict)


class TreeReader:
    """Makes nodes of plain data.

    Args:
        root: The root object.
        file: Its file, for errors.
        limits: `depth` (of stacks and tracks) and `items` are kept.
        problems: What is doubted is added here, each kind once.
    """

    def __init__(
        self, root: Plain, file: Path | str, limits: Limits, problems: list[Problem]
    ) -> None:
        self._root = root
        self._file = file
        self._limits = limits
        self._problems = problems
        self._said: set[str] = set()
        self._count = 0
        self._most = limits.items
        self._shared: dict[str, Plain] | None = None

    def read(self) -> Node:
        """The tree.

        Raises:
            LimitExceeded: It has too many objects, or is too deep.
        """
        return self._node(self._root, 1)

    def _node(self, found: Plain, depth: int) -> Node:
        self._count += 1
        if depth > self._limits.depth:
            raise LimitExceeded(f"tracks nest deeper than {self._limits.depth}", file=self._file)
        if self._count > self._most:
            raise LimitExceeded(f"more than {self._most} objects", file=self._file)
        kind = self._kind(found)
        metadata = as_map(found.get("metadata"))
        name = as_text(found.get("name"))
        if kind == "Transition":
            return Node(
                kind, name, before=_length(found.get("in_offset")),
                after=_length(found.get("out_offset")),
                transition=as_text(found.get("transition_type")), metadata=metadata,
            )  # fmt: skip
        media = self._media(found) if kind == "Clip" else None
        span = as_span(found.get("source_range"))
        if span is None and media is not None:
            span = media.available
        effects = [as_map(each) for each in as_list(found.get("effects"))]
        return Node(
            kind=kind,
            name=name,
            span=span,
            children=self._children(found, kind, depth),
            scalar=_scalar(effects),
            track=as_text(found.get("kind")).lower(),
            enabled=found.get("enabled") is not False,
            start=as_time(found.get("global_start_time")),
            media=media,
            marks=tuple(self._mark(as_map(each)) for each in as_list(found.get("markers"))),
            effects=tuple(
                as_text(each.get("effect_name")) or as_text(each.get("name")) for each in effects
            ),
            metadata=metadata,
        )

    def _children(self, found: Plain, kind: str, depth: int) -> tuple[Node, ...]:
        if kind not in _HOLDERS:
            return ()
        inside = [found.get("tracks")] if kind == "Timeline" else as_list(found.get("children"))
        return tuple(
            self._node(self._resolved(child), depth + 1)
            for child in inside
            if isinstance(child, Mapping)
        )

    def _resolved(self, found: Plain) -> Plain:
        """What a reference within the file refers to."""
        if not as_text(found.get("OTIO_SCHEMA")).startswith("SerializableObjectRef"):
            return found
        if self._shared is None:
            self._shared, objects = _with_ids(self._root)
            self._most = min(self._most, objects + _SHARED)
        return self._shared.get(as_text(found.get("id")), found)

    def _kind(self, found: Plain) -> str:
        """Name of a schema; newer and unknown ones are said once."""
        schema = as_text(found.get("OTIO_SCHEMA"))
        name, _, version = schema.partition(".")
        name = _RENAMED.get(name, name)
        known = _KNOWN.get(name)
        if known is None:
            self._say(f"`{schema or 'an object without schema'}` is unknown; its place is kept")
        elif version.isdecimal() and len(version) < 9 and int(version) > known:
            self._say(
                f"`{schema}` is newer than the version known here ({name}.{known}); "
                "read as far as known"
            )
        return name

    def _say(self, text: str) -> None:
        if text not in self._said:
            self._said.add(text)
            self._problems.append(Problem(None, text))

    def _media(self, clip: Plain) -> Media | None:
        references = as_map(clip.get("media_references"))
        key = as_text(clip.get("active_media_reference_key")) or "DEFAULT_MEDIA"
        found = as_map(references.get(key)) or as_map(clip.get("media_reference"))
        if not found:
            return None
        kind = self._kind(found)
        url = as_text(found.get("target_url")) or None
        if kind == "ImageSequenceReference":
            url = _first_image(found)
        return Media(
            kind=kind,
            name=as_text(found.get("name")),
            url=url,
            file=file_name(url),
            available=as_span(found.get("available_range")),
            metadata=as_map(found.get("metadata")),
        )

    def _mark(self, found: Plain) -> Mark:
        self._kind(found)
        colour = found.get("color")
        own = as_map(as_map(found.get("metadata")).get("circletake"))
        texts = (as_text(found.get("name")), as_text(found.get("comment")))
        return Mark(
            text="\n".join(text for text in dict.fromkeys(texts) if text),
            colour=as_text(as_map(colour).get("name") if isinstance(colour, Mapping) else colour)
            or None,
            span=as_span(found.get("marked_range") or found.get("range")),
            at=as_text(own.get("at")),
            author=as_text(own.get("author")) or None,
        )


def _with_ids(root: Plain) -> tuple[dict[str, Plain], int]:
    """The objects that have an id to be referred to by, and how many objects there are."""
    found: dict[str, Plain] = {}
    objects, work = 0, [root]
    while work:
        each: Any = work.pop()
        if isinstance(each, Mapping):
            objects += 1
            if isinstance(each.get("OTIO_REF_ID"), str):
                found.setdefault(each["OTIO_REF_ID"], each)
            work.extend(each.values())
        elif isinstance(each, list):
            work.extend(each)
    return found, objects


def as_map(found: Any) -> Plain:
    """A mapping; an empty one for anything else."""
    return found if isinstance(found, Mapping) else {}


def as_list(found: Any) -> list[Any]:
    """A list; an empty one for anything else."""
    return found if isinstance(found, list) else []


def as_text(found: Any) -> str:
    """A text; an empty one for anything else."""
    return found if isinstance(found, str) else ""


def tidy(found: Any, depth: int = 0) -> Any:
    """Metadata that any reader of JSON takes: no infinities, no endless nesting."""
    if isinstance(found, float) and not isfinite(found):
        return str(found)
    if isinstance(found, (dict, list)) and depth >= _DEEP:
        return "..."
    if isinstance(found, dict):
        return {key: tidy(value, depth + 1) for key, value in found.items()}
    if isinstance(found, list):
        return [tidy(value, depth + 1) for value in found]
    return found


def as_number(found: Any) -> Fraction | None:
    """A number near enough to exist, None for anything else; floats as they are written."""
    if isinstance(found, bool) or not isinstance(found, (int, float)):
        return None
    if not isfinite(found) or abs(found) > _FARTHEST or 0 < abs(found) < 1 / _FARTHEST:
        return None
    return Fraction(repr(found)) if isinstance(found, float) else Fraction(found)


@lru_cache(maxsize=1024)
def _exact(rate: Fraction) -> Fraction | None:
    """A rate without the rounding of its decimals: 24000/1001 for 23.976023976."""
    if rate <= 0:
        return None
    try:
        return Rate.parse(str(rate)).fps
    except TimecodeError:
        return rate


def as_time(found: Any) -> Time | None:
    """A `RationalTime`; None for anything else."""
    plain = as_map(found)
    value, rate = as_number(plain.get("value")), as_number(plain.get("rate"))
    exact = _exact(rate) if rate is not None else None
    return Time(value, exact) if value is not None and exact is not None else None


def as_span(found: Any) -> Span | None:
    """A `TimeRange`; None for anything else, and for a negative duration."""
    plain = as_map(found)
    start, duration = as_time(plain.get("start_time")), as_time(plain.get("duration"))
    if start is None or duration is None or duration.value < 0:
        return None
    return Span(start, duration)


def _length(found: Any) -> Fraction:
    time = as_time(found)
    return max(time.seconds, Fraction(0)) if time is not None else Fraction(0)


def _scalar(effects: list[Plain]) -> Fraction | None:
    """Speed by all time effects together; None without any."""
    scalar: Fraction | None = None
    for effect in effects:
        name = as_text(effect.get("OTIO_SCHEMA")).partition(".")[0]
        if name == "FreezeFrame":
            return Fraction(0)
        if name == "LinearTimeWarp":
            factor = as_number(effect.get("time_scalar"))
            before = Fraction(1) if scalar is None else scalar
            scalar = before * (Fraction(1) if factor is None else _simple(factor))
    return scalar


def _simple(factor: Fraction) -> Fraction:
    """The simple fraction that a float was made of: 1/3 for 0.3333333333333333."""
    simple = factor.limit_denominator(10_000)
    return simple if abs(simple - factor) <= abs(factor) / 10**14 else factor


def _first_image(found: Plain) -> str | None:
    prefix, suffix = as_text(found.get("name_prefix")), as_text(found.get("name_suffix"))
    if not prefix and not suffix:
        return None
    first, padding = found.get("start_frame"), found.get("frame_zero_padding")
    number = str(first) if isinstance(first, int) and abs(first) < _FARTHEST else ""
    width = padding if isinstance(padding, int) and 0 <= padding < 20 else 0
    return f"{as_text(found.get('target_url_base'))}/{prefix}{number.zfill(width)}{suffix}"


def file_name(url: str | None) -> str | None:
    """The file's name in a URL or path, without folder."""
    if not url:
        return None
    bare = unquote(url) if "://" in url else url
    return bare.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1] or None
