"""The rate of a list: stated, given, or inferred from its own arithmetic.

An EDL hardly ever says its rate. Two things in it do: an event whose source and record cross
different numbers of seconds but last equally long fits one rate only, and a frame number excludes
every rate that is not above it. Neither can tell 24000/1001 from 24.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from circletake.plugins.formats.cmx3600._grammar import FRAMES, Draft, Time
from circletake.timecode import Rate

_BASES = (24, 25, 30, 48, 50, 60, 100, 120)
_ANY = -1
_ONLY_ONE_RATE = frozenset({25, 50, 100})
"""Time bases that no rate of the 1001 family shares."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The rate to count at.

    Attributes:
        rate: The rate, drop-frame included.
        origin: `file`, `given` or `inferred`.
        sure: True when the list leaves no other rate of the trade.
        doubt: What contradicts it.
    """

    rate: Rate
    origin: str
    sure: bool
    doubt: str | None = None


def decide(
    drafts: Sequence[Draft], *, stated: Rate | None, given: Rate | None, drop: bool | None
) -> Decision:
    """Find the rate that record frames count at.

    Args:
        drafts: The events, M2 lines attached.
        stated: What the heading says.
        given: What the user says; it counts where the heading says nothing.
        drop: What the first FCM line says.
    """
    marked = _marked_drop(drafts)
    dropping = marked if drop is None else (drop or marked)
    told = stated or given
    if told is not None:
        rate, doubt = _with_drop(told, None if drop is None and not marked else dropping)
        return Decision(rate, "file" if stated else "given", sure=True, doubt=doubt)
    base, sure = _base(drafts)
    if dropping and base in {24, 25, 50} and sure:
        return Decision(
            Rate(Fraction(base)), "inferred", sure=base in _ONLY_ONE_RATE,
            doubt=f"drop-frame counting is stated, but the events count {base} frames a second",
        )  # fmt: skip
    if dropping:
        nominal = 30 if base <= 30 else 60
        return Decision(Rate(Fraction(nominal * 1000, 1001), drop=True), "inferred", sure=True)
    return Decision(Rate(Fraction(base)), "inferred", sure=sure and base in _ONLY_ONE_RATE)


def _with_drop(told: Rate, dropping: bool | None) -> tuple[Rate, str | None]:
    if dropping is None or dropping == told.drop:
        return told, None
    if not dropping:
        return Rate(told.fps), None
    if told.nominal % 30:
        return told, f"drop-frame counting is stated, which {told} frames a second does not have"
    return Rate(Fraction(told.nominal * 1000, 1001), drop=True), None


def _marked_drop(drafts: Sequence[Draft]) -> bool:
    """True when most record labels carry the mark of drop-frame."""
    marks = sum(draft.times[2][2] for draft in drafts)
    return marks * 2 > len(drafts)


def _base(drafts: Sequence[Draft]) -> tuple[int, bool]:
    """Frames that a second counts, and whether the events prove it."""
    numbers = _frame_numbers(drafts)
    equal, unequal = 0, 0
    votes: Counter[int] = Counter()
    for draft in drafts:
        vote = _vote(draft)
        if vote in _BASES:
            votes[vote] += 1
        elif vote == _ANY:
            equal += 1
        elif vote is not None:
            unequal += 1
    if votes:
        (base, most), *rest = votes.most_common(2)
        others = sum(votes.values()) - most
        over = sum(number >= base for number in numbers)
        trusted = (most + equal) > others + unequal and most > (rest[0][1] if rest else 0)
        if trusted and over * 50 <= len(numbers) + 50:
            return base, most >= 2 and others * 4 <= most
    return _by_frame_numbers(numbers), False


def _vote(draft: Draft) -> int | None:
    """The only base at which this event's source and record last equally long.

    Returns:
        The base; `_ANY` when they do at every base; 0 or a number that is no base when they do at
        none (lists of dialogue often are a frame off); None when nothing can be compared.
    """
    if draft.m2 is not None or draft.times[0] == draft.times[1]:
        return None
    source, record = _span(draft.times[0], draft.times[1]), _span(draft.times[2], draft.times[3])
    if source is None or record is None:
        return None
    seconds, frames = source[0] - record[0], source[1] - record[1]
    if not seconds:
        return 0 if frames else _ANY
    return 0 if frames % seconds else max(-frames // seconds, 0)


def _span(start: Time, end: Time) -> tuple[int, int] | None:
    if (start[0] == FRAMES) != (end[0] == FRAMES):
        return None
    return end[0] - start[0], end[1] - start[1]


def _frame_numbers(drafts: Iterable[Draft]) -> list[int]:
    labels = {time for draft in drafts for time in draft.times}
    return sorted(frame for seconds, frame, _ in labels if frame > 0 and seconds != FRAMES)


def _by_frame_numbers(numbers: Sequence[int]) -> int:
    """The lowest base above all frame numbers but those too rare to belong to a higher one."""
    if not numbers:
        return _BASES[0]
    needed = next((base for base in _BASES if numbers[-1] < base), _BASES[-1])
    for base in _BASES:
        if base >= needed:
            break
        over = sum(number >= base for number in numbers)
        expected = len(numbers) * (needed - base) / needed
        if expected >= 6 and over * 5 <= expected:
            return base
    return needed


@dataclass(frozen=True, slots=True)
class Clock:
    """Counts labels at a rate; the rate's own numbers are worked out once.

    Attributes:
        rate: The rate.
        nominal: Frames that its labels count in a second.
        dropped: Labels skipped each minute that is not a tenth.
    """

    rate: Rate
    nominal: int
    dropped: int

    @classmethod
    def of(cls, rate: Rate) -> "Clock":
        """The clock of a rate."""
        return cls(rate, rate.nominal, rate.dropped)

    def frame(self, time: Time) -> int | None:
        """The frame that a label or frame number names; None where the rate has no such label."""
        seconds, frame, _ = time
        if seconds == FRAMES:
            return frame
        nominal, dropped = self.nominal, self.dropped
        if frame >= nominal or -frame >= nominal:
            return None
        if not dropped:
            return seconds * nominal + frame
        minutes = seconds // 60
        if 0 <= frame < dropped and seconds % 60 == 0 and minutes % 10:
            return None
        return seconds * nominal + frame - dropped * (minutes - minutes // 10)
