"""Workers and whole programs are killed while they work; every job is done once in effect."""

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from functools import partial
from pathlib import Path

import pytest

from circletake.model import LogKind, LogRow, SourceFile, Verdict
from circletake.plugins.engines.local import LocalEngine
from circletake.plugins.stores.sql import open_ledger
from circletake.ports.engines import Work
from circletake.ports.formats import Record
from circletake.testing._values import COMPARED

ROOT = Path(__file__).parents[2]
ROWS = 20


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request, tmp_path):
    """An empty ledger on each database."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgres_url")
    return f"sqlite:///{tmp_path}/ledger.db"


def store(ledger, job):
    """What a job does: a file into the records, with the job's end, and an entry in the chain."""
    film = ledger.production("Film")
    key = job.key
    rows = tuple(LogRow(LogKind.SOUND, line, notes=key) for line in range(ROWS))
    time.sleep(0.01)
    ledger.chain.append(film, (COMPARED,), actor="m", keys=(key,))
    file = SourceFile(f"{key}.csv", "csv", key, 1, ROWS, ROWS)
    ledger.records.put(film, file, Record(log=rows), job=job)


def prepare(url, number):
    """Queue jobs; the work that does them."""
    keys = [f"{each:04}" for each in range(number)]
    with open_ledger(url) as ledger:
        ledger.ensure_production("Film")
        ledger.jobs.enqueue("store", {key: {} for key in keys})
    return Work("store", frozenset(keys), partial(open_ledger, url), store, attempts=50)


def complete(url, work):
    """Nothing is lost and nothing is there twice."""
    with open_ledger(url) as ledger:
        film = ledger.production("Film")
        jobs = ledger.jobs.list("store")
        assert {job.key: job.state for job in jobs} == dict.fromkeys(work.keys, "done")
        files = ledger.records.files(film)
        assert sorted(file.sha256 for file in files) == sorted(work.keys)
        rows = ledger.records.all(film, LogRow)
        assert sorted(one.value.notes for one in rows) == sorted([*work.keys] * ROWS)
        told = ledger.chain.verify(film)
        assert (told.entries, told.broken) == (len(work.keys), ())
        assert sorted(one.key or "" for one in ledger.chain.standing(film, Verdict)) == sorted(
            work.keys
        )
    return jobs


def test_workers_killed_at_random(url):
    work = prepare(url, 80)
    draw = random.Random(7)
    ended, killed = [], set()

    def kill(job):
        ended.append(job.key)
        crew = [child.pid for child in multiprocessing.active_children() if child.pid]
        if len(ended) % 10 == 0 and crew:
            victim = draw.choice(crew)
            os.kill(victim, signal.SIGKILL)
            killed.add(victim)

    LocalEngine().run(work, workers=3, on_done=kill)
    assert len(killed) >= 5
    assert sorted(ended) == sorted(work.keys)
    complete(url, work)


PROGRAM = textwrap.dedent(
    """
    import sys
    from circletake.plugins.engines.local import LocalEngine
    from tests.integration import test_kill

    if __name__ == "__main__":
        url, workers = sys.argv[1:]
        work = test_kill.prepare(url, 70)
        told = lambda job: print(job.key, flush=True)
        LocalEngine().run(work, workers=int(workers), on_done=told)
    """
)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_program_killed_again_and_again(url, tmp_path, workers):
    """Each time after some jobs; all its processes at once, as when a machine loses power."""
    script = tmp_path / "program.py"
    script.write_text(PROGRAM)
    work = prepare(url, 70)
    for _ in range(2):
        process = subprocess.Popen(
            [sys.executable, script, url, str(workers)],
            cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stdout is not None
        seen = {process.stdout.readline() for _ in range(20)}
        assert "" not in seen, process.communicate()[1]
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    start = time.monotonic()
    LocalEngine().run(work, workers=2, on_done=lambda job: None)
    assert time.monotonic() - start < 25, "the leases of the dead are not waited for"
    complete(url, work)


def test_a_worker_that_comes_back_late_changes_nothing(url):
    """Its lease ran out while it slept, another did the job: it is told, and nothing is stored."""
    work = prepare(url, 1)
    with open_ledger(url) as late, open_ledger(url) as other:
        film = late.production("Film")
        mine = late.jobs.claim("late", ("store",), lease=0.0)
        yours = other.jobs.claim("other", ("store",))
        assert mine is not None
        assert yours is not None
        assert (mine.id, mine.attempt, yours.attempt) == (yours.id, 1, 2)
        store(other, yours)
        before = late.records.basis(film)
        with pytest.raises(Exception, match="given to another worker"):
            store(late, mine)
        assert late.records.basis(film) == before
    complete(url, work)
