"""A feature through one lap, and 130 productions in one ledger.

The shoot is generated (`tests.simulator`): 20,000 takes, 6 cuts of 2,000 events, seed 0. Each
figure is of a fresh process; memory is the sum over the process and its workers of what each has
to itself (proportional set size), sampled every 50 ms.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.simulator import feature

TAKES, CUTS, EVENTS, SEED = 20_000, 6, 2_000, 0
PRODUCTIONS, SMALL_TAKES, SMALL_EVENTS = 130, 300, 60
COMMAND = Path(sys.executable).with_name("circletake")


def run() -> dict[str, object]:
    """Run both, print as we go, and return the figures."""
    with tempfile.TemporaryDirectory() as folder:
        figures = _feature(Path(folder))
        figures |= _many(Path(folder))
    return figures


def _feature(folder: Path) -> dict[str, object]:
    shoot = folder / "feature"
    feature(shoot, takes=TAKES, cuts=CUTS, events=EVENTS, seed=SEED)
    files = sum(path.is_file() for path in shoot.rglob("*"))
    began = time.perf_counter()
    answer, peak = _watched(
        "ingest", shoot, "--production", "Feature", "--studio", folder / "studio"
    )
    total = time.perf_counter() - began
    seconds, mined = answer["seconds"], answer["mined"]
    again, _ = _watched("ingest", shoot, "--production", "Feature", "--studio", folder / "studio")
    print(
        f"feature of {mined['takes']} takes and {CUTS} cuts of {EVENTS} events in {files} files "
        f"(seed {SEED}): read in {seconds['reading']:.1f} s (asked: < 20), "
        f"mined in {seconds['mining']:.1f} s (asked: < 5), {total:.1f} s in all, "
        f"peak {peak / 2**20:.0f} MiB (asked: < 600 MB); {mined['pairs']} pairs; "
        f"read again: {again['seconds']['reading']:.1f} s"
    )
    return {
        "feature_reading_s": seconds["reading"], "feature_mining_s": seconds["mining"],
        "feature_peak_mb": round(peak / 1e6), "feature_files": files,
        "feature_again_s": again["seconds"]["reading"],
    }  # fmt: skip


def _many(folder: Path) -> dict[str, object]:
    shoot, studio, times = folder / "small", folder / "many", []
    feature(shoot, takes=SMALL_TAKES, cuts=CUTS, events=SMALL_EVENTS, seed=SEED)
    for number in range(PRODUCTIONS):
        answer, _ = _watched(
            "ingest", shoot, "--production", f"Film {number:03}", "--studio", studio
        )
        times.append(sum(answer["seconds"].values()))
    first, last = statistics.median(times[:20]), statistics.median(times[-20:])
    print(
        f"{PRODUCTIONS} productions of {SMALL_TAKES} takes and {CUTS} cuts of {SMALL_EVENTS} "
        f"events in one ledger: {first:.2f} s each at first, {last:.2f} s each at last, "
        f"ratio {last / first:.2f} (linear: 1)"
    )
    return {"productions": PRODUCTIONS, "first_s": first, "last_s": last, "ratio": last / first}


def _watched(*words: object) -> tuple[dict[str, dict[str, float]], int]:
    """Run a command with --json; its answer, and the peak memory of its processes in bytes."""
    line = [str(COMMAND), *map(str, words), "--json"]
    peak = 0
    # A file takes the answer, so that a long one does not fill a pipe while we look at memory.
    with tempfile.TemporaryFile() as out, subprocess.Popen(line, stdout=out) as process:
        while process.poll() is None:
            peak = max(peak, _memory(process.pid))
            time.sleep(0.05)
        if process.returncode:
            raise SystemExit(f"{line} ended with status {process.returncode}")
        out.seek(0)
        return json.load(out), peak


def _memory(pid: int) -> int:
    """Proportional set size of a process and all below it, in bytes."""
    total = 0
    try:
        for row in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
            if row.startswith("Pss:"):
                total += int(row.split()[1]) * 1024
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text("ascii").split():
                total += _memory(int(child))
    except (OSError, ValueError):
        pass  # it ended meanwhile
    return total


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
