"""Recognising EDLs, limits, and bytes of any kind."""

import codecs
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from circletake.errors import LimitExceeded, ReadError
from circletake.plugins.formats.cmx3600 import Cmx3600
from circletake.ports.formats import Format, Options, Source
from circletake.tools import Limits
from tests.unit.formats.test_cmx3600_cut import DISSOLVE

EVENT = "001  AX       V     C        01:00:00:00 01:00:02:00 10:00:00:00 10:00:02:00"
FOUNTAIN = "Title: The Ferry\nAuthor: N.N.\n\nINT. FERRY - NIGHT\n\nHe looks at 01:00:00:00.\n" * 9
NOTE = (
    f"# Notes on V05\n\nThe list says\n\n{EVENT}\n\nand that is wrong. We want the other take.\n"
    * 3
)


def test_is_a_format() -> None:
    assert isinstance(Cmx3600(), Format)


@pytest.mark.parametrize("suffix", [".edl", ".txt", ".dat", ""])
@pytest.mark.parametrize(
    "text",
    [DISSOLVE, f"{EVENT}\n", f"TITLE: x\n{EVENT}\n", EVENT.lower(), EVENT.replace(":", ";"),
     "TITLE: J\n001  AX       V     C        1009        1064        00:00:00:00 00:00:02:07\n"],
)  # fmt: skip
def test_content_tells_an_edl(text: str, suffix: str) -> None:
    assert Cmx3600().sniff(text.encode(), Path("x" + suffix)) >= 0.9
    assert Cmx3600().sniff(text.encode("utf-16"), Path("x" + suffix)) >= 0.9


def test_an_empty_list_is_an_edl() -> None:
    assert Cmx3600().sniff(b"TITLE: x\r\nFCM: NON-DROP FRAME\r\n", Path("x.txt")) >= 0.8


@pytest.mark.parametrize(
    "text",
    ["", FOUNTAIN, NOTE, '{"title": "x", "fcm": 1}', "<?xml version='1.0'?><fcpxml/>",
     "Heading\nFIELD_DELIM\tTABS\n\nColumn\nName\tStart\n\nData\nA\t01:00:00:00\n",
     "Scene,Take,Start,End\n24A,3,01:00:00:00,01:00:10:00\n", "TITLE: a script\n\nFADE IN:\n"],
)  # fmt: skip
@pytest.mark.parametrize("suffix", [".edl", ".md"])
def test_other_texts_are_not(text: str, suffix: str) -> None:
    assert Cmx3600().sniff(text.encode(), Path("x" + suffix)) <= 0.5


def read(tmp_path: Path, data: bytes, limits: Limits | None = None) -> int:
    path = tmp_path / "any.edl"
    path.write_bytes(data)
    report = Cmx3600().read(Source(path, limits or Limits()), Options())
    assert report.imported <= report.in_file
    lost = report.in_file - report.imported
    assert len({problem.line for problem in report.problems}) >= lost
    lines = data.count(b"\n") + data.count(b"\r") + 1
    assert all(problem.line and problem.line <= lines for problem in report.problems)
    return report.in_file


def test_more_events_than_allowed(tmp_path: Path) -> None:
    with pytest.raises(LimitExceeded):
        read(tmp_path, f"TITLE: x\n{EVENT}\n{EVENT}\n".encode(), Limits(items=1))


@pytest.mark.parametrize("data", [b"", b"hello\nworld\n", b"\x89PNG\r\n\x1a\n" + bytes(500)])
def test_no_edl_at_all(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(ReadError):
        read(tmp_path, data)


@pytest.mark.parametrize(
    "data",
    [b"001 AX V C " + b"01:00:00:00 " * 50_000, b"001 " + b" " * 300_000, b"001 " + b":" * 300_000,
     b"V C " * 80_000, b"M2 " + b"1 " * 100_000, b"* LOC: 1 RED x\n" * 20_000,
     b"* ASC_SOP " + b"1.0e" * 50_000, b"* FRAME RATE: " + b"9" * 100_000 + b"/7",
     "001 AX V D ² ".encode() + b"01:00:00:00 " * 4],
)  # fmt: skip
@pytest.mark.timeout(20)
def test_hostile_lines_end(tmp_path: Path, data: bytes) -> None:
    read(tmp_path, EVENT.encode() + b"\n" + data)


quick = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(data=st.binary(max_size=400))
@quick
def test_any_bytes(tmp_path: Path, data: bytes) -> None:
    assert 0 <= Cmx3600().sniff(data, tmp_path / "x.edl") <= 1
    try:
        read(tmp_path, data)
    except ReadError as error:
        assert error.file  # noqa: PT017


WORDS = st.sampled_from(
    ["001", "002", "AX", "V", "C", "D", "W001", "K", "B", "010", "01:00:00:00", "01;00;59;29", "9",
     "M2", "-25.0", "*", "FROM CLIP NAME:", "TO CLIP NAME:", "24A-3", "LOC:", "FCM:", "DROP FRAME",
     "TITLE:", "\n", "\r", "\r\n", "\t", "²", "ASC_SOP", "(1 2 3)", ">>>", "SPLIT", "\x00", "\x1a"]
)  # fmt: skip


@given(words=st.lists(WORDS, max_size=80))
@quick
def test_any_order_of_its_own_words(tmp_path: Path, words: list[str]) -> None:
    read(tmp_path, f"TITLE: x\n{EVENT}\n{' '.join(words)}".encode())


@given(place=st.integers(0, len(DISSOLVE) - 1), change=st.binary(max_size=4), cut=st.integers(0, 9))
@quick
def test_mutated_list(tmp_path: Path, place: int, change: bytes, cut: int) -> None:
    data = DISSOLVE.encode()
    mutated = data[:place] + change + data[place + cut :] + b"\nTITLE: x\n"
    # Behind another encoding's mark the bytes are another text, and no list at all.
    assume(not mutated.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)))
    read(tmp_path, mutated)
