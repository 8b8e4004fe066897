"""The command line over a real ledger: a lap, again, interrupted, refused, changed meanwhile."""

import json
import os
import resource
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from tests.integration.shoot import (
    COMMAND,
    answer,
    clip,
    edl,
    many_files,
    run,
    start,
    write_shoot,
)  # fmt: skip


@pytest.fixture
def studio(tmp_path):
    return tmp_path / "studio"


@pytest.fixture
def shoot(tmp_path):
    return write_shoot(tmp_path / "shoot")


def ingest(shoot, studio, **environment):
    return answer("ingest", shoot, "--production", "Film", studio=studio, **environment)


def test_a_lap(shoot, studio):
    told = ingest(shoot, studio)
    files = [(f["path"], f["format"], f["in_file"], f["imported"]) for f in told["files"]]
    assert files == [
        ("A_day1.ale", "ale", 4, 4), ("cut_v1.edl", "cmx3600", 2, 2),
        ("cut_v2.edl", "cmx3600", 2, 2), ("log.csv", "csv", 4, 4),
    ]  # fmt: skip
    takes = answer("takes", "--production", "film", studio=studio)
    assert [(t["take"], t["status"], t["outcome"], t["used_frames"]) for t in takes] == [
        (1, "ng", "dropped", {"cut_v1": 100}), (2, "circled", "unused", {}),
        (3, "hold", "used", {"cut_v2": 125}), (4, None, "unused", {}),
    ]  # fmt: skip
    (change,) = answer("changes", "cut_v1", "cut_v2", studio=studio)
    assert (change["kind"], change["clip"], change["frames"]) == ("take_swap", clip("A", 3), 125)
    assert change["replaced"]["clip"] == clip("A", 1)
    pairs = answer("pairs", studio=studio)
    assert [(p["chosen"], p["rejected"], p["why"]) for p in pairs] == [
        (clip("A", 3), clip("A", 1), "swap"),
        (clip("A", 3), clip("A", 2), "used_over_unused"),
        (clip("A", 3), clip("A", 4), "used_over_unused"),
    ]
    assert {e["file"] for e in pairs[0]["evidence"]} == {
        str(shoot / f"cut_v{n}.edl") for n in (1, 2)
    }


def test_the_rate_of_the_logs_is_the_rate_of_the_lists(shoot, studio):
    ingest(shoot, studio)
    assert {cut["rate"] for cut in answer("cuts", studio=studio)} == {"25"}


def test_twice_changes_nothing(shoot, studio):
    first = ingest(shoot, studio)
    head = answer("ledger", "verify", studio=studio)
    again = ingest(shoot, studio)
    assert all(file["unchanged"] for file in again["files"])
    assert again["mined"] == first["mined"]
    assert answer("ledger", "verify", studio=studio) == head


def test_a_log_that_changed_takes_its_own_place(shoot, studio):
    ingest(shoot, studio)
    log = shoot / "log.csv"
    log.write_text(log.read_text().replace("Circled", "NG"))
    ingest(shoot, studio)
    takes = answer("takes", studio=studio)
    assert [t["status"] for t in takes] == ["ng", "ng", "hold", None]
    assert answer("ledger", "verify", studio=studio)[0]["ok"]


def test_what_no_format_knows_is_said(shoot, studio):
    (shoot / "picture.raw").write_bytes(bytes(range(256)) * 10)
    (file,) = [f for f in ingest(shoot, studio)["files"] if f["path"].endswith(".raw")]
    assert file["format"] is None
    assert file["problems"]


def test_an_order_that_the_user_records_wins(shoot, studio):
    ingest(shoot, studio)
    answer("cuts", "--order", "cut_v2,cut_v1", studio=studio)
    takes = answer("takes", studio=studio)
    assert [t["outcome"] for t in takes] == ["used", "unused", "dropped", "unused"]


def test_a_killed_worker_loses_nothing(tmp_path, studio):
    shoot = many_files(tmp_path / "shoot", 60)
    process = start("ingest", shoot, "--production", "Film", "--json", studio=studio)
    killed = _kill_a_child(process)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert killed, "no worker was alive to be killed"
    told = json.loads(out)
    assert sum(file["imported"] for file in told["files"]) == 60 * 60
    assert len(answer("takes", studio=studio)) == 60 * 60


def _kill_a_child(process):
    """SIGKILL one worker as soon as one is at work; its id, or None when the run was over first."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while process.poll() is None:
        try:
            pids = [int(pid) for pid in children.read_text(encoding="utf-8").split()]
        except OSError:
            return None
        for pid in pids:
            try:
                line = Path(f"/proc/{pid}/cmdline").read_bytes()
            except OSError:
                continue
            if b"spawn_main" in line and _has_read(pid):
                os.kill(pid, signal.SIGKILL)
                return pid
        time.sleep(0.005)
    return None


def _has_read(pid):
    """True once a worker has the ledger open, so that it is in the middle of its work."""
    try:
        return any("ledger.db" in str(fd.readlink()) for fd in Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return False


def test_a_killed_run_goes_on_where_it_was(tmp_path, studio):
    shoot = many_files(tmp_path / "shoot", 40)
    process = start("ingest", shoot, "--production", "Film", studio=studio)
    ledger = studio / "ledger.db"
    while process.poll() is None and not _filed(ledger):
        time.sleep(0.005)
    process.kill()
    process.communicate()
    told = ingest(shoot, studio)
    assert sum(file["imported"] for file in told["files"]) == 40 * 60
    assert len(answer("takes", studio=studio)) == 40 * 60
    assert answer("ledger", "verify", studio=studio)[0]["ok"]


def _filed(ledger):
    try:
        with sqlite3.connect(f"file:{ledger}?mode=ro", uri=True, timeout=1) as connection:
            return connection.execute("select count(*) from files").fetchone()[0]
    except sqlite3.Error:
        return 0


def test_a_locked_ledger_is_said_and_nothing_is_lost(shoot, studio):
    run("init", studio=studio)
    url = f"sqlite:///{studio / 'ledger.db'}?timeout=1"
    with sqlite3.connect(studio / "ledger.db", isolation_level=None) as other:
        other.execute("begin exclusive")
        done = run(
            "ingest", shoot, "--production", "Film", studio=studio, status=4, CIRCLETAKE_LEDGER=url
        )
        assert "another program" in done.stderr
        assert "Traceback" not in done.stderr
        other.execute("rollback")
    assert ingest(shoot, studio)["mined"]["takes"] == 4


def test_a_full_disk_is_said_and_a_second_run_completes(tmp_path, studio):
    shoot = many_files(tmp_path / "shoot", 10)
    run("init", studio=studio)
    size = (studio / "ledger.db").stat().st_size + 64 * 1024

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    line = [str(COMMAND), "ingest", str(shoot), "--production", "Film", "--studio", str(studio)]
    done = subprocess.run(line, capture_output=True, text=True, preexec_fn=limit, check=False)
    assert done.returncode == 4, (done.stdout, done.stderr)
    assert "room" in done.stderr or "space" in done.stderr
    assert "Traceback" not in done.stderr
    told = ingest(shoot, studio)
    assert sum(file["imported"] for file in told["files"]) == 600
    assert answer("ledger", "verify", studio=studio)[0]["ok"]


def test_a_file_that_changes_while_it_is_read_is_said_and_read_next_time(
    shoot, studio, monkeypatch
):
    from circletake import loop, registry

    log = shoot / "log.csv"
    real = registry.load("formats", "csv")

    class Meanwhile:
        """The real reader, while somebody saves the log once more."""

        name, suffixes, sniff = real.name, real.suffixes, real.sniff

        def read(self, source, options):
            report = real.read(source, options)
            log.write_text(log.read_text() + "24,24A,4,A,NG,one more\n")
            return report

    load = registry.load
    monkeypatch.setattr(
        registry, "load", lambda family, name: Meanwhile() if name == "csv" else load(family, name)
    )
    with loop.open_studio(studio) as opened:
        reports = loop.ingest(opened, [shoot], "Film")
        (report,) = [r for r in reports if r.path == "log.csv"]
        assert "changed while it was read" in report.problems[0].message
        assert str(log) not in {
            f.path for f in opened.ledger.records.files(opened.ledger.production("Film"))
        }
    monkeypatch.undo()
    told = ingest(shoot, studio)
    (file,) = [f for f in told["files"] if f["path"] == "log.csv"]
    assert file["imported"] == 5


def test_a_copy_of_a_production_has_a_ledger_of_its_own(shoot, studio):
    ingest(shoot, studio)
    answer("ingest", shoot, "--production", "Other", studio=studio)
    done = run("takes", "--json", studio=studio, status=2)
    assert "Film, Other" in done.stderr
    assert len(answer("takes", "--production", "Other", studio=studio)) == 4


@pytest.mark.parametrize("suffix", ["jsonl", "parquet"])
def test_pairs_are_exported_with_a_clearance(shoot, studio, tmp_path, suffix):
    ingest(shoot, studio)
    target = tmp_path / f"pairs.{suffix}"
    told = answer("export", "pairs", target, studio=studio)
    assert told["rows"] == 3
    assert told["clearance"]["answer"] == "allowed"
    if suffix == "jsonl":
        rows = [json.loads(line) for line in target.read_text().splitlines()]
    else:
        import pyarrow.parquet

        rows = pyarrow.parquet.read_table(target).to_pylist()
    assert {(row["chosen"], row["rejected"]) for row in rows} == {
        (clip("A", 3), clip("A", n)) for n in (1, 2, 4)
    }
    kinds = {entry["kind"] for entry in answer("ledger", "list", "--limit", "0", studio=studio)}
    assert "clearance" in kinds


def test_consents_are_recorded_and_revoked(shoot, studio):
    ingest(shoot, studio)
    words = ("voice", "--description", "one line of ADR for scene 24")
    done = run("rights", "clear", *words, studio=studio, status=5)
    assert "consent" in done.stderr
    answer("rights", "consent", "C-1", "--holder", "A. Player", "--kind", "voice",
           "--scope", "ADR of this picture", studio=studio)  # fmt: skip
    assert (
        answer("rights", "clear", *words, "--consent", "C-1", studio=studio)["answer"] == "allowed"
    )
    answer("rights", "revoke", "C-1", "--because", "asked to", studio=studio)
    run("rights", "clear", *words, "--consent", "C-1", studio=studio, status=5)
    (row,) = answer("rights", "list", studio=studio)
    assert row["holds"] is False
    assert answer("ledger", "verify", studio=studio)[0]["ok"]


def test_erasure_by_law_keeps_the_chain_valid(shoot, studio):
    ingest(shoot, studio)
    entry = answer("ledger", "list", studio=studio)[0]
    answer("ledger", "erase", entry["id"], "--because", "art. 17", "--yes", studio=studio)
    (told,) = answer("ledger", "verify", studio=studio)
    assert told["ok"]
    assert told["erased"] == 1


def test_a_tampered_ledger_is_found(shoot, studio):
    ingest(shoot, studio)
    with sqlite3.connect(studio / "ledger.db") as connection:
        for (name,) in connection.execute(
            "select name from sqlite_master where type = 'trigger'"
        ).fetchall():
            connection.execute(f"drop trigger {name}")
        connection.execute("update entries set payload = replace(payload, 'editor', 'nobody')")
    done = run("ledger", "verify", studio=studio, status=4)
    assert "ALTERED" in done.stdout


def test_inspect_needs_no_studio(tmp_path):
    file = tmp_path / "renamed.dat"
    file.write_text(edl("cut", [(clip("A", 1), 1, 2, 4)]))
    line = [str(COMMAND), "inspect", str(file), "--json"]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    assert (told["format"], told["in_file"], told["imported"]) == ("cmx3600", 1, 1)
    (item,) = told["items"]
    assert (item["event"], item["reel"], item["src_in"]) == ("001", clip("A", 1), "10:01:02:24")


def test_unknown_names_are_said_with_what_there_is(shoot, studio):
    ingest(shoot, studio)
    assert "Film" in run("takes", "--production", "Flim", studio=studio, status=2).stderr
    assert "cut_v2" in run("changes", "cut_v1", "cut_v9", studio=studio, status=2).stderr
    assert "no such file" in run("ingest", "/nowhere", "-p", "Film", studio=studio, status=2).stderr


def test_what_a_revoked_consent_names_stays_out_of_every_later_export(shoot, studio, tmp_path):
    ingest(shoot, studio)
    answer("rights", "consent", "C-2", "--holder", "A. Player", "--kind", "training",
           "--scope", f"the clip {clip('A', 2)}", studio=studio)  # fmt: skip
    answer("rights", "revoke", "C-2", studio=studio)
    told = answer("export", "pairs", tmp_path / "pairs.jsonl", studio=studio)
    assert (told["rows"], told["withheld"]) == (2, 1)
    assert clip("A", 2) not in (tmp_path / "pairs.jsonl").read_text()


def test_files_of_one_name_in_two_folders_have_reports_of_their_own(tmp_path, studio):
    one, other = write_shoot(tmp_path / "one"), write_shoot(tmp_path / "other")
    log = other / "log.csv"
    log.write_text(log.read_text() + "24,24A,5,A,NG,late\n")
    told = answer("ingest", one, other, "--production", "Film", studio=studio)
    logs = [file["imported"] for file in told["files"] if file["path"] == "log.csv"]
    assert logs == [4, 5]
