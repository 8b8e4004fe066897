"""Chosen over rejected: what the record already decided, strongest evidence first.

1. `swap`: a version put one take where the other had been; the last such swap counts.
2. `used_over_unused`: one is in the last cut, the other in none.
3. `circled_over_ng`: one is circled, the other NG and in no cut.

Both are clips of one setup and one camera, each two once, false starts never. Reasons are words
that somebody wrote; where nobody did, the reason is unknown and stays so.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from circletake.mine._order import take_order
from circletake.model import ChangeKind, Evidence, Outcome, Pair, Status, Take, Why
from circletake.ports.stores import Between

Two = frozenset[str]


def pairs_of(
    takes: Sequence[Take],
    between: Sequence[Between],
    written: Mapping[str, Sequence[Evidence]],
    last: Evidence | None = None,
) -> tuple[Pair, ...]:
    """All pairs, by setup.

    Args:
        takes: With their outcomes.
        between: Changes of consecutive cuts, oldest first.
        written: Notes that speak of a clip, by clip.
        last: Where the last cut stands.
    """
    by_clip = {take.clip: take for take in takes if take.clip}
    pairs: dict[Two, Pair] = {}
    for pair in _swaps(between, by_clip, written):
        pairs[frozenset((pair.chosen, pair.rejected))] = pair
    for why, chosen, rejected in _by_outcome(takes):
        if chosen.clip and rejected.clip and chosen.clip != rejected.clip:
            two = frozenset((chosen.clip, rejected.clip))
            if two not in pairs:
                pairs[two] = _pair(
                    chosen, rejected, why, _why_evidence(chosen, rejected, why, last), written
                )
    order = {take.clip: take_order(take) for take in takes if take.clip}
    return tuple(sorted(pairs.values(), key=lambda p: (order[p.chosen], order[p.rejected])))


def _swaps(
    between: Sequence[Between], by_clip: Mapping[str, Take],
    written: Mapping[str, Sequence[Evidence]],
) -> Iterable[Pair]:  # fmt: skip
    last: dict[Two, Pair] = {}
    for step in between:
        for change in step.changes:
            if change.kind is not ChangeKind.TAKE_SWAP or change.replaced is None:
                continue
            chosen = by_clip.get(change.shown.clip or "")
            rejected = by_clip.get(change.replaced.clip or "")
            if (
                chosen
                and rejected
                and chosen.clip
                and rejected.clip
                and _one_brief(chosen, rejected)
            ):
                two = frozenset((chosen.clip, rejected.clip))
                last[two] = _pair(chosen, rejected, Why.SWAP, change.evidence, written)
    return last.values()


def _one_brief(one: Take, other: Take) -> bool:
    false_start = Status.FALSE_START in {one.status, other.status}
    return one.setup == other.setup and one.camera == other.camera and not false_start


def _by_outcome(takes: Sequence[Take]) -> Iterable[tuple[Why, Take, Take]]:
    groups: dict[tuple[str | None, str | None], list[Take]] = defaultdict(list)
    for take in takes:
        if take.setup is not None and take.status is not Status.FALSE_START:
            groups[take.setup, take.camera].append(take)
    for group in groups.values():
        used = [take for take in group if take.outcome is Outcome.USED]
        unused = [take for take in group if take.outcome is Outcome.UNUSED]
        for chosen, rejected in product(used, unused):
            yield Why.USED_OVER_UNUSED, chosen, rejected
        circled = [take for take in group if take.status is Status.CIRCLED]
        for chosen, rejected in product(circled, unused):
            if rejected.status is Status.NG:
                yield Why.CIRCLED_OVER_NG, chosen, rejected


def _pair(
    chosen: Take, rejected: Take, why: Why, evidence: Sequence[Evidence],
    written: Mapping[str, Sequence[Evidence]],
) -> Pair:  # fmt: skip
    notes = written.get(rejected.clip or "", ())
    reasons = [rejected.notes] if rejected.notes else []
    reasons += [note.says for note in notes]
    because = _not_comparable(chosen, rejected)
    return Pair(
        chosen.setup, chosen.clip or "", rejected.clip or "", why, (*evidence, *notes),
        tuple(dict.fromkeys(reasons)), because is None, because,
    )  # fmt: skip


def _not_comparable(chosen: Take, rejected: Take) -> str | None:
    if chosen.comparable == rejected.comparable:
        return None
    return "one is a pickup and covers other lines than the whole take"


def _why_evidence(
    chosen: Take, rejected: Take, why: Why, last: Evidence | None
) -> tuple[Evidence, ...]:
    said = [*chosen.evidence[:1], *rejected.evidence[:1]]
    if why is Why.USED_OVER_UNUSED and last is not None:
        frames = list(chosen.used_frames.values())[-1]
        plays = f"{last.says} plays {frames} frames of {chosen.clip}, none of {rejected.clip}"
        said.insert(0, Evidence(last.file, None, plays))
    return tuple(said)
