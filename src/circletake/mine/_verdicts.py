"""Mined answers as verdicts of the ledger: the director's on set, the editor's in the cut."""

import hashlib
from collections.abc import Iterator, Sequence

from circletake.model import (
    Brief,
    Decision,
    Evidence,
    Outcome,
    Pair,
    Status,
    Take,
    Verdict,
    VerdictSource,
    Why,
)

_ROLE = {
    Why.SWAP: "editor",
    Why.USED_OVER_UNUSED: "editor",
    Why.CIRCLED_OVER_NG: "director",
}


def candidate_id(clip: str) -> str:
    """The id of a filmed take in its production."""
    return f"filmed:{clip}"


def verdicts_of(takes: Sequence[Take], pairs: Sequence[Pair]) -> Iterator[tuple[str, Verdict]]:
    """Every verdict that the record holds, each with the key that makes it the same verdict.

    A circled take is the director's accept and an NG take the director's reject; a take in the
    last cut is the editor's accept. Pairs that are not comparable are no verdicts.
    """
    for take in takes:
        if not take.clip:
            continue
        brief = Brief("take", f"setup:{take.setup}")
        order = ((candidate_id(take.clip),),)
        if take.status in {Status.CIRCLED, Status.NG}:
            decision = Decision.ACCEPT if take.status is Status.CIRCLED else Decision.REJECT
            reasons = (take.notes,) if take.notes and decision is Decision.REJECT else ()
            yield (
                f"mined:{decision.value}:log:{take.clip}{_words(reasons)}",
                Verdict(decision, brief, order, VerdictSource.MINED, "director", "director",
                        reasons=reasons, evidence=_saying(take)),
            )  # fmt: skip
        if take.outcome is Outcome.USED:
            yield (
                f"mined:accept:cut:{take.clip}",
                Verdict(
                    Decision.ACCEPT,
                    brief,
                    order,
                    VerdictSource.MINED,
                    "editor",
                    "editor",
                    evidence=_playing(take),
                ),
            )
    for pair in pairs:
        if pair.comparable:
            role = _ROLE[pair.why]
            yield (
                f"mined:compare:{pair.why.value}:{pair.chosen}:{pair.rejected}{_words(pair.reasons)}",
                Verdict(
                    Decision.COMPARE, Brief("take", f"setup:{pair.setup}"),
                    ((candidate_id(pair.chosen),), (candidate_id(pair.rejected),)),
                    VerdictSource.MINED, role, role, reasons=pair.reasons, why=pair.why,
                    evidence=pair.evidence,
                ),
            )  # fmt: skip


def _saying(take: Take) -> tuple[Evidence, ...]:
    """The rows that state the status; others about the take say nothing of it."""
    said = tuple(each for each in take.evidence if f" {take.status}" in each.says)
    return said or take.evidence[:1]


def _playing(take: Take) -> tuple[Evidence, ...]:
    """The last cut that plays the take, by name: the same take in a later one is as accepted."""
    return (Evidence(list(take.used_frames)[-1], None, "the last cut plays it"),)


def _words(reasons: Sequence[str]) -> str:
    """Written reasons are part of what was decided: other words make another verdict."""
    if not reasons:
        return ""
    return f":{hashlib.sha256(chr(0).join(reasons).encode()).hexdigest()[:12]}"
