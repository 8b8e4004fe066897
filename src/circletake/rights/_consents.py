"""Consents and their revocation, in the production's chain."""

from dataclasses import dataclass
from datetime import date

from circletake.errors import AskedWrongly, NotFound
from circletake.model import Clearance, Consent, Production, Revocation
from circletake.ports.stores import Entry, Ledger

KINDS = ("likeness", "voice", "script", "training")


@dataclass(frozen=True, slots=True)
class Held:
    """A consent and whether it holds today.

    Attributes:
        consent: As recorded.
        holds: True when it is not revoked and within its dates.
        because: Why it does not; empty when it does.
        begun: False while its first day is still to come.
    """

    consent: Consent
    holds: bool
    because: str = ""
    begun: bool = True


def record_consent(ledger: Ledger, production: Production, consent: Consent, actor: str) -> None:
    """Record that somebody agreed.

    Raises:
        AskedWrongly: The id is empty or taken, a kind is unknown, the holder or the description is
            empty, the dates are the wrong way round, or it is still to be signed.
    """
    unknown = [kind for kind in consent.kinds if kind not in KINDS]
    if unknown or not consent.kinds:
        raise AskedWrongly(
            f"`{', '.join(unknown)}` is no kind of consent", fix=f"There are: {', '.join(KINDS)}."
        )
    if not consent.id.strip() or not consent.holder.strip():
        raise AskedWrongly("a consent has an id and a holder", fix="Say who agrees, and name it.")
    if not consent.scope.strip():
        raise AskedWrongly(
            "a consent describes the use", cause="SAG-23-EBDR", fix="Say in --scope what for."
        )
    if consent.starts and consent.ends and consent.ends < consent.starts:
        raise AskedWrongly("the consent ends before it starts", fix="Correct the dates.")
    if consent.signed and consent.signed > _today():
        raise AskedWrongly(
            f"the consent is signed on {consent.signed}, which is still to come",
            cause="SAG-23-EBDR", fix="Record it once it is signed.",
        )  # fmt: skip
    if any(held.consent.id == consent.id for held in consents(ledger, production)):
        raise AskedWrongly(
            f"there is a consent `{consent.id}`", cause="consents are never changed",
            fix="Revoke it and record another one.",
        )  # fmt: skip
    ledger.chain.append(production, [consent], actor=actor)


def revoke_consent(
    ledger: Ledger, production: Production, consent: str, actor: str, because: str = ""
) -> None:
    """Record that a consent is withdrawn; it holds from this moment. Twice is once.

    Raises:
        NotFound: There is no such consent.
    """
    there = [held.consent.id for held in consents(ledger, production)]
    if consent not in there:
        raise NotFound(
            f"no consent `{consent}`", cause=f"there are: {', '.join(there) or 'none'}",
            fix="See `circletake rights list`.",
        )  # fmt: skip
    ledger.chain.append(
        production, [Revocation(consent, because)], actor=actor, keys=[f"revocation:{consent}"]
    )


def consents(ledger: Ledger, production: Production, today: date | None = None) -> tuple[Held, ...]:
    """Every consent of a production, in the order recorded, and whether it holds."""
    # What stands is asked of the chain: it knows a revocation whose own words were erased by law.
    standing = {entry.id for entry in ledger.chain.standing(production, Consent)}
    reasons = {
        entry.value.consent: entry.value.because
        for entry in ledger.chain.entries(production, Revocation)
        if isinstance(entry.value, Revocation)
    }
    day = today or _today()
    found = []
    for entry in ledger.chain.entries(production, Consent):
        if isinstance(entry.value, Consent):
            because = _why_not(entry.value, day)
            if entry.id not in standing:
                reason = reasons.get(entry.value.id)
                because = f"revoked: {reason}" if reason else "revoked"
            begun = entry.value.starts is None or entry.value.starts <= day
            found.append(Held(entry.value, not because, because, begun))
    return tuple(found)


def reliance(ledger: Ledger, production: Production, consent: str) -> tuple[Entry, ...]:
    """The clearances that named a consent, in order: what its revocation reaches."""
    return tuple(ledger.chain.about(production, consent, Clearance))


def _why_not(consent: Consent, day: date) -> str:
    if consent.starts and day < consent.starts:
        return f"begins on {consent.starts}"
    if consent.ends and day > consent.ends:
        return f"ended on {consent.ends}"
    return ""


def _today() -> date:
    return date.today()  # noqa: DTZ011 - a consent's dates are the studio's own days
