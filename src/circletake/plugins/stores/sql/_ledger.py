"""The ledger: productions, and its parts."""

import difflib
import secrets
import unicodedata
from collections.abc import Sequence
from types import TracebackType
from typing import Self

import sqlalchemy as sa

from circletake.errors import AskedWrongly, NotFound
from circletake.model import Production, to_plain
from circletake.plugins.stores.sql._chain import SqlChain
from circletake.plugins.stores.sql._database import Database, moment
from circletake.plugins.stores.sql._jobs import SqlJobs
from circletake.plugins.stores.sql._migrate import bring_up_to_date
from circletake.plugins.stores.sql._mined import SqlMined
from circletake.plugins.stores.sql._records import SqlRecords
from circletake.plugins.stores.sql._references import SqlReferences
from circletake.plugins.stores.sql._schema import PRODUCTIONS
from circletake.ports.stores import Chain, Jobs, MediaReferences, MinedRecord, Records
from circletake.timecode import Rate

_TABLE = PRODUCTIONS.table


class SqlLedger:
    """A `Ledger` on SQLite or PostgreSQL.

    Args:
        database: Where it is.
    """

    records: Records
    mined: MinedRecord
    chain: Chain
    jobs: Jobs
    media: MediaReferences

    def __init__(self, database: Database) -> None:
        self._database = database
        try:
            bring_up_to_date(database)
        except BaseException:
            database.close()
            raise
        self.records = SqlRecords(database)
        self.mined = SqlMined(database)
        self.chain = SqlChain(database)
        self.jobs = SqlJobs(database)
        self.media = SqlReferences(database)

    def productions(self) -> tuple[Production, ...]:
        """All productions, by name."""
        with self._database.read() as connection:
            found = connection.execute(sa.select(*PRODUCTIONS.fields())).all()
            made = [PRODUCTIONS.rows.value(row) for row in found]
        return tuple(sorted(made, key=lambda one: (_spelling(one.name), one.name)))

    def production(self, name: str) -> Production:
        """A production by its name, in any case.

        Raises:
            NotFound: There is none; names the near ones.
        """
        with self._database.read() as connection:
            found = _find(connection, name)
        if found is None:
            raise NotFound(f"no production `{name}` in the ledger", fix=self._near(name))
        return found

    def ensure_production(self, name: str) -> Production:
        """The production of that name, made when there is none.

        Raises:
            AskedWrongly: The name is empty.
        """
        spelling = _spelling(name)
        if not spelling:
            raise AskedWrongly("a production needs a name", fix="Name it: --production NAME")
        with self._database.read() as connection:
            found = _find(connection, name)
        if found is not None:
            return found
        with self._database.write() as connection:
            self._database.hold(connection, f"production {spelling}")
            found = _find(connection, name)
            if found is None:
                found = Production(secrets.token_hex(8), " ".join(name.split()))
                row = PRODUCTIONS.rows.row(found)
                connection.execute(
                    _TABLE.insert(), {**row, "spelling": spelling, "made_at": moment()}
                )
        return found

    def set_production(
        self, production: Production, *, rate: Rate | None = None,
        cut_order: Sequence[str] | None = None,
    ) -> Production:  # fmt: skip
        """Record the rate or the order of cuts; what is None stays.

        Raises:
            NotFound: There is no such production.
        """
        changed: dict[str, object] = {}
        if rate is not None:
            changed["rate"] = to_plain(rate)
        if cut_order is not None:
            changed["cut_order"] = list(cut_order)
        with self._database.write() as connection:
            which = _TABLE.c.id == production.id
            if changed:
                connection.execute(_TABLE.update().where(which).values(changed))
            row = connection.execute(sa.select(*PRODUCTIONS.fields()).where(which)).first()
        if row is None:
            raise NotFound(
                f"no production `{production.name}` in the ledger",
                cause="it is of another ledger, or was removed",
            )
        return PRODUCTIONS.rows.value(row)

    def close(self) -> None:
        """Give the connections back."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _near(self, name: str) -> str:
        known = {_spelling(one.name): one.name for one in self.productions()}
        if not known:
            return "It holds none yet: ingest a folder first."
        near = difflib.get_close_matches(_spelling(name), known, n=3, cutoff=0.5)
        names = [known[spelling] for spelling in near or list(known)[:5]]
        listed = " or ".join(f"`{one}`" for one in names)
        return f"Did you mean {listed}?" if near else f"There is {listed}."


def _find(connection: sa.Connection, name: str) -> Production | None:
    row = connection.execute(
        sa.select(*PRODUCTIONS.fields()).where(_TABLE.c.spelling == _spelling(name))
    ).first()
    return PRODUCTIONS.rows.value(row) if row is not None else None


def _spelling(name: str) -> str:
    """One spelling for all ways to type a name: case, blanks and composed letters do not count."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
