"""iXML documents as recorders write them."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from circletake.errors import ReadError
from circletake.model import LogKind, Status
from circletake.plugins.formats.ixml import IXml, fields_of, log_row
from circletake.ports.formats import Format, Options, Report, Source
from circletake.tools import Limits, parse_xml

PLAIN = """<?xml version="1.0" encoding="UTF-8"?>
<BWFXML>
  <IXML_VERSION>1.61</IXML_VERSION><PROJECT>FERRY</PROJECT>
  <SCENE>24A</SCENE><TAKE>03</TAKE><TAPE>SR012</TAPE><CIRCLED>TRUE</CIRCLED>
  <NOTE>plane at end</NOTE>
  <SPEED><TIMECODE_RATE>24000/1001</TIMECODE_RATE><TIMECODE_FLAG>NDF</TIMECODE_FLAG>
    <FILE_SAMPLE_RATE>48000</FILE_SAMPLE_RATE>
    <TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI>0</TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI>
    <TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO>172972800</TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO></SPEED>
  <HISTORY><ORIGINAL_FILENAME>24AT03.WAV</ORIGINAL_FILENAME></HISTORY>
  <TRACK_LIST><TRACK_COUNT>2</TRACK_COUNT>
    <TRACK><NAME>Mix</NAME></TRACK><TRACK><NAME>Boom</NAME></TRACK></TRACK_LIST>
</BWFXML>
"""


def read(tmp_path: Path, text: str | bytes) -> Report[Mapping[str, str]]:
    path = tmp_path / "24AT03.ixml.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return IXml().read(Source(path), Options())


def test_is_a_format() -> None:
    assert isinstance(IXml(), Format)


def test_fields_and_row(tmp_path: Path) -> None:
    report = read(tmp_path, PLAIN)
    assert (report.format, report.in_file, report.imported, report.problems) == ("ixml", 1, 1, ())
    assert (str(report.rate), report.rate_origin) == ("23.976", "file")
    assert report.items[0]["TRACK_LIST/TRACK[2]/NAME"] == "Boom"
    assert report.items[0]["SCENE"] == "24A"
    (row,) = report.record.log
    assert (row.log, row.slate, row.take, row.roll, row.clip) == (
        LogKind.SOUND, "24A", "3", "SR012", "24AT03"
    )  # fmt: skip
    assert (row.status, row.notes, row.cameras) == (Status.CIRCLED, "plane at end", ())
    assert (row.start, row.rate) == ("01:00:00:00", report.rate)
    assert row.columns == report.items[0]


@pytest.mark.parametrize(
    ("element", "status"),
    [
        ("<CIRCLED>FALSE</CIRCLED>", None), ("<CIRCLED></CIRCLED>", None), ("", None),
        ("<TAKE_TYPE>NO_GOOD</TAKE_TYPE>", Status.NG), ("<NO_GOOD>TRUE</NO_GOOD>", Status.NG),
        ("<FALSE_START>TRUE</FALSE_START>", Status.FALSE_START),
        ("<TAKE_TYPE>FALSE_START,WILD_TRACK</TAKE_TYPE>", Status.FALSE_START),
    ],
)  # fmt: skip
def test_status(tmp_path: Path, element: str, status: Status | None) -> None:
    text = PLAIN.replace("<CIRCLED>TRUE</CIRCLED>", element)
    assert read(tmp_path, text).record.log[0].status is status


def test_drop_frame_and_signed_halves(tmp_path: Path) -> None:
    text = PLAIN.replace("24000/1001", "30000/1001").replace("NDF", "DF")
    row = read(tmp_path, text).record.log[0]
    assert (str(row.rate), row.start) == ("29.97DF", "01:00:03;18")
    text = PLAIN.replace(">172972800<", ">-2122494496<")
    assert read(tmp_path, text).record.log[0].start == "12:33:34:15"


def test_padding_and_other_encodings(tmp_path: Path) -> None:
    assert read(tmp_path, b"  \n" + PLAIN.encode() + b"\0" * 200 + b"   ").imported == 1
    text = PLAIN.replace("UTF-8", "UTF-16").replace("plane", "flåte")
    assert read(tmp_path, text.encode("utf-16")).record.log[0].notes == "flåte at end"


def test_a_document_that_names_nothing(tmp_path: Path) -> None:
    report = read(tmp_path, "<BWFXML><PROJECT>x</PROJECT></BWFXML>")
    assert (report.in_file, report.imported, report.record.log) == (1, 1, ())
    assert len(report.problems) == 1


def test_fields_by_themselves() -> None:
    root = parse_xml(b"<BWFXML><A><B>1</B><B> 2 </B></A><C/></BWFXML>", file="x", limits=Limits())
    assert fields_of(root) == {"A/B[1]": "1", "A/B[2]": "2"}
    assert log_row({"PROJECT": "x"}) is None
    row = log_row({"SCENE": "24A", "TAKE": "1"}, 5)
    assert row is not None
    assert (row.line, row.slate) == (5, "24A")


@pytest.mark.corpus
def test_other_people_s_documents(corpus: Path) -> None:
    told = {}
    for path in sorted((corpus / "editorial" / "sound").glob("*.ixml.xml")):
        assert IXml().sniff(Source(path).head, Path("x.txt")) >= 0.9
        row = IXml().read(Source(path), Options()).record.log[0]
        told[path.name.partition(".")[0]] = (
            row.slate,
            row.take,
            row.roll,
            row.start,
            str(row.rate),
        )
    assert told["A101_1"] == ("A101", "1", "18Y12M31", "12:39:59:00", "23.976")
    assert told["A101_2"] == ("A101", "2", "18Y12M31", "12:40:04:00", "23.976")
    assert told["Sr001-001-06_01"] == ("001", "6", "Sr001", None, "25")


@pytest.mark.parametrize(
    "text",
    ["", "<fcpxml version='1.9'/>", "<xmeml/>", "BWFXML", "<a><BWFXML/></a>", "Title: x\n", "{}"],
)
def test_other_texts_are_no_ixml(text: str) -> None:
    assert IXml().sniff(text.encode(), Path("x.xml")) <= 0.5


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<BWFXML>",
        b"<xmeml/>",
        b"not xml",
        b"<!DOCTYPE x [<!ENTITY a 'b'>]><BWFXML>&a;</BWFXML>",
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(ReadError):
        read(tmp_path, data)


quick = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def check(tmp_path: Path, data: bytes) -> None:
    assert 0 <= IXml().sniff(data, Path("x.xml")) <= 1
    try:
        report = read(tmp_path, data)
    except ReadError:
        return
    assert report.imported == 1


@given(data=st.binary(max_size=200))
@quick
def test_any_bytes(tmp_path: Path, data: bytes) -> None:
    check(tmp_path, data)
    check(tmp_path, b"<BWFXML>" + data + b"</BWFXML>")


@given(place=st.integers(0, len(PLAIN)), change=st.binary(max_size=4), cut=st.integers(0, 6))
@quick
def test_mutated_document(tmp_path: Path, place: int, change: bytes, cut: int) -> None:
    data = PLAIN.encode()
    check(tmp_path, data[:place] + change + data[place + cut :])


NAMES = st.sampled_from(
    [
        "SCENE",
        "TAKE",
        "SPEED/TIMECODE_RATE",
        "SPEED/TIMECODE_FLAG",
        "SPEED/FILE_SAMPLE_RATE",
        "SPEED/TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO",
        "SPEED/TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI",
    ]
)
VALUES = st.sampled_from(["", "0", "-1", "24", "1/0", "24000/1001", "DF", "9" * 30, "48000", "x"])


@given(st.dictionaries(NAMES, VALUES))
def test_any_fields(fields: dict[str, str]) -> None:
    log_row(fields)
