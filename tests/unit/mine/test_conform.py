"""Events tied to takes: every name that an edit list may use, and which evidence wins."""

import pytest

from circletake.mine import Record, mine
from circletake.model import Event
from circletake.ports.stores import Filed
from tests.unit.mine.build import RATE, clip, cut, row

T1, T2 = clip("A", 1, roll=12), clip("A", 2, roll=12)
OTHER = clip("B", 1, roll=12)
TIMES = {
    T1: ("10:00:00:00", "10:00:30:00"), T2: ("10:01:00:00", "10:01:30:00"),
    OTHER: ("10:00:00:00", "10:00:30:00"),
}  # fmt: skip
LOG = [
    row("camera", "24A", take, name, start=TIMES[name][0], end=TIMES[name][1])
    for take, name in ((1, T1), (2, T2), (1, OTHER))
]
INSIDE = RATE.frames("10:00:05:00")


def tie_of(name=None, reel=None, start=INSIDE, source_file=None):
    event = Event(
        "001", "V", picture=True, record_in=86400, record_out=86424, source_in=start,
        source_out=start + 24, clip_name=name, reel=reel, source_file=source_file,
    )  # fmt: skip
    filed = cut("v1", ("x", 0, 1))
    value = type(filed.value)("v1", RATE, "given", (event,))
    return mine(Record(log=LOG, cuts=[Filed("v1.edl", value)])).ties[0]


@pytest.mark.parametrize(
    "said",
    [
        {"name": T1}, {"name": f"{T1}.mov"}, {"name": f"/vol/day1/{T1}.MXF"}, {"name": T1.lower()},
        {"reel": T1}, {"source_file": T1}, {"reel": T1[:8]}, {"reel": "A012_C001"},
        {"reel": "A012"}, {"reel": "A012R2KX"}, {"name": "24A-1A"},
        {"name": "24A/1", "reel": "A012"},
        {"name": "24A-1*", "reel": T1[:8]}, {"name": "024a-1", "reel": "A012"},
    ],
)  # fmt: skip
def test_every_way_to_name_a_take(said):
    tie = tie_of(**said)
    assert tie.clip == T1
    assert tie.confidence > 0.7
    assert tie.evidence


def test_timecode_tells_takes_of_one_roll_apart():
    assert tie_of(reel="A012", start=RATE.frames("10:01:05:00")).clip == T2


def test_the_camera_file_wins_over_a_mistyped_slate():
    assert tie_of(name="24A-2", reel=T1).clip == T1


def test_two_cameras_alike_halve_the_confidence():
    tie = tie_of(name="24A-1")
    assert tie.confidence < 0.5
    assert any("2 takes fit alike" in why for why in tie.evidence)


def test_timecode_alone_is_not_enough():
    assert tie_of(reel="AX").clip is None


def test_a_slate_on_another_timecode_is_no_tie():
    assert tie_of(name="24A-2").clip is None


def test_a_camera_file_in_no_log_proves_a_take():
    found = tie_of(reel="C007C003_261014_R9ZZ")
    assert found.clip == "C007C003_261014_R9ZZ"


def test_a_clip_without_an_end_lasts_until_the_next_of_its_roll():
    log = [row("camera", "24A", n, name, start=TIMES[name][0]) for n, name in ((1, T1), (2, T2))]
    event = Event(
        "001", "V", picture=True, record_in=86400, record_out=86424, source_in=INSIDE,
        source_out=INSIDE + 24, reel="A012",
    )  # fmt: skip
    filed = cut("v1", ("x", 0, 1))
    value = type(filed.value)("v1", RATE, "given", (event,))
    assert mine(Record(log=log, cuts=[Filed("v1.edl", value)])).ties[0].clip == T1
