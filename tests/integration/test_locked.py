"""Another program holds the ledger: readers go on, writers wait, then say so."""

import contextlib
import sqlite3
import threading
import time

import pytest

from circletake.errors import LedgerBusy
from circletake.model import LogRow, SourceFile, Verdict
from circletake.plugins.stores.sql import open_ledger
from circletake.ports.formats import Record
from circletake.ports.stores import Job, Mined
from circletake.testing._values import COMPARED
from circletake.timecode import RATES

JOB = Job(1, "read", "a", {}, "running", 1)
FILE = SourceFile("a.csv", "csv", "0", 1, 1, 1)
WRITES = {
    "ensure_production": lambda ledger, film: ledger.ensure_production("Other"),
    "set_production": lambda ledger, film: ledger.set_production(film, rate=RATES[0]),
    "put": lambda ledger, film: ledger.records.put(film, FILE, Record()),
    "replace": lambda ledger, film: ledger.mined.replace(film, Mined("b")),
    "append": lambda ledger, film: ledger.chain.append(film, (COMPARED,), actor="m"),
    "erase": lambda ledger, film: ledger.chain.erase(film, "x", actor="m", because=""),
    "enqueue": lambda ledger, film: ledger.jobs.enqueue("read", {"b": {}}),
    "claim": lambda ledger, film: ledger.jobs.claim("v", ("read",)),
    "renew": lambda ledger, film: ledger.jobs.renew(JOB),
    "finish": lambda ledger, film: ledger.jobs.finish(JOB, {}),
    "fail": lambda ledger, film: ledger.jobs.fail(JOB, "torn"),
    "release": lambda ledger, film: ledger.jobs.release("w"),
    "forget": lambda ledger, film: ledger.jobs.forget("read", ("a",)),
    "attach": lambda ledger, film: ledger.media.attach(film, "0" * 64, "a.mov", 1),
    "detach": lambda ledger, film: ledger.media.detach(film, "0" * 64, "a.mov"),
}
READS = {
    "productions": lambda ledger, film: ledger.productions(),
    "production": lambda ledger, film: ledger.production("film"),
    "ensure_production": lambda ledger, film: ledger.ensure_production("FILM"),
    "files": lambda ledger, film: ledger.records.files(film),
    "all": lambda ledger, film: ledger.records.all(film, LogRow),
    "basis": lambda ledger, film: ledger.records.basis(film),
    "load": lambda ledger, film: ledger.mined.load(film),
    "entries": lambda ledger, film: list(ledger.chain.entries(film)),
    "standing": lambda ledger, film: list(ledger.chain.standing(film, Verdict)),
    "verify": lambda ledger, film: ledger.chain.verify(film),
    "list": lambda ledger, film: ledger.jobs.list("read"),
    "holders": lambda ledger, film: ledger.jobs.holders("read"),
    "reaches": lambda ledger, film: ledger.media.reaches(film, "0" * 64),
}


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "ledger.db"
    with open_ledger(f"sqlite:///{made}") as ledger:
        ledger.ensure_production("Film")
        ledger.jobs.enqueue("read", {"a": {}})
        ledger.jobs.claim("w", ("read",))
    return made


@contextlib.contextmanager
def held(path, how="BEGIN EXCLUSIVE"):
    """A second program has the ledger."""
    with contextlib.closing(
        sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    ) as other:
        other.execute(how)
        yield other


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_write_says_that_another_is_in_the_way(path, write):
    with open_ledger(f"sqlite:///{path}?timeout=0.1") as ledger:
        film = ledger.production("Film")
        with held(path):
            with pytest.raises(LedgerBusy, match="another program holds the ledger") as told:
                write(ledger, film)
            assert told.value.file == str(path)
            assert told.value.cause == "database is locked"
            assert told.value.fix == "Wait for it to end, then try again."
        assert ledger.records.files(film) == ()
        assert [job.state for job in ledger.jobs.list("read")] == ["running"]


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_readers_do_not_wait_for_a_writer(path, read):
    with open_ledger(f"sqlite:///{path}?timeout=0.1") as ledger:
        film = ledger.production("Film")
        with held(path) as other:
            other.execute("UPDATE productions SET name = 'half written'")
            read(ledger, film)
            assert ledger.production("Film") == film


def test_it_can_be_opened_while_another_writes(path):
    with held(path), open_ledger(f"sqlite:///{path}?timeout=0.1") as ledger:
        assert [one.name for one in ledger.productions()] == ["Film"]


def test_a_new_one_cannot_be_made_while_another_has_the_file(tmp_path):
    path = tmp_path / "ledger.db"
    with held(path), pytest.raises(LedgerBusy):
        open_ledger(f"sqlite:///{path}?timeout=0.1")
    open_ledger(f"sqlite:///{path}").close()


def test_a_writer_waits_for_its_turn(path):
    with open_ledger(f"sqlite:///{path}?timeout=20") as ledger, held(path) as other:
        threading.Timer(0.6, lambda: other.execute("COMMIT")).start()
        start = time.monotonic()
        ledger.ensure_production("Other")
        assert 0.4 < time.monotonic() - start < 10
        assert len(ledger.productions()) == 2


def test_the_timeout_is_how_long_it_waits(path):
    with open_ledger(f"sqlite:///{path}?timeout=0.7") as ledger, held(path):
        start = time.monotonic()
        with pytest.raises(LedgerBusy):
            ledger.ensure_production("Other")
        assert 0.5 < time.monotonic() - start < 5
