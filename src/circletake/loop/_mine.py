"""The second half of a lap: what the files mean, filed as takes, changes, pairs and verdicts."""

from collections.abc import Callable

from circletake import mine as mining
from circletake.loop._studio import Studio
from circletake.model import (
    Change,
    Cut,
    LogRow,
    Note,
    Production,
    Script,
    Verdict,
    Withdrawal,
)
from circletake.ports.stores import Filed, Mined

_ACTOR = "circletake mine"


def mined(
    studio: Studio, production: Production, progress: Callable[[str], None] = lambda step: None
) -> Mined:
    """What the record holds; mined anew when the record changed since."""
    basis = _basis(studio, production)
    if studio.ledger.mined.basis(production) == basis:
        found = studio.ledger.mined.load(production)
        if found is not None:
            return found
    return remine(studio, production, progress)


def remine(
    studio: Studio, production: Production, progress: Callable[[str], None] = lambda step: None
) -> Mined:
    """Mine the record anew and file what changed; verdicts that no longer hold are withdrawn."""
    progress("reading the record")
    record = _record(studio, production)
    progress("mining")
    found = mining.mine(record)
    before = studio.ledger.mined.load(production)
    progress("filing verdicts")
    verdicts = list(mining.verdicts_of(found.takes, found.pairs))
    keys = [key for key, _ in verdicts]
    if before is not None:
        _withdraw(studio, production, before, frozenset(keys))
    studio.ledger.chain.append(
        production, [verdict for _, verdict in verdicts], actor=_ACTOR, keys=keys
    )
    # Last, so that an interrupted run is mined again; the chain knows what it has.
    studio.ledger.mined.replace(production, found)
    return found


def _withdraw(studio: Studio, production: Production, before: Mined, keys: frozenset[str]) -> None:
    gone = {key for key, _ in mining.verdicts_of(before.takes, before.pairs)} - keys
    if not gone:
        return
    chain = studio.ledger.chain
    stale = [e.id for e in chain.standing(production, Verdict) if e.key in gone]
    withdrawals = [Withdrawal(entry, "the record no longer says so") for entry in stale]
    chain.append(production, withdrawals, actor=_ACTOR)


def _basis(studio: Studio, production: Production) -> str:
    return f"{studio.ledger.records.basis(production)}|{mining.VERSION}"


def _record(studio: Studio, production: Production) -> mining.Record:
    records = studio.ledger.records
    return mining.Record(
        records.all(production, LogRow), records.all(production, Cut),
        records.all(production, Script), records.all(production, Note), production.cut_order,
        _basis(studio, production),
    )  # fmt: skip


def changes(studio: Studio, production: Production, old: str, new: str) -> tuple[Change, ...]:
    """The changes from one cut to another; those of consecutive cuts are at hand already.

    Raises:
        NotFound: There is no such cut.
    """
    found = mined(studio, production)
    for between in found.between:
        if (between.old.upper(), between.new.upper()) == (old.upper(), new.upper()):
            return between.changes
    return mining.changes(_record(studio, production), old, new)


def cuts(studio: Studio, production: Production) -> tuple[Filed[Cut], ...]:
    """The cuts of a production in order, each from the file that tells it best."""
    return mining.ordered_cuts(_record(studio, production))
