"""Takes out of logs: who is right, what is kept, what is told apart."""

import random

import pytest

from circletake.mine import Record, mine
from circletake.model import LogKind, LogRow, Status
from circletake.ports.stores import Filed
from tests.unit.mine.build import CIRCLED, NG, clip, row


def takes(*rows):
    return mine(Record(log=rows)).takes


def test_one_row_for_each_take_and_camera():
    found = takes(
        row("camera", "24A", 1, clip("A", 1)),
        row("camera", "24A", 1, clip("B", 1)),
        row("script", "24A", 1, status=CIRCLED, notes="both cameras good"),
    )
    assert [(t.scene, t.setup, t.take, t.camera, t.status) for t in found] == [
        ("24", "24A", 1, "A", Status.CIRCLED),
        ("24", "24A", 1, "B", Status.CIRCLED),
    ]
    assert found[0].clip == clip("A", 1)
    assert found[0].roll == "A001"
    assert found[0].notes == "both cameras good"


def test_a_take_that_one_log_has_is_a_take():
    found = takes(
        row("camera", "24A", 1, clip("A", 1)), row("script", "24A", 2, cameras="A", status=NG)
    )
    assert [(t.take, t.camera, t.clip, t.status) for t in found] == [
        (1, "A", clip("A", 1), None),
        (2, "A", None, Status.NG),
    ]


def test_script_log_is_right_about_status_and_the_other_answer_is_kept():
    (take,) = takes(
        row("camera", "24A", 1, clip("A", 1), status=CIRCLED), row("script", "24A", 1, status=NG)
    )
    assert take.status is Status.NG
    (conflict,) = take.conflicts
    assert (conflict.field, conflict.kept, conflict.other) == ("status", "ng", "circled")
    assert {e.file for e in conflict.evidence} == {"camera.csv", "script.csv"}


def test_camera_log_is_right_about_the_roll():
    (take,) = takes(
        row("camera", "24A", 1, clip("A", 1, roll=12), roll="A012"),
        row("script", "24A", 1, cameras="A", roll="A011"),
    )
    assert take.roll == "A012"
    assert [(c.field, c.kept, c.other) for c in take.conflicts] == [("roll", "A012", "A011")]


def test_a_roll_written_longer_is_the_same_roll():
    (take,) = takes(row("camera", "24A", 1, clip("A", 1, roll=12), roll="A012R2KX"))
    assert take.roll == "A012"
    assert not take.conflicts


def test_two_clips_on_one_slate_and_the_script_log_alone_has_the_next_take():
    found = takes(
        row("camera", "24A", 1, clip("A", 1)),
        row("camera", "24A", 2, clip("A", 2)),
        row("camera", "24A", 2, clip("A", 3)),
        *(row("script", "24A", n) for n in (1, 2, 3)),
    )
    assert [(t.take, t.clip) for t in found] == [(n, clip("A", n)) for n in (1, 2, 3)]
    assert [[c.field for c in t.conflicts] for t in found] == [[], [], ["take"]]


def test_two_clips_on_one_slate_without_proof_stay_two():
    found = takes(
        row("camera", "24A", 2, clip("A", 2)), row("camera", "24A", 2, clip("A", 3)),
        row("script", "24A", 2),
    )  # fmt: skip
    assert [(t.take, t.clip) for t in found] == [(2, clip("A", 2)), (2, clip("A", 3))]


def test_script_log_that_names_the_clip_is_right_about_its_take():
    found = takes(
        row("camera", "24A", 1, clip("A", 1)), row("camera", "24A", 7, clip("A", 2)),
        row("script", "24A", 1, clip("A", 1)), row("script", "24A", 2, clip("A", 2)),
    )  # fmt: skip
    assert [(t.take, t.clip) for t in found] == [(1, clip("A", 1)), (2, clip("A", 2))]
    assert [c.field for c in found[1].conflicts] == ["take"]


def test_running_slates_take_their_scene_from_the_script_log():
    (take,) = takes(
        row("camera", "112", 3, clip("A", 5)), row("script", "112", 3, scene="24", status=CIRCLED)
    )
    assert (take.scene, take.setup, take.take) == ("24", "112", 3)


def test_a_clip_logged_twice_is_one_take():
    found = takes(
        row("camera", "24A", 1, clip("A", 1), line=9),
        row("camera", "24A", 1, clip("A", 1), line=10),
    )
    assert len(found) == 1
    assert [e.line for e in found[0].evidence] == [9, 10]


def test_a_report_without_file_names_repeats_the_clip():
    found = takes(
        row("camera", "24A", 1, clip("A", 1), cameras="A"),
        row("camera", "24A", 1, file="report.csv", cameras="A", notes="soft"),
    )
    assert [(t.clip, t.notes) for t in found] == [(clip("A", 1), "soft")]


def test_slates_of_other_spelling_are_one():
    (take,) = takes(row("camera", "024a", 3, clip("A", 1)), row("script", "24A", 3, notes="ok"))
    assert (take.setup, take.take, take.notes) == ("24A", 3, "ok")


def test_notes_are_word_for_word_and_each_once():
    (take,) = takes(
        row("camera", "24A", 1, clip("A", 1), notes="boom dips in"),
        row("script", "24A", 1, notes="best for performance"),
        row("sound", "24A", 1, notes="boom dips in"),
    )
    assert take.notes == "best for performance\nboom dips in"


def test_sound_alone_has_no_camera():
    (take,) = takes(row("sound", "24W", 1, notes="wild"))
    assert take.camera is None


def test_order_of_rows_and_files_does_not_matter():
    rows = [row("camera", "24A", n, clip("A", n), line=n) for n in (1, 2, 3)]
    rows += [row("script", "24A", n, status=NG, line=n) for n in (1, 2, 3)]
    expected = [(t.take, t.clip, t.status) for t in takes(*rows)]
    for seed in range(5):
        mixed = random.Random(seed).sample(rows, len(rows))
        assert [(t.take, t.clip, t.status) for t in takes(*mixed)] == expected


def test_a_blank_in_a_log_that_marks_takes_is_an_answer():
    found = takes(
        row("camera", "24A", 1, clip("A", 1), status=CIRCLED),
        row("script", "24A", 1),
        row("script", "24A", 2, status=CIRCLED),
    )
    assert [t.status for t in found] == [None, Status.CIRCLED]


def test_rows_that_name_no_slate_are_kept():
    value = LogRow(LogKind.CAMERA, 4, clip=clip("A", 9))
    (take,) = mine(Record(log=[Filed("a.ale", value)])).takes
    assert (take.setup, take.take, take.clip) == (None, None, clip("A", 9))


def test_a_pickup_counts_on_and_a_report_may_leave_the_mark_out():
    (take,) = takes(
        row("camera", "24A", "PU4", clip("A", 4)), row("script", "24A", 4, notes="from the door")
    )
    assert (take.take, take.clip, take.notes, take.comparable) == (
        4,
        clip("A", 4),
        "from the door",
        False,
    )


def test_pickups_that_are_numbered_apart_are_other_takes():
    found = takes(
        row("camera", "24A", 1, clip("A", 1)), row("camera", "24A", "PU1", clip("A", 2)),
        row("script", "24A", 1, status=NG), row("script", "24A", "PU1", status=CIRCLED),
    )  # fmt: skip
    assert [(t.clip, t.status, t.comparable) for t in found] == [
        (clip("A", 1), Status.NG, True),
        (clip("A", 2), Status.CIRCLED, False),
    ]


def numbers(camera, script):
    rows = [row("camera", "24A", n, clip("A", place)) for place, n in enumerate(camera, 1)]
    found = takes(*rows, *(row("script", "24A", n) for n in script))
    return [(t.take, t.clip[5:8] if t.clip else None) for t in found]


@pytest.mark.parametrize(
    ("camera", "script", "expected"),
    [
        ((1, 2, 2, 3), (1, 2, 3, 4), [(1, "001"), (2, "002"), (3, "003"), (4, "004")]),
        ((1, 2, 4, 4), (1, 2, 3, 4), [(1, "001"), (2, "002"), (3, "003"), (4, "004")]),
        ((1, 1), (1, 2, 3), [(1, "001"), (2, "002"), (3, None)]),
        ((1, 2, 3), (1, 2, 4), [(1, "001"), (2, "002"), (3, "003"), (4, None)]),
    ],
)
def test_numbers_are_mended_only_where_two_clips_share_a_slate(camera, script, expected):
    assert numbers(camera, script) == expected


def test_a_log_that_repeats_the_slate_as_scene_is_no_conflict():
    (take,) = takes(
        row("sound", "112", 3, scene="112"), row("camera", "112", 3, clip("A", 5), scene="112"),
        row("script", "112", 3, scene="24"),
    )  # fmt: skip
    assert (take.scene, take.conflicts) == ("24", ())


def test_a_written_no_against_a_circle_is_a_conflict():
    (take,) = takes(
        row("camera", "24A", 1, clip("A", 1), columns={"Circled": "No"}),
        row("script", "24A", 1, status=CIRCLED),
    )
    assert [(c.field, c.kept, c.other) for c in take.conflicts] == [("status", "circled", None)]


def test_one_clip_beside_two_cameras_is_its_own_camera_s():
    found = takes(row("script", "24A", 1, clip("A", 1), cameras="AB", roll="A001"))
    assert [(t.camera, t.clip, t.roll) for t in found] == [
        ("A", clip("A", 1), "A001"),
        ("B", None, None),
    ]
