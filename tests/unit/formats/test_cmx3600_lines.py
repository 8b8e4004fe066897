"""What single lines of an EDL say, in every spelling that systems use."""

from pathlib import Path

import pytest

from circletake.plugins.formats.cmx3600 import Cdl, Cmx3600, EdlEvent
from circletake.ports.formats import Options, Report, Source

TIMES = "01:00:00:00 01:00:02:00 10:00:00:00 10:00:02:00"


def read(tmp_path: Path, text: str | bytes, rate: str | None = None) -> Report[EdlEvent]:
    from circletake.timecode import Rate

    path = tmp_path / "FILM_V01.edl"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Cmx3600().read(Source(path), Options(rate=Rate.parse(rate) if rate else None))


@pytest.mark.parametrize(
    ("line", "event", "reel", "track", "transition", "frames"),
    [
        ("001  A012C003 V     C        ", "001", "A012C003", "V", "C", 0),
        ("000001  A012C003_240503_R1BY_AND_LONG V C ", "000001",
         "A012C003_240503_R1BY_AND_LONG", "V", "C", 0),
        ("0012 AX AA/V  C ", "0012", "AX", "AA/V", "C", 0),
        ("003  MY REEL 7 V2 C ", "003", "MY REEL 7", "V2", "C", 0),
        ("004  V C ", "004", "", "V", "C", 0),
        ("A012C003 V C ", "", "A012C003", "V", "C", 0),
        ("005  A V C ", "005", "A", "V", "C", 0),
        ("006  B B C ", "006", "B", "B", "C", 0),
        ("007  AX NONE C ", "007", "AX", "NONE", "C", 0),
        ("008  AX A1A2 C ", "008", "AX", "A1A2", "C", 0),
        ("009  AX VA1 C ", "009", "AX", "VA1", "C", 0),
        ("010  AX A12 C ", "010", "AX", "A12", "C", 0),
        ("011  AX V D 012 ", "011", "AX", "V", "D", 12),
        ("012  AX V W001 025 ", "012", "AX", "V", "W001", 25),
        ("013  AX V W001    010 ", "013", "AX", "V", "W001", 10),
        ("014  AX V K B ", "014", "AX", "V", "K B", 0),
        ("015  AX V K   000 ", "015", "AX", "V", "K", 0),
        ("016  AX V K O  000 ", "016", "AX", "V", "K O", 0),
        ("017\tAX\tV\tC\t", "017", "AX", "V", "C", 0),
        ("018  ax v c ", "018", "ax", "V", "C", 0),
        ("  019  AX V C ", "019", "AX", "V", "C", 0),
        ("1 AX V C ", "1", "AX", "V", "C", 0),
    ],
)  # fmt: skip
def test_head(
    tmp_path: Path, line: str, event: str, reel: str, track: str, transition: str, frames: int
) -> None:
    report = read(tmp_path, f"TITLE: T\n{line}{TIMES}\n")
    (item,) = report.items
    told = (item.event, item.reel, item.track, item.transition, item.transition_frames)
    assert told == (event, reel, track, transition, frames)
    assert (item.src_in, item.src_out, item.rec_in, item.rec_out) == tuple(TIMES.split())
    assert (report.in_file, report.imported, report.problems, item.line) == (1, 1, (), 2)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_line_ends_and_encodings(tmp_path: Path, end: str, encoding: str) -> None:
    lines = ["TITLE: Møllehuset", "FCM: NON-DROP FRAME", f"001  AX V C {TIMES}",
             "* FROM CLIP NAME:  24A-3Å*", f"002  AX V C {TIMES}"]  # fmt: skip
    report = read(tmp_path, end.join(lines).encode(encoding))
    assert [item.line for item in report.items] == [3, 5]
    assert report.items[0].clip_name == "24A-3Å*"
    assert report.record.cuts[0].title == "Møllehuset"


def test_mixed_line_ends_count_as_lines(tmp_path: Path) -> None:
    report = read(tmp_path, f"TITLE: T\r\r\n\n001 AX V C {TIMES}\r* one\n* two\r\n002 bad\n")
    assert report.items[0].line == 4
    assert report.items[0].comments == ("one", "two")
    assert report.problems[0].line == 7


def test_mac_roman_names(tmp_path: Path) -> None:
    text = f"TITLE: T\r001 AX V C {TIMES}\r* FROM CLIP NAME: CAFÉ É-2*\r"
    assert read(tmp_path, text.encode("mac-roman")).items[0].clip_name == "CAFÉ É-2*"


def test_padding_of_old_systems_is_no_text(tmp_path: Path) -> None:
    text = f"TITLE: T\r001 AX V C {TIMES}\r".encode() + b"\x1a" * 40 + b"* tail\r" + b"\0" * 900
    report = read(tmp_path, text)
    assert report.items[0].comments == ("tail",)
    assert report.problems == ()


@pytest.mark.parametrize("marks", [":::", ";;;", "::;", "...", "::,", "::."])
def test_separators_are_kept_as_written(tmp_path: Path, marks: str) -> None:
    label = f"01{marks[0]}00{marks[1]}01{marks[2]}04"
    report = read(tmp_path, f"TITLE: T\n001 AX V C {label} {label} {label} {label}\n", "29.97")
    assert report.items[0].rec_in == label
    assert report.record.cuts[0].rate.drop is (marks[2] in ";,")


def test_comments_verbatim_and_what_they_say(tmp_path: Path) -> None:
    report = read(
        tmp_path,
        f"TITLE: T\n* heading\n001 AX V C {TIMES}\n"
        "* FROM CLIP NAME:  92-2A* \n*SOURCE FILE: A026C019_170614_R287\n** FREEZE FRAME\n*\n"
        "* ASC_SOP: (1 2 3)(0.1 -0.2 0)(1.0 1.0 1e0)\n*ASC_SAT 0.9\n"
        "* LOC: 01:00:01:14 RED     ANIM FIX NEEDED\n*LOC: 20 YELLOW  SHOT 7\n"
        "* LOC: 1:00:03:00 GREEN\n"
        "EFFECTS NAME IS RESIZE\nFINAL CUT PRO REEL: A026C019_LONG REPLACED BY: AX\n",
    )
    (item,) = report.items
    assert item.comments == (
        "FROM CLIP NAME:  92-2A*", "SOURCE FILE: A026C019_170614_R287", "* FREEZE FRAME", "",
        "ASC_SOP: (1 2 3)(0.1 -0.2 0)(1.0 1.0 1e0)", "ASC_SAT 0.9",
        "LOC: 01:00:01:14 RED     ANIM FIX NEEDED", "LOC: 20 YELLOW  SHOT 7",
        "LOC: 1:00:03:00 GREEN",
    )  # fmt: skip
    assert item.clip_name == "92-2A*"
    assert item.source_file == "A026C019_170614_R287"
    assert [(m.at, m.colour, m.text) for m in item.locators] == [
        ("01:00:01:14", "RED", "ANIM FIX NEEDED"),
        ("20", "YELLOW", "SHOT 7"),
        ("1:00:03:00", "GREEN", ""),
    ]
    assert item.cdl == Cdl(((1.0, 2.0, 3.0), (0.1, -0.2, 0.0), (1.0, 1.0, 1.0)), 0.9)
    assert item.other == (
        "EFFECTS NAME IS RESIZE", "FINAL CUT PRO REEL: A026C019_LONG REPLACED BY: AX"
    )  # fmt: skip
    event = report.record.cuts[0].events[0]
    assert event.reel == "A026C019_LONG"
    assert event.markers == item.locators
    assert report.record.cuts[0].metadata["header"] == "heading"


def test_comment_without_a_star_still_names_the_clip(tmp_path: Path) -> None:
    (item,) = read(tmp_path, f"TITLE: T\n001 AX V C {TIMES}\nFROM CLIP NAME: shot1\n").items
    assert (item.clip_name, item.comments, item.other) == ("shot1", (), ("FROM CLIP NAME: shot1",))


def test_words_that_only_look_like_names_are_not(tmp_path: Path) -> None:
    (item,) = read(
        tmp_path,
        f"TITLE: T\n001 AX V C {TIMES}\n* FROM CLIP IS A STILL\n* FROM CLIP NAME:\n"
        "* SOURCE FILE: (NULL)\n* LOCATION: Paris\n",
    ).items
    assert (item.clip_name, item.source_file, item.locators) == (None, None, ())


def test_malformed_colour_is_a_problem_of_its_line(tmp_path: Path) -> None:
    report = read(tmp_path, f"TITLE: T\n001 AX V C {TIMES}\n*ASC_SOP: asop1\n*ASC_SAT: 1 2\n")
    assert report.items[0].cdl is None
    assert [problem.line for problem in report.problems] == [3, 4]


@pytest.mark.parametrize(
    ("line", "speed"),
    [
        ("M2   A012C003       048.0                01:00:00:00", 48.0),
        ("M2   A012C003       -25.0                01:00:00:00", -25.0),
        ("M2      A012C003                         -024.0 01:00:00:00", -24.0),
        ("M2   A012C003       0                01:00:00:00", 0.0),
        ("M2 A012C003 +012.5", 12.5),
        ("M2   A012C003       25 1009", 25.0),
        ("m2\tA012C003\t309.6\t01:00:00:00 ", 309.6),
        ("M2   A012C003       047.6                01:00:00:00 (47.6 FPS)", 47.6),
    ],
)
def test_speed(tmp_path: Path, line: str, speed: float) -> None:
    report = read(tmp_path, f"TITLE: T\n001 A012C003 V C {TIMES}\n* x\n{line}\n")
    assert report.items[0].speed == speed
    assert report.items[0].m2 == line.strip()
    assert report.problems == ()


def test_speed_of_a_reel_with_a_space(tmp_path: Path) -> None:
    report = read(tmp_path, f"TITLE: T\n001 REEL 9 V C {TIMES}\nM2 REEL 9 012.0 01:00:00:00\n")
    assert (report.items[0].speed, report.problems) == (12.0, ())


def test_speed_without_a_number_or_of_another_reel_is_named(tmp_path: Path) -> None:
    report = read(
        tmp_path,
        f"TITLE: T\nM2 AX 25.0\n001 AX V C {TIMES}\nM2 AX\n002 AX V C {TIMES}\nM2 BX 12.0\n",
    )
    assert [problem.line for problem in report.problems if "M2" in problem.message] == [2, 4, 6]
    assert [item.speed for item in report.items] == [None, 12.0]


def test_fcm_changes_the_count_of_sources_only(tmp_path: Path) -> None:
    text = (
        "TITLE: T\nFCM: NON-DROP FRAME\n"
        "001 AX V C 01:01:00:00 01:01:01:00 01:00:00:00 01:00:01:00\n"
        "FCM: DROP FRAME\n002 AX V C 01:10:00:00 01:10:01:00 01:00:01:00 01:00:02:00\n"
    )
    one, two = read(tmp_path, text, "29.97").record.cuts[0].events
    assert (one.source_in, two.source_in) == (3660 * 30, 4200 * 30 - 126)
    assert (one.record_in, two.record_in) == (3600 * 30, 3601 * 30)
    assert two.source_rate is not None
    assert two.source_rate.drop


def test_split_and_source_table(tmp_path: Path) -> None:
    report = read(
        tmp_path,
        f"TITLE: T\n001 AX V C {TIMES}\nSPLIT:    AUDIO DELAY=  00:00:00:06\n002 AX V C {TIMES}\n"
        ">>> SOURCE AX AX 4919c0e3\n",
    )
    assert report.items[1].other == ("SPLIT:    AUDIO DELAY=  00:00:00:06",)
    assert report.items[1].comments == ()
    assert report.record.cuts[0].metadata["sources"] == ">>> SOURCE AX AX 4919c0e3"


BROKEN = [
    ("002  AX V C 01:00:00:00 01:00:02:00 10:00:02:00", "3 of 4"),
    ("002  AX V C 01:00:00:00 01:00:02:00 10:00:0x:00 10:00:04:00", "10:00:0x:00"),
    ("002  AX V C 01:00:00:00 01:00:02:00 10:00:61:00 10:00:04:00", "10:00:61:00"),
    ("002  AX V C", "0 of 4"),
    ("002  AX", "0 of 4"),
    ("002  AX V C 01:00:00 01:00:02 10:00:02 10:00:04", "`01:00:00` is no timecode"),
    ("002  AX V C 01:00:00:00 01:00:02:00 10:00:02:24 10:00:04:00", "10:00:02:24"),
    ("002  AX V C 01:00:00:00 01:00:02:00 10:00:04:00 10:00:02:00", "backwards"),
]


@pytest.mark.parametrize(("line", "cause"), BROKEN)
def test_one_broken_event_costs_only_itself(tmp_path: Path, line: str, cause: str) -> None:
    text = f"TITLE: T\n001 AX V C {TIMES}\n{line}\n* FROM CLIP NAME: lost\n003 AX V C {TIMES}\n"
    report = read(tmp_path, text.replace("003 AX", "003 BX"), "24")
    assert (report.in_file, report.imported) == (3, 2)
    named = [problem for problem in report.problems if problem.line == 3]
    assert len(named) == 1
    assert cause in named[0].message
    assert [item.event for item in report.items] == ["001", "003"]


def test_comments_of_a_broken_event_do_not_become_its_neighbours(tmp_path: Path) -> None:
    text = f"TITLE: T\n001 AX V C {TIMES}\n002 AX V C oops\n* FROM CLIP NAME: lost\n"
    report = read(tmp_path, text)
    assert report.items[0].clip_name is None
    assert report.items[0].comments == ()


@pytest.mark.parametrize(
    ("line", "doubt"),
    [
        (f"002 AX XYZ C {TIMES}", "unknown track"),
        (f"002 AX V {TIMES}", "no transition"),
        (f"002 AX C {TIMES}", "no track"),
        ("002 AX V C 01:00:00:00 01:00:03:00 10:00:00:00 10:00:02:00", "72 frames, the record 48"),
        ("002 AX V C 01:00:00:24 01:00:02:24 10:00:00:00 10:00:02:00", "source range is unknown"),
    ],
)
def test_odd_events_are_kept_and_named(tmp_path: Path, line: str, doubt: str) -> None:
    report = read(tmp_path, f"TITLE: T\n001 AX A C {TIMES}\n{line}\n", "24")
    assert (report.in_file, report.imported) == (2, 2)
    assert [doubt in problem.message for problem in report.problems] == [True]
    assert report.problems[0].line == 3


def test_trailing_words_stay_in_the_raw_line(tmp_path: Path) -> None:
    (item,) = read(tmp_path, f"TITLE: T\n001 AX V C {TIMES}  junk 7\n").items
    assert item.raw.endswith("junk 7")
    assert item.rec_out == "10:00:02:00"


def test_frame_numbers_instead_of_timecode(tmp_path: Path) -> None:
    text = (
        "TITLE: T\n001 AX V C 1009 1064 00:00:00:00 00:00:02:07\n002 AX V D 012 9 64 86400 86455\n"
    )
    report = read(tmp_path, text)
    assert [(item.src_in, item.rec_in) for item in report.items] == [
        ("1009", "00:00:00:00"), ("9", "86400")
    ]  # fmt: skip
    one, two = report.record.cuts[0].events
    assert (one.source_in, one.source_out, one.record_out) == (1009, 1064, 55)
    assert (two.transition_frames, two.record_in, two.record_out) == (12, 86400, 86455)
    assert report.problems == ()
