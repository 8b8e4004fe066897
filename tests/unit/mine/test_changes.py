"""Changes between cuts: each kind alone, ripples ignored, several together."""

import pytest

from circletake.mine import Record, changes, mine
from tests.unit.mine.build import clip, cut, event, row

A1, A2, A3 = clip("A", 1), clip("A", 2), clip("A", 3)
B1, C1, D1 = clip("A", 11), clip("A", 12), clip("A", 13)
LOG = [
    *(row("camera", "24A", n, name) for n, name in enumerate((A1, A2, A3), 1)),
    row("camera", "24B", 1, B1), row("camera", "24C", 1, C1), row("camera", "25", 1, D1),
    row("camera", "24A", 2, clip("B", 2)),
]  # fmt: skip
BASE = ((A1, 100, 50), (B1, 200, 40), (C1, 300, 60), (D1, 400, 30))


def between(old, new):
    return changes(Record(log=LOG, cuts=[cut("v1", *old), cut("v2", *new)]), "v1", "v2")


def told(found):
    return [(c.kind.value, c.shown.clip, c.frames) for c in found]


def test_equal_cuts_differ_in_nothing():
    assert between(BASE, BASE) == ()


@pytest.mark.parametrize(
    ("shot", "expected"),
    [
        ((B1, 205, 35), ("trim_head", 5)),
        ((B1, 200, 33), ("trim_tail", 7)),
        ((B1, 190, 50), ("extend_head", 10)),
        ((B1, 200, 52), ("extend_tail", 12)),
    ],
)
def test_one_end_moves_and_what_follows_only_ripples(shot, expected):
    found = between(BASE, (BASE[0], shot, *BASE[2:]))
    assert told(found) == [(expected[0], B1, expected[1])]
    assert found[0].old_record_in == "01:00:02:02"


def test_both_ends_are_two_changes():
    found = between(BASE, (BASE[0], (B1, 195, 50), *BASE[2:]))
    assert told(found) == [("extend_head", B1, 5), ("extend_tail", B1, 5)]


def test_lift_and_insert():
    found = between(BASE, (BASE[0], *BASE[2:]))
    assert told(found) == [("lift", B1, 40)]
    assert found[0].new_record_in is None
    found = between((BASE[0], *BASE[2:]), BASE)
    assert told(found) == [("insert", B1, 40)]
    assert found[0].old_record_in is None


def test_another_take_of_the_setup_in_the_same_place_is_a_swap():
    (change,) = between(BASE, ((A2, 900, 55), *BASE[1:]))
    assert (change.kind.value, change.shown.clip, change.frames) == ("take_swap", A2, 55)
    assert change.replaced is not None
    assert (change.replaced.clip, change.replaced.take) == (A1, 1)


def test_another_setup_in_the_same_place_is_a_lift_and_an_insert():
    found = between(BASE[:3], (BASE[0], (D1, 400, 40), BASE[2]))
    assert sorted(told(found)) == [("insert", D1, 40), ("lift", B1, 40)]


def test_the_same_take_by_another_camera_is_no_swap():
    found = between(((A2, 100, 50), *BASE[1:]), ((clip("B", 2), 100, 50), *BASE[1:]))
    assert {c.kind.value for c in found} == {"lift", "insert"}


def test_move_to_another_place():
    found = between(BASE, (BASE[1], BASE[2], BASE[0], BASE[3]))
    assert told(found) == [("move", A1, 50)]
    assert (found[0].old_record_in, found[0].new_record_in) == ("01:00:00:00", "01:00:04:04")


def test_retime_tells_how_much_longer():
    slow = (B1, 200, 80, {"speed": 0.5})
    assert told(between(BASE, (BASE[0], slow, *BASE[2:]))) == [("retime", B1, 40)]
    assert told(between((BASE[0], slow, *BASE[2:]), BASE)) == [("retime", B1, -40)]


def test_dialogue_from_two_clips_is_aligned_by_what_is_shown():
    old = [(A1, 100, 20), (B1, 100, 20), (A1, 140, 20), (B1, 150, 20), (A1, 180, 20)]
    new = [(A1, 100, 20), (B1, 100, 20), (A3, 540, 20), (B1, 150, 14), (A1, 180, 20)]
    assert told(between(old, new)) == [("take_swap", A3, 20), ("trim_tail", B1, 6)]


def test_a_cut_with_no_log_is_compared_by_names():
    record = Record(
        cuts=[cut("v1", ("X", 0, 10), ("Y", 0, 10)), cut("v2", ("X", 0, 8), ("Z", 0, 9))]
    )
    found = [(c.kind.value, c.shown.clip) for c in changes(record, "v1", "v2")]
    assert found == [("trim_tail", "X"), ("insert", "Z"), ("lift", "Y")]


def test_slates_of_cuts_without_logs_tell_swaps():
    record = Record(cuts=[cut("v1", ("92-2A*", 0, 10)), cut("v2", ("92-3A", 50, 10))])
    (change,) = changes(record, "v1", "v2")
    assert (change.kind.value, change.shown.take) == ("take_swap", 3)


def test_import_words_beside_ours():
    far = (B1, 150, 90)
    steps = [cut("v1", *BASE), cut("v2", BASE[0], *BASE[2:]), cut("v3", *BASE),
             cut("v4", BASE[0], far, *BASE[2:])]  # fmt: skip
    found = mine(Record(log=LOG, cuts=steps)).between
    assert [[c.vfx for c in step.changes] for step in found] == [
        ["omitted"],
        ["reinstated"],
        ["rescan"],
    ]


def test_a_large_cut_is_compared_quickly_and_rightly():
    import time

    shots = [(clip("A", n % 900 + 20, roll=n % 7 + 1), n * 30, 20 + n % 50) for n in range(2000)]
    new = list(shots)
    del new[700]
    new[1500] = (new[1500][0], new[1500][1] + 4, new[1500][2] - 4)
    new.insert(300, new.pop(900))
    began = time.perf_counter()
    found = changes(Record(cuts=[cut("v1", *shots), cut("v2", *new)]), "v1", "v2")
    assert time.perf_counter() - began < 5
    assert sorted(c.kind.value for c in found) == ["lift", "move", "trim_head"]


def test_overlays_on_another_track_are_compared_among_themselves():
    over = event(D1, 400, 10, 86420, track="V2")
    filed = [cut("v1", *BASE), cut("v2", *BASE)]
    with_over = (*filed[1].value.events, over)
    filed[1] = type(filed[1])(filed[1].file, type(filed[1].value)(
        "v2", filed[1].value.rate, "given", with_over))  # fmt: skip
    assert told(changes(Record(log=LOG, cuts=filed), "v1", "v2")) == [("insert", D1, 10)]


def test_sound_that_comes_along_makes_no_other_track():
    with_sound = [(*shot, {"track": "AA/V"}) for shot in BASE]
    assert told(between(BASE, with_sound)) == []
    moved = (BASE[1], BASE[2], (*BASE[0], {"track": "B"}), BASE[3])
    assert told(between(BASE, moved)) == [("move", A1, 50)]


def test_a_shot_cut_in_two_by_another_keeps_its_first_piece():
    found = between(BASE[:2], ((A1, 100, 25), (D1, 400, 10), (A1, 125, 25), BASE[1]))
    assert told(found) == [("trim_tail", A1, 25), ("insert", D1, 10), ("insert", A1, 25)]


def test_a_whole_scene_that_moves_is_moved_and_nothing_else():
    """What stays in order is the more, even where changes leave no long run of it untouched."""
    scene = [(clip("A", 50 + n), 0, 20) for n in range(4)]
    rest = [(clip("B", 60 + n), 0, 30) for n in range(12)]
    new = [
        (name, start + (n % 3 == 0), length - (n % 3 == 0))
        for n, (name, start, length) in enumerate(rest)
    ]
    found = told(between([*scene, *rest], [*new[:9], *scene, *new[9:]]))
    assert [row for row in found if row[0] == "move"] == [
        ("move", name, 20) for name, _, _ in scene
    ]
    assert sorted({kind for kind, _, _ in found}) == ["move", "trim_head"]
    assert len(found) == 4 + 4
