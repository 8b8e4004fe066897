"""What an entry of the chain is bound by: its commitment and its digest.

`commitment = SHA-256(salt || payload)` with 16 random bytes of salt and the payload as canonical
JSON, so that a payload can be destroyed and nothing about it be guessed from what stays.
`digest = SHA-256(canonical JSON of [previous digest, commitment, open fields])`, so that no entry
can be altered, moved, taken out or put in without every later digest changing. Canonical JSON here:
ASCII, keys sorted, no blanks (after RFC 8785, with Python's shortest form of a float).
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass

from circletake.model import (
    Clearance,
    Consent,
    Generation,
    Revocation,
    Showing,
    Verdict,
    Withdrawal,
    plain_level,
)
from circletake.ports.stores import Chained

SALT = 16
"""Bytes of salt."""

ERASURE = "erasure"
"""Kind of the entry that says that a payload was erased."""

KINDS: dict[str, type[Chained]] = {
    kind.__name__.lower(): kind
    for kind in (Verdict, Withdrawal, Showing, Generation, Consent, Revocation, Clearance)
}
"""Kind of an entry to the type of its value."""

canonical: Callable[[object], str] = json.JSONEncoder(
    default=plain_level,
    sort_keys=True,
    allow_nan=False,
    separators=(",", ":"),
    check_circular=False,
).encode
"""One way to write a value; raises ValueError for NaN and infinities."""


@dataclass(frozen=True, slots=True)
class Open:
    """The fields of an entry that stay when its payload is erased.

    Attributes:
        production: Id of the production.
        seq: Place in the chain, from 1.
        kind: Kind of the value.
        id: Unique.
        actor: Who recorded it.
        at: When, ISO 8601 in UTC.
        key: What makes it the same entry when recorded again.
        ends: Ids of the entries that it supersedes, withdraws or revokes, as JSON; None for none.
    """

    production: str
    seq: int
    kind: str
    id: str
    actor: str
    at: str
    key: str | None
    ends: str | None


def commit(salt: bytes, payload: str) -> str:
    """The commitment to a payload, in hexadecimal."""
    return hashlib.sha256(salt + payload.encode("utf-8", "surrogatepass")).hexdigest()


def link(previous: str | None, commitment: str, entry: Open) -> str:
    """The digest of an entry, in hexadecimal."""
    bound = [
        previous, commitment, entry.production, entry.seq, entry.kind, entry.id, entry.actor,
        entry.at, entry.key, entry.ends,
    ]  # fmt: skip
    return hashlib.sha256(canonical(bound).encode("ascii")).hexdigest()


def subjects_of(value: Chained) -> frozenset[str]:
    """Ids of the candidates and consents that an entry speaks of."""
    match value:
        case Verdict():
            return frozenset(one for tier in value.order for one in tier)
        case Showing():
            return frozenset(value.candidates)
        case Generation():
            return frozenset((value.candidate,))
        case Consent():
            return frozenset((value.id,))
        case Revocation():
            return frozenset((value.consent,))
        case Clearance():
            return frozenset(value.use.subjects + value.use.consents)
        case Withdrawal():
            return frozenset()
