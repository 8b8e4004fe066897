"""Rates and labels: SMPTE ST 12-1 by its own rule, and what people write."""

from fractions import Fraction
from itertools import islice

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from circletake.errors import TimecodeError
from circletake.timecode import RATES, Rate, infer_rate

DROPPING = [rate for rate in RATES if rate.drop]
COUNTING = [rate for rate in RATES if not rate.drop]
NTSC_DROP = Rate.parse("29.97DF")
rates = st.sampled_from(RATES)
by_name = pytest.mark.parametrize("rate", RATES, ids=str)


def attempt(call, *args):
    """What a call answers: its value, or the timecode error it raises; anything else is a bug."""
    try:
        return call(*args)
    except TimecodeError as error:
        return error


def by_the_rule(rate):
    """All labels of a day in order, as ST 12-1 words it: count up, skip at minutes but tenths."""
    mark = ";" if rate.drop else ":"
    skipped = {30: 2, 60: 4}[rate.nominal] if rate.drop else 0
    for hour in range(24):
        for minute in range(60):
            for second in range(60):
                first = skipped if second == 0 and minute % 10 else 0
                for frame in range(first, rate.nominal):
                    yield f"{hour:02}:{minute:02}:{second:02}{mark}{frame:02}"


@by_name
def test_eleven_minutes_label_by_label(rate):
    """Past a tenth minute, where nothing is skipped, and the first one after it."""
    for frame, label in enumerate(islice(by_the_rule(rate), 11 * 60 * rate.nominal)):
        assert rate.label(frame) == label
        assert rate.frames(label) == frame


@pytest.mark.parametrize("rate", DROPPING, ids=str)
def test_every_minute_of_a_day_begins_where_the_rule_says(rate):
    frame = 0
    for minute in range(24 * 60):
        skipped = rate.nominal // 15 if minute % 10 else 0
        hours, rest = divmod(minute, 60)
        assert rate.label(frame) == f"{hours:02}:{rest:02}:00;{skipped:02}"
        assert rate.frames(rate.label(frame)) == frame
        frame += rate.nominal * 60 - skipped
    assert frame == rate.day


@pytest.mark.slow
@pytest.mark.parametrize("rate", DROPPING, ids=str)
def test_a_whole_day_label_by_label(rate):
    for frame, label in enumerate(by_the_rule(rate)):
        if rate.label(frame) != label:
            pytest.fail(f"frame {frame} is {rate.label(frame)}, not {label}")
    assert frame + 1 == rate.day


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("00:00:59;29", "00:01:00;02"),
        ("00:08:59;29", "00:09:00;02"),
        ("00:09:59;29", "00:10:00;00"),
        ("00:59:59;29", "01:00:00;00"),
        ("09:59:59;29", "10:00:00;00"),
        ("23:59:59;29", "00:00:00;00"),
    ],
)
def test_the_label_after(before, after):
    assert NTSC_DROP.label(NTSC_DROP.frames(before) + 1) == after
    twice = Rate.parse("59.94DF")
    before, after = before.replace(";29", ";59"), after.replace(";02", ";04")
    assert twice.label(twice.frames(before) + 1) == after


@pytest.mark.parametrize(
    ("rate", "hour", "day"),
    [
        ("29.97DF", 107892, 2589408),
        ("59.94DF", 215784, 5178816),
        ("29.97NDF", 108000, 2592000),
        ("23.976", 86400, 2073600),
        ("24", 86400, 2073600),
        ("25", 90000, 2160000),
        ("50", 180000, 4320000),
    ],
)
def test_frames_of_an_hour_and_a_day(rate, hour, day):
    rate = Rate.parse(rate)
    assert rate.frames("01:00:00:00") == hour
    assert rate.day == day


@given(rate=rates, data=st.data())
def test_a_label_names_its_frame(rate, data):
    frame = data.draw(st.integers(0, rate.day - 1))
    assert rate.frames(rate.label(frame)) == frame


@given(rate=rates, frame=st.integers(-(10**12), 10**12))
def test_a_label_repeats_each_day(rate, frame):
    assert rate.label(frame) == rate.label(frame + rate.day) == rate.label(frame % rate.day)


@given(rate=rates, frame=st.integers(0, 10**9))
def test_labels_sort_as_their_frames(rate, frame):
    frame %= rate.day - 1
    assert rate.label(frame) < rate.label(frame + 1)


@given(frame=st.integers(0, 2589407), rate=st.sampled_from(DROPPING))
def test_drop_frame_keeps_to_the_clock(frame, rate):
    """The reason it exists; ST 12-1 leaves about 75 ms a day."""
    hours, minutes, seconds, part = (
        int(text) for text in rate.label(frame).replace(";", ":").split(":")
    )
    clock = hours * 3600 + minutes * 60 + seconds + Fraction(part, rate.nominal)
    assert abs(clock - rate.seconds(frame)) < Fraction(16, 100)


def test_counting_every_label_drifts():
    rate = Rate.parse("29.97NDF")
    assert float(rate.seconds(rate.frames("01:00:00:00"))) == pytest.approx(3603.6)


@pytest.mark.parametrize("rate", DROPPING, ids=str)
@pytest.mark.parametrize("minute", [1, 9, 11, 59])
def test_a_skipped_label_names_nothing(rate, minute):
    for frame in range(rate.dropped):
        with pytest.raises(TimecodeError, match="ST 12-1 skips"):
            rate.frames(f"01:{minute:02}:00;{frame:02}")
    assert rate.label(rate.frames(f"01:{minute:02}:00;{rate.dropped:02}"))
    assert rate.frames("01:10:00;00") + 1 == rate.frames("01:10:00;01")


@by_name
def test_a_label_past_its_range_names_nothing(rate):
    with pytest.raises(TimecodeError, match=f"frame {rate.nominal} of {rate.nominal}"):
        rate.frames(f"01:10:00:{rate.nominal}")
    for label in ("01:60:00:00", "01:00:60:00"):
        with pytest.raises(TimecodeError, match="past 59"):
            rate.frames(label)


@pytest.mark.parametrize("label", ["", "x", "01:00:00", "01:00:00:", "1:2:3:4:5", "01-00-00-00"])
def test_what_is_no_label_is_said(label):
    with pytest.raises(TimecodeError, match="is not a timecode"):
        RATES[0].frames(label)


@pytest.mark.parametrize(
    "label",
    ["01:02:03:04", "1:2:3:4", "01:02:03;04", "01;02;03;04", "01.02.03.04", " 01:02:03,04 "],
)
def test_any_mark_may_stand_between(label):
    assert Rate.parse(25).frames(label) == 93079


def test_a_sign_and_hours_past_a_day_are_kept():
    rate = Rate.parse(24)
    assert rate.frames("-00:00:01:00") == -24
    assert rate.frames("25:00:00:00") == rate.day + 86400
    assert rate.label(-1) == "23:59:59:23"


@given(rate=rates, label=st.text(max_size=30) | st.from_regex(r"-?\d{1,3}([:;.,]\d{1,3}){3}"))
def test_any_text_is_a_frame_or_a_timecode_error(rate, label):
    assert isinstance(attempt(rate.frames, label), (int, TimecodeError))


@pytest.mark.parametrize(
    ("text", "fps", "drop"),
    [
        ("23.976", Fraction(24000, 1001), False),
        ("23.98", Fraction(24000, 1001), False),
        ("23.98psf", Fraction(24000, 1001), False),
        ("24000/1001", Fraction(24000, 1001), False),
        ("24/1.001", Fraction(24000, 1001), False),
        (23.976, Fraction(24000, 1001), False),
        (24, Fraction(24), False),
        ("24 fps", Fraction(24), False),
        ("24.000", Fraction(24), False),
        ("25p", Fraction(25), False),
        ("29.97", Fraction(30000, 1001), False),
        ("29.97 DF", Fraction(30000, 1001), True),
        ("29.97df", Fraction(30000, 1001), True),
        ("29.97 NDF", Fraction(30000, 1001), False),
        ("29.97 non-drop", Fraction(30000, 1001), False),
        ("30 DROP", Fraction(30000, 1001), True),
        ("30DF", Fraction(30000, 1001), True),
        ("30000/1001 DF", Fraction(30000, 1001), True),
        ("47.95", Fraction(48000, 1001), False),
        ("59.94DF", Fraction(60000, 1001), True),
        ("60 DF", Fraction(60000, 1001), True),
        ("119.88", Fraction(120000, 1001), False),
        ("12.5", Fraction(25, 2), False),
        (Fraction(30000, 1001), Fraction(30000, 1001), False),
    ],
)
def test_rates_as_people_write_them(text, fps, drop):
    assert Rate.parse(text) == Rate(fps, drop)


@pytest.mark.parametrize(
    "text", ["", "film", "24,5", "-25", "0", "1001", "24/0", "1e3", "24fpsDFx"]
)
def test_what_is_no_rate_is_said(text):
    with pytest.raises(TimecodeError) as caught:
        Rate.parse(text)
    assert caught.value.fix or caught.value.cause


@pytest.mark.parametrize("text", ["25DF", "24 DROP", "23.976DF", "50DF"])
def test_other_rates_have_no_drop_frame(text):
    with pytest.raises(TimecodeError, match="ST 12-1"):
        Rate.parse(text)


@pytest.mark.parametrize("fps", [Fraction(30001, 1001), Fraction(90000, 1001), Fraction(30)])
def test_nothing_near_them_has_it_either(fps):
    with pytest.raises(TimecodeError, match="ST 12-1"):
        Rate(fps, drop=True)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text",
    ["9" * 5000, f"0.{'0' * 4400}1", f"1/{'9' * 5000}", f"24{' ' * 10**5}x", f"{' ' * 10**6}x"],
    ids=["digits", "decimals", "over", "blanks after", "blanks before"],
)
def test_a_text_without_end_is_refused_at_once(text):
    assert isinstance(attempt(Rate.parse, text), TimecodeError)
    assert isinstance(attempt(RATES[0].frames, text), TimecodeError)
    assert infer_rate([text]) is None


@given(st.fractions(Fraction(1, 2**64), 1000, max_denominator=2**64))
def test_every_rate_there_is_fits_into_its_text(fps):
    broadcast = {Fraction(nominal * 1000, 1001) for nominal in (24, 30, 48, 60, 120)}
    assert Rate.parse(f"{Rate(fps).fps}").fps in {fps, *broadcast}


def test_a_rate_finer_than_any_number_of_a_file_is_none():
    with pytest.raises(TimecodeError):
        Rate.parse("12.3456789012345678901234567890")


@by_name
def test_a_rate_reads_what_it_writes(rate):
    assert Rate.parse(str(rate)) == rate
    assert Rate.parse(rate) is rate


@given(st.text(max_size=20))
@example("٢٤")
def test_any_text_is_a_rate_or_a_timecode_error(text):
    found = attempt(Rate.parse, text)
    assert isinstance(found, TimecodeError) or 0 < found.fps <= 1000


def test_the_rates_of_the_trade():
    assert [str(rate) for rate in RATES] == [
        "23.976", "24", "25", "29.97DF", "29.97", "30", "47.952", "48", "50", "59.94DF", "59.94",
        "60",
    ]  # fmt: skip
    assert [rate.nominal for rate in RATES] == [24, 24, 25, 30, 30, 30, 48, 48, 50, 60, 60, 60]
    assert {rate.dropped for rate in COUNTING} == {0}
    assert [rate.dropped for rate in DROPPING] == [2, 4]


@given(rate=rates, frame=st.integers(-(10**9), 10**9))
def test_seconds_are_exact(rate, frame):
    seconds = rate.seconds(frame)
    assert seconds * rate.fps == frame
    assert rate.frame_at(seconds) == frame
    assert rate.frame_at(seconds + Fraction(1, 10**6)) == frame
    assert rate.frame_at(seconds - Fraction(1, 10**6)) == frame - 1


@given(rate=st.sampled_from(COUNTING), seconds=st.lists(st.integers(0, 86399), max_size=5))
def test_the_highest_frame_number_tells_the_rate(rate, seconds):
    labels = [rate.label(second * rate.nominal) for second in seconds]
    inferred = infer_rate([*labels, rate.label(rate.nominal - 1)])
    assert inferred == Rate(Fraction(rate.nominal))


@given(rate=st.sampled_from(DROPPING))
def test_a_semicolon_tells_drop_frame(rate):
    assert infer_rate(["01:00:00;00", f"01:00:00;{rate.nominal - 1}"]) == rate


@pytest.mark.parametrize(
    ("labels", "rate"),
    [
        ([], None),
        (["no timecode", ""], None),
        (["no timecode", "01:00:00:10"], "24"),
        (["01:00:00:23"], "24"),
        (["01:00:00:24"], "25"),
        (["01:00:00:25"], "30"),
        (["01:00:00:30"], "48"),
        (["01:00:00:99"], "100"),
        (["01:00:00:120"], None),
        (["01:00:00;30"], "59.94DF"),
        (["01:00:00;60"], None),
    ],
)
def test_a_label_tells_only_a_floor(labels, rate):
    assert infer_rate(labels) == (Rate.parse(rate) if rate else None)


@given(st.lists(st.text(max_size=16) | st.from_regex(r"0\d:0\d:0\d:\d{2,3}", fullmatch=True)))
def test_what_is_inferred_has_every_label(labels):
    rate = infer_rate(labels)
    for found in [attempt(rate.frames, label) for label in labels] if rate else ():
        assert isinstance(found, int) or "is not a timecode" in found.message
