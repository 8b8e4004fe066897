"""Writing a cut as an EDL: what is read back is what was written."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from circletake.errors import AskedWrongly
from circletake.model import Cut, Event, Marker
from circletake.plugins.formats.cmx3600 import Cmx3600
from circletake.ports.formats import Options, Record, Source, Writer
from circletake.timecode import Rate
from tests.unit.formats.test_cmx3600_cut import DISSOLVE, HEAD

RATE = Rate.parse("23.976")


def reread(tmp_path: Path, data: bytes) -> Cut:
    path = tmp_path / "again.edl"
    path.write_bytes(data)
    return Cmx3600().read(Source(path), Options()).record.cuts[0]


def plain(event: Event) -> Event:
    return replace(event, line=None)


def test_is_a_writer() -> None:
    assert isinstance(Cmx3600(), Writer)


@pytest.mark.parametrize("record", [Record(), Record(cuts=(Cut("x", RATE, "given", ()),))])
def test_nothing_to_write(record: Record) -> None:
    with pytest.raises(AskedWrongly):
        Cmx3600().write(record)


@pytest.mark.parametrize(
    "text",
    [
        DISSOLVE,
        HEAD + "001 MY REEL 7 V2 C 01:00:00:00 01:00:02:00 01:00:00:00 01:00:01:00\n"
        "M2 MY REEL 7 048.0 01:00:00:00\n* FROM CLIP NAME: 24A-3*\n* LOC: 01:00:00:05 RED look\n",
        HEAD + "000001 A012C003_240503_R1BY_EXTRA_LONG_NAME AA/V C 23:59:59:00 00:00:01:00 "
        "01:00:00:00 01:00:02:00\n",
        HEAD + "037 131 V K B      10:57:40:22 10:57:41:11 01:00:36:08 01:00:36:21\n"
        "037 051 V K O  000 01:07:39:05 01:07:39:18 01:00:36:08 01:00:36:21\n"
        "* FROM CLIP NAME: BACK\n* KEY CLIP NAME: FRONT\nM2  131  000.0 10:57:40:22\n",
    ],
)
def test_a_list_that_was_read_is_written_alike(tmp_path: Path, text: str) -> None:
    path = tmp_path / "one.edl"
    path.write_text(text, encoding="utf-8")
    before = Cmx3600().read(Source(path), Options(rate=RATE)).record
    after = reread(tmp_path, Cmx3600().write(before))
    assert list(map(plain, after.events)) == list(map(plain, before.cuts[0].events))
    assert (after.rate, after.rate_origin, after.title) == (RATE, "file", "T")


def test_what_no_comment_says_is_added(tmp_path: Path) -> None:
    event = Event(
        "x1", "V", True, 86400, 86448, 10, 58, RATE, "24A-3*", "A012", "A012C003.mov",
        markers=(Marker("01:00:01:00", "why", "RED"),),
    )  # fmt: skip
    dissolve = replace(
        event, number="", record_in=86448, record_out=86496, clip_name="24B-1", transition="D",
        transition_frames=12, markers=(), speed=Fraction(1, 2),
    )  # fmt: skip
    unknown = Event("7", "V", True, 86496, 86500)
    cut = Cut("FILM", RATE, "given", (event, dissolve, unknown), "FILM\nV1")
    after = reread(tmp_path, Cmx3600().write(Record(cuts=(cut,))))
    assert after.title == "FILM V1"
    one, black, two, three = after.events
    assert (one.clip_name, one.source_file, one.markers) == (
        "24A-3*",
        "A012C003.mov",
        event.markers,
    )
    assert (black.reel, black.record_in, black.record_out) == ("BL", 86448, 86448)
    assert (two.clip_name, two.transition_frames, two.speed) == ("24B-1", 12, Fraction(1, 2))
    assert (three.reel, three.source_in, three.source_out) == ("AX", 0, 4)


def test_tracks_of_other_systems_and_events_switched_off(tmp_path: Path) -> None:
    tracks = ["Video 2", "Audio 1", "Video 1", "", "V3"]
    events = tuple(
        Event(str(n), track, track.startswith("V"), n * 48, n * 48 + 48, 0, 48, RATE, reel="R")
        for n, track in enumerate(tracks)
    )
    off = replace(events[0], enabled=False, record_in=900, record_out=948)
    cut = Cut("x", RATE, "given", (*events, off))
    after = reread(tmp_path, Cmx3600().write(Record(cuts=(cut,))))
    assert [event.track for event in after.events] == ["V2", "A2", "V", "A", "V3"]
    assert [event.picture for event in after.events] == [True, False, True, False, True]
    with pytest.raises(AskedWrongly):
        Cmx3600().write(Record(cuts=(Cut("x", RATE, "given", (off,)),)))


def test_source_of_another_rate_is_brought_to_the_records(tmp_path: Path) -> None:
    event = Event("1", "V", True, 0, 48, 25, 75, Rate.parse(25), reel="R")
    after = reread(
        tmp_path, Cmx3600().write(Record(cuts=(Cut("x", Rate.parse(24), "given", (event,)),)))
    )
    assert (after.events[0].source_in, after.events[0].source_out) == (24, 72)


names = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20
)


@given(
    lengths=st.lists(st.integers(1, 400), min_size=1, max_size=30),
    rate=st.sampled_from(["23.976", "24", "25", "29.97", "29.97DF", "30", "59.94DF"]),
    name=names,
    reel=st.from_regex(r"[A-Z][A-Z0-9_]{3,31}", fullmatch=True),
    start=st.integers(0, 400_000),
)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_cut_comes_back(
    tmp_path: Path, lengths: list[int], rate: str, name: str, reel: str, start: int
) -> None:
    clock = Rate.parse(rate)
    events, at = [], start
    for place, length in enumerate(lengths):
        event = Event(
            f"{place + 1:03}", "V", True, at, at + length, place * 997, place * 997 + length, clock,
            name, reel, comments=(f"FROM CLIP NAME: {name}",),
            record_in_label=clock.label(at), record_out_label=clock.label(at + length),
        )  # fmt: skip
        events.append(event)
        at += length
    cut = Cut("again", clock, "file", tuple(events), "again")
    after = reread(tmp_path, Cmx3600().write(Record(cuts=(cut,))))
    assert list(map(plain, after.events)) == events
    assert after.rate == clock
