"""A cut as an EDL: long reels, clip names, M2 lines, both lines of a transition, locators."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from circletake.errors import AskedWrongly
from circletake.model import Cut, Event, Marker
from circletake.plugins.formats.cmx3600._grammar import Draft, is_track
from circletake.plugins.formats.cmx3600._names import Said, read_notes
from circletake.ports.formats import Record
from circletake.timecode import Rate

_BREAKS = re.compile(r"[\r\n\0\x1a]+")
_END = "\r\n"


def write_cut(record: Record) -> bytes:
    """The first cut of a record as an EDL; events that are switched off are left out.

    Raises:
        AskedWrongly: There is no cut, or it has no events.
    """
    cut = record.cuts[0] if record.cuts else None
    events = [event for event in cut.events if event.enabled] if cut else []
    if cut is None or not events:
        raise AskedWrongly(
            "there is no cut with events to write as an EDL", fix="Name a cut that has events."
        )
    lines = [
        f"TITLE: {_flat(cut.title or cut.name)}",
        f"FCM: {'DROP FRAME' if cut.rate.drop else 'NON-DROP FRAME'}",
    ]
    if cut.rate_origin != "inferred":
        lines.append(f"* FRAME RATE: {cut.rate.fps}{' DF' if cut.rate.drop else ''}")
    events.sort(key=lambda event: (event.record_in, event.line or 0))
    events = _with_tracks(events)
    width = max(3, len(str(len(events))))
    place = 0
    while place < len(events):
        outgoing = _outgoing(events, place)
        group = events[place : place + 2] if outgoing else events[place : place + 1]
        if len(group) == 1 and group[0].transition[:1] in {"D", "W"} and not _was_edl(cut):
            lines.append(
                _line(cut, _black(group[0], f"{place + 1:0{width}}"), f"{place + 1:0{width}}")
            )
        lines.extend(_group(cut, group, f"{place + 1:0{width}}"))
        place += len(group)
    return (_END.join(lines) + _END).encode()


def _was_edl(cut: Cut) -> bool:
    """True for a cut read from an EDL: its lines are written as they were, no more and no fewer."""
    return cut.metadata.get("format") == "cmx3600"


def _with_tracks(events: Sequence[Event]) -> list[Event]:
    """The events with tracks that an EDL knows: other systems' `Video 1` is V, `Video 2` is V2."""
    names = {False: dict[str, str](), True: dict[str, str]()}
    for event in sorted(events, key=lambda event: (len(event.track), event.track)):
        if not is_track(event.track):
            known = names[event.picture]
            letter = "V" if event.picture else "A"
            known.setdefault(event.track, f"{letter}{len(known) + 1}" if known else letter)
    return [
        replace(event, track=names[event.picture].get(event.track, event.track)) for event in events
    ]


def _black(event: Event, number: str) -> Event:
    """The outgoing side that the format wants before a transition, where it is not known."""
    at = event.record_in
    own = event.number if event.number.isdigit() else number
    return Event(own, event.track, event.picture, at, at, 0, 0, reel="BL")


def _flat(text: str) -> str:
    """The text on one line; its own blanks stay."""
    return _BREAKS.sub(" ", text).strip()


def _outgoing(events: Sequence[Event], place: int) -> bool:
    """True when this event is the outgoing side of the next one's transition."""
    if place + 1 >= len(events):
        return False
    this, after = events[place], events[place + 1]
    return (
        this.number == after.number != ""
        and this.track == after.track
        and this.transition in {"C", "K B"}
        and after.transition[:1] in {"D", "W", "K"}
        and after.record_in in {this.record_in, this.record_out}
    )


def _group(cut: Cut, group: Sequence[Event], number: str) -> Iterator[str]:
    """The lines of one event, or of both sides of a transition."""
    numbers = [event.number if event.number.isdigit() else number for event in group]
    incoming = group[-1]
    for event, its_number in zip(group, numbers, strict=True):
        yield _line(cut, event, its_number)
        if event is not incoming:
            yield from (f"* {_flat(comment)}".rstrip() for comment in event.comments)
    yield from (_motion(cut, event) for event in group if event.speed != 1)
    yield from (f"* {_flat(comment)}".rstrip() for comment in incoming.comments)
    yield from _missing(group)


def _line(cut: Cut, event: Event, number: str) -> str:
    source_in, source_out, rate = _source(cut, event)
    labels = (
        rate.label(source_in),
        rate.label(source_out),
        cut.rate.label(event.record_in),
        cut.rate.label(event.record_out),
    )
    length = f"{event.transition_frames:03}" if event.transition[:1] not in {"C", ""} else "   "
    reel = _flat(event.reel or "AX")
    transition = event.transition or "C"
    if transition == "K B":
        length = "   "
    return f"{number}  {reel:<8} {event.track:<5} {transition:<4} {length} {' '.join(labels)}"


def _source(cut: Cut, event: Event) -> tuple[int, int, Rate]:
    """The source range at the record's time base: an EDL has only one."""
    length = event.record_out - event.record_in
    if event.source_in is None:
        return 0, length, cut.rate
    rate = event.source_rate or cut.rate
    source_out = event.source_out
    if source_out is None:
        source_out = event.source_in + round(length * abs(event.speed))
    if rate.nominal == cut.rate.nominal:
        return event.source_in, source_out, cut.rate if rate.drop != cut.rate.drop else rate
    return (
        cut.rate.frame_at(rate.seconds(event.source_in)),
        cut.rate.frame_at(rate.seconds(source_out)),
        cut.rate,
    )


def _motion(cut: Cut, event: Event) -> str:
    source_in, _, rate = _source(cut, event)
    speed = event.speed * cut.rate.nominal
    tenths = speed * 10
    text = f"{float(speed):06.1f}" if tenths.denominator == 1 else f"{float(speed):.6f}"
    if speed >= 0 and tenths.denominator == 1:
        text = f"{float(speed):05.1f}"
    return f"M2   {_flat(event.reel or 'AX'):<8} {text:>11} {rate.label(source_in):>26}"


def _missing(group: Sequence[Event]) -> Iterator[str]:
    """Comment lines for what the events know and their own comments do not say."""
    incoming = group[-1]
    said = _reread(incoming)
    paired = len(group) == 2
    outgoing_said = _reread(group[0]) if paired else Said()
    side = {"D": "TO", "W": "TO", "K": "KEY"}.get(incoming.transition[:1], "FROM")
    if incoming.transition == "K B":
        side = "FROM"
    if paired and group[0].clip_name and not (outgoing_said.from_name or said.from_name):
        yield f"* FROM CLIP NAME: {_flat(group[0].clip_name)}"
    told = {"TO": said.to_name, "KEY": said.key_name, "FROM": said.from_name}[side]
    if incoming.clip_name and not told and incoming.clip_name != said.from_name:
        yield f"* {side} CLIP NAME: {_flat(incoming.clip_name)}"
    if incoming.source_file and not (said.from_file or said.to_file):
        yield f"* SOURCE FILE: {_flat(incoming.source_file)}"
    for marker in incoming.markers:
        if marker not in said.locators:
            yield f"* LOC: {_locator(marker)}"


def _locator(marker: Marker) -> str:
    return _flat(f"{marker.at} {marker.colour or 'WHITE'}   {marker.text}")


def _reread(event: Event) -> Said:
    notes = [(0, True, comment) for comment in event.comments]
    zero = (0, 0, False)
    draft = Draft(
        0, "", event.number, "", event.track, event.transition, 0, ("", "", "", ""),
        (zero, zero, zero, zero), (), notes=notes,
    )  # fmt: skip
    return read_notes(draft, [])
