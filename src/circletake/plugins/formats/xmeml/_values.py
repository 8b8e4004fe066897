"""What the elements of xmeml say: rates, frames, timecodes, files, speeds."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from circletake.errors import TimecodeError
from circletake.timecode import Rate

if TYPE_CHECKING:
    from lxml.etree import _Element

Plain = dict[str, Any]
_FARTHEST = 10**12


def text(element: "_Element | None", path: str) -> str:
    """Text of a child; empty when there is none."""
    return (element.findtext(path) or "").strip() if element is not None else ""


def number(element: "_Element | None", path: str) -> Fraction | None:
    """A number that a child holds (`12`, `326400.0`); None for anything else."""
    found = text(element, path)
    try:
        value = Fraction(found) if len(found) < 32 and "/" not in found else None
    except ValueError:
        return None
    return value if value is not None and abs(value) < _FARTHEST else None


def is_true(element: "_Element", path: str) -> bool | None:
    """A truth that a child holds; None when it holds none."""
    return {"true": True, "false": False}.get(text(element, path).lower())


def line_of(element: "_Element") -> int | None:
    """Line of the file that an element begins on, counted from 1."""
    line: Any = element.sourceline  # its stub has no type
    return None if line is None else int(line)


def rate_of(element: "_Element | None") -> Rate | None:
    """The rate that an element states: `timebase`, slowed by 1000/1001 where `ntsc` is true."""
    if element is None:
        return None
    rate = element.find("rate")
    base = number(rate, "timebase")
    if rate is None or base is None or base <= 0:
        return None
    fps = base * 1000 / 1001 if is_true(rate, "ntsc") and base.denominator == 1 else base
    try:
        return Rate(fps)
    except TimecodeError:
        return None


def in_drop(rate: Rate, timecode: "_Element | None") -> Rate:
    """The rate, counted in drop-frame timecode where `displayformat` says so."""
    if text(timecode, "displayformat").upper() != "DF":
        return rate
    try:
        return Rate(rate.fps, drop=True)
    except TimecodeError:
        return rate


@dataclass(frozen=True, slots=True)
class File:
    """A file of media.

    Attributes:
        name: Its name.
        url: Where it is, as written.
        rate: Rate that its frames count at.
        start: First frame, counted from 00:00:00:00.
        duration: Frames.
        reel: Its reel.
        picture: Whether it has picture.
    """

    name: str
    url: str
    rate: Rate | None
    start: int
    duration: Fraction | None
    reel: str
    picture: bool

    @property
    def file_name(self) -> str:
        """Name of the file without folder."""
        bare = unquote(self.url).replace("\\", "/").rstrip("/")
        return bare.rsplit("/", 1)[-1] or self.name


def read_file(element: "_Element") -> File:
    """A `file` element."""
    timecode = element.find("timecode")
    rate = rate_of(timecode) or rate_of(element)
    start = number(timecode, "frame")
    if start is None and rate is not None:
        start = _frame(text(timecode, "string"), in_drop(rate, timecode))
    return File(
        name=text(element, "name"),
        url=text(element, "pathurl"),
        rate=in_drop(rate, timecode) if rate else None,
        start=int(start or 0),
        duration=number(element, "duration"),
        reel=text(timecode, "reel/name"),
        picture=element.find("media/video") is not None or element.find("media/audio") is None,
    )


def _frame(label: str, rate: Rate) -> Fraction | None:
    try:
        return Fraction(rate.frames(label)) if label else None
    except TimecodeError:
        return None


@dataclass(frozen=True, slots=True)
class Speed:
    """How a clip is retimed: `scalar` source frames a frame, beginning at source frame `first`."""

    scalar: Fraction
    first: Fraction


def speed_of(clip: "_Element", begin: Fraction, end: Fraction) -> Speed | None:
    """The speed of a clip between two frames of it; None when it plays as it is.

    `in` and `out` count frames of the retimed clip. A curve (`graphdict`) maps them to those of the
    media; a changing speed becomes its average.
    """
    for effect in clip.iterfind("filter/effect"):
        if text(effect, "effectid") == "timeremap":
            curve = _curve(effect)
            if len(curve) > 1 and end > begin:
                first, last = _at(curve, begin), _at(curve, end)
                return Speed((last - first) / (end - begin), min(first, last))
            return _constant(effect, clip, begin, end)
    return None


def _parameter(effect: "_Element", name: str) -> "_Element | None":
    found = (each for each in effect.iterfind("parameter") if text(each, "parameterid") == name)
    return next(found, None)


def _constant(effect: "_Element", clip: "_Element", begin: Fraction, end: Fraction) -> Speed | None:
    percent = number(_parameter(effect, "speed"), "value")
    if percent is None:
        return None
    scalar = percent / 100
    reverse = _parameter(effect, "reverse")
    if reverse is not None and is_true(reverse, "value"):
        scalar = -abs(scalar)
    if scalar >= 0:
        return Speed(scalar, begin * scalar)
    return Speed(scalar, ((number(clip, "duration") or end) - end) * -scalar)


_Curve = list[tuple[Fraction, Fraction]]


def _curve(effect: "_Element") -> _Curve:
    graph = _parameter(effect, "graphdict")
    found: dict[Fraction, Fraction] = {}
    for key in graph.iterfind("keyframe") if graph is not None else ():
        when, value = number(key, "when"), number(key, "value")
        if when is not None and value is not None:
            found.setdefault(when, value)
    return sorted(found.items())


def _at(curve: _Curve, frame: Fraction) -> Fraction:
    """The media's frame at a frame of the clip; beyond the ends their slopes go on."""
    place = 1
    while place < len(curve) - 1 and curve[place][0] < frame:
        place += 1
    (t0, v0), (t1, v1) = curve[place - 1], curve[place]
    return v0 + (frame - t0) * (v1 - v0) / (t1 - t0)
