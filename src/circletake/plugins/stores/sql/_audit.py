"""What an auditor is told: whether every entry is as it was written, in its place."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from circletake.model import Production, from_plain
from circletake.plugins.stores.sql._database import Database
from circletake.plugins.stores.sql._links import ERASURE, KINDS, Open, commit, link, subjects_of
from circletake.plugins.stores.sql._schema import ENTRIES, SUBJECTS
from circletake.plugins.stores.sql._types import storable
from circletake.ports.stores import Verification

_C = ENTRIES.c
_CHUNK = 2000


def audit(database: Database, production: Production, expect: str | None) -> Verification:
    """Read the whole chain once and compare it with what its digests and commitments say.

    Found are: an altered payload or open field, an entry taken out, put in or moved, an entry
    that is missing from the index of subjects, a payload that is gone without an erasure, and,
    when a head noted earlier is given, a tail that was cut off or written anew.
    """
    audited = _Audit()
    for row, subjects in _rows(database, production):
        audited.add(row, subjects)
    return audited.end(expect)


class _Audit:
    """The state of one reading."""

    def __init__(self) -> None:
        self._seq = 0
        self._digest: str | None = None
        self._broken: list[tuple[int, str]] = []
        self._ids: set[str] = set()
        self._missing: dict[str, int] = {}
        self._erasures: dict[str, int] = {}
        self._digests: set[str] = set()
        self._entries = 0

    def add(self, row: Any, subjects: frozenset[str]) -> None:
        """Compare the next row with what it is bound by."""
        self._entries += 1
        faults = []
        if row.seq != self._seq + 1:
            faults.append(f"{row.seq - self._seq - 1} entries before it are missing")
        bound = Open(
            row.production, row.seq, row.kind, row.id, row.actor, row.at, row.key, row.ends
        )  # fmt: skip
        if link(self._digest, row.commitment, bound) != row.digest:
            faults.append("it, its place or the entry before it was altered")
        faults += self._faults_of_payload(row, subjects)
        self._broken += [(row.seq, fault) for fault in faults]
        self._seq, self._digest = row.seq, row.digest
        self._digests.add(row.digest)

    def end(self, expect: str | None) -> Verification:
        """What was found, once all rows were added."""
        for number, seq in self._missing.items():
            if number not in self._erasures:
                self._broken.append((seq, "its payload is gone and no erasure says why"))
        for number, seq in self._erasures.items():
            if number not in self._missing:
                self._broken.append((seq, "it says that a payload was erased which is not"))
        if expect is not None and expect not in self._digests:
            self._broken.append(
                (
                    self._seq,
                    "the head noted earlier does not occur: entries were cut off or altered",
                )
            )
        return Verification(
            self._entries, len(self._missing), self._digest, tuple(sorted(self._broken))
        )

    def _faults_of_payload(self, row: Any, subjects: frozenset[str]) -> list[str]:
        if row.payload is None or row.salt is None:
            self._missing[row.id] = row.seq
            return ["it is listed under subjects although erased"] if subjects else []
        if commit(row.salt, row.payload) != row.commitment:
            return ["its payload was altered"]
        try:
            plain = json.loads(row.payload)
            if row.kind == ERASURE:
                self._erasures[plain["entry"]] = row.seq
                return []
            said = subjects_of(from_plain(KINDS[row.kind], plain))
        except (ValueError, TypeError, KeyError, AttributeError):
            return ["its payload is not what its kind says"]
        if {storable(one) for one in said} != subjects:
            return ["the index of subjects was altered"]
        return []


def _rows(database: Database, production: Production) -> Iterator[tuple[Any, frozenset[str]]]:
    last = 0
    while True:
        mine = sa.select(ENTRIES).where(_C.production == production.id, _C.seq > last)
        index = sa.select(SUBJECTS.c.seq, SUBJECTS.c.subject)
        with database.read() as connection:
            rows = connection.execute(mine.order_by(_C.seq).limit(_CHUNK)).all()
            if not rows:
                return
            found = connection.execute(
                index.where(
                    SUBJECTS.c.production == production.id,
                    SUBJECTS.c.seq > last,
                    SUBJECTS.c.seq <= rows[-1].seq,
                )
            )
            subjects: dict[int, set[str]] = {}
            for seq, subject in found:
                subjects.setdefault(seq, set()).add(subject)
        for row in rows:
            yield row, frozenset(subjects.get(row.seq, ()))
        last = rows[-1].seq
