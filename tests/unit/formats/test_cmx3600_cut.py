"""The cut that an EDL describes: sides of transitions, overlaps, speeds, rates."""

from fractions import Fraction
from pathlib import Path

import pytest

from circletake.model import Event
from circletake.plugins.formats.cmx3600 import Cmx3600, EdlEvent
from circletake.ports.formats import Options, Report, Source
from circletake.timecode import Rate

HEAD = "TITLE: T\nFCM: NON-DROP FRAME\n"


def read(tmp_path: Path, text: str, rate: str | None = None) -> Report[EdlEvent]:
    path = tmp_path / "FILM_V01.edl"
    path.write_text(text, encoding="utf-8", newline="")
    return Cmx3600().read(Source(path), Options(rate=Rate.parse(rate) if rate else None))


def events(report: Report[EdlEvent]) -> tuple[Event, ...]:
    return report.record.cuts[0].events


DISSOLVE = (
    HEAD
    + "001  AX V C 01:00:04:05 01:00:04:14 01:00:00:00 01:00:00:09\n* FROM CLIP NAME:  24A-1\n"
    + "002  AX V C 01:00:04:14 01:00:04:14 01:00:00:09 01:00:00:09\nFCM: NON-DROP FRAME\n"
    + "002  BX V D    010 01:00:08:08 01:00:08:18 01:00:00:09 01:00:00:19\n"
    + "* BLEND, DISSOLVE\n* FROM CLIP NAME:  24A-1\n* TO CLIP NAME:  24B-2\n"
    + "* SOURCE FILE: A.mov\n* SOURCE FILE: B.mov\n"
)


def test_both_lines_of_a_dissolve(tmp_path: Path) -> None:
    report = read(tmp_path, DISSOLVE)
    assert [(item.clip_name, item.source_file) for item in report.items] == [
        ("24A-1", None), ("24A-1", "A.mov"), ("24B-2", "B.mov")
    ]  # fmt: skip
    assert report.items[1].comments == ()
    assert len(report.items[2].comments) == 5
    first, outgoing, incoming = events(report)
    assert (first.record_out, outgoing.record_in, outgoing.record_out) == (86409, 86409, 86409)
    assert (incoming.record_in, incoming.record_out) == (86409, 86419)
    assert (incoming.transition, incoming.transition_frames) == ("D", 10)
    assert report.problems == ()


@pytest.mark.parametrize(
    ("comments", "names"),
    [
        ("* TO CLIP NAME: IN", [None, "IN"]),
        ("* FROM CLIP NAME: OUT\n* TO CLIP NAME: IN", ["OUT", "IN"]),
        ("* FROM CLIP NAME: OUT", ["OUT", None]),
        ("", [None, None]),
    ],
)
@pytest.mark.parametrize("kind", ["D   ", "W001"])
def test_names_are_shared_out(
    tmp_path: Path, kind: str, comments: str, names: list[str | None]
) -> None:
    text = (
        HEAD + "001 AX V C 01:00:00:00 01:00:00:00 01:00:00:00 01:00:00:00\n"
        f"001 BX V {kind} 010 01:00:08:08 01:00:08:18 01:00:00:00 01:00:00:10\n{comments}\n"
    )
    assert [item.clip_name for item in read(tmp_path, text).items] == names


def test_outgoing_side_with_a_name_of_its_own(tmp_path: Path) -> None:
    text = (
        HEAD + "001 AX V C 01:00:00:00 01:00:01:00 01:00:00:00 01:00:01:00\n* FROM CLIP NAME: ONE\n"
        "001 BX V D 010 01:00:08:08 01:00:08:18 01:00:01:00 01:00:01:10\n* FROM CLIP NAME: TWO\n"
        "002 CX V D 010 01:00:08:08 01:00:08:18 01:00:01:10 01:00:01:20\n* FROM CLIP NAME: TWO\n"
        "003 CX V D 010 01:00:08:08 01:00:08:18 01:00:01:20 01:00:02:06\n* FROM CLIP NAME: THREE\n"
    )
    assert [item.clip_name for item in read(tmp_path, text).items] == ["ONE", "TWO", None, "THREE"]


def test_key_shows_both_pictures(tmp_path: Path) -> None:
    text = (
        HEAD + "037 131 V K B      10:57:40:22 10:57:41:11 01:00:36:08 01:00:36:21\n"
        "037 051 V K O  000 01:07:39:05 01:07:39:18 01:00:36:08 01:00:36:21\n"
        "* FROM CLIP NAME: BACK\n* KEY CLIP NAME: FRONT\nM2  131          000.0     10:57:40:22\n"
    )
    report = read(tmp_path, text)
    assert [(item.transition, item.clip_name, item.speed) for item in report.items] == [
        ("K B", "BACK", 0.0), ("K O", "FRONT", None)
    ]  # fmt: skip
    assert [event.record_out - event.record_in for event in events(report)] == [13, 13]


def test_speed_goes_to_the_side_it_names(tmp_path: Path) -> None:
    lines = DISSOLVE.splitlines()
    text = "\n".join([*lines[:7], "M2   AX   -025.0   01:00:04:14", *lines[7:], ""])
    assert [item.speed for item in read(tmp_path, text).items] == [None, -25.0, None]
    same = text.replace("BX", "AX")
    assert [item.speed for item in read(tmp_path, same).items] == [None, -25.0, None]
    both = same.replace("M2 ", "M2   AX   012.0   01:00:08:08\nM2 ", 1)
    assert [item.speed for item in read(tmp_path, both).items] == [None, -25.0, 12.0]


def test_speed_on_one_reel_and_one_frame_is_written_outgoing_first(tmp_path: Path) -> None:
    text = (
        HEAD + "001 AX V C 00:00:00:00 00:00:00:00 01:00:00:00 01:00:00:00\n"
        "001 AX V D 010 00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\n"
        "M2 AX 012.0 00:00:00:00\nM2 AX 048.0 00:00:00:00\n"
    )
    assert [item.speed for item in read(tmp_path, text).items] == [12.0, 48.0]


@pytest.mark.parametrize(
    ("rate", "written", "ratio"),
    [
        ("24", "048.0", Fraction(2)),
        ("23.976", "024.0", Fraction(1)),
        ("23.976", "23.98", Fraction(1)),
        ("23.976", "47.95", Fraction(2)),
        ("25", "-012.5", Fraction(-1, 2)),
        ("25", "000.0", Fraction(0)),
        ("29.97", "29.97", Fraction(1)),
    ],
)
def test_ratio_of_speeds(tmp_path: Path, rate: str, written: str, ratio: Fraction) -> None:
    text = (
        HEAD + "001 AX V C 01:00:00:00 01:00:02:00 01:00:00:00 01:00:01:00\n"
        f"M2 AX {written} 01:00:00:00\n"
    )
    assert events(read(tmp_path, text, rate))[0].speed == ratio


def test_freeze_without_a_speed(tmp_path: Path) -> None:
    text = HEAD + "001 AX V C 01:00:00:00 01:00:00:01 01:00:00:00 01:00:01:00\n* * FREEZE FRAME\n"
    report = read(tmp_path, text)
    assert events(report)[0].speed == Fraction(0)
    assert report.problems == ()
    assert report.items[0].speed is None


def test_picture_tracks(tmp_path: Path) -> None:
    tracks = ["V", "V2", "AA/V", "B", "VA1", "A1V2", "A", "A2", "AA", "NONE", "A1A2"]
    lines = [
        f"{at:03} AX {track} C 01:00:00:00 01:00:01:00 01:00:{at:02}:00 01:00:{at + 1:02}:00"
        for at, track in enumerate(tracks)
    ]
    told = {event.track: event.picture for event in events(read(tmp_path, HEAD + "\n".join(lines)))}
    assert told == {track: "V" in track or track == "B" for track in tracks}


def owned(report: Report[EdlEvent]) -> dict[str, list[tuple[int, int]]]:
    return {
        event.number: [(event.record_in - 86400, event.record_out - 86400)]
        for event in events(report)
    }


def test_later_line_is_laid_over_the_earlier(tmp_path: Path) -> None:
    text = (
        HEAD + "001 AX V C 01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00\n"
        "002 BX V C 01:00:00:00 01:00:02:00 01:00:01:00 01:00:03:00\n"
        "003 CX V2 C 01:00:00:00 01:00:02:00 01:00:01:00 01:00:03:00\n"
        "004 DX A C 01:00:00:00 01:00:02:00 01:00:01:00 01:00:03:00\n"
        "005 EX A C 01:00:00:00 01:00:02:00 01:00:02:00 01:00:04:00\n"
    )
    report = read(tmp_path, text, "24")
    assert owned(report) == {
        "001": [(0, 24)], "002": [(24, 72)], "003": [(24, 72)], "004": [(24, 72)], "005": [(48, 96)]
    }  # fmt: skip
    assert [
        (problem.line, "overlaps event 002" in problem.message) for problem in report.problems
    ] == [(3, True)]
    first = events(report)[0]
    assert (first.source_in, first.source_out) == (86400, 86424)


def test_list_in_reel_order_becomes_record_order(tmp_path: Path) -> None:
    text = (
        HEAD + "003 AX V C 01:00:00:00 01:00:02:00 01:00:04:00 01:00:06:00\n"
        "001 AX V C 01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00\n"
        "002 BX V C 01:00:00:00 01:00:02:00 01:00:02:00 01:00:04:00\n"
    )
    report = read(tmp_path, text)
    assert [item.event for item in report.items] == ["003", "001", "002"]
    assert [event.number for event in events(report)] == ["001", "002", "003"]


def test_dissolve_that_takes_from_the_outgoing_event_is_no_problem(tmp_path: Path) -> None:
    text = (
        HEAD + "001 AX V C 01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00\n"
        "002 BX V D 012 01:00:00:00 01:00:02:00 01:00:01:12 01:00:03:12\n* TO CLIP NAME: B\n"
    )
    report = read(tmp_path, text, "24")
    assert owned(report) == {"001": [(0, 36)], "002": [(36, 84)]}
    assert report.problems == ()


def test_event_within_a_longer_one(tmp_path: Path) -> None:
    text = (
        HEAD + "001 AX V C 01:00:00:00 01:00:04:00 01:00:00:00 01:00:04:00\n"
        "002 BX V C 01:00:00:00 01:00:01:00 01:00:01:00 01:00:02:00\n"
    )
    assert owned(read(tmp_path, text, "24")) == {"001": [(0, 24)], "002": [(24, 48)]}
    lines = text.splitlines()
    swapped = "\n".join([*lines[:2], lines[3], lines[2]])
    report = read(tmp_path, swapped, "24")
    assert owned(report) == {"001": [(0, 96)], "002": [(24, 24)]}
    assert [problem.line for problem in report.problems] == [3]


def test_past_midnight(tmp_path: Path) -> None:
    text = HEAD + "001 AX V C 23:59:59:00 00:00:01:00 23:59:58:00 00:00:00:00\n"
    report = read(tmp_path, text, "25")
    (event,) = events(report)
    assert event.source_out is not None
    assert event.source_in is not None
    assert (event.record_out - event.record_in, event.source_out - event.source_in) == (50, 50)
    assert report.problems == ()


def test_reversed_source_range_is_brought_in_order(tmp_path: Path) -> None:
    text = (
        HEAD
        + "001 AX V C 10:00:02:00 10:00:00:00 01:00:00:00 01:00:02:00\nM2 AX -24.0 10:00:02:00\n"
    )
    (event,) = events(read(tmp_path, text, "24"))
    assert (event.source_in, event.source_out) == (864000, 864048)
    assert event.speed == Fraction(-1)


def edl(base: int, number: int = 60, *, marks: str = ":", offset: int = 0) -> str:
    """A plain list counted in frames of a base, its sources beginning anywhere."""
    lines, record = ["TITLE: T"], 0
    rate = Rate(Fraction(base))
    for event in range(number):
        length = 17 + event * 31 % 97 + offset
        source = event * 1511 + 11
        times = [rate.label(f) for f in (source, source + length, record, record + length)]
        lines.append(f"{event + 1:03} AX V C {' '.join(times)}".replace(":", marks))
        record += length
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("base", [24, 25, 30, 48, 50, 60])
def test_rate_follows_from_the_events(tmp_path: Path, base: int) -> None:
    report = read(tmp_path, edl(base))
    cut = report.record.cuts[0]
    assert (cut.rate.nominal, cut.rate_origin, report.problems) == (base, "inferred", ())
    # Only these bases have no neighbour of the 1001 family.
    assert (report.rate is None) is (base not in {25, 50})


@pytest.mark.parametrize(
    ("base", "frame"), [(24, 27), (24, 31), (24, 99), (25, 27), (25, 31), (30, 31), (30, 99)]
)
def test_a_wrong_frame_number_does_not_move_the_rate(tmp_path: Path, base: int, frame: int) -> None:
    lines = edl(base).splitlines()
    lines[20] = lines[20][:-2] + str(frame)
    report = read(tmp_path, "\n".join(lines))
    assert report.record.cuts[0].rate.nominal == base
    assert (report.in_file, report.imported) == (60, 59)
    assert [problem.line for problem in report.problems] == [21]


def test_frame_numbers_alone_set_a_floor(tmp_path: Path) -> None:
    lines = ["TITLE: T"] + [
        f"{n:03} AX V C 01:00:00:00 01:00:00:{n:02} 01:00:{n:02}:00 01:00:{n:02}:{n:02}"
        for n in range(1, 25)
    ]
    assert read(tmp_path, "\n".join(lines)).record.cuts[0].rate.nominal == 25
    report = read(tmp_path, "\n".join(lines[:-1]))
    assert (report.record.cuts[0].rate.nominal, report.rate, report.rate_origin) == (24, None, None)


def test_dialogue_a_frame_off_does_not_vote(tmp_path: Path) -> None:
    rate = Rate.parse(24)
    lines, record = ["TITLE: T"], 0
    for event in range(80):
        length, source = 20 + event * 13 % 50, event * 771
        times = [rate.label(f) for f in (source, source + length + 1, record, record + length)]
        lines.append(f"{event + 1:03} AX A C {' '.join(times)}")
        record += length
    report = read(tmp_path, "\n".join(lines))
    assert report.record.cuts[0].rate.nominal == 24
    assert len(report.problems) == 80


@pytest.mark.parametrize(
    ("head", "rate", "given", "expected", "origin"),
    [
        ("FCM: DROP FRAME", 30, None, "29.97DF", "inferred"),
        ("FCM: DROP FRAME", 60, None, "59.94DF", "inferred"),
        ("FCM: NON-DROP FRAME", 25, "25", "25", "given"),
        ("FCM: NON-DROP FRAME", 24, "23.976", "23.976", "given"),
        ("FCM: DROP FRAME", 30, "29.97", "29.97DF", "given"),
        ("FCM: DROP FRAME", 30, "30", "29.97DF", "given"),
        ("FCM: NON-DROP FRAME", 30, "29.97DF", "29.97", "given"),
        ("* FRAME RATE: 23.976", 24, None, "23.976", "file"),
        ("* FRAME RATE: 24000/1001", 24, "25", "23.976", "file"),
        ("* FPS: 29.97 DF", 30, None, "29.97DF", "file"),
        ("* TIMEBASE: 25", 25, None, "25", "file"),
    ],
)
def test_rate_said_or_given(
    tmp_path: Path, head: str, rate: int, given: str | None, expected: str, origin: str
) -> None:
    text = edl(rate, 3).replace("TITLE: T", f"TITLE: T\n{head}")
    report = read(tmp_path, text, given)
    cut = report.record.cuts[0]
    assert (str(cut.rate), cut.rate_origin) == (expected, origin)
    assert (report.rate, report.rate_origin) == (cut.rate, origin)


def test_a_rate_named_of_a_clip_is_not_the_cuts(tmp_path: Path) -> None:
    text = edl(24, 3) + "* FRAME RATE: 48\n"
    assert read(tmp_path, text).record.cuts[0].rate.nominal == 24


def test_drop_frame_that_the_events_refute(tmp_path: Path) -> None:
    text = edl(25).replace("TITLE: T", "TITLE: T\nFCM: DROP FRAME")
    report = read(tmp_path, text)
    assert (str(report.rate), report.rate_origin) == ("25", "inferred")
    assert ["drop-frame" in problem.message for problem in report.problems] == [True]


def test_semicolons_are_drop_frame(tmp_path: Path) -> None:
    text = "TITLE: T\n001 AX V C 00;00;59;28 00;01;00;04 00;00;59;28 00;01;00;04\n"
    report = read(tmp_path, text)
    (event,) = events(report)
    assert str(report.rate) == "29.97DF"
    assert event.record_out - event.record_in == 4


def test_label_that_drop_frame_skips_is_a_problem(tmp_path: Path) -> None:
    text = "TITLE: T\nFCM: DROP FRAME\n001 AX V C 01:00:00:00 01:00:01:00 01:01:00:01 01:01:01:01\n"
    report = read(tmp_path, text)
    assert (report.in_file, report.imported, report.problems[0].line) == (1, 0, 3)


def test_record_out_of_the_report(tmp_path: Path) -> None:
    report = read(tmp_path, DISSOLVE)
    cut = report.record.cuts[0]
    assert (cut.name, cut.title) == ("FILM_V01", "T")
    event = cut.events[0]
    assert (event.record_in_label, event.record_out_label, event.line) == (
        "01:00:00:00",
        "01:00:00:09",
        3,
    )
    assert event.source_rate == cut.rate
