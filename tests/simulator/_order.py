"""Whether what moved between two versions can be told without doubt."""

from bisect import bisect_left
from collections.abc import Collection, Sequence

from tests.simulator._world import Shot


def only_order(old: Sequence[Shot], new: Sequence[Shot], moved: Collection[int]) -> bool:
    """True if leaving out `moved` is the one way to the longest common order of both versions.

    Only shots that are the same in both count: those that changed hold no other shot in place.
    """
    place = {shot.uid: index for index, shot in enumerate(new)}
    seats = [place[shot.uid] for shot in old if shot.uid in place]
    if not moved:
        return seats == sorted(seats)
    common = [s.uid for s in old if s.uid in place and _key(s) == _key(new[place[s.uid]])]
    seats = [place[uid] for uid in common]
    before = _longest(seats)
    after = _longest([-seat for seat in reversed(seats)])[::-1]
    best = max(a + b - 1 for a, b in zip(before, after, strict=True))
    if best != len(common) - len(set(moved) & set(common)):
        return False
    through = {uid: a + b - 1 for uid, a, b in zip(common, before, after, strict=True)}
    # A margin of two: a shot that passed only one other has moved no more than that one.
    return all(through[uid] <= best - 2 for uid in moved if uid in through)


def _key(shot: Shot) -> tuple[object, ...]:
    name = shot.clip.name if shot.clip else shot.other
    return name, shot.source, shot.span, shot.speed


def _longest(seats: Sequence[int]) -> list[int]:
    """For each place the length of the longest rising run that ends there."""
    tails: list[int] = []
    out = []
    for seat in seats:
        at = bisect_left(tails, seat)
        tails[at : at + 1] = [seat]
        out.append(at + 1)
    return out
