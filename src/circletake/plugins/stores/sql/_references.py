"""Which production may reach which medium."""

import sqlalchemy as sa

from circletake.model import Production
from circletake.plugins.stores.sql._database import Database, moment
from circletake.plugins.stores.sql._schema import MEDIA_REFERENCES

_TABLE = MEDIA_REFERENCES


class SqlReferences:
    """The `MediaReferences` of a ledger."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def attach(self, production: Production, sha256: str, name: str, size: int) -> None:
        """Let a production reach a medium under a name; twice is once."""
        with self._database.write() as connection:
            self._database.hold(connection, f"medium {sha256}")
            there = sa.select(_TABLE.c.size).where(*_which(production, sha256, name))
            if connection.execute(there).first() is None:
                row = {
                    "production": production.id,
                    "sha256": sha256,
                    "name": name,
                    "size": size,
                    "attached_at": moment(),
                }
                connection.execute(_TABLE.insert(), row)

    def detach(self, production: Production, sha256: str, name: str) -> bool:
        """Take a reference back; True when no production holds the medium any more."""
        with self._database.write() as connection:
            self._database.hold(connection, f"medium {sha256}")
            connection.execute(_TABLE.delete().where(*_which(production, sha256, name)))
            left = sa.select(_TABLE.c.name).where(_TABLE.c.sha256 == sha256).limit(1)
            return connection.execute(left).first() is None

    def reaches(self, production: Production, sha256: str) -> bool:
        """True when the production has a reference."""
        which = (_TABLE.c.production == production.id, _TABLE.c.sha256 == sha256)
        with self._database.read() as connection:
            found = connection.execute(sa.select(_TABLE.c.name).where(*which).limit(1)).first()
        return found is not None


def _which(production: Production, sha256: str, name: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        _TABLE.c.production == production.id,
        _TABLE.c.sha256 == sha256,
        _TABLE.c.name == name,
    )
