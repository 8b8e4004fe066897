"""A tree of OpenTimelineIO as a reading: items, cuts, notes, problems."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from circletake.model import Cut, Note, NoteKind, Problem, Reference, clip_stem
from circletake.plugins.formats._otio._events import drafted, label, line_of, own, rate_of, reel_of
from circletake.plugins.formats._otio._layout import Layout
from circletake.plugins.formats._otio._tree import Mark, Node, Plain, Time, TreeReader, tidy
from circletake.plugins.formats._otio._view import Draft, View, arranged, nearest
from circletake.timecode import Rate
from circletake.tools import Limits


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One clip.

    Attributes:
        name: Its name.
        kind: Its schema, without version.
        timeline: Name of the timeline it is in.
        track: Name of the track it is in, as written.
        track_kind: What that track holds.
        source_in: First timecode it plays of its media, as far as its rate has labels.
        source_out: The one after the last.
        record_in: First timecode in the cut, where it plays in one.
        record_out: The one after the last.
        speed: Factor by its time effects.
        media: Where its media is, as written.
        media_kind: Schema of its media reference.
        reel: Its reel.
        enabled: False when it is switched off.
        markers: Its markers.
        effects: Names of its effects.
        metadata: Its metadata.
        line: Line of the file, where the format has lines.
    """

    name: str
    kind: str
    timeline: str | None
    track: str | None
    track_kind: str | None
    source_in: str | None
    source_out: str | None
    record_in: str | None
    record_out: str | None
    speed: str
    media: str | None
    media_kind: str | None
    reel: str | None
    enabled: bool
    markers: tuple[Mapping[str, str | None], ...]
    effects: tuple[str, ...]
    metadata: Mapping[str, Any]
    line: int | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a timeline file says.

    Attributes:
        cuts: One for each timeline.
        items: Its clips, in file order.
        notes: Its markers.
        problems: What is left out or doubted.
        rate: The rate that all cuts share.
        rate_origin: `file`, `given` or `inferred`.
    """

    cuts: tuple[Cut, ...]
    items: tuple[TimelineItem, ...]
    notes: tuple[Note, ...]
    problems: tuple[Problem, ...]
    rate: Rate | None
    rate_origin: str | None


@dataclass(slots=True)
class _Timeline:
    """A timeline, its cut, and where its clips first play."""

    node: Node
    cut: Cut | None
    places: Mapping[int, View] = field(default_factory=dict)


def read(root: Plain, *, file: Path, limits: Limits, given: Rate | None = None) -> Reading:
    """Items, cuts and notes of OTIO's plain data.

    Args:
        root: The root object, of any schema version.
        file: Its file, for names and errors.
        limits: `depth` and `items` are kept.
        given: Rate for timelines that tell none.

    Raises:
        LimitExceeded: It has too many objects, or is too deep.
    """
    problems: list[Problem] = []
    tree = TreeReader(root, file, limits, problems).read()
    timelines = [_laid(node, file.stem, given, problems) for node in _timelines(tree)]
    loose = _loose(tree)
    items = [item for timeline in timelines for item in _items(timeline.node, timeline, problems)]
    items += [item for node in loose for item in _items(node, _Timeline(node, None), problems)]
    notes = [note for timeline in timelines for note in _notes(timeline)]
    notes += [note for node in loose for note in _notes(_Timeline(node, None))]
    cuts = _named(tuple(each.cut for each in timelines if each.cut is not None))
    rates = {cut.rate for cut in cuts}
    return Reading(
        cuts=cuts,
        items=tuple(items),
        notes=tuple(notes),
        problems=tuple(problems),
        rate=cuts[0].rate if len(rates) == 1 else None,
        rate_origin=cuts[0].rate_origin if len(rates) == 1 else None,
    )


def _timelines(tree: Node) -> list[Node]:
    """The timelines, or what stands for one: a stack or track alone."""
    if tree.kind == "SerializableCollection":
        return [found for child in tree.children for found in _timelines(child)]
    return [tree] if tree.kind in {"Timeline", "Stack", "Track"} else []


def _loose(tree: Node) -> list[Node]:
    """Clips that are in no timeline."""
    if tree.kind == "SerializableCollection":
        return [found for child in tree.children for found in _loose(child)]
    return [tree] if tree.kind == "Clip" else []


def _laid(node: Node, stem: str, given: Rate | None, problems: list[Problem]) -> _Timeline:
    """A timeline with its cut."""
    rate, origin = rate_of(node, given, problems)
    drafts: list[Draft] = []
    layout = Layout()
    for piece in layout.clips(node, _begin(node.start, rate)):
        draft = drafted(piece, rate)
        if draft is None:
            problems.append(
                Problem(None, f"`{piece.node.name}` is shorter than a frame; no event of the cut")
            )
            continue
        drafts.append(draft)
    problems.extend(Problem(None, doubt) for doubt in layout.doubts)
    cut = Cut(
        name=node.name or stem,
        rate=rate,
        rate_origin=origin,
        events=arranged(drafts),
        title=node.name or None,
        metadata={key: text for key, text in node.metadata.items() if isinstance(text, str)},
    )
    return _Timeline(node, cut, layout.places)


def _begin(start: Time | None, rate: Rate) -> Fraction:
    """First time of a cut; counted in frames where the rates are alike but for 1000/1001."""
    if start is None:
        return Fraction(0)
    near = abs(start.rate / rate.fps - 1) < Fraction(1, 500)
    return start.value / (rate.fps if near else start.rate)


def _named(cuts: tuple[Cut, ...]) -> tuple[Cut, ...]:
    """Cuts of one name told apart by a number."""
    seen: dict[str, int] = {}
    found: list[Cut] = []
    for cut in cuts:
        seen[cut.name] = seen.get(cut.name, 0) + 1
        again = seen[cut.name]
        found.append(replace(cut, name=f"{cut.name} ({again})") if again > 1 else cut)
    return tuple(found)


def _walk(node: Node) -> Iterator[tuple[Node, Node | None]]:
    """Every node under one, itself included, with the track it is in."""
    work: list[tuple[Node, Node | None]] = [(node, None)]
    while work:
        each, track = work.pop()
        yield each, track
        inner = each if each.kind == "Track" else track
        work.extend((child, inner) for child in reversed(each.children))


def _items(node: Node, timeline: _Timeline, problems: list[Problem]) -> Iterator[TimelineItem]:
    for each, track in _walk(node):
        if each.kind != "Clip" or own(each).get("again") is True:
            continue  # the same clip of the file, in another use of its sequence
        if each.span is None:
            problems.append(
                Problem(
                    line_of(each),
                    f"`{each.name}` has no range, and its media none; no event of the cut",
                )
            )
        yield _item(each, track, timeline)


def _item(node: Node, track: Node | None, timeline: _Timeline) -> TimelineItem:
    source_in, source_out = _source(node)
    record_in, record_out = _record(timeline.places.get(id(node)), timeline.cut)
    return TimelineItem(
        name=node.name,
        kind=node.kind,
        timeline=timeline.cut.name if timeline.cut else None,
        track=track.name if track else None,
        track_kind=track.track if track else None,
        source_in=source_in,
        source_out=source_out,
        record_in=record_in,
        record_out=record_out,
        speed=str(node.scalar if node.scalar is not None else 1),
        media=node.media.url if node.media else None,
        media_kind=node.media.kind if node.media else None,
        reel=reel_of(node),
        enabled=node.enabled,
        markers=tuple(
            {"text": mark.text, "colour": mark.colour, "start": _start(mark)} for mark in node.marks
        ),
        effects=tuple(effect for effect in node.effects if effect),
        metadata={key: tidy(value) for key, value in node.metadata.items() if key != "circletake"},
        line=line_of(node),
    )


_Labels = tuple[str | None, str | None]


def _source(node: Node) -> _Labels:
    """First timecode of a clip's range, and the one after the last."""
    if node.span is None:
        return None, None
    start, rate = node.span.start.value, node.span.start.rate
    return label(start, rate), label(start + node.span.duration.seconds * rate, rate)


def _record(view: View | None, cut: Cut | None) -> _Labels:
    """First timecode of the cut that a clip plays at, and the one after the last."""
    if view is None or cut is None:
        return None, None
    begin, end = view.record, view.record + view.length
    fps = cut.rate.fps
    return cut.rate.label(nearest(begin * fps)), cut.rate.label(nearest(end * fps))


def _start(mark: Mark) -> str | None:
    return label(mark.span.start.value, mark.span.start.rate) if mark.span else None


def _notes(timeline: _Timeline) -> Iterator[Note]:
    """Every marker, with the clip or cut that it is on and the place of the cut it marks."""
    cut = timeline.cut
    for node, _ in _walk(timeline.node):
        for mark in node.marks:
            about: list[Reference] = []
            if node.kind == "Clip" and node.name:
                about.append(Reference("clip", node.name, clip_stem(node.name)))
            if cut is not None:
                about.append(Reference("cut", cut.name, cut.name))
                place = _place(mark, timeline.places.get(id(node)), cut.rate)
                if place is not None:
                    about.append(Reference("timecode", place, place))
            end = None
            if mark.span is not None and mark.span.duration.value:
                start, rate = mark.span.start, mark.span.start.rate
                end = label(start.value + mark.span.duration.seconds * rate, rate)
            yield Note(
                mark.text, NoteKind.MARKER, line_of(node), mark.author,
                references=tuple(about), start=_start(mark), end=end,
            )  # fmt: skip


def _place(mark: Mark, view: View | None, rate: Rate) -> str | None:
    """Timecode of the cut that a marker stands at."""
    if view is None or mark.span is None or not view.speed:
        return None
    record = view.record + (mark.span.start.seconds - view.local) / view.speed
    if not view.record <= record < view.record + view.length:
        return None
    return rate.label(nearest(record * rate.fps))
