"""Logs whose kind and marks only their cells tell."""

from pathlib import Path

import pytest

from circletake.model import LogKind, Status
from circletake.plugins.formats.ale import Ale
from circletake.plugins.formats.csvlog import CsvLog
from circletake.ports.formats import Options, Source


def rows(tmp_path: Path, text: str, name: str = "log.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    form = Ale() if name.endswith(".ale") else CsvLog()
    return form.read(Source(path), Options()).record.log


@pytest.mark.parametrize(
    "text",
    [
        "File Name,Roll,Scene,Take,Circled,Notes\n"
        "24A-T01.wav,S1,24A,1,,hum\n24A-T02.wav,S1,24A,2,,\n",
        "Scene,Take,Sound Roll,File,Notes\n24A,1,S1,24A_1.WAV,\n24A,2,S1,24A_2.WAV,hum\n",
    ],
)
def test_a_list_of_recordings_is_a_sound_report(tmp_path, text):
    found = rows(tmp_path, text)
    assert {row.log for row in found} == {LogKind.SOUND}


def test_a_note_states_no_status_where_the_column_of_marks_does(tmp_path):
    text = "Scene,Slate,Take,Print,Notes\n24,24A,1,,NG sound\n24,24A,2,Y,\n24,24A,3,NG,late\n"
    assert [row.status for row in rows(tmp_path, text)] == [None, Status.CIRCLED, Status.NG]


def test_a_note_states_the_status_where_nothing_else_can(tmp_path):
    text = "Scene,Slate,Take,Print,Notes\n24,24A,1,,NG boom in shot\n24,24A,2,Y,\n"
    assert [row.status for row in rows(tmp_path, text)] == [Status.NG, Status.CIRCLED]


ALE = "Heading\nFIELD_DELIM\tTABS\nFPS\t25\n\nColumn\nName\tTape\tScene\tTake\n\nData\n"


@pytest.mark.parametrize(
    ("name", "scene", "slate"),
    [
        ("112-1", "24", "112"),
        ("24A-1", "25", "24A"),
        ("24A-1", "25A", "25A"),
        ("24A-1", "24", "24A"),
    ],
)
def test_a_slate_typed_as_the_clip_s_name(tmp_path, name, scene, slate):
    text = f"{ALE}{name}\tA001C001_240503_R1BY\t{scene}\t1\n"
    (row,) = rows(tmp_path, text, "A.ale")
    assert (row.slate, row.take, row.clip) == (slate, "1", "A001C001_240503_R1BY")
