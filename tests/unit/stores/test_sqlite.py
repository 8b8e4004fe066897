"""The ledger on SQLite: the suite, how it is opened, and what it says when it cannot be."""

import multiprocessing
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest

from circletake.errors import AskedWrongly, LedgerBusy, LedgerError, MissingDependency
from circletake.plugins.stores.sql import open_ledger
from circletake.plugins.stores.sql._database import Database, Place
from circletake.ports.stores import Chain, Jobs, Ledger, MediaReferences, MinedRecord, Records
from circletake.testing import stores


@pytest.mark.parametrize("check", stores.LEDGER_CHECKS, ids=stores.title)
def test_ledger(check, tmp_path):
    check(partial(open_ledger, f"sqlite:///{tmp_path}/ledger.db"))


def test_it_has_the_parts_of_a_ledger(tmp_path):
    with open_ledger(f"sqlite:///{tmp_path}/ledger.db") as ledger:
        assert isinstance(ledger, Ledger)
        for part, port in (
            (ledger.records, Records), (ledger.mined, MinedRecord), (ledger.chain, Chain),
            (ledger.jobs, Jobs), (ledger.media, MediaReferences),
        ):  # fmt: skip
            assert isinstance(part, port)


def test_relative_and_absolute_paths(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    open_ledger("sqlite:///here.db").close()
    open_ledger(f"sqlite:////{tmp_path}/there.db").close()
    assert {path.name for path in tmp_path.iterdir()} == {"here.db", "there.db"}


@pytest.mark.parametrize("name", ["Film #2", "100 % Wool?", "Älter & neuer", "a?timeouts=3", "%41"])
def test_folders_of_any_name(tmp_path, name):
    folder = tmp_path / name
    folder.mkdir()
    with open_ledger(f"sqlite:///{folder}/ledger.db?timeout=3") as ledger:
        ledger.ensure_production("Film")
    assert (folder / "ledger.db").is_file()
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_it_is_in_wal_mode_and_checks_references(tmp_path):
    database = Database(Place(sqlite=str(tmp_path / "ledger.db")))
    with closing(database), database.read() as connection:
        pragma = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragma == {
        "journal_mode": "wal", "synchronous": 1, "foreign_keys": 1, "busy_timeout": 10000,
    }  # fmt: skip


@pytest.mark.parametrize(
    "url",
    [
        "ledger.db", "", "sqlite:///", "sqlite:///:memory:", "sqlite://host/ledger.db",
        "mysql://host/name", "postgresql://host", "postgresql://host:port/name",
        "sqlite:///ledger.db?timeout=soon", "sqlite:///ledger.db?timeout=-1", "postgresql://[x/y",
    ],
)  # fmt: skip
def test_urls_that_name_no_ledger(url, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AskedWrongly) as told:
        open_ledger(url)
    assert told.value.fix
    assert not list(tmp_path.iterdir())


def test_postgresql_without_its_driver(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(MissingDependency) as told:
        open_ledger("postgresql://studio:secret@host/name")
    assert told.value.fix == 'Install it: pip install "circletake[postgres]"'
    assert "secret" not in str(told.value)


def test_a_folder_that_does_not_exist(tmp_path):
    with pytest.raises(LedgerError, match="folder does not exist") as told:
        open_ledger(f"sqlite:///{tmp_path}/none/ledger.db")
    assert str(tmp_path / "none") in (told.value.fix or "")


def test_a_file_that_is_no_database(tmp_path):
    path = tmp_path / "ledger.db"
    path.write_bytes(b"this is a letter to the studio, not a ledger\n" * 100)
    with pytest.raises(LedgerError, match="the file is no ledger"):
        open_ledger(f"sqlite:///{path}")
    assert path.read_bytes().startswith(b"this is a letter")


def test_a_database_of_another_program(tmp_path):
    path = tmp_path / "bookmarks.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    with pytest.raises(LedgerError, match="something other than a ledger") as told:
        open_ledger(f"sqlite:///{path}")
    assert "`bookmarks`" in str(told.value)
    with closing(sqlite3.connect(path)) as connection:
        (names,) = connection.execute("SELECT group_concat(name) FROM sqlite_master")
    assert names == ("bookmarks",)


def test_a_ledger_of_a_newer_circletake(tmp_path):
    path = tmp_path / "ledger.db"
    open_ledger(f"sqlite:///{path}").close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE circletake_version SET version_num = '0999'")
    with pytest.raises(LedgerError, match="newer circletake") as told:
        open_ledger(f"sqlite:///{path}")
    assert "0999" in (told.value.cause or "")
    assert told.value.fix == "Install the newer circletake."


def test_a_damaged_ledger(tmp_path):
    path = tmp_path / "ledger.db"
    with open_ledger(f"sqlite:///{path}") as ledger:
        film = ledger.ensure_production("Film")
        ledger.jobs.enqueue("read", {str(number): {"n": "x" * 500} for number in range(300)})
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(8192)
        file.write(os.urandom(size - 8192))
    damaged = pytest.raises(LedgerError, match="damaged|no ledger")
    with damaged as told, open_ledger(f"sqlite:///{path}") as ledger:
        ledger.jobs.list("read")
        ledger.records.files(film)
    assert told.value.fix


def test_a_cell_that_another_program_wrote(tmp_path):
    path = tmp_path / "ledger.db"
    with open_ledger(f"sqlite:///{path}") as ledger:
        film = ledger.ensure_production("Film")
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("UPDATE productions SET rate = 'fast'")
        with pytest.raises(LedgerError, match="cannot be understood") as told:
            ledger.production("film")
        assert "TimecodeError" in str(told.value)
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("UPDATE productions SET rate = NULL, cut_order = '[1'")
        with pytest.raises(LedgerError, match="cannot be understood"):
            ledger.productions()
        assert ledger.records.files(film) == ()


def _open(url, start, told):
    start.wait()
    try:
        with open_ledger(url) as ledger:
            ledger.ensure_production("Film")
        told.put("fine")
    except Exception as error:  # noqa: BLE001
        told.put(repr(error))


def test_processes_that_open_a_new_ledger_at_once(tmp_path):
    context = multiprocessing.get_context("spawn")
    start, told = context.Event(), context.Queue()
    url = f"sqlite:///{tmp_path}/ledger.db"
    crew = [context.Process(target=_open, args=(url, start, told)) for _ in range(3)]
    for one in crew:
        one.start()
    start.set()
    answers = [told.get(timeout=60) for _ in crew]
    for one in crew:
        one.join()
    told.close()
    told.join_thread()
    assert answers == ["fine"] * 3
    with open_ledger(url) as ledger:
        assert [one.name for one in ledger.productions()] == ["Film"]


def test_threads_that_make_ledgers_at_once(tmp_path):
    def make(number):
        with open_ledger(f"sqlite:///{tmp_path}/{number}.db") as ledger:
            return ledger.ensure_production("Film").name

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(make, range(8))) == ["Film"] * 8


def test_importing_it_loads_no_database():
    program = (
        "import sys, circletake.plugins.stores.sql, circletake.plugins.stores.objects;"
        "sys.exit(bool({'sqlalchemy', 'alembic', 'obstore', 'psycopg'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_opening_an_old_one_loads_no_migrations(tmp_path):
    url = f"sqlite:///{tmp_path}/ledger.db"
    open_ledger(url).close()
    program = (
        "import sys; from circletake.plugins.stores.sql import open_ledger;"
        f"open_ledger({url!r}).close(); sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_timeout_of_the_url_is_kept(tmp_path):
    path = tmp_path / "ledger.db"
    open_ledger(f"sqlite:///{path}").close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with (
            open_ledger(f"sqlite:///{path}?timeout=0.2") as ledger,
            pytest.raises(LedgerBusy, match="another program holds the ledger"),
        ):
            ledger.ensure_production("Film")


@pytest.fixture
def shelf():
    """A folder with a ledger, and a way to look at it as somebody who is not root."""
    folder = Path(tempfile.mkdtemp(prefix="shelf"))
    path = folder / "ledger.db"
    with open_ledger(f"sqlite:///{path}") as ledger:
        ledger.ensure_production("Film")

    @contextmanager
    def guest():
        before = os.geteuid()
        if before == 0:
            os.seteuid(65534)
        try:
            yield f"sqlite:///{path}"
        finally:
            os.seteuid(before)

    yield path, guest
    folder.chmod(0o700)
    shutil.rmtree(folder)


@pytest.mark.parametrize("folder", [0o777, 0o555])
def test_a_ledger_that_may_only_be_read(shelf, folder):
    path, guest = shelf
    path.chmod(0o444)
    path.parent.chmod(folder)
    with guest() as url, open_ledger(url) as ledger:
        assert [one.name for one in ledger.productions()] == ["Film"]
        with pytest.raises(LedgerError, match="cannot be written") as told:
            ledger.ensure_production("Other")
    assert told.value.fix == "Give this user the right to write it."


@pytest.mark.parametrize(("folder", "file"), [(0o700, 0o644), (0o777, 0o600)])
def test_a_ledger_that_may_not_be_read(shelf, folder, file):
    path, guest = shelf
    path.chmod(file if os.geteuid() == 0 else 0)
    path.parent.chmod(folder)
    with guest() as url, pytest.raises(LedgerError, match="cannot be opened") as told:
        open_ledger(url)
    assert told.value.fix
