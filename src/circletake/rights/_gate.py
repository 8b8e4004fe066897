"""The gate: one answer for each use, recorded whichever it is."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from circletake.errors import AskedWrongly, Refused
from circletake.model import Answer, Clearance, Production, Use
from circletake.ports.stores import Ledger
from circletake.rights._consents import Held, consents
from circletake.rights._policy import Policy, policy
from circletake.rights._reach import reached
from circletake.rights._scope import by_clip, names_in, names_of

_SCRIPT = "script:"
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class _Objection:
    """What stands against a use, the rules that say so, and what would mend it."""

    words: str
    rules: tuple[str, ...]
    fix: str


def clear(ledger: Ledger, production: Production, use: Use, actor: str) -> Clearance:
    """Ask about a use, and record the answer.

    Order: consents that the use names; subjects that a revoked consent reaches; script text in
    training; what the policy row needs. A refusal is recorded before it is raised.

    Returns:
        The clearance: allowed, or sandbox (marked, and kept out of finals).

    Raises:
        AskedWrongly: There is no such kind of use, or it says nothing of what is to be done.
        Refused: The gate says no; the message names the rules.
    """
    row = _row(use.kind)
    if not use.description.strip():
        raise AskedWrongly("a use says what is to be done", fix="Describe it: --description WORDS")
    held = consents(ledger, production)
    against = [
        *_named(use, held),
        *_outside(ledger, production, use, held),
        *_reached(ledger, production, use, held),
        *_script(use, held),
        *_needed(row, use, held),
    ]
    if against:
        rules = tuple(dict.fromkeys(rule for each in against for rule in each.rules))
        because = "; ".join(each.words for each in against)
        clearance = Clearance(use, Answer.REFUSED, rules, because)
    else:
        answer = row.granted if row.needs else row.default
        clearance = Clearance(use, answer, row.rules, _because(row, use))
    ledger.chain.append(production, [clearance], actor=actor)
    if against:
        raise Refused(
            f"{use.kind} is not cleared: {clearance.because}",
            cause=f"rules {', '.join(clearance.rules)}" if clearance.rules else None,
            fix=" ".join(dict.fromkeys(each.fix for each in against)),
        )
    return clearance


def _row(kind: str) -> Policy:
    rows = {row.kind: row for row in policy()}
    if kind not in rows:
        near = difflib.get_close_matches(kind, rows, n=3) or sorted(rows)
        raise AskedWrongly(f"`{kind}` is no kind of use", fix=f"There are: {', '.join(near)}.")
    return rows[kind]


def _named(use: Use, held: Sequence[Held]) -> Iterator[_Objection]:
    """Consents that the use names and that are not there, or do not hold."""
    by_id = {each.consent.id: each for each in held}
    for name in use.consents:
        each = by_id.get(name)
        if each is None or not each.holds:
            words = f"no consent `{name}`" if each is None else f"consent `{name}` {each.because}"
            yield _Objection(
                words, ("SAG-23-USE",), "Name a consent that stands (`circletake rights list`)."
            )


def _outside(
    ledger: Ledger, production: Production, use: Use, held: Sequence[Held]
) -> Iterator[_Objection]:
    """Subjects that lie outside what a named consent describes, where it names scenes or setups."""
    asked = [each.consent for each in held if each.holds and each.consent.id in use.consents]
    named = frozenset(name for consent in asked for name in names_in(consent.scope))
    if not named or not all(names_in(consent.scope) for consent in asked):
        return
    mined = ledger.mined.load(production)
    takes = by_clip(mined.takes) if mined else {}
    outside = []
    for subject in use.subjects:
        names = names_of(subject, takes)
        if any(name.startswith(("scene:", "setup:")) for name in names) and not names & named:
            outside.append(subject)
    if outside:
        yield _Objection(
            f"{_list(outside)} lies outside of what was agreed to",
            ("SAG-23-USE",),
            "Record a consent whose scope names it.",
        )


def _reached(
    ledger: Ledger, production: Production, use: Use, held: Sequence[Held]
) -> Iterator[_Objection]:
    """Subjects that a consent which no longer holds takes with it."""
    lapsed = [each for each in held if not each.holds and each.consent.id not in use.consents]
    by_reason: dict[str, list[str]] = {}
    for subject, reason in reached(ledger, production, use.subjects, lapsed).items():
        by_reason.setdefault(reason, []).append(subject)
    for reason, subjects in by_reason.items():
        yield _Objection(
            f"{_list(subjects)}: {reason}",
            ("SAG-23-USE",),
            "Leave out what is not consented to.",
        )


def _script(use: Use, held: Sequence[Held]) -> Iterator[_Objection]:
    """Script text, which its writers reserve from training unless they agreed."""
    texts = [subject for subject in use.subjects if subject.lower().startswith(_SCRIPT)]
    if not texts or use.kind not in {"training", "export"}:
        return
    if any(
        "script" in each.consent.kinds and each.holds and each.consent.id in use.consents
        for each in held
    ):
        return
    yield _Objection(
        f"{_list(texts)} is script text, which is not for training",
        ("WGA-72-RES",),
        "Leave out the script, or name a consent of kind `script`.",
    )


def _needed(row: Policy, use: Use, held: Sequence[Held]) -> Iterator[_Objection]:
    """What the policy row needs and the use does not bring."""
    kinds = set(row.consent_kinds)
    brought = [each for each in held if each.holds and each.consent.id in use.consents]
    if "consent" in row.needs and not any(kinds & set(each.consent.kinds) for each in brought):
        yield _Objection(
            f"it needs a consent to {' or '.join(row.consent_kinds)} that stands",
            row.rules,
            "Record one with `circletake rights consent` and name it with --consent.",
        )
    if "review" in row.needs and not (use.review or "").strip():
        yield _Objection(
            "it needs the id of a legal review", row.rules, "Name the review with --review."
        )


def _because(row: Policy, use: Use) -> str:
    grounds = [f"consent {name}" for name in use.consents]
    grounds += [f"review {use.review}"] if use.review else []
    on = f" on {', '.join(grounds)}" if grounds else ""
    return f"{row.standing} use{on}; still to look at: {row.gate}"


def _list(subjects: Sequence[str]) -> str:
    more = len(subjects) - _SHOWN
    listed = ", ".join(subjects[:_SHOWN])
    return f"{listed} and {more} more" if more > 0 else listed
