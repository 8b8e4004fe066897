"""Boards of the Storyboarder program."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from circletake.errors import Damaged, LimitExceeded
from circletake.model import Panel, to_plain
from circletake.plugins.formats.storyboarder import Board, Storyboarder
from circletake.ports.formats import Options, Report, Source
from circletake.timecode import Rate
from circletake.tools import Limits

SAMPLE = Path(__file__).parents[2] / "data" / "storyboarder" / "soup.storyboarder"


def read(path: Path, limits: Limits | None = None, rate: Rate | None = None) -> Report[Board]:
    return Storyboarder().read(Source(path, limits or Limits()), Options(rate))


@pytest.fixture
def of(tmp_path):
    def of(text: str | bytes, **options) -> Report[Board]:
        path = tmp_path / "x.storyboarder"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return read(path, **options)

    return of


def test_boards_are_panels():
    report = read(SAMPLE)
    assert (report.in_file, report.imported, report.problems) == (2, 2, ())
    assert (report.rate, report.rate_origin) == (Rate.parse("24"), "file")
    assert report.record.panels == (
        Panel(
            1, "1A", "board-1-AB12C.png", Fraction(3, 2), "Soup is patience.", "Ada stirs the pot.",
            "Steam in front of the lens; keep it slow.", True,
        ),
        Panel(2, "1B", "board-2-DE34F.png", Fraction(2)),
    )  # fmt: skip


def test_what_only_this_program_says_is_kept():
    first, second = read(SAMPLE).items
    assert (first.uid, first.time) == ("AB12C", Fraction(0))
    assert first.other["audio"] == {"filename": "AB12C-audio-1.wav", "duration": 1400}
    assert second.time == Fraction(3, 2)
    assert to_plain(second)["other"] == {"lastEdited": 1499375727809, "layers": {}}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_broken_board_is_a_problem_with_its_line(of, end):
    text = '{\n"boards": [\n{"number": 1},\n{"number": 2, "shot": oops},\n7,\n{"number": 4}\n]}'
    report = of(text.replace("\n", end))
    assert [item.number for item in report.items] == [1, 4]
    assert report.in_file == 4
    assert [problem.line for problem in report.problems] == [4, 5]
    assert "board 2" in report.problems[0].message


def test_a_file_cut_off_gives_the_boards_before_the_cut(of):
    whole = SAMPLE.read_text(encoding="utf-8")
    report = of(whole[: whole.index("DE34F") + 30])
    assert (report.in_file, report.imported) == (2, 1)
    assert "the file ends in it" in report.problems[0].message
    assert report.problems[0].line == 22


def test_values_that_make_no_sense_are_said(of):
    boards = [
        {"number": -3, "duration": "long", "url": "../../etc/passwd"},
        {"number": 2, "duration": 1e300},
        {"number": 3, "duration": "1500"},
        {"number": 4, "duration": 33.3, "dialogue": 5, "action": None},
    ]
    report = of(json.dumps({"fps": "fast", "boards": boards}))
    assert [item.number for item in report.items] == [1, 2, 3, 4]
    assert [item.duration for item in report.items] == [
        None, None, Fraction(3, 2), Fraction(333, 10000),
    ]  # fmt: skip
    assert report.items[0].picture == "passwd"
    assert (report.items[3].dialogue, report.items[3].action) == ("5", "")
    assert report.rate is None
    assert len(report.problems) == 4


def test_the_rate_given_by_the_user_fills_the_gap(of):
    report = of('{"boards": []}', rate=Rate.parse("25"))
    assert (report.rate, report.rate_origin) == (Rate.parse("25"), "given")


def test_other_encodings(of):
    text = SAMPLE.read_text(encoding="utf-8").replace("patience", "Geduld, ja – Göttin")
    expected = of(text).items
    assert of(text.encode("utf-8-sig")).items == expected
    assert of(text.encode("utf-16")).items == expected


def test_a_project_of_a_script_has_no_boards(of):
    report = of('{"version": "1", "aspectRatio": 2.35, "scriptPath": "soup.fountain"}')
    assert (report.in_file, report.imported) == (0, 0)
    assert "soup.fountain" in report.problems[0].message


@pytest.mark.parametrize("text", ["", "[1]", '{"boards": 3}', '{"tracks": []}', "{", '{"boards'])
def test_other_files_are_refused(of, text):
    with pytest.raises(Damaged):
        of(text)


@pytest.mark.parametrize("text", ['{"boards": ' + "[" * 5000, '{"a": ' + '{"b":' * 5000])
def test_nesting_is_bounded(of, text):
    with pytest.raises(LimitExceeded, match="deeper"):
        of(text)


@pytest.mark.parametrize("value", ["NaN", "-Infinity", "1e999", "9" * 5000])
def test_a_number_that_is_none_costs_its_board_only(of, value):
    report = of('{"boards": [{"number": 1, "x": ' + value + '}, {"number": 2}]}')
    assert [item.number for item in report.items] == [2]
    assert len(report.problems) == 1


def test_deep_values_within_the_bound_are_kept(of):
    deep = '{"boards": [{"number": 1, "sts": ' + "[" * 150 + "]" * 150 + "}]}"
    assert of(deep).imported == 1


def test_size_and_count_are_bounded(of):
    with pytest.raises(LimitExceeded):
        of('{"boards": [{}, {}, {}]}', limits=Limits(items=2))
    with pytest.raises(LimitExceeded):
        of('{"boards": []}' + " " * 100, limits=Limits(bytes=50))


def test_sniff():
    data = SAMPLE.read_bytes()
    sniff = Storyboarder().sniff
    assert sniff(data, Path("x.json")) > 0.9
    assert sniff(data.decode().encode("utf-16"), Path("x.json")) > 0.9
    assert sniff(b'{"OTIO_SCHEMA": "Timeline.1"}', Path("x.otio")) == 0
    assert sniff(b'{"scriptPath": "a"}', Path("x.storyboarder")) == 0.3
    assert sniff(b"<xml/>", Path("x.storyboarder")) == 0
