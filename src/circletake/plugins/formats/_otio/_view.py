"""Stretches of nested time, and the laying of events on tracks."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor

from circletake.model import Event

_ZERO = Fraction(0)
_TRACKS = 100  # more clips than that at one moment share a track


def nearest(frames: Fraction) -> int:
    """The whole frame nearest to a position; halves go up."""
    return floor(frames + Fraction(1, 2))


@dataclass(frozen=True, slots=True)
class View:
    """A stretch of somebody's time, laid over a stretch of the cut.

    Attributes:
        record: Where it begins in the cut, in seconds.
        length: How long it is in the cut, in seconds.
        local: The time of its own that plays there first.
        speed: Seconds of its own time for each second of the cut; negative backwards.
    """

    record: Fraction
    length: Fraction
    local: Fraction
    speed: Fraction

    def part(self, begin: Fraction, end: Fraction) -> "View | None":
        """The part of it that shows its own time from `begin` to `end`; None when nothing does."""
        if self.speed == 0:
            return self if begin <= self.local < end else None
        first, last = (begin, end) if self.speed > 0 else (end, begin)
        enter = max(_ZERO, (first - self.local) / self.speed)
        leave = min(self.length, (last - self.local) / self.speed)
        if leave <= enter:
            return None
        return View(self.record + enter, leave - enter, self.local + enter * self.speed, self.speed)

    def within(self, begin: Fraction, end: Fraction) -> "View | None":
        """The part of it that lies between two times of the cut; None when nothing does."""
        enter, leave = max(_ZERO, begin - self.record), min(self.length, end - self.record)
        if leave <= enter:
            return None
        return View(self.record + enter, leave - enter, self.local + enter * self.speed, self.speed)

    def inside(self, offset: Fraction, start: Fraction) -> "View":
        """The same stretch in the time of a thing that stands here at `offset`."""
        return replace(self, local=self.local - offset + start)


@dataclass(frozen=True, slots=True)
class Draft:
    """An event without its track and number.

    Attributes:
        event: The event.
        level: 1 for the lowest track, 2 and up above it, -1 and down below; sound from 1.
    """

    event: Event
    level: int


def arranged(drafts: Iterable[Draft]) -> tuple[Event, ...]:
    """Events on tracks, so that no frame of a track belongs to two, in record order each.

    An event that has a track or a number already keeps it.
    """
    ends: dict[tuple[bool, int], int] = {}
    lowest: dict[str, int] = {}
    placed: list[tuple[int, Event]] = []
    for draft in sorted(drafts, key=_order):
        event, level = draft.event, draft.level
        for _ in range(_TRACKS):
            if ends.get((event.picture, level), event.record_in) <= event.record_in:
                break
            level += 1 if level > 0 else -1
        ends[event.picture, level] = event.record_out
        track = event.track or f"{'V' if event.picture else 'A'}{level}"
        lowest[track] = min(lowest.get(track, level), level, key=abs)
        placed.append((level, replace(event, track=track)))
    order = {track: (level < 0, abs(level), track) for track, level in lowest.items()}
    placed.sort(
        key=lambda each: (
            not each[1].picture, order[each[1].track], each[1].record_in, each[1].record_out,
        )
    )  # fmt: skip
    numbers: dict[str, int] = {}
    events: list[Event] = []
    for _, event in placed:
        numbers[event.track] = numbers.get(event.track, 0) + 1
        events.append(replace(event, number=event.number or str(numbers[event.track])))
    return tuple(events)


def _order(draft: Draft) -> tuple[int, int, int]:
    return draft.event.record_in, abs(draft.level), draft.event.record_out
