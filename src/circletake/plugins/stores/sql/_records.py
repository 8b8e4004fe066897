"""What the ingested files say."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa

from circletake.errors import LedgerError, NotFound
from circletake.model import (
    Cut,
    LogRow,
    MediaFile,
    Note,
    Panel,
    Production,
    Script,
    SourceFile,
)
from circletake.plugins.stores.sql._database import Database, moment
from circletake.plugins.stores.sql._jobs import finish_job
from circletake.plugins.stores.sql._schema import (
    CUTS,
    ELEMENTS,
    EVENTS,
    FILES,
    LOG_ROWS,
    MEDIA_FILES,
    NOTES,
    PANELS,
    PRODUCTIONS,
    SCRIPTS,
    Stored,
    insert_values,
)
from circletake.plugins.stores.sql._types import to_json
from circletake.ports.formats import Record
from circletake.ports.stores import Filed, Job

T = TypeVar("T")

_TABLE = FILES.table
_ALONE: dict[type, Stored[Any]] = {
    LogRow: LOG_ROWS, Note: NOTES, MediaFile: MEDIA_FILES, Panel: PANELS,
}  # fmt: skip
_WITH_PARTS: dict[type, tuple[Stored[Any], Stored[Any], str]] = {
    Cut: (CUTS, EVENTS, "cut"),
    Script: (SCRIPTS, ELEMENTS, "script"),
}


class SqlRecords:
    """The `Records` of a ledger."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(
        self, production: Production, file: SourceFile, record: Record, *, job: Job | None = None
    ) -> bool:
        """Store a file and all it says, in one transaction.

        The same path with the same bytes changes nothing; with other bytes the older reading is
        kept but no longer counts. With a job, the job is finished in the same transaction.

        Returns:
            False when nothing changed.

        Raises:
            LeaseLost: The job was given to another worker meanwhile; nothing is stored.
            LedgerError: It holds something that the database cannot (a number past 64 bits).
        """
        try:
            with self._database.write() as connection:
                self._database.hold(connection, f"file {production.id} {file.path}")
                known = connection.execute(
                    sa.select(_TABLE.c.id, _TABLE.c.sha256).where(
                        *_counting(production), _TABLE.c.path == file.path
                    )
                ).first()
                changed = known is None or known.sha256 != file.sha256
                if job is not None:
                    result = {"file": file.path, "stored": changed}
                    finish_job(connection, job, result)
                if changed:
                    if known is not None:
                        superseded = _TABLE.update().where(_TABLE.c.id == known.id)
                        connection.execute(superseded.values(superseded_at=moment()))
                    _insert(connection, _insert_file(connection, production, file), record)
        except LedgerError as error:
            if type(error) is LedgerError:
                error.fix = error.fix or "Mend what the file says there, or leave the file out."
                error.message = f"{file.path}: {error.message}"
            raise
        return changed

    def files(self, production: Production) -> tuple[SourceFile, ...]:
        """The files that count, by path."""
        with self._database.read() as connection:
            found = connection.execute(sa.select(*FILES.fields()).where(*_counting(production)))
            files = [FILES.rows.value(row) for row in found]
        return tuple(sorted(files, key=lambda file: file.path))

    def all(self, production: Production, kind: type[T]) -> tuple[Filed[T], ...]:
        """All values of a kind that count, by file and in file order.

        Raises:
            NotFound: Files say nothing of that kind.
        """
        with self._database.read() as connection:
            paths = _paths(connection, production)
            if kind in _ALONE:
                found = _alone(connection, production, _ALONE[kind])
            elif kind in _WITH_PARTS:
                found = _with_parts(connection, production, *_WITH_PARTS[kind])
            else:
                raise NotFound(
                    f"no file says a `{kind.__name__}`", fix="Ask for a part of a `Record`."
                )
        return tuple(
            [Filed(path, value) for number, path in paths for value in found.get(number, ())]
        )

    def basis(self, production: Production) -> str:
        """A digest of everything that counts now; it changes when a mined answer may."""
        table = PRODUCTIONS.table
        with self._database.read() as connection:
            settings = connection.execute(
                sa.select(table.c.rate, table.c.cut_order).where(table.c.id == production.id)
            ).first()
            files = connection.execute(
                sa.select(_TABLE.c.path, _TABLE.c.format, _TABLE.c.sha256, _TABLE.c.id).where(
                    *_counting(production)
                )
            ).all()
        counted = [list(settings or ()), sorted(list(file) for file in files)]
        return hashlib.sha256(to_json(counted).encode()).hexdigest()


def _counting(production: Production) -> tuple[sa.ColumnElement[bool], ...]:
    return _TABLE.c.production == production.id, _TABLE.c.superseded_at.is_(None)


def _insert_file(connection: sa.Connection, production: Production, file: SourceFile) -> int:
    if file.ingested_at is None:
        file = replace(file, ingested_at=datetime.fromisoformat(moment()))
    row = {**FILES.rows.row(file), "production": production.id}
    return int(connection.execute(_TABLE.insert().returning(_TABLE.c.id), row).scalar_one())


def _insert(connection: sa.Connection, number: int, record: Record) -> None:
    kept: tuple[tuple[Stored[Any], Sequence[Any]], ...] = (
        (LOG_ROWS, record.log),
        (NOTES, record.notes),
        (MEDIA_FILES, record.media),
        (PANELS, record.panels),
        (CUTS, record.cuts),
        (SCRIPTS, [record.script] if record.script else []),
    )
    for stored, values in kept:
        insert_values(connection, stored, values, file=number)
    for place, cut in enumerate(record.cuts):
        insert_values(connection, EVENTS, cut.events, file=number, cut=place)
    if record.script:
        insert_values(connection, ELEMENTS, record.script.elements, file=number, script=0)


def _paths(connection: sa.Connection, production: Production) -> list[tuple[int, str]]:
    found = connection.execute(sa.select(_TABLE.c.id, _TABLE.c.path).where(*_counting(production)))
    return sorted(((number, path) for number, path in found), key=lambda file: file[1])


def _alone(
    connection: sa.Connection, production: Production, stored: Stored[Any]
) -> Mapping[int, list[Any]]:
    read = stored.rows.value
    values: dict[int, list[Any]] = {}
    for number, *cells in _select(connection, production, stored, "file"):
        values.setdefault(number, []).append(read(cells))
    return values


def _with_parts(
    connection: sa.Connection,
    production: Production,
    whole: Stored[Any],
    part: Stored[Any],
    of: str,
) -> Mapping[int, list[Any]]:
    read: Callable[[Any], Any] = part.rows.value
    parts: dict[tuple[int, int], list[Any]] = {}
    for number, place, *cells in _select(connection, production, part, "file", of):
        parts.setdefault((number, place), []).append(read(cells))
    values: dict[int, list[Any]] = {}
    for number, place, *cells in _select(connection, production, whole, "file", "place"):
        value = whole.rows.value(cells, tuple(parts.get((number, place), ())))
        values.setdefault(number, []).append(value)
    return values


def _select(
    connection: sa.Connection, production: Production, stored: Stored[Any], *keys: str
) -> Iterable[Any]:
    table = stored.table
    numbers = sa.select(_TABLE.c.id).where(*_counting(production))
    return connection.execute(
        sa.select(*(table.c[key] for key in keys), *stored.fields())
        .where(table.c.file.in_(numbers))
        .order_by(*table.primary_key.columns)
    )
