"""What became of each take: frames in each cut, and used, dropped or unused."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from circletake.mine._cuts import FiledCut
from circletake.model import Outcome, Take


def with_outcomes(
    takes: Sequence[Take], cuts: Sequence[FiledCut], plays: Mapping[str, Sequence[int | None]]
) -> list[Take]:
    """The takes with their record frames in each cut that plays them, and their outcome.

    `used`: in the last cut; `dropped`: only in earlier ones; `unused`: in none. What plays out
    under a transition belongs to the incoming event, as the readers deliver it.
    """
    frames: dict[int, Counter[str]] = {}
    for filed in cuts:
        for event, place in zip(filed.cut.events, plays[filed.name], strict=True):
            if place is not None:
                length = event.record_out - event.record_in
                frames.setdefault(place, Counter())[filed.name] += length
    last = cuts[-1].name if cuts else None
    return [
        take if (used := frames.get(place)) is None
        else replace(
            take, used_frames=dict(used),
            outcome=Outcome.USED if last in used else Outcome.DROPPED,
        )
        for place, take in enumerate(takes)
    ]  # fmt: skip
