"""The tables: named as the model's fields, made by migrations, there to be asked by SQL."""

import sqlite3
from contextlib import closing
from dataclasses import fields
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory

import circletake.model as words
from circletake.model import Element, Note, SourceFile
from circletake.plugins.stores import sql
from circletake.plugins.stores.sql import _schema, open_ledger
from circletake.plugins.stores.sql._database import Database, Place
from circletake.plugins.stores.sql._migrate import VERSIONS, bring_up_to_date, move
from circletake.ports.formats import Record
from circletake.testing._values import MINED, RECORD
from tests.unit.stores.schema import differences

STORED = {name: value for name, value in vars(_schema).items() if isinstance(value, _schema.Stored)}


@pytest.fixture
def database(tmp_path):
    opened = Database(Place(sqlite=str(tmp_path / "ledger.db")))
    yield opened
    opened.close()


def test_migrations_make_the_tables_that_the_code_uses(database):
    """When the model gained a field: add it in a new step (before the first release: in v0001)."""
    bring_up_to_date(database)
    assert differences(database) == []


def test_a_difference_would_be_seen(database):
    bring_up_to_date(database)
    with database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE takes DROP COLUMN notes")
        connection.exec_driver_sql("DROP INDEX takes_by_clip")
    assert {one[0] for one in differences(database)} == {"add_column", "add_index"}


def test_the_last_version_is_the_head_of_the_migrations():
    config = Config()
    config.set_main_option("path_separator", "newline")
    config.set_main_option("script_location", str(Path(sql.__file__).parent / "migrations"))
    script = ScriptDirectory.from_config(config)
    assert script.get_heads() == [VERSIONS[-1]]
    assert tuple(one.revision for one in script.walk_revisions())[::-1] == VERSIONS


def test_up_down_and_up_again(database):
    bring_up_to_date(database)
    with database.write() as connection:
        move(connection, "base")
        left = set(sa.inspect(connection).get_table_names())
    assert left == {"circletake_version"}
    bring_up_to_date(database)
    assert differences(database) == []


def test_a_migration_that_fails_leaves_nothing(database, monkeypatch):
    monkeypatch.setattr(_schema.METADATA, "tables", {})
    with pytest.raises(RuntimeError, match="torn"), database.write() as connection:
        move(connection, VERSIONS[-1])
        raise RuntimeError("torn")
    with database.read() as connection:
        assert sa.inspect(connection).get_table_names() == []


def test_columns_are_named_as_the_fields():
    of = {
        "PRODUCTIONS": "Production", "FILES": "SourceFile", "LOG_ROWS": "LogRow", "CUTS": "Cut",
        "EVENTS": "Event", "SCRIPTS": "Script", "ELEMENTS": "Element", "NOTES": "Note",
        "MEDIA_FILES": "MediaFile", "PANELS": "Panel", "TAKES": "Take", "TIES": "Tie",
        "CHANGES": "Change", "PAIRS": "Pair", "FINDINGS": "Finding",
    }  # fmt: skip
    assert set(of) == set(STORED)
    for name, stored in STORED.items():
        kind = getattr(words, of[name])
        names = kind._fields if kind is Element else tuple(one.name for one in fields(kind))
        apart = {"CUTS": {"events"}, "SCRIPTS": {"elements"}}.get(name, set())
        assert stored.rows.names == tuple(one for one in names if one not in apart)
        assert set(stored.rows.names) <= set(stored.table.c.keys())


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("SELECT count(*) FROM log_rows WHERE scene = '24' AND status = 'circled'", 1),
        ("SELECT json_extract(columns, '$.Scene') FROM log_rows WHERE slate = '24A'", "24"),
        ("SELECT c.name FROM events e JOIN cuts c ON c.file = e.file AND c.place = e.cut "
         "WHERE e.clip_name = '24A-3' LIMIT 1", "v2"),
        ("SELECT speed FROM events LIMIT 1", "-1/2"),
        ("SELECT rate FROM cuts WHERE name = 'v2'", "24000/1001"),
        ("SELECT text FROM elements WHERE scene_number = '24'", "INT. WELL"),
        ("SELECT json_extract(problems, '$[0].message') FROM files", "no slate"),
        ("SELECT sum(json_extract(used_frames, '$.v2')) FROM takes WHERE setup = '24A'", 48),
        ("SELECT t.status FROM pairs p JOIN takes t ON t.production = p.production "
         "AND t.clip = p.chosen", "ng"),
        ("SELECT json_extract(shown, '$.setup') FROM changes WHERE old = 'v1'", "24A"),
    ],
)  # fmt: skip
def test_it_can_be_asked_by_sql(tmp_path, query, answer):
    path = tmp_path / "ledger.db"
    with open_ledger(f"sqlite:///{path}") as ledger:
        film = ledger.ensure_production("Film")
        file = SourceFile("a", "csv", "0", 1, 1, 1, (words.Problem(2, "no slate"),))
        ledger.records.put(film, file, RECORD)
        ledger.mined.replace(film, MINED)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute(query).fetchone() == (answer,)


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("SELECT * FROM takes WHERE production = 'x' AND scene = '24'", "takes_by_"),
        ("SELECT * FROM takes WHERE production = 'x' AND setup = '24A'", "takes_by_"),
        ("SELECT * FROM pairs WHERE production = 'x' AND rejected = 'A1'", "pairs_by_"),
        ("SELECT * FROM log_rows WHERE clip = 'A1'", "log_rows_by_clip"),
        ("SELECT * FROM files WHERE production = 'x' AND superseded_at IS NULL", "files_that"),
        ("SELECT * FROM entries WHERE production = 'x' AND key = 'k'", "entries_by_key"),
        ("SELECT * FROM entries WHERE production = 'x' AND kind = 'v' AND seq > 5 ORDER BY seq",
         "entries_by_kind"),
        ("SELECT seq FROM subjects WHERE production = 'x' AND subject = 'A1'", "PRIMARY KEY"),
        ("SELECT id FROM jobs WHERE state IN ('queued', 'running') AND kind IN ('r') "
         "AND (state = 'queued' OR lease_until < 5) ORDER BY id LIMIT 1", "jobs_open"),
    ],
)  # fmt: skip
def test_what_is_asked_often_is_indexed(tmp_path, query, index):
    path = tmp_path / "ledger.db"
    open_ledger(f"sqlite:///{path}").close()
    with closing(sqlite3.connect(path)) as connection:
        plan = " ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}"))
    assert index in plan, plan


def test_older_readings_are_kept(tmp_path):
    path = tmp_path / "ledger.db"
    with open_ledger(f"sqlite:///{path}") as ledger:
        film = ledger.ensure_production("Film")
        for number in range(3):
            file = SourceFile("a", "notes", str(number), 1, 1, 1)
            ledger.records.put(film, file, Record(notes=(Note(f"reading {number}"),)))
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(
            "SELECT n.text, f.superseded_at IS NULL FROM notes n JOIN files f ON f.id = n.file"
        ).fetchall()
    assert found == [("reading 0", 0), ("reading 1", 0), ("reading 2", 1)]
