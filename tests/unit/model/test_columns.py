"""Rows of logs, whatever their columns are called."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circletake.model import ColumnTable, LogKind, LogRow, Status, log_kind, unique_names
from circletake.timecode import Rate

TABLE = ColumnTable()


def rows(names: str, cells: str, log: LogKind = LogKind.SCRIPT, **given: str) -> list[LogRow]:
    return TABLE.reader(names.split("|"), log, given).read_all(cells.split("|"), 7)


def row(names: str, cells: str, log: LogKind = LogKind.SCRIPT, **given: str) -> LogRow:
    (found,) = rows(names, cells, log, **given)
    return found


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Scene", "scene"),
        ("SC #", "scene"),
        ("Script Scene", "scene"),
        ("Szene", "scene"),
        ("Slate", "slate"),
        ("Setup #", "slate"),
        ("Shot", "slate"),
        ("Klappe", "slate"),
        ("Slate/Take", "slate_take"),
        ("Sc/Tk", "slate_take"),
        ("Take #", "take"),
        ("TK", "take"),
        ("Prise", "take"),
        ("Camera(s)", "camera"),
        ("Cam", "camera"),
        ("Kamera", "camera"),
        ("Clip Name", "clip"),
        ("File Name", "clip"),
        ("Source File Path", "clip"),
        ("Name", "clip"),
        ("Camroll", "roll"),
        ("Cam Roll", "roll"),
        ("Reel #", "roll"),
        ("Mag", "roll"),
        ("Tape", "roll"),
        ("Sound Roll", "sound_roll"),
        ("Status", "status"),
        ("Circled", "status"),
        ("Print?", "status"),
        ("C/NG", "status"),
        ("Circled (Y/N)", "status"),
        ("N.G.", "ng"),
        ("Hold", "hold"),
        ("False Start", "false_start"),
        ("Comments", "notes"),
        ("REMARKS", "notes"),
        ("Notes 2", "notes"),
        ("Director's Notes", "notes"),
        ("Bemerkungen", "notes"),
        ("DESCRIPT", "description"),
        ("Start TC", "start"),
        ("TC In", "start"),
        ("End", "end"),
        ("Frame Rate", "rate"),
        ("A Roll", "roll:A"),
        ("Camera B Roll", "roll:B"),
        ("Roll C", "roll:C"),
        ("B Clip", "clip:B"),
        ("Cam A", "cam:A"),
        ("B Cam", "cam:B"),
        ("Lens", None),
        ("", None),
        ("Scene 24", None),
        ("Camera Type", None),
        ("Lines covered", None),
        ("Date", None),
    ],
)
def test_names_of_columns(name: str, field: str | None) -> None:
    assert TABLE.field_of(name) == field
    assert TABLE.field_of(name.upper()) == field


def test_a_studio_adds_its_own() -> None:
    table = ColumnTable({"Krøll": "roll", "Wahl": "status"})
    assert (table.field_of("KROLL"), table.field_of("krøll")) == (None, "roll")
    found = table.reader(["Slate", "Take", "Krøll", "Wahl"], LogKind.SCRIPT).read(
        ["112", "3", "A012", "OK"], 1
    )
    assert found is not None
    assert (found.roll, found.status) == ("A012", Status.CIRCLED)


@pytest.mark.parametrize(
    ("names", "cells", "scene", "slate", "take"),
    [
        ("Scene|Slate|Take", "24|24A|3", "24", "24A", "3"),
        ("Scene|Slate|Take", "24|A|3", "24", "24A", "3"),
        ("Scene|Shot|Take", "24A|B|3", "24A", "24AB", "3"),
        ("Scene|Slate|Take", "24|112|3", "24", "112", "3"),
        ("Scene|Slate|Take", "24|112.0|3.0", "24", "112", "3"),
        ("Scene|Slate|Take", "24|24A-3|3", "24", "24A", "3"),
        ("Scene|Take", "24A|3", None, "24A", "3"),
        ("Slate|Take", "24A|T3", None, "24A", "3"),
        ("Scene|Slate", "24|24A-3*", "24", "24A", "3"),
        ("Slate/Take|Scene", "24A/3|24", "24", "24A", "3"),
        ("Slate|Notes", "24A TK 3|x", None, "24A", "3"),
        ("Slate|Notes", "24A-3PU|x", None, "24A", "PU3"),
        ("Name|Scene|Take", "24A-3|24|3", "24", "24A", "3"),
        ("Name|Scene|Take", "24A-3|24A|3", None, "24A", "3"),
        ("Name|Tape", "24A-3|A012", None, "24A", "3"),
        ("Name|Tape", "24A/3B|A012", None, "24A", "3"),
        ("Name|Source File", "1/2|B001_C002_0401BG.R3D", None, "1", "2"),
        ("Scene/Slate/Take|Status", "24/112/3|", "24", "112", "3"),
        ("Take|Status", "3|OK", None, None, "3"),
    ],
)
def test_slate_wherever_it_stands(
    names: str, cells: str, scene: str | None, slate: str | None, take: str
) -> None:
    found = row(names, cells)
    assert (found.scene, found.slate, found.take) == (scene, slate, take)


def test_a_slate_of_another_take_is_not_believed() -> None:
    assert row("Slate|Take", "24-5|3").slate == "24-5"
    assert row("Name|Scene|Take", "25A-3|24|3").slate == "24"


@pytest.mark.parametrize(
    ("names", "cells", "clip", "roll"),
    [
        ("Name|Tape|Take", "A012C003_240503_R1BY.mov|A012|3", "A012C003_240503_R1BY", "A012"),
        ("Name|Tape|Take", "24A-3|A012C003_240503_R1BY|3", "A012C003_240503_R1BY", None),
        (
            "Name|Source File|Take",
            "24A-3|/x/A012C003_240503_R1BY.mxf|3",
            "A012C003_240503_R1BY",
            None,
        ),
        ("Name|Take", "24A-3|3", None, None),
        ("Name|Tape", "24A/3B|A012", None, "A012"),
        ("Name|Take", "Something|3", "Something", None),
        ("Name|Take", "24A-3.mov|3", "24A-3", None),
        ("Clip|Roll|Take", "C003|A012|3", None, "A012"),
        ("Clip|Take", "A012 C003|3", "A012C003", None),
        ("Clipname|Filename|Take", "A007C001|A007C001_140720_R2E4|3", "A007C001_140720_R2E4", None),
        ("Camroll|Tape|Take", "A012|3NY004|3", None, "A012"),
    ],
)
def test_clip_and_roll(names: str, cells: str, clip: str | None, roll: str | None) -> None:
    found = row(names, cells, LogKind.CAMERA)
    assert (found.clip, found.roll) == (clip, roll)


@pytest.mark.parametrize(
    ("names", "cells", "told"),
    [
        ("Slate|Take|Cam|Roll", "24A|3|A/B|A012/B007", [("A", "A012", None), ("B", "B007", None)]),
        ("Slate|Take|Cam|Roll", "24A|3|A+B|A012 B007", [("A", "A012", None), ("B", "B007", None)]),
        ("Slate|Take|Cam|Roll", "24A|3|A,B|12, 7", [("AB", "12, 7", None)]),
        ("Slate|Take|Cam|Roll", "24A|3|A|A012", [("A", "A012", None)]),
        ("Slate|Take|Roll", "24A|3|A012, B007", [("A", "A012", None), ("B", "B007", None)]),
        (
            "Slate|Take|Cam|A Roll|B Roll",
            "24A|3|A, B|A012|B007",
            [("A", "A012", None), ("B", "B007", None)],
        ),
        ("Slate|Take|A Roll|B Roll", "24A|3||B007", [("B", "B007", None)]),
        ("Slate|Take|Cam A|Cam B", "24A|3|A012|-", [("A", "A012", None)]),
        ("Slate|Take|Cam A|Cam B", "24A|3|x|x", [("AB", None, None)]),
        (
            "Slate|Take|Cam|Clip",
            "24A|3|A/B|A012C003_240503_R1BY, B007C001_240503_R2XX.mov",
            [("A", None, "A012C003_240503_R1BY"), ("B", None, "B007C001_240503_R2XX")],
        ),
        (
            "Slate|Take|Roll|Clip",
            "24A|3|A012 & B007|B007C001_240503_R2XX",
            [("A", "A012", None), ("B", "B007", "B007C001_240503_R2XX")],
        ),
        (
            "Slate|Take|Cam|Clip",
            "24A|3|A/B|B007C001_240503_R2XX",
            [("A", None, None), ("B", None, "B007C001_240503_R2XX")],
        ),
    ],
)
def test_a_row_of_several_cameras(
    names: str, cells: str, told: list[tuple[str, str | None, str | None]]
) -> None:
    found = [("".join(each.cameras), each.roll, each.clip) for each in rows(names, cells)]
    assert found == told


@pytest.mark.parametrize(
    ("names", "cells", "status"),
    [
        ("Slate|Take|Status", "24A|3|Circled", Status.CIRCLED),
        ("Slate|Take|Circled|NG|Hold", "24A|3|x||", Status.CIRCLED),
        ("Slate|Take|Circled|NG|Hold", "24A|3|N|Y|N", Status.NG),
        ("Slate|Take|Circled|NG|Hold", "24A|3|||1", Status.HOLD),
        ("Slate|Take|Status", "24A|3*|", Status.CIRCLED),
        ("Slate|Take|Notes", "24A|3|NG - boom", Status.NG),
        ("Slate|Take|Circled|Notes", "24A|3|N|FS - slate", Status.FALSE_START),
        ("Slate|Take|Circled|NG|Notes", "24A|3|N|N|NG - boom", None),
        ("Slate|Take|Status|Notes", "24A|3||NG - boom", None),
        ("Slate|Take|Notes", "24A|3|nice", None),
    ],
)
def test_status_by_column_mark_or_note(names: str, cells: str, status: Status | None) -> None:
    assert row(names, cells).status is status


def test_a_mixers_note_states_no_status() -> None:
    assert row("Scene|Take|Notes", "24A|3|NG - plane", LogKind.SOUND).status is None


def test_notes_of_all_columns_verbatim() -> None:
    found = row("Slate|Take|Comments|Description|Director Notes", "24A|3|soft|WS|soft|")
    assert found.notes == "soft"
    found = row("Slate|Take|Comments|Director Notes", "24A|3|soft at end|again, slower")
    assert found.notes == "soft at end\nagain, slower"
    assert row("Slate|Take|Description", "24A|3|WS").notes == "WS"


def test_sound_rows_have_sound_rolls_and_no_cameras() -> None:
    found = row("File Name|Tape|Scene|Take|Circled", "24AT03.WAV|SR012|24A|03A|Y", LogKind.SOUND)
    assert (found.cameras, found.roll, found.clip, found.take) == ((), "SR012", "24AT03", "3")
    assert found.status is Status.CIRCLED


def test_what_stands_above_the_rows_fills_blanks() -> None:
    found = row("Scene|Take|Camera|Roll", "24A|3||", camera="B", roll="B007")
    assert (found.cameras, found.roll) == (("B",), "B007")
    assert row("Scene|Take|Camera", "24A|3|C", camera="B").cameras == ("C",)


def test_times_rate_and_columns() -> None:
    found = row(
        "Scene|Take|TC In|TC Out|Frame Rate|Lens|", "24A|3|01:00:00:00|01:00:09:00|29.97DF| |x"
    )
    assert (found.start, found.end, found.rate) == (
        "01:00:00:00",
        "01:00:09:00",
        Rate.parse("29.97DF"),
    )
    assert found.columns == {
        "Scene": "24A", "Take": "3", "TC In": "01:00:00:00", "TC Out": "01:00:09:00",
        "Frame Rate": "29.97DF", "column 7": "x",
    }  # fmt: skip
    assert found.line == 7
    assert row("Scene|Take|FPS", "24A|3|48", LogKind.CAMERA).rate is None
    assert row("Scene|Take|Frame Rate", "24A|3|fast").rate is None


@pytest.mark.parametrize("cells", ["|||", "24A|||", "||lunch|", ""])
def test_rows_that_are_no_takes(cells: str) -> None:
    assert rows("Slate|Take|Notes|Status", cells) == []


def test_a_false_start_without_a_number_is_a_row() -> None:
    assert row("Slate|Take|Status", "24A||FS").status is Status.FALSE_START


def test_columns_of_one_name() -> None:
    assert unique_names(["Notes", "Notes", "", " Notes "]) == (
        "Notes",
        "Notes (2)",
        "column 3",
        "Notes (3)",
    )


@pytest.mark.parametrize(
    ("names", "above", "log"),
    [
        ("Scene|Take|Circled|Notes", "", LogKind.SCRIPT),
        ("Clip Name|Scene|Take|Reel|Lens|ISO", "", LogKind.CAMERA),
        ("File Name|Channels|Tape|Scene|Take|Wild|Circled", "", LogKind.SOUND),
        ("Scene|Take|Notes", "SOUND REPORT | Project: | X", LogKind.SOUND),
        ("Scene|Take|Notes", "CAMERA REPORT | Script Supervisor: | M. Lindqvist", LogKind.CAMERA),
        (
            "Scene|Slate|Take|Camera|Roll|Status",
            "Script Supervisor: | M. L. | Sound Mixer: | P.",
            LogKind.SCRIPT,
        ),
        ("Scene|Take|Roll", "day 3 | 240503_A-CAM", LogKind.CAMERA),
        ("Scene|Take|Lens|Roll|Clip", "FILM - CONTINUITY LOG", LogKind.SCRIPT),
        ("Scene|Take|Lens|Roll|Clip", "240503_Script_Log", LogKind.SCRIPT),
    ],
)
def test_whose_log_it_is(names: str, above: str, log: LogKind) -> None:
    assert log_kind(names.split("|"), above) is log


@given(
    names=st.lists(
        st.sampled_from(
            [
                "Scene",
                "Slate",
                "Take",
                "Cam",
                "Roll",
                "Clip",
                "Notes",
                "NG",
                "Status",
                "A Roll",
                "Cam B",
                "Name",
                "Slate/Take",
                "Tape",
                "Frame Rate",
            ]
        ),
        max_size=8,
    ),
    cells=st.lists(st.text(max_size=20), max_size=10),
    log=st.sampled_from(list(LogKind)),
)
def test_any_cells(names: list[str], cells: list[str], log: LogKind) -> None:
    for found in TABLE.reader(names, log).read_all(cells, 1):
        assert found.take or found.clip or found.slate or found.status


def test_a_feature_s_rows_are_read_fast() -> None:
    names = [
        "Scene",
        "Slate",
        "Take",
        "Camera",
        "Roll",
        "Clip Name",
        "Status",
        "Notes",
        "TC In",
        "TC Out",
    ]
    reader = TABLE.reader(names, LogKind.SCRIPT)
    cells = [
        [
            f"{n % 90}",
            f"{n % 90}{'ABCDE'[n % 5]}",
            f"{n % 9}",
            "A",
            f"A{n % 400:03}",
            f"A{n % 400:03}C{n % 50:03}_240503_R1BY.mxf",
            "NG",
            f"note {n}",
            "01:00:00:00",
            "02:00:00:00",
        ]
        for n in range(4000)
    ]
    start = time.process_time()
    for line, each in enumerate(cells):
        reader.read_all(each, line)
    assert time.process_time() - start < 0.6  # 40,000 rows in 1.5 s, with room for a slow machine
