"""Connections: SQLite in WAL mode or PostgreSQL, transactions, and locks by name."""

import hashlib
import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy import event

from circletake.errors import LedgerError
from circletake.plugins.stores.sql._faults import explain
from circletake.plugins.stores.sql._types import from_json, to_json

_WRITES = "circletake_writes"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ledger is: one of the two.

    Attributes:
        sqlite: Path of the file.
        postgres: URL for SQLAlchemy.
        timeout: Seconds to wait for another program that holds it.
    """

    sqlite: str | None = None
    postgres: str | None = None
    timeout: float = 10.0


class Database:
    """One database; transactions that read or write; errors in our words.

    Args:
        place: Where it is.
    """

    def __init__(self, place: Place) -> None:
        self._password: str | None = None
        if place.sqlite is not None:
            self.where = place.sqlite
            self._engine = _sqlite(place.sqlite, place.timeout)
        else:
            url = sa.make_url(place.postgres or "")
            self._password = str(url.password) if url.password else None
            self.where = f"{url.host or 'localhost'}/{url.database}"
            self._engine = _postgres(url, place.timeout)
        self.is_sqlite = place.sqlite is not None
        # Raised as it is where the driver is used without SQLAlchemy (`insert`).
        self._driver_error: type[Exception] = self._engine.dialect.loaded_dbapi.Error
        self._writing = self._engine.execution_options(**{_WRITES: True})

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A transaction that only reads and sees one state.

        Raises:
            LedgerError: It cannot be read, or a row cannot be understood.
        """
        with self.explained(), self._engine.connect() as connection:
            try:
                yield connection
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                raise LedgerError(
                    "a row of the ledger cannot be understood",
                    file=self.where,
                    cause=f"{type(error).__name__}: {error}",
                    fix="It was written by another program: restore the last copy that you kept.",
                ) from error

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A transaction that writes: all of it counts, or nothing.

        On SQLite it holds the whole ledger; on PostgreSQL `hold` what must not happen at once.
        """
        with self.explained(), self._writing.begin() as connection:
            yield connection

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Raise what a database says in our words."""
        try:
            yield
        except (sa.exc.SQLAlchemyError, OverflowError, self._driver_error) as error:
            raise explain(error, self.where, self._password) from error

    def hold(self, connection: sa.Connection, name: str) -> None:
        """Let no other transaction hold this name until this one ends."""
        if not self.is_sqlite:
            digest = hashlib.sha256(name.encode("utf-8", "backslashreplace")).digest()
            key = int.from_bytes(digest[:8], "big", signed=True)
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))

    def clock(self) -> sa.ColumnElement[float]:
        """Seconds since 1970 by the database's own clock, so that workers' clocks may differ."""
        if self.is_sqlite:
            return sa.literal_column("((julianday('now') - 2440587.5) * 86400.0)", sa.Double())
        return sa.literal_column("extract(epoch from clock_timestamp())", sa.Double())

    def forget_deleted(self) -> None:
        """Overwrite what erasure left in SQLite's log of writes (best effort while others read)."""
        if not self.is_sqlite:
            return
        with self.explained():
            raw = self._engine.raw_connection()
            try:
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
            finally:
                raw.close()

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()


def insert(
    connection: sa.Connection,
    table: sa.Table,
    names: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
) -> None:
    """Insert many rows at once, by the driver's fastest way; none is fine too.

    Args:
        connection: In a transaction that writes.
        table: Where.
        names: Of the columns that the cells are of.
        rows: Cells as `Rows.packed` makes them: storable, nested values as JSON.
    """
    if not rows:
        return
    quote = connection.dialect.identifier_preparer.quote
    columns = f"{quote(table.name)} ({', '.join(map(quote, names))})"
    if connection.dialect.name == "sqlite":
        holes = ", ".join("?" * len(names))
        connection.exec_driver_sql(f"INSERT INTO {columns} VALUES ({holes})", rows)  # noqa: S608 - names of our own tables
        return
    raw: Any = connection.connection.cursor()
    try:
        with raw.copy(f"COPY {columns} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    finally:
        raw.close()


def moment() -> str:
    """Now, in UTC, always of the same length so that text sorts as time."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _into_wal(cursor: Any, timeout: float) -> None:
    """Switch to a log of writes; SQLite does not wait for its turn to do this, so we do."""
    until = time.monotonic() + timeout
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def _sqlite(path: str, timeout: float) -> sa.Engine:
    folder = Path(path).absolute().parent
    if not folder.is_dir():
        raise LedgerError(
            "the ledger's folder does not exist", file=path, fix=f"Make the folder {folder}."
        )
    shelved = _is_shelved(Path(path))
    url = sa.URL.create("sqlite+pysqlite", database=path)
    if shelved:
        how = {"uri": "true", "mode": "ro", "immutable": "1"}
        url = url.set(database=f"file:{quote(str(Path(path).absolute()))}", query=how)
    engine = sa.create_engine(
        url,
        connect_args={"timeout": timeout},
        json_serializer=to_json,
        json_deserializer=from_json,
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        # The driver's own BEGIN comes too late for a lock; ours is sent by `begin` below.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {int(timeout * 1000)}")
        if not shelved:
            _into_wal(cursor, timeout)
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute("PRAGMA foreign_keys = ON")
        # So that REPLACE, which deletes, asks the triggers of the chain too.
        cursor.execute("PRAGMA recursive_triggers = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # A transaction that begins by reading cannot wait for its turn to write: it would fail.
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _is_shelved(path: Path) -> bool:
    """True for a ledger on a medium that nobody can write: it can still be read and verified.

    Otherwise SQLite would want to make its shared memory beside it, even to read.
    """
    known = {"effective_ids": True} if os.access in os.supports_effective_ids else {}
    log = path.with_name(f"{path.name}-wal")
    return (
        os.access(path, os.R_OK, **known)
        and not os.access(path.absolute().parent, os.W_OK, **known)
        and not os.access(path, os.W_OK, **known)
        and not (log.exists() and log.stat().st_size)
    )


def _postgres(url: sa.URL, timeout: float) -> sa.Engine:
    wait = {} if "connect_timeout" in url.query else {"connect_timeout": max(2, int(timeout))}
    engine = sa.create_engine(
        url,
        connect_args=wait,
        json_serializer=to_json,
        json_deserializer=from_json,
        hide_parameters=True,
        pool_pre_ping=True,
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"SET lock_timeout = {max(1, int(timeout * 1000))}")
        cursor.close()
        connection.commit()

    return engine
