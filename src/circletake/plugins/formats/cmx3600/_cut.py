"""From event lines and a rate to a cut: frames, transitions resolved, doubts named."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from circletake.model import Cut, Event, Problem
from circletake.plugins.formats.cmx3600._event import EdlEvent
from circletake.plugins.formats.cmx3600._grammar import FRAMES, Draft
from circletake.plugins.formats.cmx3600._names import Said, clip_names, read_notes, source_files
from circletake.plugins.formats.cmx3600._rates import Clock, Decision
from circletake.plugins.formats.cmx3600._scan import Scan, speed_ratio
from circletake.timecode import Rate

_NORMAL, _FROZEN = Fraction(1), Fraction(0)
_LAYER = re.compile(r"V(\d*)", re.ASCII)
_FOREGROUNDS = frozenset({"K", "K O", "K (F)"})


def interpret(
    found: Scan, decision: Decision, name: str
) -> tuple[list[EdlEvent], Cut, list[Problem]]:
    """Items in file order, the cut in record order, and every loss and doubt.

    Args:
        found: What the lines say.
        decision: The rate.
        name: The cut's name.
    """
    said_doubts = list(found.doubts)
    said = [read_notes(draft, said_doubts) for draft in found.drafts]
    names, files = clip_names(found.drafts, said), source_files(found.drafts, said)
    problems = [Problem(line, f"event left out: {cause}") for line, cause in found.broken]
    problems += [Problem(line, cause) for line, cause in said_doubts]
    if decision.doubt:
        problems.append(Problem(1, decision.doubt))
    items: list[EdlEvent] = []
    events: list[Event] = []
    clocks = _Clocks(decision.rate)
    for draft, notes, clip, file in zip(found.drafts, said, names, files, strict=True):
        bounds = _bounds(draft, clocks)
        if isinstance(bounds, str):
            problems.append(Problem(draft.line, f"event {draft.number} left out: {bounds}"))
            continue
        item = _item(draft, notes, clip, file)
        event = _event(draft, notes, item, (bounds, decision.rate))
        doubt = _doubt(draft, event, (notes, bounds.source_clock))
        if doubt:
            problems.append(Problem(draft.line, doubt))
        items.append(item)
        events.append(event)
    resolved = _resolve(events, problems)
    cut = Cut(name, decision.rate, decision.origin, tuple(resolved), found.title, _metadata(found))
    problems.sort(key=lambda problem: problem.line or 0)
    return items, cut, problems


def _metadata(found: Scan) -> dict[str, str]:
    told = {"header": "\n".join(found.header), "sources": "\n".join(found.sources)}
    return {"format": "cmx3600"} | {key: value for key, value in told.items() if value}


class _Clocks:
    """The clock of the record, and those of sources that count drop-frame otherwise."""

    def __init__(self, rate: Rate) -> None:
        self.record = Clock.of(rate)
        other = rate
        if rate.nominal % 30 == 0 and rate.fps.denominator == 1001:
            other = Rate(rate.fps, drop=not rate.drop)
        self._other = Clock.of(other)

    def source(self, draft: Draft) -> Clock:
        """The clock that this event's source labels are counted by."""
        drop = draft.source_drop or draft.times[0][2] or draft.times[1][2]
        return self.record if drop == self.record.rate.drop else self._other


@dataclass(frozen=True, slots=True)
class _Bounds:
    record: tuple[int, int]
    source: tuple[int, int] | None
    source_clock: Clock


def _bounds(draft: Draft, clocks: _Clocks) -> _Bounds | str:
    """First and last frames of record and source, or why the record cannot be placed.

    The source is None when one of its labels does not exist at the rate.
    """
    clock = clocks.record
    rate = clock.rate
    record_in, record_out = clock.frame(draft.times[2]), clock.frame(draft.times[3])
    if record_in is None or record_out is None:
        return _no_such(draft.labels[2 if record_in is None else 3], rate)
    if record_out < record_in:
        record_out += rate.day
        if record_out - record_in > rate.day // 2:
            return f"the record range runs backwards (`{draft.labels[2]}` to `{draft.labels[3]}`)"
    source_clock = clocks.source(draft)
    return _Bounds((record_in, record_out), _source(draft, source_clock), source_clock)


def _no_such(label: str, rate: Rate) -> str:
    return f"`{label}` does not exist at {rate} frames a second"


def _source(draft: Draft, clock: Clock) -> tuple[int, int] | None:
    source_in, source_out = clock.frame(draft.times[0]), clock.frame(draft.times[1])
    if source_in is None or source_out is None:
        return None
    rate = clock.rate
    if source_out < source_in and draft.times[0][0] != FRAMES:
        length = source_out + rate.day - source_in
        if length <= rate.day // 2:
            return source_in, source_out + rate.day  # time of day, past midnight
    return min(source_in, source_out), max(source_in, source_out)


def _item(draft: Draft, notes: Said, clip: str | None, file: str | None) -> EdlEvent:
    return EdlEvent(
        draft.number, draft.reel, draft.track, draft.transition, *draft.labels, clip,
        float(draft.m2_speed) if draft.m2_speed is not None else None,
        tuple([text for _, starred, text in draft.notes if starred]),
        draft.line, draft.transition_frames, file, tuple(notes.locators), notes.cdl, draft.m2,
        tuple(draft.other), draft.raw,
    )  # fmt: skip


def _event(draft: Draft, notes: Said, item: EdlEvent, at: tuple[_Bounds, Rate]) -> Event:
    bounds, rate = at
    speed = _NORMAL
    if draft.m2_speed is not None:
        speed = speed_ratio(draft.m2_speed, rate)
    elif notes.frozen and bounds.source and bounds.source[1] - bounds.source[0] <= 1:
        speed = _FROZEN
    source_in, source_out = bounds.source or (None, None)
    return Event(
        draft.number, draft.track, is_picture(draft.track), *bounds.record, source_in, source_out,
        bounds.source_clock.rate, item.clip_name, notes.reel or draft.reel or None,
        item.source_file, speed, draft.transition, draft.transition_frames, (), item.locators,
        item.comments, draft.labels[2], draft.labels[3], draft.line,
    )  # fmt: skip


def is_picture(track: str) -> bool:
    """True for the channels that carry picture: V, V2, AA/V, VA1, and B for both."""
    return "V" in track or track in {"B", ""}


def _doubt(draft: Draft, event: Event, told: tuple[Said, Clock]) -> str | None:
    """What is odd about the event's own numbers."""
    notes, clock = told
    if event.source_in is None or event.source_out is None:
        bad = draft.labels[0 if clock.frame(draft.times[0]) is None else 1]
        return f"event {draft.number}: {_no_such(bad, clock.rate)}, its source range is unknown"
    if draft.m2_speed is not None or (notes.frozen and event.speed == 0):
        return None
    source, record = event.source_out - event.source_in, event.record_out - event.record_in
    if source == record:
        return None
    return f"event {draft.number}: the source lasts {source} frames, the record {record}; both kept"


def _resolve(events: Sequence[Event], problems: list[Problem]) -> list[Event]:
    """The events in record order, no record frame of a picture track in two of them.

    Where two overlap, the one written later was laid over the other, as on a record machine. The
    foreground of a key lies above its background and takes nothing from it.
    """
    order = sorted(range(len(events)), key=lambda place: (events[place].record_in, place))
    kept = list(events)
    last: dict[str, int] = {}
    for place in order:
        event = kept[place]
        empty = event.record_in == event.record_out
        if empty or not event.picture or event.transition in _FOREGROUNDS:
            continue
        track = _layer(event.track)
        before = last.get(track)
        if before is not None and kept[before].record_out > event.record_in:
            loser, winner = (before, place) if before < place else (place, before)
            shared = kept[before].record_out - event.record_in
            kept[loser] = _give_way(kept[loser], kept[winner])
            if shared > events[winner].transition_frames:
                problems.append(_overlap(events[loser], events[winner]))
        if before is None or kept[place].record_out >= kept[before].record_out:
            last[track] = place
    return sorted((kept[place] for place in order), key=lambda event: event.record_in)


@lru_cache(maxsize=256)
def _layer(track: str) -> str:
    """The picture layer of a track: 2 of `V2` and `A1V2`, 1 of `V`, `B` and `AA/V`."""
    match = _LAYER.search(track)
    return match[1].lstrip("0") or "1" if match else "1"


def _give_way(loser: Event, winner: Event) -> Event:
    """The loser without the record frames that the winner has."""
    if loser.record_in < winner.record_in or loser.record_out <= winner.record_out:
        winner_in = max(loser.record_in, winner.record_in)
        return _trim(loser, 0, loser.record_out - winner_in)
    return _trim(loser, winner.record_out - loser.record_in, 0)


def _trim(event: Event, head: int, tail: int) -> Event:
    source_in, source_out = event.source_in, event.source_out
    if source_in is not None and source_out is not None and event.speed >= 0:
        source_in = min(source_in + round(head * event.speed), source_out)
        source_out = max(source_out - round(tail * event.speed), source_in)
    return replace(
        event,
        record_in=event.record_in + head,
        record_out=event.record_out - tail,
        source_in=source_in,
        source_out=source_out,
    )


def _overlap(loser: Event, winner: Event) -> Problem:
    return Problem(
        loser.line,
        f"event {loser.number} overlaps event {winner.number} (line {winner.line}) on "
        f"{winner.track}: the frames in common count for event {winner.number}",
    )
