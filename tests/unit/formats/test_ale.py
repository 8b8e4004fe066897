"""Avid Log Exchange: sections, rows, and what exporters make of them."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from circletake.errors import LimitExceeded, ReadError
from circletake.model import LogKind, Status
from circletake.plugins.formats.ale import Ale
from circletake.ports.formats import Format, Options, Report, Source
from circletake.timecode import Rate
from circletake.tools import Limits

HEADING = "Heading\nFIELD_DELIM\tTABS\nVIDEO_FORMAT\t1080\nAUDIO_FORMAT\t48khz\nFPS\t23.976\n\n"
COLUMNS = "Column\nName\tTracks\tStart\tEnd\tScene\tTake\tTape\tCircled\tComments\n\n"
ROW = "A012C003_240503_R1BY.mxf\tVA1A2\t10:00:00:00\t10:00:10:00\t24A\t3\tA012\tX\tflare at end\n"
PLAIN = HEADING + COLUMNS + "Data\n" + ROW


def read(
    tmp_path: Path, text: str | bytes, name: str = "240503_A.ale", rate: Rate | None = None
) -> Report[Mapping[str, str]]:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Ale().read(Source(path), Options(rate=rate))


def test_is_a_format() -> None:
    assert isinstance(Ale(), Format)


def test_a_row(tmp_path: Path) -> None:
    report = read(tmp_path, PLAIN)
    assert (report.format, report.in_file, report.imported, report.problems) == ("ale", 1, 1, ())
    assert (str(report.rate), report.rate_origin) == ("23.976", "file")
    assert report.items[0]["Comments"] == "flare at end"
    (row,) = report.record.log
    assert (row.log, row.line, row.slate, row.take, row.scene) == (
        LogKind.CAMERA, 11, "24A", "3", None
    )  # fmt: skip
    assert (row.clip, row.roll, row.status, row.notes) == (
        "A012C003_240503_R1BY", "A012", Status.CIRCLED, "flare at end"
    )  # fmt: skip
    assert (row.start, row.end, row.rate) == ("10:00:00:00", "10:00:10:00", report.rate)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "mac-roman"])
def test_line_ends_and_encodings(tmp_path: Path, end: str, encoding: str) -> None:
    data = PLAIN.replace("flare", "CAFÉ").replace("\n", end).encode(encoding)
    assert Ale().sniff(data, Path("x.txt")) >= 0.9
    report = read(tmp_path, data)
    assert report.items[0]["Comments"] == "CAFÉ at end"
    assert report.record.log[0].line == 11


@pytest.mark.parametrize(
    ("heading", "rate"),
    [
        ("FPS\t24", "24"), ("FPS\t23.98", "23.976"), ("FPS\t29.97", "29.97"),
        ("FPS\t29.97DF", "29.97DF"),
        ("FPS\t29.97\nTC_FORMAT\tDROP", "29.97DF"), ("FPS\t29.97\nDROP_FRAME\tYES", "29.97DF"),
        ("FPS\t29.97\nTC_FORMAT\tNON-DROP", "29.97"), ("FPS\t25\nDROP_FRAME\tYES", "25"),
        ("FIELD_DELIM\tTABS\tVIDEO_FORMAT\t1080\tFPS\t50", "50"), ("FPS   25", "25"),
    ],
)  # fmt: skip
def test_rate_of_the_heading(tmp_path: Path, heading: str, rate: str) -> None:
    text = f"Heading\n{heading}\n\n{COLUMNS}Data\n{ROW}"
    report = read(tmp_path, text, rate=Rate.parse(60))
    assert (str(report.rate), report.rate_origin) == (rate, "file")


def test_drop_frame_by_the_timecodes(tmp_path: Path) -> None:
    text = PLAIN.replace("23.976", "29.97").replace("10:00:00:00", "10:00:00;00")
    assert str(read(tmp_path, text).rate) == "29.97DF"


def test_no_rate_in_the_heading(tmp_path: Path) -> None:
    text = PLAIN.replace("FPS\t23.976\n", "")
    assert (read(tmp_path, text).rate, read(tmp_path, text).rate_origin) == (None, None)
    given_one = read(tmp_path, text, rate=Rate.parse(25))
    assert (str(given_one.rate), given_one.rate_origin) == ("25", "given")
    broken = read(tmp_path, PLAIN.replace("23.976", "soon"))
    assert broken.rate is None
    assert "rate" in broken.problems[0].message


@pytest.mark.parametrize(
    "text",
    [
        PLAIN.replace("Heading\n", ""),
        PLAIN.replace("Column\n", ""),
        PLAIN.replace("Data\n", ""),
        "Column\n" + COLUMNS.split("\n", 1)[1] + "Data\n" + ROW,
        PLAIN.replace("\n", "\n\n"),
        PLAIN.replace("Column", "COLUMN ").replace("Data", "data\t\t"),
        PLAIN.replace("\n\nData", "\t\t\n\nData"),
    ],
)
def test_sections_missing_or_ragged(tmp_path: Path, text: str) -> None:
    report = read(tmp_path, text)
    assert (report.in_file, report.problems) == (1, ())
    assert report.items[0]["Scene"] == "24A"
    assert report.record.log[0].slate == "24A"


def test_cells_and_columns_that_do_not_match(tmp_path: Path) -> None:
    fewer = "\t".join(ROW.split("\t")[:6]) + "\n"
    more = ROW.rstrip("\n") + "\textra\t\tlast\n"
    blank = ROW.rstrip("\n") + "\t\t\t\n"
    report = read(tmp_path, PLAIN + fewer + more + blank)
    assert (report.in_file, report.imported) == (4, 4)
    assert [problem.line for problem in report.problems] == [12, 13]
    assert report.items[2]["column 10"] == "extra"
    assert "Comments" not in report.items[1]


def test_values_verbatim_and_blank_ones_left_out(tmp_path: Path) -> None:
    text = HEADING + 'Column\nName\tTake\tComments\tLens\t\n\nData\n A012 \t3\tsaid "cut" \t   \t\n'
    report = read(tmp_path, text)
    assert report.items[0] == {"Name": " A012 ", "Take": "3", "Comments": 'said "cut" '}


def test_quotes_of_a_spreadsheet(tmp_path: Path) -> None:
    text = (
        HEADING + 'Column\nName\tTake\tComments\n\nData\nA\t3\t"said ""cut"", late"\nB\t4\t"OK"\n'
    )
    report = read(tmp_path, text)
    assert [item["Comments"] for item in report.items] == ['said "cut", late', '"OK"']


def test_commas_between_cells(tmp_path: Path) -> None:
    text = (
        "Heading\nFIELD_DELIM,COMMAS\nFPS,24\n\nColumn\nName,Scene,Take,Comments\n\n"
        'Data\nA012C003,24A,3,"soft, late"\n'
    )
    report = read(tmp_path, text)
    assert str(report.rate) == "24"
    assert report.items[0]["Comments"] == "soft, late"


def test_columns_of_one_name(tmp_path: Path) -> None:
    text = HEADING + "Column\nName\tScene\tTake\tTake\n\nData\nA\t24A\t3\t4\n"
    assert read(tmp_path, text).items[0] == {
        "Name": "A",
        "Scene": "24A",
        "Take": "3",
        "Take (2)": "4",
    }


@pytest.mark.parametrize(
    ("name", "tracks", "log"),
    [
        ("240503_A.ale", "VA1", LogKind.CAMERA), ("x.ale", "A1A2", LogKind.SOUND),
        ("Sound Report 3.ale", "V", LogKind.SOUND), ("Script Supervisor.ale", "V", LogKind.SCRIPT),
    ],
)  # fmt: skip
def test_whose_log_it_is(tmp_path: Path, name: str, tracks: str, log: LogKind) -> None:
    report = read(tmp_path, PLAIN.replace("VA1A2", tracks), name)
    assert report.record.log[0].log is log


def test_rows_that_name_no_take_are_kept_as_items(tmp_path: Path) -> None:
    report = read(
        tmp_path, HEADING + "Column\nTracks\tStart\tEnd\n\nData\nV\t01:00:00:00\t01:00:01:00\n"
    )
    assert (report.in_file, report.imported, report.record.log) == (1, 1, ())


@pytest.mark.corpus
def test_other_people_s_ales(corpus: Path) -> None:
    folder = corpus / "editorial" / "ale"
    told = {}
    for path in sorted(folder.iterdir()):
        assert Ale().sniff(Source(path).head, Path("x.dat")) >= 0.9
        report = Ale().read(Source(path), Options())
        assert report.in_file == report.imported
        told[path.name] = (report.in_file, str(report.rate))
    assert told == {
        "sample.ale": (4, "24"), "sample2.ale": (2, "23.976"), "sample_blanks.ale": (1, "25"),
        "sample_cdl.ale": (4, "23.976"),
    }  # fmt: skip
    report = Ale().read(Source(folder / "sample2.ale"), Options())
    row = report.record.log[1]
    assert (row.slate, row.take, row.cameras, row.roll) == ("19A", "2xa", ("A",), "XA007")
    assert row.clip == "A007C002_140720_R2E4"
    assert [problem.line for problem in report.problems] == [8]
    cdl = Ale().read(Source(folder / "sample_cdl.ale"), Options())
    assert cdl.record.log[0].clip == "A005_C010_0501J0"
    assert cdl.items[0]["ASC_SAT"] == "0.9"


@pytest.mark.parametrize(
    "text",
    ["", "Heading for the hills\n", "Title: x\n\nINT. HOUSE - DAY\n", "Scene,Take\n24A,3\n", "{}",
     "# Column\n\nData about it.\n"],
)  # fmt: skip
@pytest.mark.parametrize("suffix", [".ale", ".txt"])
def test_other_texts_are_no_ales(text: str, suffix: str) -> None:
    assert Ale().sniff(text.encode(), Path("x" + suffix)) <= 0.5


def test_nothing_to_read_and_too_much(tmp_path: Path) -> None:
    with pytest.raises(ReadError):
        read(tmp_path, b"")
    with pytest.raises(ReadError):
        read(tmp_path, "Heading\nFPS\t24\n")
    path = tmp_path / "x.ale"
    path.write_text(PLAIN + ROW, encoding="utf-8")
    with pytest.raises(LimitExceeded):
        Ale().read(Source(path, Limits(items=1)), Options())


quick = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def check(tmp_path: Path, data: bytes) -> None:
    assert 0 <= Ale().sniff(data, Path("x.ale")) <= 1
    try:
        report = read(tmp_path, data)
    except ReadError:
        return
    assert report.imported == report.in_file


@given(data=st.binary(max_size=300))
@quick
def test_any_bytes(tmp_path: Path, data: bytes) -> None:
    check(tmp_path, data)


@given(place=st.integers(0, len(PLAIN)), change=st.binary(max_size=5), cut=st.integers(0, 8))
@quick
def test_mutated_ale(tmp_path: Path, place: int, change: bytes, cut: int) -> None:
    data = PLAIN.encode()
    check(tmp_path, data[:place] + change + data[place + cut :])


WORDS = [
    "Heading",
    "Column",
    "Data",
    "\n",
    "\n",
    "\r",
    "\t",
    "\t",
    "Name",
    "Scene",
    "Take",
    "FPS",
    "24",
    "FIELD_DELIM",
    "COMMAS",
    ",",
    '"',
    "24A",
    "3",
    "Start",
    "10:00:00;00",
    "Tracks",
    "A1",
    " ",
]


@given(words=st.lists(st.sampled_from(WORDS), max_size=60))
@quick
def test_any_order_of_its_own_words(tmp_path: Path, words: list[str]) -> None:
    check(tmp_path, "".join(words).encode())
