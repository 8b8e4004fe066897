"""A few files of a shoot, small enough to read in a test, and the command line to do it."""

import json
import os
import subprocess
import sys
from pathlib import Path

COMMAND = Path(sys.executable).with_name("circletake")


def clip(camera, number):
    return f"{camera}001C{number:03}_261014_R2KX"


def ale(camera, takes, setup="24A"):
    """An ALE of one setup, ten seconds a take."""
    rows = [
        f"{clip(camera, n)}\t{clip(camera, n)}.mxf\t{setup}\t{n}\t"
        f"10:{n:02}:00:00\t10:{n:02}:10:00\t{camera}001"
        for n in range(1, takes + 1)
    ]
    head = "Heading\nFIELD_DELIM\tTABS\nVIDEO_FORMAT\t1080\nFPS\t25\n\nColumn\n"
    columns = "Name\tSource File\tScene\tTake\tStart\tEnd\tCamroll\n\nData\n"
    return head + columns + "\n".join(rows) + "\n"


def supervisor(statuses, setup="24A"):
    rows = [f"24,{setup},{n},A,{status},words about {n}" for n, status in enumerate(statuses, 1)]
    return "Scene,Slate,Take,Camera,Status,Notes\n" + "\n".join(rows) + "\n"


def edl(name, shots):
    """A cut of (clip, first second, seconds) at 25 frames a second."""
    lines, at = [f"TITLE: {name}", "FCM: NON-DROP FRAME", ""], 3600
    for number, (reel, minute, start, length) in enumerate(shots, 1):
        source = [f"10:{minute:02}:{second:02}:24" for second in (start, start + length)]
        record = [f"01:{s // 60 % 60:02}:{s % 60:02}:00" for s in (at, at + length)]
        lines.append(f"{number:03}  {reel} V     C        {' '.join(source + record)}")
        lines.append(f"* FROM CLIP NAME: {reel}")
        at += length
    return "\n".join(lines) + "\n"


def write_shoot(folder: Path) -> Path:
    """Three takes, one circled and never used; a swap between two cuts."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "A_day1.ale").write_text(ale("A", 4))
    (folder / "log.csv").write_text(supervisor(["NG", "Circled", "Hold", ""]))
    other = ("X_STOCK", 1, 0, 3)
    (folder / "cut_v1.edl").write_text(edl("cut", [(clip("A", 1), 1, 2, 4), other]))
    (folder / "cut_v2.edl").write_text(edl("cut", [(clip("A", 3), 3, 1, 5), other]))
    return folder


def many_files(folder: Path, count: int) -> Path:
    """Enough files that more than one process reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        text = ale("A", 60, setup=f"{number + 1}A").replace("A001C", f"A{number + 1:03}C")
        (folder / f"A_{number:03}.ale").write_text(text)
    return folder


def start(*words, studio: Path, **environment) -> subprocess.Popen:
    line = [str(COMMAND), *map(str, words), "--studio", str(studio)]
    return subprocess.Popen(
        line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, **environment},
    )  # fmt: skip


def run(*words, studio: Path, status: int = 0, **environment) -> subprocess.CompletedProcess:
    """Run a command and hold it to its exit status."""
    line = [str(COMMAND), *map(str, words), "--studio", str(studio)]
    done = subprocess.run(
        line, capture_output=True, text=True, env={**os.environ, **environment}, check=False
    )
    assert done.returncode == status, (done.returncode, done.stderr, done.stdout[-2000:])
    return done


def answer(*words, studio: Path, **environment):
    """A command's answer in JSON."""
    return json.loads(run(*words, "--json", studio=studio, **environment).stdout)
