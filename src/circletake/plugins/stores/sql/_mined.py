"""What was mined from the records; made again whenever they change."""

from typing import Any

import sqlalchemy as sa

from circletake.model import Production
from circletake.plugins.stores.sql._database import Database, moment
from circletake.plugins.stores.sql._schema import (
    CHANGES,
    FINDINGS,
    MINED,
    PAIRS,
    TAKES,
    TIES,
    Stored,
    insert_values,
)
from circletake.ports.stores import Between, Mined

_LISTS: dict[str, Stored[Any]] = {
    "takes": TAKES, "ties": TIES, "pairs": PAIRS, "findings": FINDINGS,
}  # fmt: skip


class SqlMined:
    """The `MinedRecord` of a ledger."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def replace(self, production: Production, mined: Mined) -> None:
        """Put this in the place of what was mined before, in one transaction."""
        with self._database.write() as connection:
            self._database.hold(connection, f"mined {production.id}")
            for table in (MINED, CHANGES.table, *(stored.table for stored in _LISTS.values())):
                connection.execute(table.delete().where(table.c.production == production.id))
            about = {
                "production": production.id,
                "basis": mined.basis,
                "cuts": list(mined.cuts),
                "steps": [[step.old, step.new] for step in mined.between],
                "mined_at": moment(),
            }
            connection.execute(MINED.insert(), about)
            for name, stored in _LISTS.items():
                insert_values(connection, stored, getattr(mined, name), production=production.id)
            for step, between in enumerate(mined.between):
                insert_values(
                    connection, CHANGES, between.changes,
                    production=production.id, step=step, old=between.old, new=between.new,
                )  # fmt: skip

    def load(self, production: Production) -> Mined | None:
        """What was mined last, or None."""
        with self._database.read() as connection:
            about = connection.execute(
                sa.select(MINED).where(MINED.c.production == production.id)
            ).first()
            if about is None:
                return None
            lists = {
                name: tuple(
                    [stored.rows.value(row) for row in _rows(connection, stored, production)]
                )
                for name, stored in _LISTS.items()
            }
            changes: dict[int, list[Any]] = {}
            for step, *cells in _rows(connection, CHANGES, production, CHANGES.table.c.step):
                changes.setdefault(step, []).append(CHANGES.rows.value(cells))
            between = tuple(
                Between(old, new, tuple(changes.get(step, ())))
                for step, (old, new) in enumerate(about.steps)
            )
            return Mined(about.basis, tuple(about.cuts), between=between, **lists)

    def basis(self, production: Production) -> str | None:
        """The basis of what was mined last; loads nothing else."""
        with self._database.read() as connection:
            return connection.execute(
                sa.select(MINED.c.basis).where(MINED.c.production == production.id)
            ).scalar()


def _rows(
    connection: sa.Connection, stored: Stored[Any], production: Production, *more: sa.Column[Any]
) -> Any:
    table = stored.table
    return connection.execute(
        sa.select(*more, *stored.fields())
        .where(table.c.production == production.id)
        .order_by(*table.primary_key.columns)
    )
