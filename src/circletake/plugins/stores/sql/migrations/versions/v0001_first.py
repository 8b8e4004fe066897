"""The first tables.

Revision ID: 0001
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TEXT = sa.Text()
_INT = sa.BigInteger()
_BOOL = sa.Boolean()
_REAL: sa.Double[float] = sa.Double()
_BYTES = sa.LargeBinary()
_DATA = sa.JSON().with_variant(JSONB(), "postgresql")
_COUNTED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KINDS: dict[str, TypeEngine[Any]] = {
    "": _TEXT,
    "i": _INT,
    "b": _BOOL,
    "r": _REAL,
    "y": _BYTES,
    "j": _DATA,
}

# Columns in order, as `name:kind?`: no kind is text, `?` may be null.
_OF_FILES = {
    "log_rows": "log line:i scene? slate? take? cameras:j clip? roll? status? notes start? end? "
    "rate? columns:j",
    "cuts": "name rate rate_origin title? metadata:j",
    "events": "number track picture:b record_in:i record_out:i source_in:i? source_out:i? "
    "source_rate? clip_name? reel? source_file? speed transition transition_frames:i alternates:j "
    "markers:j comments:j record_in_label record_out_label line:i? enabled:b",
    "scripts": "title? draft? written? encoding?",
    "elements": "type text scene_number? dual:b line:i? start:i? end:i? level:i revision? "
    "omitted:b",
    "notes": "text kind line:i? author? references:j value? start? end?",
    "media_files": "name duration? start? rate? streams:j metadata:j",
    "panels": "number:i shot? picture? duration? dialogue action notes new_shot:b",
}
_OF_PRODUCTIONS = {
    "mined": "basis cuts:j steps:j mined_at",
    "takes": "scene? setup? take:i? camera? clip? roll? status? notes used_frames:j outcome "
    "conflicts:j start? end? evidence:j comparable:b",
    "ties": "cut event:i clip? confidence:r evidence:j",
    "changes": "old new kind shown:j frames:i old_record_in? new_record_in? replaced:j? vfx? "
    "evidence:j",
    "pairs": "setup? chosen rejected why evidence:j reasons:j comparable:b not_comparable_because?",
    "findings": "kind subject message evidence:j",
    "entries": "id kind payload? salt:y? actor at key? ends? commitment digest",
    "subjects": "",
    "media_references": "size:i attached_at",
}
_KEYS = {
    "events": "cut:i place:i", "elements": "script:i place:i", "mined": "",
    "changes": "step:i place:i", "entries": "seq:i", "subjects": "subject seq:i",
    "media_references": "sha256 name",
}  # fmt: skip
_WITH_ROWID = {"mined", "entries"}
_INDEXES = {
    "log_rows": ("scene", "slate", "clip"),
    "cuts": ("name",),
    "events": ("clip_name",),
    "elements": ("scene_number",),
    "media_files": ("name",),
    "panels": ("shot",),
    "takes": ("scene", "setup", "clip"),
    "ties": ("clip",),
    "pairs": ("setup", "chosen", "rejected"),
    "findings": ("kind",),
}


def _columns(text: str, *, key: bool = False) -> list[sa.Column[Any]]:
    made: list[sa.Column[Any]] = []
    for word in text.split():
        name, _, kind = word.rstrip("?").partition(":")
        null = word.endswith("?")
        made.append(
            sa.Column(name, _KINDS[kind], nullable=null, primary_key=key, autoincrement=False)
        )
    return made


def upgrade() -> None:
    """Make all tables, their indexes and the triggers of the chain."""
    _make_roots()
    for name, text in (_OF_FILES | _OF_PRODUCTIONS).items():
        root, kind = ("file", _INT) if name in _OF_FILES else ("production", _TEXT)
        op.create_table(
            name,
            sa.Column(
                root, kind, sa.ForeignKey(f"{root}s.id"), primary_key=True, autoincrement=False
            ),
            *_columns(_KEYS.get(name, "place:i"), key=True),
            *_columns(text),
            *([sa.UniqueConstraint("id")] if name == "entries" else []),
            sqlite_with_rowid=name in _WITH_ROWID,
        )
        for by in _INDEXES.get(name, ()):
            op.create_index(f"{name}_by_{by}", name, [by])
    _make_other_indexes()
    for statement in _TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def _make_roots() -> None:
    op.create_table(
        "productions",
        sa.Column("id", _TEXT, primary_key=True),
        *_columns("name rate? cut_order:j spelling made_at"),
        sa.UniqueConstraint("spelling"),
    )
    op.create_table(
        "files",
        sa.Column("id", _COUNTED, primary_key=True),
        sa.Column("production", _TEXT, sa.ForeignKey("productions.id"), nullable=False),
        *_columns(
            "path format sha256 size:i in_file:i imported:i problems:j ingested_at? superseded_at?"
        ),
    )
    op.create_table(
        "jobs",
        sa.Column("id", _COUNTED, primary_key=True),
        *_columns(
            "kind key payload:j state attempt:i result:j? error? worker? lease_until:r? asked_at "
            "ended_at?"
        ),
        sa.UniqueConstraint("kind", "key"),
        sqlite_autoincrement=True,
    )


def _make_other_indexes() -> None:
    for name, table, by, where, unique in (
        ("files_that_count", "files", "production path", "superseded_at IS NULL", True),
        ("entries_by_kind", "entries", "production kind seq", None, False),
        ("entries_by_key", "entries", "production key", "key IS NOT NULL", False),
        ("entries_that_end", "entries", "production seq", "ends IS NOT NULL", False),
        ("subjects_by_entry", "subjects", "production seq", None, False),
        ("jobs_open", "jobs", "kind id", "state IN ('queued', 'running')", False),
        ("media_references_by_sha256", "media_references", "sha256", None, False),
    ):
        only = sa.text(where) if where else None
        op.create_index(
            name, table, by.split(), unique=unique, sqlite_where=only, postgresql_where=only
        )


def downgrade() -> None:
    """Drop everything."""
    for name in reversed([*_OF_FILES, *_OF_PRODUCTIONS]):
        op.drop_table(name)
    for name in ("jobs", "files", "productions"):
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        for function in ("refuse", "refuse_entry_update", "refuse_subject_delete"):
            op.execute(f"DROP FUNCTION circletake_{function}()")


_KEPT = "production seq id kind actor at key ends commitment digest".split()
_APPEND_ONLY = "the chain is append-only"

# An entry may only lose its payload and salt, both at once (erasure by law).
_TRIGGERS = {
    "sqlite": (
        f"""CREATE TRIGGER entries_update BEFORE UPDATE ON entries
        WHEN NEW.payload IS NOT NULL OR NEW.salt IS NOT NULL
        OR {" OR ".join(f'NEW."{name}" IS NOT OLD."{name}"' for name in _KEPT)}
        BEGIN SELECT RAISE(ABORT, '{_APPEND_ONLY}'); END""",
        f"""CREATE TRIGGER entries_delete BEFORE DELETE ON entries
        BEGIN SELECT RAISE(ABORT, '{_APPEND_ONLY}'); END""",
        f"""CREATE TRIGGER subjects_update BEFORE UPDATE ON subjects
        BEGIN SELECT RAISE(ABORT, '{_APPEND_ONLY}'); END""",
        f"""CREATE TRIGGER subjects_delete BEFORE DELETE ON subjects
        WHEN EXISTS (SELECT 1 FROM entries WHERE production = OLD.production AND seq = OLD.seq
        AND payload IS NOT NULL)
        BEGIN SELECT RAISE(ABORT, '{_APPEND_ONLY}'); END""",
    ),
    "postgresql": (
        f"""CREATE FUNCTION circletake_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{_APPEND_ONLY}' USING ERRCODE = 'restrict_violation'; END $$""",
        f"""CREATE FUNCTION circletake_refuse_entry_update() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
        IF NEW.payload IS NOT NULL OR NEW.salt IS NOT NULL
        OR {" OR ".join(f'NEW."{name}" IS DISTINCT FROM OLD."{name}"' for name in _KEPT)} THEN
        RAISE EXCEPTION '{_APPEND_ONLY}' USING ERRCODE = 'restrict_violation'; END IF;
        RETURN NEW; END $$""",
        f"""CREATE FUNCTION circletake_refuse_subject_delete() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN
        IF EXISTS (SELECT 1 FROM entries WHERE production = OLD.production AND seq = OLD.seq
        AND payload IS NOT NULL) THEN
        RAISE EXCEPTION '{_APPEND_ONLY}' USING ERRCODE = 'restrict_violation'; END IF;
        RETURN OLD; END $$""",
        "CREATE TRIGGER entries_update BEFORE UPDATE ON entries "
        "FOR EACH ROW EXECUTE FUNCTION circletake_refuse_entry_update()",
        "CREATE TRIGGER entries_delete BEFORE DELETE OR TRUNCATE ON entries "
        "FOR EACH STATEMENT EXECUTE FUNCTION circletake_refuse()",
        "CREATE TRIGGER subjects_update BEFORE UPDATE OR TRUNCATE ON subjects "
        "FOR EACH STATEMENT EXECUTE FUNCTION circletake_refuse()",
        "CREATE TRIGGER subjects_delete BEFORE DELETE ON subjects "
        "FOR EACH ROW EXECUTE FUNCTION circletake_refuse_subject_delete()",
    ),
}
