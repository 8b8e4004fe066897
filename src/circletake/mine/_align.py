"""Align two cuts by the material they play, not by record time, so that a ripple is no change.

Shots that play the very same source range anchor the alignment; between anchors a shortest-edit
alignment pairs shots of one take whose ranges overlap, and shots of two takes of one setup.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from circletake.model import Event, Take

_DENSE = 160_000
"""Cells of a table that is still worth filling; larger gaps are split by take first."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture event on its way through the alignment; frames at one common rate.

    Attributes:
        event: As in the cut.
        take: The take it plays, where known.
        key: What it plays: the take's place, else the name it is called by.
        low: First source frame.
        high: Frame after the last source frame.
        length: Record frames.
    """

    event: Event
    take: Take | None
    key: object
    low: int
    high: int
    length: int

    @property
    def exact(self) -> tuple[object, ...]:
        """Equal for two shots that show the same frames at the same speed."""
        return (self.key, self.low, self.high, self.event.speed, self.length)


Pairing = tuple[int | None, int | None]
"""Places in the old and the new list; None where the other has no counterpart."""


def align(old: Sequence[Shot], new: Sequence[Shot]) -> list[Pairing]:
    """Pair the shots of two cuts in order; moved shots come out unpaired on both sides."""
    paired: list[Pairing] = []
    at, to = 0, 0
    for i, j in [*_anchors(old, new), (len(old), len(new))]:
        paired += _between(old, new, at, i, to, j, exact=True)
        if i < len(old):
            paired.append((i, j))
        at, to = i + 1, j + 1
    return paired


def _anchors(old: Sequence[Shot], new: Sequence[Shot]) -> list[tuple[int, int]]:
    """As many shots as possible that show the very same frames in the same order in both cuts.

    Each occurrence in the old cut meets the same one in the new; of these meetings the longest
    that rises in both is kept (Fredman 1975), so what was moved, however long, is the fewer.
    """
    where: dict[object, list[int]] = defaultdict(list)
    for i, shot in enumerate(old):
        where[shot.exact].append(i)
    met: dict[object, int] = defaultdict(int)
    meetings: list[tuple[int, int]] = []
    for j, shot in enumerate(new):
        places = where.get(shot.exact, ())
        if met[shot.exact] < len(places):
            meetings.append((places[met[shot.exact]], j))
            met[shot.exact] += 1
    return _rising(meetings)


def _rising(meetings: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of meetings, in order of the new cut, that also rises in the old."""
    ends: list[int] = []
    holders: list[int] = []
    before: list[int | None] = []
    for number, (i, _) in enumerate(meetings):
        length = bisect_left(ends, i)
        before.append(holders[length - 1] if length else None)
        if length == len(ends):
            ends.append(i)
            holders.append(number)
        else:
            ends[length], holders[length] = i, number
    kept: list[tuple[int, int]] = []
    at = holders[-1] if holders else None
    while at is not None:
        kept.append(meetings[at])
        at = before[at]
    return kept[::-1]


def _by_take(
    old: Sequence[Shot], new: Sequence[Shot], a: int, b: int, c: int, d: int
) -> list[Pairing]:
    """Split a gap that is too large for a table where runs of shots play the same takes."""
    left, right = [shot.key for shot in old[a:b]], [shot.key for shot in new[c:d]]
    paired: list[Pairing] = []
    at, to = a, c
    for block in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
        i, j = a + block.a, c + block.b
        paired += _between(old, new, at, i, to, j, exact=False)
        paired += [(i + n, j + n) for n in range(block.size)]
        at, to = i + block.size, j + block.size
    return paired


def _between(
    old: Sequence[Shot], new: Sequence[Shot], a: int, b: int, c: int, d: int, *, exact: bool
) -> list[Pairing]:
    if a == b or c == d:
        return [(i, None) for i in range(a, b)] + [(None, j) for j in range(c, d)]
    if exact and (b - a) * (d - c) > _DENSE:
        return _by_take(old, new, a, b, c, d)
    return _table(old, new, a, b, c, d)


def _table(
    old: Sequence[Shot], new: Sequence[Shot], a: int, b: int, c: int, d: int
) -> list[Pairing]:
    """The alignment of greatest likeness (Needleman and Wunsch 1970, gaps cost nothing)."""
    rows, columns = b - a, d - c
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    likes = [[likeness(old[a + i], new[c + j]) for j in range(columns)] for i in range(rows)]
    for i in range(1, rows + 1):
        row, above, like = best[i], best[i - 1], likes[i - 1]
        for j in range(1, columns + 1):
            keep = max(above[j], row[j - 1])
            pair = above[j - 1] + like[j - 1]
            row[j] = pair if like[j - 1] > 0 and pair >= keep else keep
    found: list[Pairing] = []
    i, j = rows, columns
    while i and j:
        alike = likes[i - 1][j - 1]
        if alike > 0 and best[i][j] == best[i - 1][j - 1] + alike:
            i, j = i - 1, j - 1
            found.append((a + i, c + j))
        elif best[i][j] == best[i - 1][j]:
            i -= 1
            found.append((a + i, None))
        else:
            j -= 1
            found.append((None, c + j))
    found += [(a + n, None) for n in reversed(range(i))]
    found += [(None, c + n) for n in reversed(range(j))]
    return found[::-1]


def likeness(one: Shot, other: Shot) -> float:
    """How much two shots are the same place of the film: 0 not at all, to 4.

    The same material overlapping counts 3 to 4, another take of the setup 1 to 2.
    """
    if one.key == other.key:
        shared = min(one.high, other.high) - max(one.low, other.low)
        if shared <= 0:
            return 0.0
        # Of the pieces of a shot that was cut in two, the larger is the shot, else the first.
        whole = max(one.high, other.high) - min(one.low, other.low)
        return 3 + 0.9 * shared / whole + (0.1 if one.low == other.low else 0.0)
    if is_swap(one, other):
        same_camera = one.take and other.take and one.take.camera == other.take.camera
        shorter, longer = sorted((one.length, other.length))
        return 1 + (0.6 if same_camera else 0.0) + 0.4 * shorter / max(longer, 1)
    return 0.0


def is_swap(one: Shot, other: Shot) -> bool:
    """True when the second shows another take of the setup that the first shows."""
    left, right = one.take, other.take
    if left is None or right is None or left.setup is None or left.setup != right.setup:
        return False
    return left.take != right.take


def _overlap(one: Shot, other: Shot) -> float:
    shared = min(one.high, other.high) - max(one.low, other.low)
    return max(0.0, shared / max(1, min(one.high - one.low, other.high - other.low)))


def moves(
    old: Sequence[Shot], new: Sequence[Shot], pairing: Sequence[Pairing]
) -> list[tuple[int, int]]:
    """Unpaired shots that show the same material elsewhere: what was moved, best likeness first."""
    gone: dict[object, list[int]] = defaultdict(list)
    for i, j in pairing:
        if i is not None and j is None:
            gone[old[i].key].append(i)
    options: list[tuple[float, int, int]] = []
    for i, j in pairing:
        if i is None and j is not None:
            for k in gone.get(new[j].key, ()):
                overlap = _overlap(old[k], new[j])
                if overlap >= 0.5:
                    exact = old[k].exact == new[j].exact
                    options.append((overlap + exact, k, j))
    options.sort(key=lambda option: (-option[0], option[1], option[2]))
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    found: list[tuple[int, int]] = []
    for _, k, j in options:
        if k not in taken_old and j not in taken_new:
            taken_old.add(k)
            taken_new.add(j)
            found.append((k, j))
    return found
