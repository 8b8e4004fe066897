"""Pieces of a layout as events of a cut; and what else a node tells of its clip."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from circletake.errors import TimecodeError
from circletake.model import Event, Marker, Problem
from circletake.plugins.formats._otio._layout import Piece, is_kept
from circletake.plugins.formats._otio._tree import Node, Plain, as_list, as_map, as_text
from circletake.plugins.formats._otio._view import Draft, View, nearest
from circletake.timecode import Rate

_FALLBACK = Rate(Fraction(24))
_SAME = Fraction(1, 500)


def own(node: Node) -> Plain:
    """What circletake itself, or a reader of its, wrote into a node's metadata."""
    return as_map(node.metadata.get("circletake"))


def drafted(piece: Piece, rate: Rate) -> Draft | None:
    """The event that a piece is; None when it is shorter than a frame."""
    node, view = piece.node, piece.view
    record_in = nearest(view.record * rate.fps)
    record_out = nearest((view.record + view.length) * rate.fps)
    if record_out < record_in or (record_out == record_in and not is_kept(node)):
        return None
    told, picture = own(node), not piece.sound
    source_rate = _source_rate(node, rate)
    speed = _speed(view.speed, source_rate or rate, rate, as_text(told.get("speed")))
    source_in, source_out = (
        _source_range(view, source_rate) if told.get("source") is not False else (None, None)
    )
    kept: Plain = {}
    if told.get("place") == [record_in, record_out, _first(node, source_rate)]:
        kept = told
        if isinstance(kept.get("source_out"), int):
            source_in, source_out = _first(node, source_rate), kept["source_out"]
    event = Event(
        number=as_text(told.get("number")),
        track=as_text(told.get("track")),
        picture=picture,
        record_in=record_in,
        record_out=record_out,
        source_in=source_in,
        source_out=source_out,
        source_rate=source_rate,
        clip_name=node.name or (node.media.name if node.media else "") or None,
        reel=reel_of(node),
        source_file=source_file_of(node),
        speed=speed,
        transition=_transition(piece.into),
        transition_frames=_frames(piece.into, rate),
        alternates=_texts(told.get("alternates")),
        markers=tuple(_markers(node)),
        comments=_texts(told.get("comments")) or _texts(_cmx(node).get("comments")),
        record_in_label=as_text(kept.get("record_in")) or rate.label(record_in),
        record_out_label=as_text(kept.get("record_out")) or rate.label(record_out),
        line=line_of(node),
        enabled=piece.enabled,
    )
    return Draft(event, piece.level)


def _source_range(view: View, rate: Rate | None) -> tuple[int | None, int | None]:
    """First source frame and the one after the last, low to high whichever way it plays."""
    if rate is None:
        return None, None
    begin = nearest(view.local * rate.fps)
    length = max(1, nearest(abs(view.length * view.speed) * rate.fps))
    return (begin - length, begin) if view.speed < 0 else (begin, begin + length)


def _first(node: Node, rate: Rate | None) -> int | None:
    """First frame of a clip's own range."""
    if node.span is None or rate is None:
        return None
    return nearest(node.span.start.seconds * rate.fps)


def _source_rate(node: Node, rate: Rate) -> Rate | None:
    """The rate that source frames count at; the cut's where the file counts samples."""
    if node.span is None:
        return None
    told = as_text(own(node).get("source_rate"))
    try:
        found = Rate.parse(told) if told else rate
    except TimecodeError:
        found = rate
    if own(node).get("source") is False:
        return found if told else None
    fps = node.span.start.rate if 1 <= node.span.start.rate < 1000 else rate.fps
    return found if found.fps == fps else Rate(fps)


def _speed(speed: Fraction, source: Rate, record: Rate, told: str) -> Fraction:
    """Source frames for each record frame."""
    ratio = source.fps / record.fps
    found = speed if abs(ratio - 1) < _SAME else speed * ratio
    try:
        exact = Fraction(told) if told else found
    except (ValueError, ZeroDivisionError):
        return found
    return exact if abs(exact - found) < Fraction(1, 10**6) else found


def _transition(transition: Node | None) -> str:
    if transition is None:
        return "C"
    told = as_text(own(transition).get("transition"))
    wipe = "wipe" in f"{transition.name} {transition.transition}".lower()
    return told or ("W001" if wipe else "D")


def _frames(transition: Node | None, rate: Rate) -> int:
    return nearest((transition.before + transition.after) * rate.fps) if transition else 0


def _markers(node: Node) -> Iterator[Marker]:
    for mark in node.marks:
        at = label(mark.span.start.value, mark.span.start.rate) if mark.span else ""
        yield Marker(mark.at or at, mark.text, mark.colour)


def label(value: Fraction, fps: Fraction) -> str:
    """Timecode of a frame at a rate; the number with its rate where that has no labels."""
    if 1 <= fps < 1000 and value.denominator == 1:
        return Rate(fps).label(int(value))
    return f"{float(value):g}@{float(fps):g}"


def line_of(node: Node) -> int | None:
    """Line of the file that a node is from, where its format has lines."""
    line = own(node).get("line")
    return line if isinstance(line, int) else None


def _cmx(node: Node) -> Plain:
    return as_map(node.metadata.get("cmx_3600"))


def reel_of(node: Node) -> str | None:
    """The reel that a clip or its media names."""
    media = as_map(node.media.metadata.get("cmx_3600")) if node.media else {}
    for found in (own(node).get("reel"), _cmx(node).get("reel"), media.get("reel")):
        if as_text(found):
            return as_text(found)
    return None


def source_file_of(node: Node) -> str | None:
    """Name of the file that a clip plays."""
    told = as_text(own(node).get("source_file")) or (node.media.file if node.media else None)
    if told:
        return told
    comments = _texts(_cmx(node).get("comments"))
    found = (each.partition(":") for each in comments)
    return next((name.strip() for key, _, name in found if key.strip() == "SOURCE FILE"), None)


def _texts(found: Any) -> tuple[str, ...]:
    return tuple(each for each in as_list(found) if isinstance(each, str))


def rate_of(timeline: Node, given: Rate | None, problems: list[Problem]) -> tuple[Rate, str]:
    """The rate of a cut, and where it is from.

    The file says it by the rate of its first timecode, else by that of most of its picture clips;
    else it is given or taken to be 24.
    """
    told = as_text(own(timeline).get("rate"))
    if told:
        try:
            return Rate.parse(told), "file"
        except TimecodeError:
            problems.append(Problem(None, f"`{told[:40]}` is no frame rate; not used"))
    counts: Counter[Fraction] = Counter()
    sound: Counter[Fraction] = Counter()
    for node, on_sound in _clips(timeline):
        if node.span is not None and 1 < node.span.duration.rate < 1000:
            (sound if on_sound else counts)[node.span.duration.rate] += 1
    common = (counts or sound).most_common(1)
    first = timeline.start.rate if timeline.start is not None else None
    if first is not None and 1 < first < 1000:
        if common and first not in counts and first not in sound:
            problems.append(
                Problem(
                    line_of(timeline),
                    f"the timeline starts at rate {Rate(first)}, most clips run at "
                    f"{Rate(common[0][0])}; {Rate(first)} taken",
                )
            )
        return Rate(first), "file"
    if common:
        return Rate(common[0][0]), "file"
    if given is not None:
        return given, "given"
    problems.append(Problem(line_of(timeline), f"no rate is told; {_FALLBACK} taken"))
    return _FALLBACK, "inferred"


def _clips(timeline: Node) -> Iterator[tuple[Node, bool]]:
    """Every clip of a timeline, and whether it is on a track of sound."""
    work = [(timeline, False)]
    while work:
        node, outer = work.pop()
        sound = outer or node.track == "audio"
        if node.kind == "Clip":
            yield node, sound
        work.extend((child, sound) for child in reversed(node.children))
