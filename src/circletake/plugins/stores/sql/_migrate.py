"""Bring the tables up to date when a ledger is opened, and refuse what is not ours or newer."""

import threading
from pathlib import Path

import sqlalchemy as sa

from circletake.errors import LedgerError
from circletake.plugins.stores.sql._database import Database
from circletake.plugins.stores.sql._schema import METADATA

VERSIONS = ("0001",)
"""Every step of `migrations`, in order; the last is what this circletake works with."""

_VERSION_TABLE = "circletake_version"
_VERSIONS = sa.table(_VERSION_TABLE)
_alone = threading.Lock()  # what Alembic works on is a global of its module


def bring_up_to_date(database: Database) -> None:
    """Make or alter the tables where that is needed; of two at once one does it, one waits.

    Raises:
        LedgerError: It is of a newer circletake, or of another program.
    """
    with database.read() as connection:
        if _version(connection, database) == VERSIONS[-1]:
            return
    with database.write() as connection:
        database.hold(connection, "circletake migrations")
        if _version(connection, database) != VERSIONS[-1]:
            move(connection, VERSIONS[-1])


def move(connection: sa.Connection, version: str) -> None:
    """Alter the tables to a version, or to `base`, which is none; in the caller's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "newline")
    config.attributes.update(connection=connection, version_table=_VERSION_TABLE)
    with _alone:
        if version == "base":
            command.downgrade(config, version)
        else:
            command.upgrade(config, version)


def _version(connection: sa.Connection, database: Database) -> str | None:
    names = set(sa.inspect(connection).get_table_names())
    if _VERSION_TABLE not in names:
        others = names if database.is_sqlite else names & set(METADATA.tables)
        if others:
            raise LedgerError(
                "the database holds something other than a ledger",
                file=database.where,
                cause=f"it has the table `{min(others)}`",
                fix="Name a database of its own for the ledger.",
            )
        return None
    version = connection.execute(
        sa.select(sa.column("version_num")).select_from(_VERSIONS)
    ).scalar()
    if version is not None and version not in VERSIONS:
        raise LedgerError(
            "the ledger was written by a newer circletake",
            file=database.where,
            cause=f"it is of version {version}, this program knows {VERSIONS[-1]}",
            fix="Install the newer circletake.",
        )
    return str(version) if version is not None else None
