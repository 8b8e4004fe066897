"""Logs kept in spreadsheets: headings, preambles, sections, blanks, quotes."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from circletake.errors import LimitExceeded, ReadError
from circletake.model import LogKind, LogRow, Status
from circletake.plugins.formats.csvlog import CsvLog
from circletake.ports.formats import Format, Options, Report, Source
from circletake.timecode import Rate
from circletake.tools import Limits

PLAIN = "Scene,Slate,Take,Camera,Status,Notes\n24,24A,1,A,NG,boom in\n24,24A,2,A,Circled,\n"


def read(
    tmp_path: Path, text: str | bytes, name: str = "log.csv", **options: object
) -> Report[Mapping[str, str]]:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return CsvLog().read(Source(path), Options(**options))  # type: ignore[arg-type]


def takes(report: Report[Mapping[str, str]]) -> list[tuple[str | None, str | None, str | None]]:
    return [(row.scene, row.slate, row.take) for row in report.record.log]


def only(report: Report[Mapping[str, str]]) -> LogRow:
    (row,) = report.record.log
    return row


def test_is_a_format() -> None:
    assert isinstance(CsvLog(), Format)


def test_a_plain_log(tmp_path: Path) -> None:
    report = read(tmp_path, PLAIN)
    assert (report.format, report.in_file, report.imported, report.problems) == ("csv", 2, 2, ())
    assert report.items[1] == {
        "Scene": "24", "Slate": "24A", "Take": "2", "Camera": "A", "Status": "Circled"
    }  # fmt: skip
    first, second = report.record.log
    assert (first.log, first.line, first.status, first.notes) == (
        LogKind.SCRIPT, 2, Status.NG, "boom in"
    )  # fmt: skip
    assert (second.line, second.cameras, second.status) == (3, ("A",), Status.CIRCLED)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "mac-roman", "cp1252"])
def test_delimiters_ends_and_encodings(
    tmp_path: Path, delimiter: str, end: str, encoding: str
) -> None:
    text = PLAIN.replace("boom in", "CAFÉ, café é à la fin".replace(",", "")).replace(
        ",", delimiter
    )
    data = text.replace("\n", end).encode(encoding)
    assert CsvLog().sniff(data, Path("x.dat")) >= 0.8
    report = read(tmp_path, data)
    assert [row.line for row in report.record.log] == [2, 3]
    assert report.record.log[0].notes == "CAFÉ café é à la fin"


def test_quotes_over_several_lines_keep_the_lines_true(tmp_path: Path) -> None:
    text = (
        'Slate,Take,Notes,Status\r\n"24A",1,"boom in,\r\nsaid ""cut""\r\n",NG\r\n'
        '24A,2,24" monitor in shot,OK\r\n24A,3,"tail","Circled"\r\n'
    )
    report = read(tmp_path, text)
    assert [row.line for row in report.record.log] == [2, 5, 6]
    assert [row.notes for row in report.record.log] == [
        'boom in,\nsaid "cut"', '24" monitor in shot', "tail"
    ]  # fmt: skip
    assert [row.status for row in report.record.log] == [Status.NG, Status.CIRCLED, Status.CIRCLED]


def test_a_quote_that_never_closes_costs_no_row(tmp_path: Path) -> None:
    rows = "".join(f"24A,{take},fine,OK\n" for take in range(2, 99))
    report = read(tmp_path, f'Slate,Take,Notes,Status\n24A,1,"never closed,NG\n{rows}')
    assert (report.in_file, report.imported) == (98, 98)
    assert [row.line for row in report.record.log] == list(range(2, 100))
    assert report.record.log[0].notes == "never closed"
    assert report.record.log[0].status is Status.NG


@pytest.mark.parametrize(
    ("above", "camera", "roll", "rate"),
    [
        ("CAMERA REPORT\nCamera:,B,Roll:,B007\n\n", ("B",), "B007", None),
        ("Camera: B\nRoll: B007\n", ("B",), "B007", None),
        ("Production,FERRY,Camera,B\nRoll,B007,Rate,25\n", ("B",), "B007", "25"),
        ("FERRY - CONTINUITY LOG,,,,\nRate,23.976,,,\n,,,,\n", (), None, "23.976"),
        ("", (), None, None),
    ],
)
def test_what_stands_above_the_heading(
    tmp_path: Path, above: str, camera: tuple[str, ...], roll: str | None, rate: str | None
) -> None:
    report = read(tmp_path, f"{above}Scene,Take,Notes,Status,x\n24A,3,,OK,\n")
    row = only(report)
    assert (row.cameras, row.roll) == (camera, roll)
    assert report.rate == (Rate.parse(rate) if rate else None)
    assert row.rate == report.rate
    assert report.rate_origin == ("file" if rate else None)
    assert row.line == above.count("\n") + 2


def test_a_column_beats_what_stands_above(tmp_path: Path) -> None:
    text = "Camera:,B,Roll:,B007\nScene,Take,Camera,Roll\n24A,3,C,C001\n24A,4,,\n"
    assert [(row.cameras, row.roll) for row in read(tmp_path, text).record.log] == [
        (("C",), "C001"), (("B",), "B007")
    ]  # fmt: skip


def test_given_rate_counts_where_the_file_says_none(tmp_path: Path) -> None:
    rate = Rate.parse("29.97DF")
    report = read(tmp_path, PLAIN, rate=rate)
    assert (report.rate, report.rate_origin, report.record.log[0].rate) == (rate, "given", rate)


def test_sections_between_the_rows(tmp_path: Path) -> None:
    text = (
        "Take,Status,Notes\nDAY 1 - 2024-05-03\nScene 24 - INT. FERRY - NIGHT\nSetup 24A\n1,NG,\n"
        "2,OK,\n"
        "Setup 24B,,\n1,OK,\n,,\nSCENE 25,,\nSlate: 25\n1,,soft\nTOTAL,4,\n"
    )
    report = read(tmp_path, text)
    assert takes(report) == [
        ("24", "24A", "1"), ("24", "24A", "2"), ("24", "24B", "1"), ("25", "25", "1")
    ]  # fmt: skip
    assert (report.in_file, report.problems) == (4, ())


def test_camera_sections(tmp_path: Path) -> None:
    text = "Scene,Take,Lens\nA CAM,,\nRoll A012,,\n24A,1,32\nB-Camera\nRoll: B007\n24A,1,50\n"
    report = read(tmp_path, text)
    assert [(row.cameras, row.roll) for row in report.record.log] == [
        (("A",), "A012"), (("B",), "B007")
    ]  # fmt: skip


def test_blanks_mean_as_above(tmp_path: Path) -> None:
    text = "Scene,Slate,Take,Status\n24,24A,1,NG\n,,2,OK\n,24B,1,\n,,2,OK\n25,,1,\n,25A,1,OK\n"
    report = read(tmp_path, text)
    assert takes(report) == [
        ("24", "24A", "1"), ("24", "24A", "2"), ("24", "24B", "1"), ("24", "24B", "2"),
        ("25", "25", "1"), ("25", "25A", "1"),
    ]  # fmt: skip
    assert report.items[1] == {"Take": "2", "Status": "OK"}


def test_a_second_camera_s_row_is_of_the_take_above(tmp_path: Path) -> None:
    text = "Slate,Take,Camera,Roll,Notes\n24A,1,A,A012,x\n,,B,B007,\n24A,2,A,A012,\n"
    report = read(tmp_path, text)
    assert takes(report) == [(None, "24A", "1"), (None, "24A", "1"), (None, "24A", "2")]
    assert report.record.log[1].cameras == ("B",)


def test_repeated_and_changed_headings(tmp_path: Path) -> None:
    text = (
        "Slate,Take,Status\n24A,1,OK\nSLATE,TAKE,STATUS\n24A,2,NG\nTake,Slate,Notes\n3,24A,late\n"
    )
    report = read(tmp_path, text)
    assert [row.take for row in report.record.log] == ["1", "2", "3"]
    assert report.record.log[2].notes == "late"
    assert report.in_file == 3


def test_a_note_broken_over_two_rows(tmp_path: Path) -> None:
    report = read(tmp_path, "Slate,Take,Notes\n24A,1,boom in at the start\n,,and the end\n24A,2,\n")
    assert [row.notes for row in report.record.log] == ["boom in at the start\nand the end", ""]
    assert report.in_file == 2


def test_rows_of_no_take_are_named(tmp_path: Path) -> None:
    report = read(
        tmp_path, "Slate,Take,Status,Lens\nLUNCH,,,\n24A,1,OK,32\n,,,wild lens,x\n,,OK,50\n"
    )
    assert (report.in_file, report.imported) == (3, 1)
    assert [problem.line for problem in report.problems] == [2, 4, 5]
    assert "LUNCH" in report.problems[0].message


def test_more_cells_than_columns(tmp_path: Path) -> None:
    report = read(tmp_path, "Slate,Take,Notes\n24A,1,soft, at the end\n24A,2,fine,,,\n")
    assert (report.in_file, report.imported) == (2, 2)
    assert [problem.line for problem in report.problems] == [2]
    assert "at the end" in report.problems[0].message


def test_a_row_logged_twice_is_kept(tmp_path: Path) -> None:
    report = read(tmp_path, PLAIN + "24,24A,2,A,Circled,\n")
    assert (report.in_file, report.imported) == (3, 3)


def test_combined_slates_without_a_take_column(tmp_path: Path) -> None:
    text = "Slate,Camera,Status,Notes\n24A-1,A,NG,\n24A-2*,A,,nice\n24A-3 PU,A,,\n"
    assert CsvLog().sniff(text.encode(), Path("x.csv")) >= 0.8
    report = read(tmp_path, text)
    assert [(row.slate, row.take) for row in report.record.log] == [
        ("24A", "1"), ("24A", "2"), ("24A", "PU3")
    ]  # fmt: skip
    assert report.record.log[1].status is Status.CIRCLED


def test_a_studio_s_own_columns(tmp_path: Path) -> None:
    text = "Nummer,Versuch,Urteil\n112,3,OK\n"
    with pytest.raises(ReadError):
        read(tmp_path, text)
    report = read(
        tmp_path, text, columns={"Nummer": "slate", "Versuch": "take", "Urteil": "status"}
    )
    assert only(report).status is Status.CIRCLED


def test_a_camera_report(tmp_path: Path) -> None:
    text = (
        "CAMERA REPORT\nProduction,FERRY,Date,2024-05-03\nCamera,A,Rate,25\n\n"
        "Roll,File Name,Scene,Slate,Take,TC Start,Lens,Remarks,Circled\n"
        "A012,A012C003_240503_R1BY.mxf,24,112,3,10:00:00:00,32,ND6,x\n"
    )
    row = only(read(tmp_path, text, "240503.csv"))
    assert (row.log, row.clip, row.roll, row.cameras) == (
        LogKind.CAMERA, "A012C003_240503_R1BY", "A012", ("A",)
    )  # fmt: skip
    assert (row.scene, row.slate, row.start, row.status) == (
        "24",
        "112",
        "10:00:00:00",
        Status.CIRCLED,
    )


@pytest.mark.corpus
def test_sound_report_of_a_recorder(corpus: Path) -> None:
    path = corpus / "editorial" / "sound" / "WaveAgentSoundReport.csv"
    assert CsvLog().sniff(Source(path).head, Path("x.txt")) >= 0.9
    report = CsvLog().read(Source(path), Options())
    assert (report.in_file, report.imported, report.problems) == (9, 9, ())
    row = report.record.log[2]
    assert (row.log, row.line, row.slate, row.take, row.roll) == (
        LogKind.SOUND, 9, "A101", "1", "18Y12M31"
    )  # fmt: skip
    assert (row.start, str(row.rate), row.clip) == ("12:39:59:00", "23.976", "A101_1")
    assert report.record.log[-1].notes == "Tail Slate Cloth noise"


OTHERS = {
    "fountain": "Title: The Ferry\n\nINT. FERRY - NIGHT\n\nScene, take, notes: nothing.\n",
    "prose": "We looked at the scene, the take and the notes, and went home.\n" * 3,
    "markdown": "# Notes\n\n| Scene | Take | Notes |\n|---|---|---|\n| 24 | 3 | soft |\n",
    "json": '{"Scene": "24", "Take": 3}\n',
    "xml": "<log><Scene/><Take/></log>",
    "edl": "TITLE: x\n001 AX V C 01:00:00:00 01:00:01:00 01:00:00:00 01:00:01:00\n",
    "ale": "Heading\nFIELD_DELIM\tTABS\nColumn\nName\tScene\tTake\nData\n24A-3\t24A\t3\n",
    "session": "SESSION NAME:\tx\nSAMPLE RATE:\t48000\n\nCLIP NAME\tSTART\tEND\tSTATE\n",
    "shots": "Shot,Size,Angle,Lens,Move\n1,MS,eye,32,static\n",
    "locations": "onset\tduration\tmajor_location\tsetting\n0.0\t3.2\tpark\tbench\n",
}


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("suffix", [".csv", ".txt"])
def test_other_texts_are_not_logs(name: str, suffix: str) -> None:
    assert CsvLog().sniff(OTHERS[name].encode(), Path("x" + suffix)) <= 0.5


def test_limits(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(PLAIN, encoding="utf-8")
    with pytest.raises(LimitExceeded):
        CsvLog().read(Source(path, Limits(items=2)), Options())


quick = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def check(tmp_path: Path, data: bytes) -> None:
    assert 0 <= CsvLog().sniff(data, Path("x.csv")) <= 1
    try:
        report = read(tmp_path, data)
    except ReadError:
        return
    assert report.imported <= report.in_file
    assert len({problem.line for problem in report.problems}) >= report.in_file - report.imported
    lines = data.count(b"\n") + data.count(b"\r") + 1
    assert all(row.line <= lines for row in report.record.log)


@given(data=st.binary(max_size=300))
@quick
def test_any_bytes(tmp_path: Path, data: bytes) -> None:
    check(tmp_path, data)


@given(place=st.integers(0, len(PLAIN)), change=st.binary(max_size=5), cut=st.integers(0, 8))
@quick
def test_mutated_log(tmp_path: Path, place: int, change: bytes, cut: int) -> None:
    data = PLAIN.encode()
    check(tmp_path, data[:place] + change + data[place + cut :])


WORDS = [
    "Scene",
    "Slate",
    "Take",
    "24A",
    "3",
    "Circled",
    "NG",
    ",",
    ",",
    "\n",
    "\r",
    '"',
    '""',
    ";",
    "Scene 24",
    "Setup 24A",
    "TOTAL",
    "A CAM",
    "\t",
    " ",
    "24A-3",
    "Camera:",
    "B",
    "DAY 1",
]


@given(words=st.lists(st.sampled_from(WORDS), max_size=80))
@quick
def test_any_order_of_its_own_words(tmp_path: Path, words: list[str]) -> None:
    check(tmp_path, "".join(words).encode())
    check(tmp_path, PLAIN.encode() + "".join(words).encode())


@pytest.mark.timeout(30)
@pytest.mark.parametrize("line", ['"a\n', '"a,"b\n', '"' * 50 + "\n", ",".join('"x') + "\n"])
def test_hostile_quotes_end(tmp_path: Path, line: str) -> None:
    check(tmp_path, ("Slate,Take,Notes\n" + line * 40_000).encode())
