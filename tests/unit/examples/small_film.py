"""The example's files, read with as little as will do, so that no reader of ours is trusted."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[3] / "examples" / "one_small_film"
RECORD = FOLDER / "record"
CUTS = ("ONE_SMALL_FILM_v1", "ONE_SMALL_FILM_v2", "ONE_SMALL_FILM_v3")
RATE = 24

_EVENT = re.compile(
    r"(?P<number>\d{3})\s+(?P<reel>\S+)\s+(?P<track>V|A\d?)\s+(?P<kind>[CD])\s+(?P<length>\d{3})?\s*"
    r"(?P<times>(?:\d\d:\d\d:\d\d:\d\d\s*){4})"
)


def expected() -> dict[str, Any]:
    """What was worked out by hand."""
    found: dict[str, Any] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
    return found


def frames(label: str) -> int:
    """Frames since 00:00:00:00."""
    hours, minutes, seconds, rest = (int(part) for part in label.split(":"))
    assert minutes < 60
    assert seconds < 60
    assert rest < RATE
    return ((hours * 60 + minutes) * 60 + seconds) * RATE + rest


@dataclass
class Used:
    """One event of a cut; times in frames, ends exclusive."""

    number: str
    reel: str
    track: str
    dissolve: int
    source_in: int
    source_out: int
    record_in: int
    record_out: int
    name: str = ""
    file: str = ""
    speed: int = RATE
    markers: tuple[int, ...] = ()
    leaves: str = ""

    @property
    def slate(self) -> tuple[str, int, str]:
        """Setup, take and camera of the clip's name."""
        match = re.fullmatch(r"(\w+)-(\d+)([AB])\*?", self.name)
        assert match, self.name
        return match[1], int(match[2]), match[3]


def events(cut: str) -> list[Used]:
    """The events of a cut; the first, empty line of a dissolve is checked and folded away."""
    found: list[Used] = []
    for line in (RECORD / f"{cut}.edl").read_text(encoding="ascii").splitlines()[2:]:
        match = _EVENT.fullmatch(line)
        if match:
            first, after, begins, ends = (frames(label) for label in match["times"].split())
            length = int(match["length"] or 0)
            names = (match["number"], match["reel"], match["track"])
            found.append(Used(*names, length, first, after, begins, ends))
            continue
        _attach(found[-1], line)
    return _folded(found)


def _attach(event: Used, line: str) -> None:
    word, _, rest = line.removeprefix("* ").partition(": ")
    rest = rest.strip()
    if line.startswith("M2 "):
        _, reel, speed, at = line.split()
        assert (reel, frames(at)) == (event.reel, event.source_in)
        event.speed = int(float(speed))
    elif word == "FROM CLIP NAME" and event.dissolve:
        event.leaves = rest
    elif word in {"FROM CLIP NAME", "TO CLIP NAME"}:
        event.name = rest
    elif word == "SOURCE FILE":
        event.file = rest
    elif word == "LOC":
        event.markers += (frames(rest.split()[0]),)
    else:
        assert line == "* BLEND, DISSOLVE", line


def _folded(found: list[Used]) -> list[Used]:
    kept: list[Used] = []
    for event in found:
        if kept and kept[-1].number == event.number:
            before = kept.pop()
            assert event.dissolve
            assert before.source_in == before.source_out
            assert before.record_in == before.record_out == event.record_in
            assert before.reel == kept[-1].reel
            assert before.source_in == kept[-1].source_out
            assert event.leaves == kept[-1].name
        kept.append(event)
    return kept


def clips() -> dict[str, dict[str, str]]:
    """The rows of both camera logs, by clip."""
    found: dict[str, dict[str, str]] = {}
    for name in ("A_CAM.ale", "B_CAM.ale"):
        lines = (RECORD / name).read_text(encoding="ascii").splitlines()
        assert "FPS\t24" in lines
        columns = lines[lines.index("Column") + 1].split("\t")
        for line in lines[lines.index("Data") + 1 :]:
            row = dict(zip(columns, line.split("\t"), strict=True))
            assert row["Name"] not in found
            found[row["Name"]] = row
    return found


def script_log() -> list[dict[str, str]]:
    """The rows of the script supervisor's log."""
    with (RECORD / "script_supervisor_log.csv").open(encoding="ascii", newline="") as file:
        return list(csv.DictReader(file))


def sound_log() -> list[dict[str, str]]:
    """The rows of the sound report, without what stands above its heading."""
    with (RECORD / "sound_report.csv").open(encoding="ascii", newline="") as file:
        lines = iter(file)
        heading = next(line for line in lines if line.startswith("File Name,"))
        return list(csv.DictReader(_again(heading, lines)))


def _again(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest
