"""Positions in time: whole frames, exact sums, no comparing of what is counted otherwise."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circletake.errors import TimecodeError
from circletake.timecode import RATES, Rate, Timecode

rates = st.sampled_from(RATES)
frames = st.integers(-(10**9), 10**9)
FILM = Rate.parse("23.976")


@given(rate=rates, data=st.data())
def test_text_and_back(rate, data):
    here = Timecode(data.draw(st.integers(0, rate.day - 1)), rate)
    assert Timecode.parse(str(here), rate) == here


@given(rate=rates, frame=frames, more=frames, again=frames)
def test_sums_are_exact(rate, frame, more, again):
    here = Timecode(frame, rate)
    there = here + more
    assert there - here == more
    assert there - more == here
    assert there + again == here + (more + again)
    assert there.seconds - here.seconds == Fraction(more) / rate.fps


@given(rate=rates, frame=frames, days=st.integers(-3, 3))
def test_the_label_wraps_and_the_position_does_not(rate, frame, days):
    here = Timecode(frame, rate)
    later = here + days * rate.day
    assert str(later) == str(here)
    assert (later == here) == (days == 0)


@given(rate=rates, one=frames, other=frames)
def test_order_is_that_of_frames(rate, one, other):
    assert (Timecode(one, rate) < Timecode(other, rate)) == (one < other)
    assert (Timecode(one, rate) >= Timecode(other, rate)) == (one >= other)


@given(rate=rates, other=rates, frame=frames)
def test_at_another_rate_it_is_the_frame_on_screen(rate, other, frame):
    here = Timecode(frame, rate)
    there = here.at(other)
    assert there.rate == other
    assert there.seconds <= here.seconds < (there + 1).seconds


@given(rate=rates, frame=frames)
def test_at_its_own_rate_it_is_itself(rate, frame):
    assert Timecode(frame, rate).at(rate) == Timecode(frame, rate)


@given(frame=frames)
def test_a_doubled_rate_comes_back_exactly(frame):
    for slow, fast in (("24", "48"), ("29.97NDF", "59.94NDF"), ("25", "50")):
        here = Timecode(frame, Rate.parse(slow))
        assert here.at(Rate.parse(fast)).frame == 2 * frame
        assert here.at(Rate.parse(fast)).at(here.rate) == here


def test_an_hour_of_film_ends_on_the_clock_only_when_counted_in_seconds():
    hour = Timecode.parse("01:00:00:00", FILM)
    assert hour.seconds == Fraction(36036, 10)
    assert str(hour.at(Rate.parse("29.97NDF"))) == "01:00:00:00"
    assert str(hour.at(Rate.parse("29.97DF"))) == "01:00:03;18"


def test_what_is_counted_otherwise_is_not_compared():
    film, video = Timecode(24, FILM), Timecode(25, Rate.parse(25))
    for compare in (
        lambda: film < video, lambda: film >= video, lambda: film - video, lambda: max(film, video)
    ):  # fmt: skip
        with pytest.raises(TimecodeError, match="not counted alike"):
            compare()
    assert film != video


def test_a_position_is_a_value():
    assert {Timecode(1, FILM), Timecode(1, Rate.parse("23.98"))} == {Timecode(1, FILM)}
    with pytest.raises(AttributeError):
        Timecode(1, FILM).frame = 2  # type: ignore[misc]
