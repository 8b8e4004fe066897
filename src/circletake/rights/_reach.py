"""What a consent that no longer holds takes with it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from circletake.model import Answer, Clearance, Production
from circletake.ports.stores import Ledger
from circletake.rights._consents import Held, consents, reliance
from circletake.rights._scope import by_clip, names_in, names_of

_ALL = "*"


def barred(
    ledger: Ledger, production: Production, subjects: Iterable[str], today: date | None = None
) -> Mapping[str, str]:
    """Which subjects may not be used any more, and why; what to leave out of an export.

    A consent that was revoked, or whose last day is over, reaches

    - its own id and its holder's name,
    - what was cleared on its strength,
    - what its description names (scenes, setups, slates, clips),
    - everything of the production, when it was a consent to training that names none of them:
      nobody can tell what it was about, so nothing is taken for free.

    Args:
        ledger: Open.
        production: Whose consents count.
        subjects: Clips, candidates, files, or `setup:24A`.
        today: The day to look at; today.

    Returns:
        Subject to the reason; those that are free are left out.
    """
    held = consents(ledger, production, today)
    return reached(ledger, production, tuple(subjects), [each for each in held if not each.holds])


def reached(
    ledger: Ledger, production: Production, subjects: Sequence[str], lapsed: Sequence[Held]
) -> Mapping[str, str]:
    """The subjects that these consents, which do not hold, reach; with the reason."""
    reaches = [(held, _reach(ledger, production, held)) for held in lapsed]
    if not any(reach for _, reach in reaches) or not subjects:
        return {}
    mined = ledger.mined.load(production) if _names_places(reaches) else None
    takes = by_clip(mined.takes) if mined else {}
    found: dict[str, str] = {}
    for subject in subjects:
        names = {subject, *names_of(subject, takes), _ALL}
        for held, reach in reaches:
            if names & reach:
                reason = f"`{held.consent.id}` of {held.consent.holder} {held.because}"
                found.setdefault(subject, reason)
    return found


def _reach(ledger: Ledger, production: Production, held: Held) -> frozenset[str]:
    own = {held.consent.id, held.consent.holder}
    if not held.begun:
        return frozenset(own)
    cleared = {
        subject
        for entry in reliance(ledger, production, held.consent.id)
        if isinstance(entry.value, Clearance)
        and entry.value.answer is not Answer.REFUSED
        and held.consent.id in entry.value.use.consents
        for subject in entry.value.use.subjects
    }
    named = names_in(held.consent.scope)
    everything = {_ALL} if "training" in held.consent.kinds and not named else set()
    return frozenset(own | cleared | named | everything)


def _names_places(reaches: Iterable[tuple[Held, frozenset[str]]]) -> bool:
    """True when the takes are needed to tell what is reached: they are many, and read for that."""
    return any(
        name.startswith(("scene:", "setup:", "clip:")) for _, reach in reaches for name in reach
    )
