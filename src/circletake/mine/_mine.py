"""The whole of mining, from what files say to what it means."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from circletake.errors import NotFound
from circletake.mine._changes import changes_between, shots_of
from circletake.mine._conform import conform
from circletake.mine._cuts import FiledCut, cuts_in_order
from circletake.mine._findings import findings_of
from circletake.mine._order import take_order
from circletake.mine._outcomes import with_outcomes
from circletake.mine._pairs import pairs_of
from circletake.mine._takes import takes_of
from circletake.model import (
    Change,
    Cut,
    ElementType,
    Evidence,
    LogRow,
    Note,
    Script,
    Take,
    Tie,
    parse_slate,
)
from circletake.ports.stores import Between, Filed, Mined

VERSION = 1
"""Raised when mining answers otherwise than before, so that old answers are mined anew."""


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that mining reads.

    Attributes:
        log: Rows of all logs.
        cuts: Cuts of all files.
        scripts: Screenplays; they tell which scenes there are.
        notes: Written remarks; they give reasons.
        cut_order: Order of cuts that the user recorded; empty for by name.
        basis: Digest of it all.
    """

    log: Sequence[Filed[LogRow]] = ()
    cuts: Sequence[Filed[Cut]] = ()
    scripts: Sequence[Filed[Script]] = ()
    notes: Sequence[Filed[Note]] = ()
    cut_order: Sequence[str] = ()
    basis: str = ""


def mine(record: Record) -> Mined:
    """Everything that the record already decided."""
    cuts, ties, plays, takes = _conformed(record)
    takes = with_outcomes(takes, cuts, plays)
    between = tuple(_consecutive(cuts, plays, takes))
    last = Evidence(cuts[-1].file, None, cuts[-1].name) if cuts else None
    pairs = pairs_of(takes, between, _written(record.notes, takes), last)
    return Mined(
        record.basis, tuple(cut.name for cut in cuts), tuple(sorted(takes, key=take_order)),
        tuple(ties), between, pairs, findings_of(takes, cuts, ties),
    )  # fmt: skip


def changes(record: Record, old: str, new: str) -> tuple[Change, ...]:
    """The changes between any two cuts, by name.

    Raises:
        NotFound: There is no such cut; names those there are.
    """
    cuts, _, plays, takes = _conformed(record)
    first, second = (_named(cuts, name) for name in (old, new))
    return changes_between(first, second, plays, takes, _earlier(cuts, first, plays, takes))


def ordered_cuts(record: Record) -> tuple[Filed[Cut], ...]:
    """The cuts in order, each once, named as answers name them."""
    cuts = cuts_in_order(record.cuts, record.cut_order)
    return tuple(Filed(cut.file, replace(cut.cut, name=cut.name)) for cut in cuts)


def _conformed(
    record: Record,
) -> tuple[list[FiledCut], list[Tie], dict[str, list[int | None]], list[Take]]:
    scenes = frozenset(
        element.scene_number.strip().upper()
        for filed in record.scripts
        for element in filed.value.elements
        if element.type is ElementType.SCENE_HEADING and element.scene_number
    )
    cuts = cuts_in_order(record.cuts, record.cut_order)
    ties, plays, takes = conform(cuts, takes_of(record.log, scenes))
    return cuts, ties, plays, takes


def _named(cuts: Sequence[FiledCut], name: str) -> FiledCut:
    for cut in cuts:
        if cut.name.upper() == name.upper():
            return cut
    there = ", ".join(cut.name for cut in cuts) or "none"
    raise NotFound(f"no cut `{name}`", cause=f"there are: {there}", fix="See `circletake cuts`.")


def _consecutive(
    cuts: Sequence[FiledCut], plays: dict[str, list[int | None]], takes: Sequence[Take]
) -> Iterable[Between]:
    seen: set[object] = set()
    for old, new in pairwise(cuts):
        yield Between(old.name, new.name, changes_between(old, new, plays, takes, frozenset(seen)))
        seen |= {shot.key for shot in shots_of(old, plays, takes)}


def _earlier(
    cuts: Sequence[FiledCut],
    first: FiledCut,
    plays: dict[str, list[int | None]],
    takes: Sequence[Take],
) -> frozenset[object]:
    before = cuts[: cuts.index(first)]
    return frozenset(shot.key for cut in before for shot in shots_of(cut, plays, takes))


def _written(notes: Iterable[Filed[Note]], takes: Sequence[Take]) -> Mapping[str, list[Evidence]]:
    """Notes that name a take, by its clip."""
    by_slate: dict[tuple[str | None, int | None], list[str]] = defaultdict(list)
    clips = {take.clip.upper(): take.clip for take in takes if take.clip}
    for take in takes:
        if take.clip:
            by_slate[take.setup, take.take].append(take.clip)
    written: dict[str, list[Evidence]] = defaultdict(list)
    for filed in notes:
        said = Evidence(filed.file, filed.value.line, filed.value.text)
        named: set[str] = set()
        for reference in filed.value.references:
            slate = parse_slate(reference.value) if reference.kind in {"take", "slate"} else None
            if slate:
                named.update(by_slate.get((slate.setup, slate.take), ()))
            elif reference.kind == "clip" and reference.value.upper() in clips:
                named.add(clips[reference.value.upper()])
        for clip in named:
            written[clip].append(said)
    return written
