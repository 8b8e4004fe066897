"""The chain of a production: append-only, committed to, erasable by law."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from circletake.errors import AskedWrongly, ChainBroken, NotFound
from circletake.model import Production, from_plain
from circletake.plugins.stores.sql._append import Appending, Row
from circletake.plugins.stores.sql._audit import audit
from circletake.plugins.stores.sql._database import Database
from circletake.plugins.stores.sql._links import ERASURE, KINDS
from circletake.plugins.stores.sql._schema import ENTRIES, SUBJECTS
from circletake.ports.stores import Chained, Entry, Verification

_C = ENTRIES.c
_CHUNK = 2000


class SqlChain:
    """The `Chain` of a ledger."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(
        self, production: Production, values: Sequence[Chained], *, actor: str,
        keys: Sequence[str | None] | None = None,
    ) -> tuple[str, ...]:  # fmt: skip
        """Record values in order, in one transaction.

        Args:
            production: Whose chain.
            values: What to record.
            actor: Who records.
            keys: One for each value; a value whose key stands in the chain and was not superseded
                or withdrawn is not recorded again, unless it supersedes the very entry that has
                the key.

        Returns:
            The ids of the entries, old ones for those that stood already.

        Raises:
            AskedWrongly: Keys and values are not equally many, or a value holds a number that
                JSON does not have.
            NotFound: A value supersedes or withdraws an entry that the chain does not have.
        """
        if keys is not None and len(keys) != len(values):
            raise AskedWrongly(
                f"{len(keys)} keys for {len(values)} values", fix="Give one for each, or none."
            )
        if not values:
            return ()
        rows = [
            Row(_name(type(value)), value, value, key)
            for value, key in zip(values, keys or [None] * len(values), strict=True)
        ]
        with self._database.write() as connection:
            self._database.hold(connection, f"chain {production.id}")
            return Appending(connection, production, actor).append(rows)

    def entries(self, production: Production, kind: type | None = None) -> Iterator[Entry]:
        """The entries in order, of one type of value or all.

        Raises:
            ChainBroken: A payload is not what was recorded.
        """
        which = [] if kind is None else [_C.kind == _name(kind)]
        return self._some(production, which)

    def standing(self, production: Production, kind: type) -> Iterator[Entry]:
        """The entries of a type that no later one supersedes, withdraws or revokes.

        An entry whose payload was erased does not stand: nobody can say any more what it said.

        Raises:
            ChainBroken: A payload is not what was recorded.
        """
        with self._database.read() as connection:
            ended = ended_ids(connection, production)
        for entry in self._some(production, [_C.kind == _name(kind), _C.payload.is_not(None)]):
            if entry.id not in ended:
                yield entry

    def about(
        self, production: Production, subject: str, kind: type | None = None
    ) -> Iterator[Entry]:
        """The entries that speak of a candidate or of a consent, in order.

        Raises:
            ChainBroken: A payload is not what was recorded.
        """
        places = sa.select(SUBJECTS.c.seq).where(
            SUBJECTS.c.production == production.id, SUBJECTS.c.subject == subject
        )
        which: list[sa.ColumnElement[bool]] = [_C.seq.in_(places)]
        if kind is not None:
            which.append(_C.kind == _name(kind))
        return self._some(production, which)

    def erase(self, production: Production, entry: str, *, actor: str, because: str) -> None:
        """Destroy the payload and salt of an entry; the chain stays valid and says so.

        Twice is once. What stays are the open fields: who recorded it, when, its kind and key,
        and which entries it ended, so that an erased revocation still revokes.

        Raises:
            NotFound: There is no such entry.
            AskedWrongly: It is itself the record of an erasure.
        """
        with self._database.write() as connection:
            self._database.hold(connection, f"chain {production.id}")
            if self._database.is_sqlite:
                connection.exec_driver_sql("PRAGMA secure_delete = ON")
            mine = (_C.production == production.id, _C.id == entry)
            found = connection.execute(
                sa.select(_C.seq, _C.kind, _C.payload).where(*mine)
            ).first()  # fmt: skip
            if found is None:
                raise NotFound(
                    f"no entry `{entry}` in the chain of {production.name}",
                    fix="List them: circletake ledger list",
                )
            if found.kind == ERASURE:
                raise AskedWrongly(
                    "the record of an erasure is not erased",
                    cause="it says who erased what, and why",
                )
            if found.payload is None:
                return
            connection.execute(ENTRIES.update().where(*mine).values(payload=None, salt=None))
            connection.execute(
                SUBJECTS.delete().where(
                    SUBJECTS.c.production == production.id, SUBJECTS.c.seq == found.seq
                )
            )
            erasure = {"entry": entry, "because": because}
            Appending(connection, production, actor).append([Row(ERASURE, None, erasure, None)])
        self._database.forget_deleted()

    def verify(self, production: Production, expect: str | None = None) -> Verification:
        """Check every link and commitment; `expect` is a head noted earlier that must occur."""
        return audit(self._database, production, expect)

    def _some(
        self, production: Production, which: Sequence[sa.ColumnElement[bool]]
    ) -> Iterator[Entry]:
        """Read in chunks, each a transaction of its own: what stands in a chain stays there."""
        last = 0
        while True:
            query = (
                sa.select(ENTRIES)
                .where(_C.production == production.id, _C.seq > last, *which)
                .order_by(_C.seq)
                .limit(_CHUNK)
            )
            with self._database.read() as connection:
                found = connection.execute(query).all()
            for row in found:
                yield _entry(row, production)
            if len(found) < _CHUNK:
                return
            last = found[-1].seq


def ended_ids(connection: sa.Connection, production: Production) -> frozenset[str]:
    """Ids of the entries that a later one supersedes, withdraws or revokes."""
    query = sa.select(_C.ends).where(_C.production == production.id, _C.ends.is_not(None))
    return frozenset(
        one for ends in connection.execute(query).scalars() for one in json.loads(ends)
    )


def _name(kind: type) -> str:
    name = kind.__name__.lower()
    if KINDS.get(name) is not kind:
        raise AskedWrongly(
            f"the chain holds no `{kind.__name__}`", cause=f"it holds {', '.join(sorted(KINDS))}"
        )
    return name


def _entry(row: Any, production: Production) -> Entry:
    value = None
    if row.payload is not None and row.kind in KINDS:
        try:
            value = from_plain(KINDS[row.kind], json.loads(row.payload))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise ChainBroken(
                f"entry {row.seq} of the chain of {production.name} cannot be read",
                cause=f"{type(error).__name__}: {error}",
                fix="It was altered: `circletake verify` names what else was.",
            ) from error
    return Entry(
        row.id, row.seq, row.kind, value, row.actor, datetime.fromisoformat(row.at), row.key,
        row.commitment, row.digest, erased=row.payload is None,
    )  # fmt: skip
