"""A feature's worth of rows goes in and out in seconds.

Bounds are processor time of this process, so that other programs beside the test do not count.
"""

import resource
import time
from contextlib import contextmanager

import pytest

from circletake.model import (
    Cut,
    Event,
    Evidence,
    LogKind,
    LogRow,
    Outcome,
    Pair,
    Problem,
    SourceFile,
    Status,
    Take,
    Tie,
    Verdict,
    Why,
)
from circletake.plugins.stores.sql import open_ledger
from circletake.ports.formats import Record
from circletake.ports.stores import Mined
from circletake.testing._values import COMPARED
from circletake.timecode import RATES

pytestmark = pytest.mark.slow


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(f"sqlite:///{tmp_path}/ledger.db") as opened:
        yield opened


@contextmanager
def within(seconds):
    start = time.process_time()
    yield
    taken = time.process_time() - start
    assert taken < seconds, f"{taken:.2f} s, wanted {seconds} s"


def row(log, line):
    clip, slate = f"A{log:03}C{line:03}_240503_R1BY", f"{line % 200}A"
    columns = {"Scene": str(line % 200), "Slate": slate, "Take": str(line % 9), "Clip": clip,
               "Notes": "good for the end", "Circled": "Y", "Lens": "35mm", "T": "2.8"}  # fmt: skip
    return LogRow(
        LogKind.SCRIPT, line, str(line % 200), slate, str(line % 9), ("A",), clip, f"A{log:03}",
        Status.CIRCLED, "good for the end", "01:00:00:00", "01:01:00:00", RATES[0], columns,
    )  # fmt: skip


def event(number):
    return Event(
        f"{number:06}", "V", picture=True, record_in=number * 48, record_out=number * 48 + 48,
        source_in=number, source_out=number + 48, source_rate=RATES[0], clip_name=f"{number % 99}A",
        reel="A012", comments=("* FROM CLIP NAME: X",), line=number * 3,
    )  # fmt: skip


def feature():
    """40,000 log rows in 300 files and 12,000 events in 20 cuts."""
    for log in range(300):
        rows = tuple(row(log, line) for line in range(134))
        file = SourceFile(f"logs/{log}.csv", "csv", f"log{log}", 1, 134, 134, (Problem(3, "x"),))
        yield file, Record(log=rows)
    for cut in range(20):
        events = tuple(event(number) for number in range(600))
        file = SourceFile(f"cuts/{cut}.edl", "cmx3600", f"cut{cut}", 1, 600, 600)
        yield file, Record(cuts=(Cut(f"v{cut}", RATES[0], "file", events),))


def test_the_files_of_a_feature(ledger):
    film = ledger.ensure_production("Film")
    files = list(feature())
    with within(5):
        assert all(ledger.records.put(film, *each) for each in files)
    with within(1):
        rows = ledger.records.all(film, LogRow)
    assert len(rows) == 40_200
    assert rows[0].value == files[0][1].log[0]
    with within(1):
        cuts = ledger.records.all(film, Cut)
    assert sum(len(one.value.events) for one in cuts) == 12_000
    with within(0.5):
        assert not any(ledger.records.put(film, *each) for each in files)
        ledger.records.basis(film)


def test_what_is_mined_of_a_feature(ledger):
    film = ledger.ensure_production("Film")
    evidence = [(Evidence("v1.edl", n, "001 V C"), Evidence("log.csv", n, "NG")) for n in range(99)]
    mined = Mined(
        "basis",
        takes=tuple(
            Take(str(n % 200), f"{n % 200}A", n % 9, "A", f"A{n}", "A001", Status.NG, "soft",
                 {"v1": 30, "v2": 20}, Outcome.USED, evidence=evidence[n % 99])
            for n in range(20_000)
        ),
        ties=tuple(Tie(f"v{n % 20}", n, f"A{n}", 0.9, ("clip name",)) for n in range(12_000)),
        pairs=tuple(
            Pair(f"{n % 200}A", f"A{n}", f"B{n}", Why.SWAP, evidence[n % 99]) for n in range(30_000)
        ),
    )  # fmt: skip
    for _ in range(2):
        with within(1.5):
            ledger.mined.replace(film, mined)
    with within(1.5):
        assert ledger.mined.load(film) == mined


def test_the_verdicts_of_a_feature(ledger):
    film = ledger.ensure_production("Film")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    keys = [f"pair:{number}" for number in range(40_000)]
    with within(2.5):
        ids = ledger.chain.append(film, (COMPARED,) * 40_000, actor="mine", keys=keys)
    with within(1):
        assert ledger.chain.append(film, (COMPARED,) * 40_000, actor="mine", keys=keys) == ids
    assert sum(1 for _ in ledger.chain.standing(film, Verdict)) == 40_000
    with within(4):
        assert ledger.chain.verify(film).entries == 40_000
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert grown < 250, f"{grown:.0f} MiB"


def test_jobs_of_a_feature(ledger):
    with within(1):
        ledger.jobs.enqueue("read", {str(number): {"n": number} for number in range(20_000)})
    with within(5):
        for _ in range(1000):
            job = ledger.jobs.claim("w", ("read",))
            ledger.jobs.finish(job, {"ok": True})
    assert len(ledger.jobs.list("read")) == 20_000
