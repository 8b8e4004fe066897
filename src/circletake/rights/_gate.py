"""The gate: one answer for each use, recorded whichever it is."""

import difflib
from collections.abc import Sequence

from circletake.errors import AskedWrongly, Refused
from circletake.model import Answer, Clearance, Production, Use
from circletake.ports.stores import Ledger
from circletake.rights._consents import Held, consents
from circletake.rights._policy import Policy, policy


def clear(ledger: Ledger, production: Production, use: Use, actor: str) -> Clearance:
    """Ask about a use, and record the answer.

    Order: the policy row; consents and reviews that it needs; consents that the use relies on or
    that cover its subjects and were revoked. A refusal is recorded before it is raised.

    Returns:
        The clearance: allowed, or sandbox (marked, and kept out of finals).

    Raises:
        AskedWrongly: There is no such kind of use.
        Refused: The gate says no; the message names the rules.
    """
    row = _row(use.kind)
    held = consents(ledger, production)
    lacking = _lacking(row, use, held)
    if lacking:
        clearance = Clearance(use, Answer.REFUSED, row.rules, "; ".join(lacking))
    else:
        answer = Answer.ALLOWED if row.needs else row.default
        clearance = Clearance(use, answer, row.rules, _because(row, use))
    ledger.chain.append(production, [clearance], actor=actor)
    if clearance.answer is Answer.REFUSED:
        raise Refused(
            f"{use.kind} is not cleared: {clearance.because}",
            cause=f"rules {', '.join(row.rules)}" if row.rules else None,
            fix=_fix(row),
        )
    return clearance


def _row(kind: str) -> Policy:
    rows = {row.kind: row for row in policy()}
    if kind not in rows:
        near = difflib.get_close_matches(kind, rows, n=3) or sorted(rows)
        raise AskedWrongly(f"`{kind}` is no kind of use", fix=f"There are: {', '.join(near)}.")
    return rows[kind]


def _lacking(row: Policy, use: Use, held: Sequence[Held]) -> list[str]:
    """What stands against the use, in words; empty when nothing does."""
    by_id = {each.consent.id: each for each in held}
    lacking = [
        f"consent `{name}` {by_id[name].because}" if name in by_id else f"no consent `{name}`"
        for name in use.consents
        if name not in by_id or not by_id[name].holds
    ]
    # A holder's or a consent's name among the subjects makes its revocation count.
    lacking += [
        f"`{each.consent.id}` of {each.consent.holder} {each.because}"
        for each in held
        if not each.holds and {each.consent.id, each.consent.holder} & set(use.subjects)
    ]
    if "consent" in row.needs and not lacking:
        kinds = set(row.consent_kinds)
        named = [by_id[name].consent for name in use.consents]
        if not any(kinds & set(consent.kinds) for consent in named):
            lacking.append(f"it needs a consent to {' or '.join(row.consent_kinds)} that stands")
    if "review" in row.needs and not use.review:
        lacking.append("it needs the id of a legal review")
    return lacking


def _because(row: Policy, use: Use) -> str:
    grounds = [f"consent {name}" for name in use.consents]
    grounds += [f"review {use.review}"] if use.review else []
    on = f" on {', '.join(grounds)}" if grounds else ""
    return f"{row.standing} use{on}; still to look at: {row.gate}"


def _fix(row: Policy) -> str:
    ways = []
    if "consent" in row.needs:
        ways.append("record one with `circletake rights consent` and name it with --consent")
    if "review" in row.needs:
        ways.append("name the review with --review")
    return f"{' and '.join(ways).capitalize()}." if ways else "Leave out what is not consented to."
