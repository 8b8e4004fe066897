"""The local engine: every job once in effect, whatever happens to the workers."""

import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from circletake.errors import AskedWrongly, LedgerBusy, LedgerError, NotFound, StorageFull
from circletake.plugins.engines.local import LocalEngine, _crew, _names
from circletake.plugins.stores.sql import open_ledger
from circletake.ports.engines import Engine, Work
from circletake.ports.stores import Job
from tests.unit.engines import handlers

ROOT = str(Path(__file__).parents[3])


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path}/ledger.db"


@pytest.fixture
def ledger(url):
    with open_ledger(url) as opened:
        yield opened


@pytest.fixture
def prepare(ledger, url, tmp_path):
    """Queue jobs and say how they are done."""

    def queue(handle, keys, lease=30.0, attempts=3, **payload):
        log = {"log": str(tmp_path / "log"), **payload}
        ledger.jobs.enqueue("work", {key: {**log, **keys.get(key, {})} for key in keys})
        return Work("work", frozenset(keys), partial(open_ledger, url), handle, lease, attempts)

    return queue


def run(work, workers):
    """Run; the jobs that ended, in the order told."""
    ended: list[Job] = []
    LocalEngine().run(work, workers=workers, on_done=ended.append)
    assert not multiprocessing.active_children()
    return ended


def lines(tmp_path):
    return [line.split() for line in (tmp_path / "log").read_text().splitlines()]


def keys(number):
    return {f"job-{each:03}": {} for each in range(number)}


def test_it_is_an_engine():
    assert isinstance(LocalEngine(), Engine)
    assert LocalEngine.name == "local"


@pytest.mark.parametrize("workers", [1, 3])
def test_every_job_is_done_and_told_once(prepare, tmp_path, workers):
    work = prepare(handlers.note, keys(40))
    ended = run(work, workers)
    assert sorted(job.key for job in ended) == sorted(work.keys)
    assert {job.state for job in ended} == {"done"}
    done = lines(tmp_path)
    assert sorted(key for key, _, _ in done) == sorted(work.keys)
    by = {pid for _, _, pid in done}
    assert (by == {str(os.getpid())}) is (workers == 1)
    assert workers == 1 or str(os.getpid()) not in by


@pytest.mark.parametrize("workers", [1, 2])
def test_a_job_that_goes_wrong_fails_in_words(prepare, workers):
    work = prepare(
        handlers.go_wrong, {"ours": {}, "theirs": {}, "memory": {}, "nothing": {}, "fine": {}}
    )
    ended = {job.key: job for job in run(work, workers)}
    assert {key: job.state for key, job in ended.items() if job.state != "failed"} == {
        "fine": "done"
    }
    assert ended["ours"].error == "nothing is asked. Ask."
    assert ended["theirs"].error == "KeyError: 'x'"
    assert "memory" in (ended["memory"].error or "")
    assert "did not finish" in (ended["nothing"].error or "")


def test_a_lease_lost_on_the_way_is_no_failure(prepare):
    work = replace(prepare(handlers.go_wrong, {"taken": {}}), attempts=2)
    (job,) = run(work, 1)
    assert (job.state, job.attempt) == ("failed", 3)
    assert "begun 2 times" in (job.error or "")


def test_jobs_that_ended_before_are_told_too(prepare, ledger):
    work = prepare(handlers.note, keys(3))
    done = ledger.jobs.claim("other", ["work"])
    ledger.jobs.finish(done, {"by": "other"})
    ended = run(work, 2)
    assert len(ended) == 3
    assert ended[0].result == {"by": "other"}
    assert run(replace(work, keys=frozenset()), 2) == []


def test_a_job_that_was_never_queued_is_not_waited_for(prepare):
    work = prepare(handlers.note, keys(1))
    with pytest.raises(NotFound, match="`other` was never queued"):
        run(replace(work, keys=frozenset({"other"})), 1)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_lease_is_renewed_while_a_job_runs(prepare, tmp_path, workers):
    work = prepare(handlers.note, keys(2), lease=0.5, seconds=1.6)
    ended = run(work, workers)
    assert [(job.state, job.attempt) for job in ended] == [("done", 1)] * 2
    assert len(lines(tmp_path)) == 2


@pytest.mark.parametrize("way", ["killed", "segfault", "exit"])
def test_a_worker_that_dies_loses_nothing(prepare, tmp_path, way):
    work = prepare(handlers.die, keys(6) | {"job-002": {"times": 1}}, way=way)
    start = time.monotonic()
    ended = {job.key: job for job in run(work, 2)}
    assert time.monotonic() - start < 20, "nobody waits for a dead worker's lease"
    assert {job.state for job in ended.values()} == {"done"}
    assert ended["job-002"].attempt == 2
    assert sorted(key for key, _, _ in lines(tmp_path)) == sorted(work.keys)


def test_a_job_that_kills_every_worker_fails_and_the_others_are_done(prepare):
    work = prepare(handlers.die, keys(4) | {"job-001": {"times": 99}}, way="killed", attempts=2)
    ended = {job.key: job for job in run(work, 2)}
    assert ended.pop("job-001").error == (
        "begun 2 times, and each time its worker ended before it did: its worker was ended by "
        "SIGKILL, as the system does when memory runs out"
    )
    assert {job.state for job in ended.values()} == {"done"}


@pytest.mark.parametrize("workers", [1, 2])
def test_a_job_that_asks_to_exit_only_fails(prepare, workers):
    work = prepare(handlers.die, keys(2) | {"job-000": {"times": 99}}, way="raise")
    ended = {job.key: job for job in run(work, workers)}
    assert (ended["job-000"].state, ended["job-000"].error) == ("failed", "SystemExit: 3")
    assert ended["job-001"].state == "done"


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(
    ("handle", "kind"), [(handlers.meet_busy, LedgerBusy), (handlers.meet_full, StorageFull)]
)
def test_a_ledger_that_fails_ends_the_run_and_leaves_the_jobs(
    prepare, ledger, handle, kind, workers
):
    work = prepare(handle, keys(3))
    with pytest.raises(kind):
        run(work, workers)
    assert {job.state for job in ledger.jobs.list("work")} == {"queued"}


def test_a_ledger_that_workers_cannot_open_ends_the_run(prepare, url):
    class Here:
        def __call__(self):
            return open_ledger(url)

        def __reduce__(self):
            return (handlers.opener_that_fails, ())

    work = replace(prepare(handlers.note, keys(2)), open_ledger=Here())
    with pytest.raises(LedgerBusy, match="while it was opened"):
        run(work, 2)


def test_work_that_other_processes_cannot_have_is_refused(prepare):
    work = replace(prepare(handlers.note, keys(2)), handle=lambda ledger, job: None)
    with pytest.raises(AskedWrongly, match="other processes") as told:
        run(work, 2)
    assert told.value.fix


def test_workers_that_only_die_are_given_up(prepare, monkeypatch, ledger):
    monkeypatch.setattr(_crew, "_IN_VAIN", 3)
    monkeypatch.setattr(_crew, "serve", os.abort)
    work = prepare(handlers.note, keys(2))
    with pytest.raises(LedgerError, match="die before they do anything"):
        run(work, 2)
    assert {job.state for job in ledger.jobs.list("work")} == {"queued"}


@pytest.mark.parametrize("workers", [1, 3])
def test_an_interrupt_ends_the_workers_and_leaves_the_jobs(prepare, ledger, tmp_path, workers):
    work = prepare(handlers.note, keys(30), seconds=0.05)
    told = []

    def interrupt(job):
        told.append(job.key)
        if len(told) == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        LocalEngine().run(work, workers=workers, on_done=interrupt)
    assert not multiprocessing.active_children()
    states = [job.state for job in ledger.jobs.list("work")]
    assert "running" not in states
    assert states.count("queued") > 10
    assert len(run(work, workers)) == 30
    assert sorted({key for key, _, _ in lines(tmp_path)}) == sorted(work.keys)


SCRIPT = textwrap.dedent(
    """
    import sys
    from functools import partial
    from circletake.plugins.engines.local import LocalEngine
    from circletake.plugins.stores.sql import open_ledger
    from circletake.ports.engines import Work
    from tests.unit.engines import handlers

    def told(job):
        print(job.key, flush=True)

    if __name__ == "__main__":
        url, workers = sys.argv[1:]
        keys = frozenset(f"job-{each:03}" for each in range(40))
        work = Work("work", keys, partial(open_ledger, url), handlers.note)
        try:
            LocalEngine().run(work, workers=int(workers), on_done=told)
        except KeyboardInterrupt:
            sys.exit(130)
    """
)


@pytest.fixture
def program(prepare, url, tmp_path):
    """A program of its own that runs the queued jobs; in a group of its own, as in a terminal."""
    prepare(handlers.note, keys(40), seconds=0.1)
    script = tmp_path / "program.py"
    script.write_text(SCRIPT)

    def start(workers):
        process = subprocess.Popen(
            [sys.executable, script, url, str(workers)],
            cwd=ROOT, env=os.environ | {"PYTHONPATH": ROOT}, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            # As in a terminal, also where whoever started the tests ignores Ctrl-C.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads here
        )  # fmt: skip
        assert process.stdout is not None
        for _ in range(3):
            assert process.stdout.readline().startswith("job-")
        return process

    return start


def gone(group):
    """True once no process of a group is left (the interpreter's own helper ends last)."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_in_a_terminal_ends_everything_without_a_word(program, prepare, ledger, workers):
    process = program(workers)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert (process.returncode, said) == (130, "")
    assert gone(process.pid), "nobody of its group is left"
    assert {job.state for job in ledger.jobs.list("work")} == {"done", "queued"}
    assert len(run(prepare(handlers.note, keys(40)), 2)) == 40


@pytest.mark.parametrize("workers", [1, 2])
def test_a_killed_program_leaves_its_jobs_to_the_next_at_once(program, prepare, ledger, workers):
    """Though the leases of the dead would run for another half minute."""
    process = program(workers)
    process.kill()
    process.communicate(timeout=20)
    start = time.monotonic()
    ended = run(prepare(handlers.note, keys(40)), 2)
    assert {job.state for job in ended} == {"done"}
    assert len(ended) == 40
    assert time.monotonic() - start < 20


def test_names_tell_the_dead_from_the_living():
    here = _names.worker_name()
    assert not _names.is_dead(here)
    assert not _names.is_dead(f"{here}.3")
    assert here != _names.worker_name()
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    began = here.rpartition("/")[2]
    machine = here.split("/")[1]
    assert _names.is_dead(f"local/{machine}/{child.pid}/{began}.1")
    assert _names.is_dead(f"local/{machine}/{os.getpid()}/abc.1"), "another had this number"
    assert not _names.is_dead(f"local/ffffffffffff/{child.pid}/{began}.1"), "another machine's"
    assert not _names.is_dead("somebody else")
