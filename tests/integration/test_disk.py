"""A full disk: StorageFull in words, nothing half written, and all goes on once there is room."""

import os
import shutil
import subprocess
import sys
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from circletake.errors import StorageFull
from circletake.model import LogKind, LogRow, SourceFile
from circletake.plugins.engines.local import LocalEngine
from circletake.plugins.exporters.jsonl import JsonLines
from circletake.plugins.exporters.parquet import Parquet
from circletake.plugins.stores.objects import open_media
from circletake.plugins.stores.sql import open_ledger
from circletake.plugins.stores.sql._database import Database, Place
from circletake.plugins.stores.sql._ledger import SqlLedger
from circletake.ports.engines import Work
from circletake.ports.formats import Record
from circletake.testing._values import COMPARED

ROOT = Path(__file__).parents[2]
ROWS = tuple(LogRow(LogKind.SCRIPT, line, notes=os.urandom(100).hex()) for line in range(200))
RECORD = Record(log=ROWS)


def file(number):
    return SourceFile(f"{number:04}.csv", "csv", str(number), 1, len(ROWS), len(ROWS))


def fill(ledger, film, known=0):
    """Put files until there is no room; how many there are then."""
    for number in count(known):
        try:
            ledger.records.put(film, file(number), RECORD)
        except StorageFull:
            break
    with pytest.raises(StorageFull, match="no space is left for the ledger") as told:
        ledger.records.put(film, file(number), RECORD)
    assert told.value.fix == "Make room, then try again."
    return number


def whole(ledger, film, files):
    """Every file that was told to be stored is there, with all its rows, and no other."""
    found = ledger.records.all(film, LogRow)
    assert [one.path for one in ledger.records.files(film)] == [
        f"{number:04}.csv" for number in range(files)
    ]
    assert [one.value for one in found] == list(ROWS) * files
    assert ledger.chain.verify(film).broken == ()


def test_a_ledger_that_may_not_grow(tmp_path):
    ledger = SqlLedger(Database(Place(sqlite=str(tmp_path / "ledger.db"))))

    def bound(pages):
        with ledger._database.read() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    with ledger:
        film = ledger.ensure_production("Film")
        ledger.chain.append(film, (COMPARED,), actor="m")
        bound(200)
        files = fill(ledger, film)
        assert files > 0
        whole(ledger, film, files)
        with pytest.raises(StorageFull):
            ledger.chain.append(film, (COMPARED,) * 3000, actor="m")
        assert ledger.chain.verify(film).entries == 1
        bound(100_000)
        assert ledger.records.put(film, file(files), RECORD)
        whole(ledger, film, files + 1)


def limited(folder):
    """Everything that writes, where no file may grow past 1 MiB; run in a process of its own."""
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with open_ledger(f"sqlite:///{folder}/ledger.db") as ledger:
        film = ledger.ensure_production("Film")
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, resource.RLIM_INFINITY))
        files = fill(ledger, film)
        whole(ledger, film, files)
        resource.setrlimit(resource.RLIMIT_FSIZE, (-1, resource.RLIM_INFINITY))
        assert ledger.records.put(film, file(files), RECORD)
        whole(ledger, film, files + 1)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, resource.RLIM_INFINITY))
    refused(folder, 3 << 20)


def refused(folder, size):
    """The media store and the exporters say so too, and leave nothing behind."""
    media = open_media(f"{folder}/media")
    small = media.put(b"small")
    large = folder.parent / "large.mov"
    large.write_bytes(os.urandom(1 << 16))
    kept = [{"chosen": "A1", "rejected": "A2"}]
    many = [{"chosen": os.urandom(200).hex(), "rejected": "A2"} for _ in range(size // 200)]
    for exporter, name in ((JsonLines(), "pairs.jsonl"), (Parquet(), "pairs.parquet")):
        exporter.export(kept, folder / name, {"production": "Film"})
        before = (folder / name).read_bytes()
        with pytest.raises(StorageFull):
            exporter.export(many, folder / name, {"production": "Film"})
        assert (folder / name).read_bytes() == before
    for source in (os.urandom(size), os.urandom(9 << 20)):
        with pytest.raises(StorageFull, match="no space is left for media"):
            media.put(source)
    assert media.get(small) == b"small"
    left = sorted(path.name for path in folder.rglob("*") if path.is_file())
    assert [name for name in left if not name.startswith("ledger.db")] == sorted(
        [small, "pairs.jsonl", "pairs.jsonl.about.json", "pairs.parquet"]
    )


def store(ledger, job):
    """A job that stores a file; of this module, so that workers find it."""
    ledger.records.put(ledger.production("Film"), file(int(job.key)), RECORD, job=job)


def small_disk(folder):
    """Everything that writes, on a disk of 4 MiB; run where the disk may be mounted."""
    studio = folder / "studio"
    studio.mkdir()
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", studio], check=True
    )  # fmt: skip
    try:
        on_it(studio)
    finally:
        subprocess.run(["umount", studio], check=True)


def on_it(studio):
    url = f"sqlite:///{studio}/ledger.db"
    ballast = studio / "ballast"
    ballast.write_bytes(bytes(1 << 20))
    with open_ledger(url) as ledger:
        film = ledger.ensure_production("Film")
        files = fill(ledger, film)
        whole(ledger, film, files)
        keys = [str(number) for number in range(files, files + 5)]
        ballast.unlink()
        ledger.jobs.enqueue("store", {key: {} for key in keys})
        files = fill(ledger, film, files)
        work = Work("store", frozenset(keys), partial(open_ledger, url), store)
        for workers in (1, 2):
            with pytest.raises(StorageFull):
                LocalEngine().run(work, workers=workers, on_done=lambda job: None)
    # The log of writes stays beside a ledger that could not take it in, and goes where it goes.
    for part in studio.glob("ledger.db*"):
        shutil.move(part, studio.parent)
    refused(studio, 5 << 20)
    with open_ledger(f"sqlite:///{studio.parent}/ledger.db") as ledger:
        whole(ledger, ledger.production("Film"), files)


def told(name, folder, *before):
    """Run a function of this module in a process of its own."""
    program = (
        "from pathlib import Path; from tests.integration import test_disk;"
        f"test_disk.{name}(Path({str(folder)!r}))"
    )
    return subprocess.run(
        [*before, sys.executable, "-W", "error", "-c", program],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_files_that_may_not_grow(tmp_path):
    studio = tmp_path / "studio"
    studio.mkdir()
    done = told("limited", studio)
    assert done.returncode == 0, done.stderr


def test_a_disk_that_is_full(tmp_path):
    unshare = shutil.which("unshare")
    alone = [unshare or "unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    if unshare is None or subprocess.run([*alone, "true"], check=False).returncode:
        pytest.skip("no small disk: this system lets nobody mount one")
    done = told("small_disk", tmp_path, *alone)
    assert done.returncode == 0, done.stderr
