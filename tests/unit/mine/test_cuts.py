"""Cuts: names, order, the same cut from two files."""

import pytest

from circletake.mine import Record, mine
from tests.unit.mine.build import cut

SHOT = ("X", 0, 10)


@pytest.mark.parametrize(
    "names",
    [
        ["film_v2", "film_v10"], ["X_V05", "X_006"], ["cut 1", "cut 2", "cut 11"],
        ["Reel_05", "Reel_v6"], ["v1", "v1a", "v2"],
    ],
)  # fmt: skip
def test_cuts_are_ordered_by_name_as_people_count(names):
    found = mine(Record(cuts=[cut(name, SHOT) for name in reversed(names)]))
    assert list(found.cuts) == names


def test_a_recorded_order_wins():
    cuts = [cut(name, SHOT) for name in ("a", "b", "c")]
    assert mine(Record(cuts=cuts, cut_order=("c", "A"))).cuts == ("c", "a", "b")


def test_one_stem_in_two_formats_is_one_cut():
    thin, full = cut("v1", SHOT), cut("v1", SHOT, ("Y", 0, 5))
    other = type(full)("sub/v1.otio", full.value)
    found = mine(Record(cuts=[thin, other]))
    assert found.cuts == ("v1",)
    assert len(found.ties) == 2


def test_a_cut_without_picture_is_no_cut():
    filed = cut("sound", SHOT)
    from dataclasses import replace

    events = tuple(replace(event, picture=False) for event in filed.value.events)
    silent = type(filed)(filed.file, replace(filed.value, events=events))
    assert mine(Record(cuts=[silent, cut("v1", SHOT)])).cuts == ("v1",)


def test_a_cut_in_a_bundle_is_named_after_the_bundle():
    filed = cut("Info", SHOT)
    bundled = type(filed)("rough/FILM_V7.fcpxmld/Info.fcpxml", filed.value)
    assert mine(Record(cuts=[bundled])).cuts == ("FILM_V7",)
