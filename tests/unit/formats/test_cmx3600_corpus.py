"""Other people's EDLs: every event line is an item or named in a problem; nothing else is lost."""

import re
from pathlib import Path

import pytest

from circletake.model import Event
from circletake.plugins.formats.cmx3600 import Cmx3600, EdlEvent
from circletake.ports.formats import Options, Report, Source

pytestmark = pytest.mark.corpus
LABEL = r"\d\d[:;.,]\d\d[:;.,]\d\d[:;.,]\d\d"
EVENT = re.compile(rf"^\s*\d{{3,6}}\s.*\s(?:{LABEL}|\d+)\s+(?:{LABEL}|\d+)\s+({LABEL})\s+({LABEL})")


@pytest.fixture(scope="module")
def reports(corpus: Path) -> dict[Path, Report[EdlEvent]]:
    paths = [path for path in (corpus / "editorial" / "edl").rglob("*") if path.is_file()]
    return {path: Cmx3600().read(Source(path), Options()) for path in sorted(paths)}


def lines_of(path: Path) -> list[str]:
    data = path.read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return data.decode("utf-8", errors="replace").split("\n")


def test_every_event_line_is_kept_or_named(reports: dict[Path, Report[EdlEvent]]) -> None:
    assert len(reports) >= 60
    for path, report in reports.items():
        assert Cmx3600().sniff(path.read_bytes()[:65536], Path("renamed.dat")) >= 0.9, path.name
        expected = [
            (number, match[1], match[2])
            for number, line in enumerate(lines_of(path), 1)
            if (match := EVENT.match(line))
        ]
        named = {problem.line for problem in report.problems}
        kept = {item.line: (item.rec_in, item.rec_out) for item in report.items}
        assert report.in_file == len(expected), path.name
        for line, rec_in, rec_out in expected:
            assert kept.get(line) == (rec_in, rec_out) or (line not in kept and line in named)


def test_counts_of_the_notes(reports: dict[Path, Report[EdlEvent]]) -> None:
    counts = {path.name: report.in_file for path, report in reports.items()}
    assert {
        name: counts[name]
        for name in ("INS4_R2_DX_092117.edl", "ToD_R4_LOCK3.1_030618_Video.edl", "TEST.edl",
                     "black_slug_fcp.edl", "079_HA_006.edl", "INS4_R1_010417.edl", "SPLICEME.EDL")
    } == {
        "INS4_R2_DX_092117.edl": 458, "ToD_R4_LOCK3.1_030618_Video.edl": 376,
        "black_slug_fcp.edl": 520, "079_HA_006.edl": 56, "INS4_R1_010417.edl": 287,
        "TEST.edl": 148, "SPLICEME.EDL": 2,
    }  # fmt: skip


def test_comments_speeds_and_locators_are_all_there(reports: dict[Path, Report[EdlEvent]]) -> None:
    speeds = colours = 0
    for path, report in reports.items():
        lines = [line.strip("\0\x1a \t") for line in lines_of(path)]
        after = lines[min((item.line for item in report.items), default=1) - 1 :]
        lost = {problem.line for problem in report.problems if "left out" in problem.message}
        comments = [line[1:].strip() for line in after if line.startswith("*")]
        got = [comment for item in report.items for comment in item.comments]
        if not lost and "�" not in "".join(comments):
            assert got == comments, path.name
        assert sum(item.m2 is not None for item in report.items) == sum(
            line.startswith("M2") for line in after
        ), path.name
        assert all(item.speed is not None for item in report.items if item.m2 is not None)
        speeds += sum(item.m2 is not None for item in report.items)
        assert sum(len(item.locators) for item in report.items) == sum(
            re.match(r"\*\s*LOC:", line) is not None for line in after
        ), path.name
        colours += sum(item.cdl is not None for item in report.items)
    assert speeds > 40
    assert colours > 40


def test_no_two_picture_events_own_a_frame(reports: dict[Path, Report[EdlEvent]]) -> None:
    for path, report in reports.items():
        last: dict[str, int] = {}
        for event in report.record.cuts[0].events:
            if event.picture and event.record_out > event.record_in and event.transition != "K":
                assert event.record_in >= last.get(event.track, 0), (path.name, event.line)
                last[event.track] = event.record_out


def test_rates(reports: dict[Path, Report[EdlEvent]]) -> None:
    rates = {path.name: str(report.record.cuts[0].rate) for path, report in reports.items()}
    at25 = {name for name, rate in rates.items() if rate == "25"}
    assert at25 == {
        "25fps.edl", "timecode_mismatch.edl", "45S_SAMPLE.EDL", "PLATES.EDL", "SIMPLE_DISSOLVE.EDL",
        "SPLICEME.EDL", "test_25.edl",
    }  # fmt: skip
    assert rates["KEY_TRANSITION.EDL"] == "29.97DF"
    assert rates["INS4_R3_DX_092117.edl"] == "24"


def test_writing_and_reading_again_changes_nothing(
    reports: dict[Path, Report[EdlEvent]], tmp_path: Path
) -> None:
    for path, report in reports.items():
        if not report.items:
            continue
        again = tmp_path / path.name
        again.write_bytes(Cmx3600().write(report.record))
        after = Cmx3600().read(Source(again), Options()).record.cuts[0]
        before = report.record.cuts[0]
        assert len(after.events) == len(before.events), path.name
        for one, two in zip(before.events, after.events, strict=True):
            if one.source_in is None:
                continue
            assert _told(one) == _told(two), (path.name, one.line)


def _told(event: Event) -> tuple[object, ...]:
    frames = (event.record_in, event.record_out, event.source_in)
    return (event.number, event.clip_name, event.reel, *frames, event.transition, event.speed)
