"""A plain reader of two versions that does not know the shots' identities.

It knows of each event what any list says (clip, source range, speed, length), aligns equal ones,
then looks into the gaps. Where it agrees with the truth, the lists alone tell that truth.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tests.simulator._world import Shot

_Chain = tuple[int, tuple[tuple[int, int], ...]]
Told = tuple[str, str, int, str, int | None, int | None]


def read_changes(old: Sequence[Shot], new: Sequence[Shot]) -> list[Told]:
    """Kind, clip, frames, replaced clip and both indexes of each change."""
    a, b = [_key(shot) for shot in old], [_key(shot) for shot in new]
    anchors = _anchors(a, b)
    pairs = dict(anchors)
    edges = [(-1, -1), *anchors, (len(a), len(b))]
    for (first, start), (last, end) in pairwise(edges):
        pairs |= dict(_inside(old, new, (first + 1, last), (start + 1, end)))
    gone = [i for i in range(len(a)) if i not in pairs]
    come = [j for j in range(len(b)) if j not in pairs.values()]
    out: list[Told] = []
    for i in gone:
        same = [j for j in come if b[j] == a[i]]
        if same and old[i].clip:
            come.remove(same[0])
            out.append(("move", _name(old[i]), old[i].length, "", i, same[0]))
        else:
            out.append(("lift", _name(old[i]), old[i].length, "", i, None))
    out += [("insert", _name(new[j]), new[j].length, "", None, j) for j in come]
    for i, j in pairs.items():
        out += _pair(old[i], new[j], i, j)
    return [told for told in out if told[1]]


def _key(shot: Shot) -> tuple[object, ...]:
    return _name(shot) or shot.other, shot.source, shot.span, shot.speed


def _anchors(a: Sequence[object], b: Sequence[object]) -> list[tuple[int, int]]:
    """The longest row of equal events that both versions have in one order."""
    places: dict[object, list[int]] = {}
    for j in range(len(b) - 1, -1, -1):
        places.setdefault(b[j], []).append(j)
    equal = [(i, places[key].pop()) for i, key in enumerate(a) if places.get(key)]
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for place, (_, j) in enumerate(equal):
        at = bisect_left([equal[end][1] for end in ends], j)
        before[place] = ends[at - 1] if at else None
        ends[at : at + 1] = [place]
    out: list[tuple[int, int]] = []
    last = ends[-1] if ends else None
    while last is not None:
        out.append(equal[last])
        last = before[last]
    return out[::-1]


def _name(shot: Shot) -> str:
    return shot.clip.name if shot.clip else ""


def _inside(
    old: Sequence[Shot], new: Sequence[Shot], left: tuple[int, int], right: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    """Pairs in a gap, in order: the most likely alignment of what is not equal."""
    first, last = left
    start, end = right
    if last - first > 250 or end - start > 250:
        return
    best: dict[tuple[int, int], _Chain] = {}
    for i in range(last, first - 1, -1):
        for j in range(end, start - 1, -1):
            options: list[_Chain] = [(0, ())] if i == last or j == end else []
            options += [best[i + 1, j]] if i < last else []
            options += [best[i, j + 1]] if j < end else []
            if i < last and j < end and (like := _alike(old[i], new[j])):
                score, chain = best[i + 1, j + 1]
                options.append((score + like, ((i, j), *chain)))
            best[i, j] = max(options, key=lambda option: option[0])
    yield from best[first, start][1]


def _alike(old: Shot, new: Shot) -> int:
    """How likely two events are one shot: 0 for never."""
    if old.clip is None or new.clip is None:
        return 0
    if old.clip is new.clip:
        overlap = min(old.source + old.span, new.source + new.span) - max(old.source, new.source)
        return 10 if overlap > 0 else 0
    return 4 if old.clip.slate == new.clip.slate else 0


def _pair(old: Shot, new: Shot, i: int, j: int) -> Iterator[Told]:
    if old.clip is not new.clip:
        yield "take_swap", _name(new), new.length, _name(old), i, j
    elif old.speed != new.speed:
        yield "retime", _name(new), abs(new.length - old.length), "", i, j
    else:
        head = new.source - old.source
        tail = old.source + old.span - new.source - new.span
        if head:
            yield "trim_head" if head > 0 else "extend_head", _name(new), abs(head), "", i, j
        if tail:
            yield "trim_tail" if tail > 0 else "extend_tail", _name(new), abs(tail), "", i, j
