"""Where the clips of a storyline lie in time: offsets, transitions, retimes; all exact seconds.

FCPXML nests time: a clip's `offset` is in its parent's time, its `start` begins its own. Clips of a
storyline abut, and a transition lies over the point where they meet; here the incoming clip begins
where the transition does, and the outgoing one ends there.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from circletake.plugins.formats._otio import View
from circletake.plugins.formats.fcpxml._items import is_connected, pick_of
from circletake.plugins.formats.fcpxml._resources import CLIPS, Resources, seconds

if TYPE_CHECKING:
    from lxml.etree import _Element

_Points = list[tuple[Fraction, Fraction]]
_ZERO = Fraction(0)
_FINEST = 10**12
_NEAR = Fraction(53, 50)  # rates nearer than this are conformed frame for frame


@dataclass(frozen=True, slots=True)
class Laid:
    """A clip, gap or audition of a storyline, with the transition into it.

    Attributes:
        element: The pick of an audition, else the element itself.
        audition: The audition.
        offset: Where it begins in the storyline's time, under a transition where that begins.
        end: Where it ends in the storyline's time.
        start: Its own time at `offset`.
        transition: Length of the transition into it; 0 without.
        wipe: True when that transition is a wipe.
    """

    element: "_Element"
    audition: "_Element | None"
    offset: Fraction
    end: Fraction
    start: Fraction
    transition: Fraction = _ZERO
    wipe: bool = False


class Clock:
    """Reads the times of elements, with the defaults that the format gives them.

    Args:
        resources: What clips refer to.
    """

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._laid: dict[_Element, tuple[Laid, ...]] = {}
        self._maps: dict[_Element, _Points] = {}

    def offset(self, element: "_Element") -> Fraction:
        """Where it stands in its parent's time."""
        return seconds(element.get("offset")) or _ZERO

    def start(self, element: "_Element") -> Fraction:
        """Where its own time begins."""
        told = seconds(element.get("start"))
        if told is not None:
            return told
        ref = element.get("ref") or ""
        asset = self._resources.assets.get(ref)
        if asset is not None:
            return asset.start
        medium = self._resources.media.get(ref)
        if medium is not None:
            return seconds(medium.get("tcStart")) or _ZERO
        return _ZERO

    def duration(self, element: "_Element") -> Fraction:
        """How long it is in its parent's time; 0 when nothing tells."""
        told = seconds(element.get("duration"))
        if told is None:
            ref = element.get("ref") or ""
            asset, medium = self._resources.assets.get(ref), self._resources.media.get(ref)
            if asset is not None:
                told = asset.duration
            elif medium is not None:
                told = seconds(medium.get("duration"))
        return max(told or _ZERO, _ZERO)

    def storyline(self, holder: "_Element", elements: "Iterable[_Element]") -> tuple[Laid, ...]:
        """What a storyline holds, transitions taken into account.

        Args:
            holder: The spine, angle or clip, by which the answer is remembered.
            elements: What stands in it.
        """
        if holder not in self._laid:
            self._laid[holder] = tuple(self._storyline(elements))
        return self._laid[holder]

    def _storyline(self, elements: "Iterable[_Element]") -> Iterator[Laid]:
        plain = list(self._plain(elements))
        for place, (laid, transition) in enumerate(plain):
            begun = laid if transition is None else self._begun(laid, transition)
            follower, out = plain[place + 1] if place + 1 < len(plain) else (None, None)
            if follower is None or out is None:
                yield begun
            else:
                yield self._ended(begun, follower, out)

    def _plain(self, elements: "Iterable[_Element]") -> "Iterator[tuple[Laid, _Element | None]]":
        """Each clip or gap with the transition that stands before it."""
        position = _ZERO
        transition: _Element | None = None
        for element in elements:
            if element.tag == "transition":
                transition = None if _is_sound(element) else element
            audition = element if element.tag == "audition" else None
            clip = pick_of(element) if audition is not None else element
            if clip is None or (clip.tag not in CLIPS and clip.tag != "gap"):
                continue
            told = seconds(element.get("offset"))
            offset = position if told is None else told
            position = (offset + self.duration(clip)).limit_denominator(_FINEST)
            yield Laid(clip, audition, offset, position, self.start(clip)), transition
            transition = None

    def retimed(self, element: "_Element", view: View) -> View:
        """A view of a clip's time as a view of its media, by its `timeMap`.

        Between two points of the map time runs evenly here; eased speeds become their average.
        """
        if element not in self._maps:
            self._maps[element] = _points(element)
        points = self._maps[element]
        if len(points) < 2:
            return view
        first = _mapped(points, view.local)
        last = _mapped(points, view.local + view.length * view.speed)
        if not view.length:
            return replace(view, local=first)
        return replace(view, local=first, speed=(last - first) / view.length)

    def _begun(self, laid: Laid, transition: "_Element") -> Laid:
        if laid.element.tag == "gap":
            return laid
        begin = seconds(transition.get("offset"))
        length = self.duration(transition)
        if begin is None:
            begin = laid.offset - length / 2
        begin = min(begin, laid.offset)
        return replace(
            laid,
            offset=begin,
            start=laid.start - (laid.offset - begin),
            transition=length,
            wipe="wipe" in (transition.get("name") or "").lower(),
        )

    def _ended(self, laid: Laid, follower: Laid, transition: "_Element") -> Laid:
        if follower.element.tag == "gap":
            return laid  # nothing comes in: what fades out stays its own
        begin = seconds(transition.get("offset"))
        if begin is None:
            begin = follower.offset - self.duration(transition) / 2
        return replace(laid, end=max(laid.offset, min(laid.end, begin)))


def _is_sound(transition: "_Element") -> bool:
    """Whether a transition is one of sound alone."""
    audio, video = transition.find("filter-audio"), transition.find("filter-video")
    return audio is not None and video is None


def _points(element: "_Element") -> _Points:
    found: dict[Fraction, Fraction] = {}
    for part in element.iterchildren("timeMap"):
        for point in part.iterchildren("timept"):
            time, value = seconds(point.get("time")), seconds(point.get("value"))
            if time is not None and value is not None:
                found.setdefault(time, value)
    return sorted(found.items())


def _mapped(points: _Points, time: Fraction) -> Fraction:
    """The value at a time; beyond the first and last point their slopes go on."""
    place = min(max(bisect_left(points, (time,)), 1), len(points) - 1)
    (t0, v0), (t1, v1) = points[place - 1], points[place]
    return v0 + (time - t0) * (v1 - v0) / (t1 - t0)


def content(element: "_Element") -> "tuple[_Element, ...]":
    """What a clip is made of: its inner clips, or those of the storyline inside it."""
    inner = [part for part in element if not is_connected(part)]
    for part in inner:
        if part.tag == "spine":
            return tuple(part)
    return tuple(part for part in inner if part.tag in CLIPS or part.tag in {"gap", "audition"})


def connected(element: "_Element") -> "Iterator[_Element]":
    """Clips, auditions and storylines that are connected to a clip or gap."""
    for part in element:
        if is_connected(part) and (part.tag in CLIPS or part.tag in {"audition", "spine"}):
            yield part


def frame_speed(
    element: "_Element", speed: Fraction, source: Fraction, record: Fraction
) -> Fraction:
    """Source frames for each record frame.

    Media of a near rate (24 in 23.976, 25 in 24) is conformed frame for frame unless
    `conform-rate` says otherwise; media of a far one keeps its pace.

    Args:
        element: The clip, with its `conform-rate`.
        speed: Seconds of the media for each second of the cut.
        source: Frames a second of the media.
        record: Frames a second of the cut.
    """
    ratio = source / record
    conform = element.find("conform-rate")
    near = 1 / _NEAR < ratio < _NEAR
    same = abs(ratio - 1) < Fraction(1, 500)
    if same or (near and conform is not None and conform.get("scaleEnabled") != "0"):
        return speed
    return speed * ratio
