"""The ledger on a real PostgreSQL server: the suite, its migrations, its triggers, its faults."""

import contextlib
import multiprocessing
from functools import partial

import pytest
import sqlalchemy as sa

from circletake.errors import CircletakeError, LedgerBusy, LedgerError, StorageFull
from circletake.model import Consent, Finding, LogKind, LogRow, SourceFile
from circletake.plugins.stores.sql import open_ledger
from circletake.plugins.stores.sql._database import Database
from circletake.plugins.stores.sql._migrate import VERSIONS, bring_up_to_date, move
from circletake.plugins.stores.sql._open import _place
from circletake.ports.formats import Record
from circletake.ports.stores import Mined
from circletake.testing import stores
from circletake.testing._values import COMPARED, MINED, OTHERS, RECORD
from tests.unit.stores.schema import differences

pytestmark = pytest.mark.postgres


@pytest.fixture
def ledger(postgres_url):
    with open_ledger(postgres_url) as opened:
        yield opened


@pytest.fixture
def database(postgres_url):
    opened = Database(_place(postgres_url))
    yield opened
    opened.close()


@pytest.fixture
def ask(postgres_url):
    """Run statements as somebody with the database's password; the last one's rows."""
    import psycopg

    def run(*statements):
        connection = psycopg.connect(postgres_url, autocommit=True)
        with contextlib.closing(connection):
            cursors = [connection.execute(statement) for statement in statements]
            return cursors[-1].fetchall() if cursors[-1].description else []

    return run


@pytest.mark.parametrize("check", stores.LEDGER_CHECKS, ids=stores.title)
def test_ledger(check, postgres_url):
    check(partial(open_ledger, postgres_url))


def test_migrations_make_the_tables_that_the_code_uses(database):
    bring_up_to_date(database)
    assert differences(database) == []


def test_up_down_and_up_again(database, ask):
    bring_up_to_date(database)
    with database.write() as connection:
        move(connection, "base")
        left = set(sa.inspect(connection).get_table_names())
    assert left == {"circletake_version"}
    assert ask("SELECT count(*) FROM pg_proc WHERE proname LIKE 'circletake%'") == [(0,)]
    bring_up_to_date(database)
    assert differences(database) == []


def test_it_lives_beside_other_tables_but_not_in_their_place(postgres_url, ask):
    ask("CREATE TABLE alembic_version (version_num text)", "CREATE TABLE invoices (id int)")
    open_ledger(postgres_url).close()
    assert ask("SELECT version_num FROM circletake_version") == [(VERSIONS[-1],)]


def test_a_table_of_another_program_is_not_taken(postgres_url, ask):
    ask("CREATE TABLE takes (id int)")
    with pytest.raises(LedgerError, match="something other than a ledger"):
        open_ledger(postgres_url)


def test_a_ledger_of_a_newer_circletake(postgres_url, ask):
    open_ledger(postgres_url).close()
    ask("UPDATE circletake_version SET version_num = '0999'")
    with pytest.raises(LedgerError, match="newer circletake"):
        open_ledger(postgres_url)


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("SELECT columns ->> 'Scene' FROM log_rows WHERE slate = '24A'", "24"),
        ("SELECT count(*) FROM log_rows WHERE cameras @> '[\"B\"]'", 1),
        ("SELECT sum((used_frames ->> 'v2')::int) FROM takes", 48),
        ("SELECT problems -> 0 ->> 'message' FROM files", "no slate"),
        ("SELECT payload::jsonb -> 'brief' ->> 'subject' FROM entries WHERE kind = 'verdict'",
         "setup:24A"),
        ("SELECT at::timestamptz > now() - interval '1 day' FROM entries LIMIT 1", True),
    ],
)  # fmt: skip
def test_it_can_be_asked_by_sql(ledger, ask, query, answer):
    film = ledger.ensure_production("Film")
    ledger.records.put(film, stores._file("a.csv"), RECORD)
    ledger.mined.replace(film, MINED)
    ledger.chain.append(film, (COMPARED,), actor="mine")
    assert ask(query)[0] == (answer,)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET payload = replace(payload, 'editor', 'nobody')",
        "UPDATE entries SET payload = NULL",
        "UPDATE entries SET payload = NULL, salt = NULL, actor = 'me'",
        "DELETE FROM entries WHERE seq = 1",
        "TRUNCATE entries",
        "DELETE FROM subjects",
        "UPDATE subjects SET subject = 'x'",
        "TRUNCATE subjects",
    ],
)
def test_the_database_itself_refuses_to_alter_the_chain(ledger, ask, statement):
    import psycopg

    film = ledger.ensure_production("Film")
    ledger.chain.append(film, (COMPARED, *OTHERS), actor="mine")
    with pytest.raises(psycopg.errors.RestrictViolation, match="append-only"):
        ask(statement)
    assert ledger.chain.verify(film).broken == ()


def test_who_drops_the_triggers_is_found_out(ledger, ask):
    film = ledger.ensure_production("Film")
    ledger.chain.append(film, (COMPARED, *OTHERS), actor="mine")
    head = ledger.chain.verify(film).head
    ask(
        "DROP TRIGGER entries_update ON entries",
        "DROP TRIGGER entries_delete ON entries",
        "UPDATE entries SET payload = replace(payload, 'editor', 'nobody') WHERE seq = 1",
        "DELETE FROM entries WHERE seq = 6",
        "UPDATE entries SET actor = 'nobody' WHERE seq = 3",
    )
    told = ledger.chain.verify(film, head)
    assert [seq for seq, _ in told.broken] == [1, 3, 5]


def _write(url, start, number, told):
    start.wait()
    try:
        with open_ledger(url) as ledger:
            film = ledger.ensure_production("Film")
            for each in range(10):
                file = SourceFile(f"{each}.csv", "csv", str(each), 1, 1, 1)
                ledger.records.put(film, file, Record(log=(LogRow(LogKind.SOUND, each),)))
                keys = (f"{number}-{each}", f"both-{each}")
                ledger.chain.append(film, (COMPARED,) * 2, actor=str(number), keys=keys)
                ledger.mined.replace(film, Mined(str(number), findings=(Finding("k", "s", "m"),)))
        told.put("fine")
    except CircletakeError as error:
        told.put(repr(error))


def test_processes_that_write_the_same_at_once(postgres_url):
    """From an empty database on: tables, production, files, chain and what is mined."""
    context = multiprocessing.get_context("spawn")
    start, told = context.Event(), context.Queue()
    crew = [context.Process(target=_write, args=(postgres_url, start, n, told)) for n in range(3)]
    for one in crew:
        one.start()
    start.set()
    answers = [told.get(timeout=120) for _ in crew]
    for one in crew:
        one.join()
    told.close()
    told.join_thread()
    assert answers == ["fine"] * 3
    with open_ledger(postgres_url) as ledger:
        (film,) = ledger.productions()
        assert len(ledger.records.all(film, LogRow)) == 10
        verified = ledger.chain.verify(film)
        assert (verified.entries, verified.broken) == (40, ())
        mined = ledger.mined.load(film)
        assert mined is not None
        assert len(mined.findings) == 1


def test_a_wrong_password_is_not_repeated(postgres):
    with pytest.raises(LedgerError, match="refuses the login") as told:
        open_ledger(postgres.url("postgres", "wrong-and-secret"))
    assert told.value.fix == "Check user and password."
    assert "secret" not in str(told.value)
    assert postgres.password not in str(told.value)


def test_no_such_database_or_user(postgres):
    with pytest.raises(LedgerError, match="no such database"):
        open_ledger(postgres.url("nothing"))
    with pytest.raises(LedgerError, match="refuses the login"):
        open_ledger(postgres.url("postgres").replace("studio:", "stranger:"))


def test_nobody_listens(postgres):
    url = f"postgresql://studio:secret@127.0.0.1:{_closed_port()}/film"
    with pytest.raises(LedgerError, match="server cannot be reached") as told:
        open_ledger(url)
    assert "secret" not in str(told.value)
    assert told.value.fix


def _closed_port():
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def test_a_user_who_may_only_read(postgres, postgres_url, ledger, ask):
    film = ledger.ensure_production("Film")
    ask("CREATE ROLE guest LOGIN PASSWORD 'guest'", "GRANT SELECT ON ALL TABLES IN SCHEMA public "
        "TO guest")  # fmt: skip
    url = f"postgresql://guest:guest@127.0.0.1:{postgres.port}/{postgres_url.rpartition('/')[2]}"
    try:
        with open_ledger(url) as guest:
            assert guest.productions() == (film,)
            with pytest.raises(LedgerError, match="lacks the right") as told:
                guest.ensure_production("Other")
            assert told.value.fix
    finally:
        ask("DROP OWNED BY guest", "DROP ROLE guest")


def test_a_table_that_another_program_holds(postgres_url, ledger):
    import psycopg

    film = ledger.ensure_production("Film")
    other = psycopg.connect(postgres_url)
    with contextlib.closing(other), open_ledger(f"{postgres_url}?timeout=0.3") as patient:
        other.execute("LOCK TABLE entries IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(LedgerBusy, match="another program holds the ledger"):
            patient.chain.append(film, (COMPARED,), actor="m")
        other.rollback()
        assert patient.chain.append(film, (COMPARED,), actor="m")


def test_what_the_server_says_is_told_in_words(ledger, ask):
    """The server itself raises them, as it would when its disk is full or it is shut down."""
    film = ledger.ensure_production("Film")
    ask("CREATE FUNCTION meet() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'so it is' USING ERRCODE = NEW.name; END $$",
        "CREATE TRIGGER meet BEFORE INSERT ON media_references FOR EACH ROW EXECUTE FUNCTION "
        "meet()")  # fmt: skip
    for state, kind, words in (
        ("53100", StorageFull, "no space is left"), ("25006", LedgerError, "cannot be written"),
        ("57P01", LedgerError, "cannot be reached"), ("40P01", LedgerBusy, "another program"),
        ("53300", LedgerBusy, "another program"), ("XX001", LedgerError, "damaged"),
        ("58030", LedgerError, "cannot use its files"), ("P0001", LedgerError, "cannot do it"),
    ):  # fmt: skip
        with pytest.raises(kind, match=words) as told:
            ledger.media.attach(film, "0" * 64, state, 1)
        assert type(told.value) is kind
        assert "so it is" in (told.value.cause or "")


def test_a_server_that_goes_away_and_comes_back(postgres, postgres_url, ledger):
    film = ledger.ensure_production("Film")
    name = postgres_url.rpartition("/")[2]
    postgres.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    assert ledger.productions() == (film,), "a dropped connection is made again"
    consent = Consent("c", "Jo", ("voice",), "x")
    with pytest.raises(LedgerError, match="cannot be reached"), ledger._database.write() as held:
        held.execute(sa.select(1))
        postgres.run(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        )
        held.execute(sa.select(1))
    assert ledger.chain.append(film, (consent,), actor="m")
