"""Sequences of xmeml as the plain data of OpenTimelineIO, which the cuts are made of.

A clip's `start` and `end` count from the sequence's beginning at the sequence's rate, its `in` and
`out` from its media's beginning at its own. Next to a transition they may be -1: then the clip
reaches to the transition's far end, and `in` and `out` with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from circletake.model import Problem
from circletake.plugins.formats.xmeml._values import (
    File,
    Plain,
    in_drop,
    is_true,
    line_of,
    number,
    rate_of,
    read_file,
    speed_of,
    text,
)
from circletake.timecode import Rate

if TYPE_CHECKING:
    from lxml.etree import _Element

_ON_TRACKS = frozenset({"clipitem", "generatoritem", "transitionitem"})
_DEFAULT = Rate(Fraction(30))
_ZERO = Fraction(0)
_DEEP = 50  # sequences within sequences
_OPENED = 20_000  # clips that sequences within sequences may multiply to


@dataclass(frozen=True, slots=True)
class _Placed:
    """A clip on a track, in frames of the sequence.

    Attributes:
        element: The clip.
        begin: Where it begins, at the cut point of a transition into it.
        end: Where it ends, at the cut point of a transition out of it.
        early: How many frames its `in` lies before `begin`.
        into: The transition into it.
        out: The transition out of it, if nothing comes in there.
    """

    element: "_Element"
    begin: Fraction
    end: Fraction
    early: Fraction
    into: "_Element | None"
    out: "_Element | None"


class Converter:
    """Converts the sequences and clips of one document.

    Args:
        root: The document.
        problems: What is left out or doubted is added here.
    """

    def __init__(self, root: "_Element", problems: list[Problem]) -> None:
        self._problems = problems
        self._left = _OPENED
        self._by_id: dict[tuple[str, str], _Element] = {}
        self._files: dict[_Element, File] = {}
        self._seen: set[_Element] = set()
        for element in root.iter("file", "sequence", "clip", *_ON_TRACKS):
            self._left += element.tag in _ON_TRACKS
            key = (str(element.tag), element.get("id") or "")
            if key[1] and (key not in self._by_id or not len(self._by_id[key])):
                self._by_id[key] = element

    def timeline(self, sequence: "_Element", line: int | None = None) -> Plain:
        """A sequence as a timeline."""
        rate = in_drop(rate_of(sequence) or _DEFAULT, sequence.find("timecode"))
        if rate_of(sequence) is None:
            name = text(sequence, "name")
            self._problems.append(
                Problem(line_of(sequence), f"sequence `{name}` tells no rate; {rate} taken")
            )
        start = number(sequence.find("timecode"), "frame")
        own = {"rate": f"{rate.fps}{' DF' if rate.drop else ''}", "line": line}
        return {
            "OTIO_SCHEMA": "Timeline.1",
            "name": text(sequence, "name"),
            "global_start_time": _time(start or _ZERO, rate),
            "tracks": self._stack(sequence, rate, frozenset()),
            "metadata": {
                "circletake": own,
                "uuid": text(sequence, "uuid"),
                "duration": text(sequence, "duration"),
            },
        }

    def clip(self, element: "_Element") -> Plain:
        """A master clip that stands in a bin."""
        rate = rate_of(element) or _DEFAULT
        file = self.file_of(element)
        begin, end = number(element, "in"), number(element, "out")
        if begin is None or end is None or begin < 0 or end < begin:
            begin, end = _ZERO, number(element, "duration") or _ZERO
        return self._clip(element, file, begin, end - begin, rate)

    def file_of(self, clip: "_Element") -> File | None:
        """The file that a clip plays, wherever in the document it is described."""
        element = clip.find("file")
        if element is None:
            element = clip.find(".//clipitem/file") if clip.tag == "clip" else None
        if element is None:
            return None
        element = self._defined(element)
        if element not in self._files:
            self._files[element] = read_file(element)
        return self._files[element]

    def _defined(self, element: "_Element") -> "_Element":
        """The element that one with nothing but an id stands for."""
        if len(element):
            return element
        return self._by_id.get((str(element.tag), element.get("id") or ""), element)

    def _stack(self, sequence: "_Element", rate: Rate, path: frozenset[str]) -> Plain:
        tracks: list[Plain] = []
        for kind in ("video", "audio"):
            for track in sequence.iterfind(f"media/{kind}/track"):
                tracks.extend(self._tracks(track, kind.title(), rate, path))
        return {
            "OTIO_SCHEMA": "Stack.1",
            "name": text(sequence, "name"),
            "children": tracks,
            "markers": [_marker(each, rate, _ZERO) for each in sequence.iterfind("marker")],
        }

    def _tracks(
        self, track: "_Element", kind: str, rate: Rate, path: frozenset[str]
    ) -> Iterator[Plain]:
        """A track; and one more for what overlaps on it."""
        lanes: list[tuple[Fraction, list[Plain]]] = [(_ZERO, [])]
        for placed in self._placed(track):
            lane = next((n for n, (end, _) in enumerate(lanes) if end <= placed.begin), None)
            if lane is None:
                lanes.append((_ZERO, []))
                lane = len(lanes) - 1
            end, children = lanes[lane]
            if placed.begin > end:
                children.append(_gap(placed.begin - end, rate))
            if placed.into is not None:
                children.append(_transition(placed.into, rate))
            children.append(self._item(placed, rate, path))
            if placed.out is not None:
                children += [_transition(placed.out, rate), _gap(_ZERO, rate)]
            lanes[lane] = (placed.end, children)
        for _, children in lanes:
            yield {
                "OTIO_SCHEMA": "Track.1",
                "name": text(track, "name"),
                "kind": kind,
                "enabled": is_true(track, "enabled") is not False,
                "children": children,
            }

    def _placed(self, track: "_Element") -> Iterator[_Placed]:
        """The clips of a track with their transitions."""
        items = [each for each in track if each.tag in _ON_TRACKS]
        for place, item in enumerate(items):
            if item.tag == "transitionitem":
                continue
            before = _beside(items, place - 1)
            after = _beside(items, place + 1)
            start, end = number(item, "start"), number(item, "end")
            begin, finish, early = start, end, _ZERO
            if start is None or start < 0:
                begin = _cut_point(before)
                early = begin - (number(before, "start") or _ZERO) if begin is not None else _ZERO
            if end is None or end < 0:
                finish = _cut_point(after)
            if begin is None or finish is None or finish <= begin:
                self._problems.append(
                    Problem(
                        line_of(item),
                        f"`{text(item, 'name')}`: start `{text(item, 'start')}` and end "
                        f"`{text(item, 'end')}` make no place in the sequence; left out of the cut",
                    )
                )
                begin, finish = begin or _ZERO, begin or _ZERO
            into = before if before is not None and _alignment(before) != "end-black" else None
            out = after if after is not None and _alignment(after) == "end-black" else None
            yield _Placed(item, begin, finish, early, into, out)

    def _item(self, placed: _Placed, rate: Rate, path: frozenset[str]) -> Plain:
        """A clip, generator or nested sequence on a track."""
        element, length = placed.element, placed.end - placed.begin
        own_rate = rate_of(element) or rate
        begin = number(element, "in")
        begin = begin if begin is not None and begin >= 0 else _ZERO
        begin += placed.early * own_rate.fps / rate.fps
        nested = element.find("sequence")
        if nested is not None:
            found = self._nested(element, self._defined(nested), path)
            if found is not None:
                return found | {
                    "name": text(element, "name") or found["name"],
                    "source_range": _span(begin, own_rate, length, rate),
                    "enabled": is_true(element, "enabled") is not False,
                }
        return self._clip(element, self.file_of(element), begin, length, own_rate, rate)

    def _nested(self, item: "_Element", sequence: "_Element", path: frozenset[str]) -> Plain | None:
        """A sequence within a sequence; None when it is taken as one clip."""
        key = sequence.get("id") or str(id(sequence))
        self._left -= 1 + sum(1 for _ in sequence.iter(*_ON_TRACKS))
        if key in path or self._left < 0 or len(path) > _DEEP:
            what = "contains itself" if key in path else "is one sequence too many"
            self._problems.append(
                Problem(line_of(item), f"`{text(item, 'name')}` {what}; taken as one clip")
            )
            return None
        return self._stack(sequence, rate_of(sequence) or _DEFAULT, path | {key})

    def _clip(
        self,
        element: "_Element",
        file: File | None,
        begin: Fraction,
        length: Fraction,
        rate: Rate,
        record: Rate | None = None,
    ) -> Plain:
        """A clip that plays media: `begin` at its own rate, `length` at that of the record."""
        record = record or rate
        frames = length * rate.fps / record.fps
        speed = speed_of(element, begin, begin + frames)
        first = speed.first if speed is not None else begin
        source = file.rate if file is not None and file.rate is not None else rate
        near = source.nominal == rate.nominal
        first = first if near else first * source.fps / rate.fps
        offset = file.start if file is not None else 0
        effects: list[Plain] = []
        if speed is not None and speed.scalar != 1:
            effects.append({"OTIO_SCHEMA": "LinearTimeWarp.1", "time_scalar": float(speed.scalar)})
        own = {
            "line": line_of(element),
            "again": element in self._seen,
            "reel": file.reel if file else "",
            "source_file": file.file_name if file else "",
            "source_rate": f"{source.fps}{' DF' if source.drop else ''}",
            "comments": [note] if (note := text(element, "logginginfo/lognote")) else [],
        }
        self._seen.add(element)
        return {
            "OTIO_SCHEMA": "Clip.2",
            "name": text(element, "name"),
            "enabled": is_true(element, "enabled") is not False,
            "source_range": _span(first + offset, source, length, record),
            "media_reference": _media(element, file),
            "markers": [
                _marker(each, rate, Fraction(offset)) for each in element.iterfind("marker")
            ],
            "effects": effects + [_effect(each) for each in element.iterfind("filter/effect")],
            "metadata": {"circletake": own, "xmeml": _told(element)},
        }


def _beside(items: "list[_Element]", place: int) -> "_Element | None":
    if 0 <= place < len(items) and items[place].tag == "transitionitem":
        return items[place]
    return None


def _alignment(transition: "_Element") -> str:
    return text(transition, "alignment").lower()


def _cut_point(transition: "_Element | None") -> Fraction | None:
    """Where two clips meet under a transition."""
    start, end = number(transition, "start"), number(transition, "end")
    if transition is None or start is None or end is None:
        return None
    alignment = _alignment(transition)
    if alignment.startswith("start"):
        return start
    return end if alignment.startswith("end") else (start + end) / 2


def _transition(element: "_Element", rate: Rate) -> Plain:
    start, end = number(element, "start") or _ZERO, number(element, "end") or _ZERO
    cut = _cut_point(element) or start
    wipe = (number(element, "effect/wipecode") or 0) > 0
    name = text(element, "effect/name")
    return {
        "OTIO_SCHEMA": "Transition.1",
        "name": name if not wipe or "wipe" in name.lower() else f"{name} (wipe)",
        "transition_type": "SMPTE_Dissolve",
        "in_offset": _time(cut - start, rate),
        "out_offset": _time(end - cut, rate),
    }


def _time(frames: Fraction, rate: Rate) -> Plain:
    value = int(frames) if frames.denominator == 1 else float(frames)
    return {"OTIO_SCHEMA": "RationalTime.1", "value": value, "rate": float(rate.fps)}


def _span(start: Fraction, rate: Rate, duration: Fraction, record: Rate) -> Plain:
    return {
        "OTIO_SCHEMA": "TimeRange.1",
        "start_time": _time(start, rate),
        "duration": _time(duration, record),
    }


def _gap(length: Fraction, rate: Rate) -> Plain:
    return {"OTIO_SCHEMA": "Gap.1", "source_range": _span(_ZERO, rate, length, rate)}


def _effect(element: "_Element") -> Plain:
    return {"OTIO_SCHEMA": "Effect.1", "effect_name": text(element, "name")}


def _media(element: "_Element", file: File | None) -> Plain:
    if file is not None and file.url:
        return {"OTIO_SCHEMA": "ExternalReference.1", "name": file.name, "target_url": file.url}
    if element.tag == "generatoritem":
        return {"OTIO_SCHEMA": "GeneratorReference.1", "name": text(element, "effect/name")}
    return {"OTIO_SCHEMA": "MissingReference.1", "name": file.name if file else ""}


def _marker(element: "_Element", rate: Rate, offset: Fraction) -> Plain:
    begin, end = number(element, "in") or _ZERO, number(element, "out")
    length = end - begin if end is not None and end > begin else _ZERO
    return {
        "OTIO_SCHEMA": "Marker.2",
        "name": text(element, "name"),
        "comment": text(element, "comment"),
        "color": text(element, "color/name") or text(element, "pproColor"),
        "marked_range": _span(begin + offset, rate, length, rate),
    }


def _told(element: "_Element") -> Plain:
    """What people and programs wrote of a clip."""
    told = {
        part.tag: (part.text or "").strip()
        for block in ("logginginfo", "comments", "labels")
        for part in element.iterfind(f"{block}/*")
    }
    told["masterclipid"] = text(element, "masterclipid")
    return {str(name): found for name, found in told.items() if found}
