"""The tables. `migrations` makes them; a test holds the two together.

What a file says has the file's number and its place there; what was mined has the production and
its place. Columns have the names of the model's fields. Moments are ISO 8601 in UTC, rates and
fractions are written as in `circletake.model.plain`, nested values are JSON.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from circletake.model import (
    Change,
    Cut,
    Element,
    Event,
    Finding,
    LogRow,
    MediaFile,
    Note,
    Pair,
    Panel,
    Production,
    Script,
    SourceFile,
    Take,
    Tie,
)
from circletake.plugins.stores.sql._database import insert
from circletake.plugins.stores.sql._rows import Rows
from circletake.plugins.stores.sql._types import DATA, NUMBER, Words

T = TypeVar("T")

METADATA = sa.MetaData()


@dataclass(frozen=True, slots=True, eq=False)
class Stored(Generic[T]):
    """A type and the table that its values are in."""

    rows: Rows[T]
    table: sa.Table

    def fields(self) -> list[sa.Column[Any]]:
        """The columns of the fields, in their order."""
        return [self.table.c[name] for name in self.rows.names]


def insert_values(
    connection: sa.Connection, stored: Stored[T], values: Iterable[T], **keys: Any
) -> None:
    """Insert values under these keys, each with its place among them, from 0."""
    pack = stored.rows.packed
    before = tuple(keys.values())
    rows = [pack(value, *before, place) for place, value in enumerate(values)]
    insert(connection, stored.table, (*keys, "place", *stored.rows.names), rows)


def _stored(
    name: str, rows: Rows[T], *before: sa.Column[Any], index: tuple[str, ...] = ()
) -> Stored[T]:
    indexes = [sa.Index(f"{name}_by_{by}", by) for by in index]
    # Without a row number of its own SQLite keeps the rows in the order of the key, once.
    table = sa.Table(
        name, METADATA, *before, *rows.columns(), *indexes, sqlite_with_rowid=False
    )  # fmt: skip
    return Stored(rows, table)


def _key(name: str, reference: str | None = None) -> sa.Column[Any]:
    kind: sa.types.TypeEngine[Any] = Words() if name == "production" else sa.BigInteger()
    keys = [sa.ForeignKey(reference)] if reference else []
    return sa.Column(name, kind, *keys, primary_key=True, autoincrement=False)


def _of_file(*names: str) -> list[sa.Column[Any]]:
    return [_key("file", "files.id"), *map(_key, names)]


def _mined(*names: str) -> list[sa.Column[Any]]:
    return [_key("production", "productions.id"), *map(_key, names)]


_PRODUCTION: Rows[Production] = Rows(Production)
PRODUCTIONS = Stored(
    _PRODUCTION,
    sa.Table(
        "productions",
        METADATA,
        sa.Column("id", Words(), primary_key=True),
        *_PRODUCTION.columns()[1:],
        sa.Column("spelling", Words(), nullable=False, unique=True),
        sa.Column("made_at", Words(), nullable=False),
    ),
)
_FILE: Rows[SourceFile] = Rows(SourceFile)
FILES = Stored(
    _FILE,
    sa.Table(
        "files",
        METADATA,
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("production", Words(), sa.ForeignKey("productions.id"), nullable=False),
        *_FILE.columns(),
        sa.Column("superseded_at", Words()),
        # One reading of a path counts, whoever else reads it at the same moment.
        sa.Index(
            "files_that_count", "production", "path", unique=True,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        ),
    ),
)  # fmt: skip

LOG_ROWS: Stored[LogRow] = _stored(
    "log_rows", Rows(LogRow), *_of_file("place"), index=("scene", "slate", "clip")
)
CUTS: Stored[Cut] = _stored("cuts", Rows(Cut, "events"), *_of_file("place"), index=("name",))
EVENTS: Stored[Event] = _stored(
    "events", Rows(Event), *_of_file("cut", "place"), index=("clip_name",)
)
SCRIPTS: Stored[Script] = _stored("scripts", Rows(Script, "elements"), *_of_file("place"))
ELEMENTS: Stored[Element] = _stored(
    "elements", Rows(Element), *_of_file("script", "place"), index=("scene_number",)
)
NOTES: Stored[Note] = _stored("notes", Rows(Note), *_of_file("place"))
MEDIA_FILES: Stored[MediaFile] = _stored(
    "media_files", Rows(MediaFile), *_of_file("place"), index=("name",)
)
PANELS: Stored[Panel] = _stored("panels", Rows(Panel), *_of_file("place"), index=("shot",))

MINED = sa.Table(
    "mined",
    METADATA,
    *_mined(),
    sa.Column("basis", Words(), nullable=False),
    sa.Column("cuts", DATA, nullable=False),
    sa.Column("steps", DATA, nullable=False),
    sa.Column("mined_at", Words(), nullable=False),
)
TAKES: Stored[Take] = _stored(
    "takes", Rows(Take), *_mined("place"),
    index=("scene", "setup", "clip"),
)  # fmt: skip
TIES: Stored[Tie] = _stored("ties", Rows(Tie), *_mined("place"), index=("clip",))
CHANGES: Stored[Change] = _stored(
    "changes", Rows(Change), *_mined("step", "place"),
    sa.Column("old", Words(), nullable=False), sa.Column("new", Words(), nullable=False),
)  # fmt: skip
PAIRS: Stored[Pair] = _stored(
    "pairs", Rows(Pair), *_mined("place"),
    index=("setup", "chosen", "rejected"),
)  # fmt: skip
FINDINGS: Stored[Finding] = _stored("findings", Rows(Finding), *_mined("place"), index=("kind",))

_KEYED = sa.text("key IS NOT NULL")
ENTRIES = sa.Table(
    "entries",
    METADATA,
    *_mined("seq"),
    sa.Column("id", Words(), nullable=False, unique=True),
    sa.Column("kind", Words(), nullable=False),
    sa.Column("payload", Words()),
    sa.Column("salt", sa.LargeBinary()),
    sa.Column("actor", Words(), nullable=False),
    sa.Column("at", Words(), nullable=False),
    sa.Column("key", Words()),
    sa.Column("ends", Words()),
    sa.Column("commitment", Words(), nullable=False),
    sa.Column("digest", Words(), nullable=False),
    sa.Index("entries_by_kind", "production", "kind", "seq"),
    sa.Index(
        "entries_by_key", "production", "key",
        sqlite_where=_KEYED, postgresql_where=_KEYED,
    ),
    sa.Index(
        "entries_that_end", "production", "seq",
        sqlite_where=sa.text("ends IS NOT NULL"), postgresql_where=sa.text("ends IS NOT NULL"),
    ),
)  # fmt: skip
SUBJECTS = sa.Table(
    "subjects",
    METADATA,
    _key("production", "productions.id"),
    sa.Column("subject", Words(), primary_key=True),
    _key("seq"),
    sa.Index("subjects_by_entry", "production", "seq"),
    sqlite_with_rowid=False,
)

_OPEN = sa.text("state IN ('queued', 'running')")
JOBS = sa.Table(
    "jobs",
    METADATA,
    sa.Column("id", NUMBER, primary_key=True),
    sa.Column("kind", Words(), nullable=False),
    sa.Column("key", Words(), nullable=False),
    sa.Column("payload", DATA, nullable=False),
    sa.Column("state", Words(), nullable=False),
    sa.Column("attempt", sa.BigInteger(), nullable=False),
    sa.Column("result", DATA),
    sa.Column("error", Words()),
    sa.Column("worker", Words()),
    sa.Column("lease_until", sa.Double()),
    sa.Column("asked_at", Words(), nullable=False),
    sa.Column("ended_at", Words()),
    sa.UniqueConstraint("kind", "key"),
    sa.Index("jobs_open", "kind", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    # A number is never given twice: with the attempt it tells a worker whose job it is.
    sqlite_autoincrement=True,
)
MEDIA_REFERENCES = sa.Table(
    "media_references",
    METADATA,
    _key("production", "productions.id"),
    sa.Column("sha256", Words(), primary_key=True),
    sa.Column("name", Words(), primary_key=True),
    sa.Column("size", sa.BigInteger(), nullable=False),
    sa.Column("attached_at", Words(), nullable=False),
    sa.Index("media_references_by_sha256", "sha256"),
    sqlite_with_rowid=False,
)
