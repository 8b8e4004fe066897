"""Writing to a chain, inside a transaction that holds it."""

import json
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from circletake.errors import AskedWrongly, NotFound
from circletake.model import Consent, Production, Revocation, Verdict, Withdrawal
from circletake.plugins.stores.sql._database import insert, moment
from circletake.plugins.stores.sql._links import SALT, Open, canonical, commit, link, subjects_of
from circletake.plugins.stores.sql._schema import ENTRIES, SUBJECTS
from circletake.plugins.stores.sql._types import storable
from circletake.ports.stores import Chained

_C = ENTRIES.c
_ID = 12
_MANY = 200
_ENTRY = tuple(column.name for column in ENTRIES.columns)
_SUBJECT = ("production", "subject", "seq")
# What these end may be recorded again under its key; a revoked consent may not (an import that
# runs twice must not bring it back).
_FREES_KEY = ("verdict", "withdrawal")


@dataclass(frozen=True, slots=True)
class Row:
    """What to append.

    Attributes:
        kind: Kind of the value.
        value: The value; None for the record of an erasure.
        payload: What is committed to, as plain data or a value of the model.
        key: What makes it the same entry when recorded again.
    """

    kind: str
    value: Chained | None
    payload: object
    key: str | None


class Appending:
    """One transaction's additions to one chain.

    Args:
        connection: In a transaction that holds the chain.
        production: Whose chain.
        actor: Who records.
    """

    def __init__(self, connection: sa.Connection, production: Production, actor: str) -> None:
        self._connection = connection
        self._production = production.id
        self._actor = storable(actor)
        self._at = moment()
        head = connection.execute(
            sa.select(_C.seq, _C.digest)
            .where(_C.production == production.id)
            .order_by(_C.seq.desc())
            .limit(1)
        ).first()
        self._seq: int = head.seq if head is not None else 0
        self._digest: str | None = head.digest if head is not None else None

    def append(self, rows: Sequence[Row]) -> tuple[str, ...]:
        """Add rows in order; ids of all, old ones for those whose key stands."""
        standing = self._standing_keys(row.key for row in rows if row.key is not None)
        keys: dict[str | None, str] = {number: key for key, number in standing.items()}
        self._check_known(rows)
        consents: dict[str, list[str]] = {}
        ids: list[str] = []
        entries: list[tuple[Any, ...]] = []
        subjects: list[tuple[str, str, int]] = []
        for row in rows:
            key = storable(row.key) if row.key is not None else None
            known = standing.get(key) if key is not None else None
            ended = _one_ended(row.value)
            if known is not None and known != ended:
                ids.append(known)
                continue
            if ended in keys:
                del standing[keys.pop(ended)]  # free for what follows in this very call
            entry = self._entry(row, key, self._ends(row.value, consents))
            entries.append(entry)
            number = entry[_ENTRY.index("id")]
            ids.append(number)
            if key is not None:
                standing[key] = number
                keys[number] = key
            if isinstance(row.value, Consent):
                consents.setdefault(row.value.id, []).append(number)
            if row.value is not None:
                subjects += [
                    (self._production, subject, self._seq)
                    for subject in {storable(one) for one in subjects_of(row.value)}
                ]
        insert(self._connection, ENTRIES, _ENTRY, entries)
        insert(self._connection, SUBJECTS, _SUBJECT, subjects)
        return tuple(ids)

    def _entry(self, row: Row, key: str | None, ends: Sequence[str]) -> tuple[Any, ...]:
        drawn = secrets.token_bytes(SALT + _ID)
        salt, number = drawn[:SALT], drawn[SALT:].hex()
        self._seq += 1
        payload = _payload(row)
        commitment = commit(salt, payload)
        ended = canonical(sorted(ends)) if ends else None
        bound = Open(
            self._production, self._seq, row.kind, number, self._actor, self._at, key, ended
        )
        self._digest = link(self._digest, commitment, bound)
        return (
            self._production, self._seq, number, row.kind, payload, salt, self._actor, self._at,
            key, ended, commitment, self._digest,
        )  # fmt: skip

    def _standing_keys(self, keys: Iterable[str]) -> dict[str, str]:
        """Key to the entry that has it and was not superseded or withdrawn."""
        # In order here and not there: to sort, a planner might read the whole chain instead.
        rows = sorted(self._rows(_C.key, {storable(key) for key in keys}))
        found = {key: number for _, key, number in rows if key is not None}
        if not found:
            return found
        query = sa.select(_C.ends).where(
            _C.production == self._production, _C.ends.is_not(None), _C.kind.in_(_FREES_KEY)
        )
        ends = self._connection.execute(query).scalars()
        freed = {one for ended in ends for one in json.loads(ended)}
        return {key: number for key, number in found.items() if number not in freed}

    def _check_known(self, rows: Iterable[Row]) -> None:
        asked = {one for row in rows if (one := _one_ended(row.value)) is not None}
        missing = asked - {number for _, _, number in self._rows(_C.id, asked)}
        if missing:
            raise NotFound(
                f"no entry `{min(missing)}` in the chain to supersede or withdraw",
                fix="Give the id of an entry of this production.",
            )

    def _rows(
        self, column: sa.Column[Any], wanted: Collection[str]
    ) -> list[tuple[int, str | None, str]]:
        """Place, key and id of the entries that have one of these in a column."""
        if not wanted:
            return []
        query = sa.select(_C.seq, _C.key, _C.id).where(
            _C.production == self._production, column.is_not(None)
        )
        if len(wanted) <= _MANY:
            return [tuple(row) for row in self._connection.execute(query.where(column.in_(wanted)))]
        # Many are found sooner in one reading than by asking for each.
        place = 1 if column is _C.key else 2
        return [tuple(row) for row in self._connection.execute(query) if row[place] in wanted]

    def _ends(self, value: Chained | None, consents: Mapping[str, Sequence[str]]) -> list[str]:
        """Ids of the entries that a value ends."""
        if isinstance(value, Revocation):
            recorded = (
                sa.select(_C.id)
                .join(
                    SUBJECTS,
                    sa.and_(SUBJECTS.c.production == _C.production, SUBJECTS.c.seq == _C.seq),
                )
                .where(
                    SUBJECTS.c.production == self._production,
                    SUBJECTS.c.subject == storable(value.consent),
                    _C.kind == "consent",
                )
            )
            earlier = self._connection.execute(recorded).scalars()
            return [*earlier, *consents.get(value.consent, ())]
        one = _one_ended(value)
        return [one] if one is not None else []


def _payload(row: Row) -> str:
    try:
        return canonical(row.payload)
    except (ValueError, TypeError) as error:
        raise AskedWrongly(
            f"the {row.kind} cannot be recorded", cause=str(error), fix="Give finite numbers."
        ) from error


def _one_ended(value: Chained | None) -> str | None:
    if isinstance(value, Verdict):
        return value.supersedes
    return value.of if isinstance(value, Withdrawal) else None
