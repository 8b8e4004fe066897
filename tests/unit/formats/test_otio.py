"""OpenTimelineIO: any schema version, exact places, the same events written and read again."""

import io
import json
import zipfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from circletake.errors import AskedWrongly, CircletakeError, Damaged, LimitExceeded
from circletake.model import Cut, Event, Marker, NoteKind
from circletake.plugins.formats.cmx3600 import Cmx3600
from circletake.plugins.formats.fcpxml import FcpXml
from circletake.plugins.formats.otio import Otio
from circletake.ports.formats import Format, Options, Record, Source, Writer
from circletake.timecode import Rate
from circletake.tools import Limits

R24 = Rate(Fraction(24))


def t(value: float, rate: float = 24) -> dict[str, Any]:
    return {"OTIO_SCHEMA": "RationalTime.1", "value": value, "rate": rate}


def span(start: float, duration: float, rate: float = 24) -> dict[str, Any]:
    return {
        "OTIO_SCHEMA": "TimeRange.1",
        "start_time": t(start, rate),
        "duration": t(duration, rate),
    }


def clip(name: str, start: float, duration: float, **more: Any) -> dict[str, Any]:
    rate = more.pop("rate", 24)
    return {
        "OTIO_SCHEMA": "Clip.2",
        "name": name,
        "source_range": span(start, duration, rate),
        "media_references": {"DEFAULT_MEDIA": {"OTIO_SCHEMA": "MissingReference.1"}},
        "active_media_reference_key": "DEFAULT_MEDIA",
        **more,
    }


def gap(duration: float) -> dict[str, Any]:
    return {"OTIO_SCHEMA": "Gap.1", "source_range": span(0, duration)}


def dissolve(before: float, after: float, **more: Any) -> dict[str, Any]:
    return {
        "OTIO_SCHEMA": "Transition.1", "transition_type": "SMPTE_Dissolve",
        "in_offset": t(before), "out_offset": t(after), **more,
    }  # fmt: skip


def track(*children: Any, kind: str = "Video", **more: Any) -> dict[str, Any]:
    return {"OTIO_SCHEMA": "Track.1", "kind": kind, "children": list(children), **more}


def stack(*children: Any, **more: Any) -> dict[str, Any]:
    return {"OTIO_SCHEMA": "Stack.1", "children": list(children), **more}


def timeline(*tracks: Any, **more: Any) -> dict[str, Any]:
    return {"OTIO_SCHEMA": "Timeline.1", "name": "Reel", "tracks": stack(*tracks), **more}


def read(plain: Any, tmp_path: Path, limits: Limits | None = None, **options: Any):
    path = tmp_path / "reel.otio"
    data = plain if isinstance(plain, bytes) else json.dumps(plain).encode()
    path.write_bytes(data)
    return Otio().read(Source(path, limits or Limits()), Options(**options))


def events(plain: Any, tmp_path: Path) -> tuple[Event, ...]:
    (cut,) = read(plain, tmp_path).record.cuts
    found: tuple[Event, ...] = cut.events
    return found


def brief(event: Event) -> tuple[object, ...]:
    return (
        event.track, event.clip_name, event.record_in, event.record_out,
        event.source_in, event.source_out,
    )  # fmt: skip


def test_it_is_a_format_that_writes():
    assert isinstance(Otio(), Format)
    assert isinstance(Otio(), Writer)


def test_clips_gaps_and_tracks(tmp_path: Path):
    plain = timeline(
        track(clip("24A-1", 100, 24), gap(10), clip("24A-2", 86400, 12, enabled=False)),
        track(gap(24), clip("over", 0, 5)),
        track(clip("sound", 48000, 96000, rate=48000), kind="Audio"),
        global_start_time=t(86400),
    )
    report = read(plain, tmp_path)
    (cut,) = report.record.cuts
    assert (cut.name, cut.rate, cut.rate_origin) == ("Reel", R24, "file")
    assert [brief(event) for event in cut.events] == [
        ("V1", "24A-1", 86400, 86424, 100, 124),
        ("V1", "24A-2", 86434, 86446, 86400, 86412),
        ("V2", "over", 86424, 86429, 0, 5),
        ("A1", "sound", 86400, 86448, 24, 72),
    ]
    assert [event.enabled for event in cut.events] == [True, False, True, True]
    assert cut.events[0].record_in_label == "01:00:00:00"
    assert report.in_file == report.imported == 4
    assert report.items[0].record_in == "01:00:00:00"
    assert report.items[0].source_out == "00:00:05:04"
    assert report.items[3].source_in == "48000@48000"


def test_under_a_transition_the_incoming_event_begins_where_it_does(tmp_path: Path):
    wipe = dissolve(6, 6, name="Edge Wipe")
    first, second, third = events(
        timeline(
            track(clip("a", 0, 24), dissolve(4, 8), clip("b", 50, 24), wipe, clip("c", 9, 24))
        ),
        tmp_path,
    )
    assert brief(first)[2:] == (0, 20, 0, 20)
    assert brief(second)[2:] == (20, 42, 46, 68)
    assert (second.transition, second.transition_frames) == ("D", 12)
    assert brief(third)[2:] == (42, 72, 3, 33)
    assert third.transition == "W001"


def test_fades_take_nothing_from_what_stays(tmp_path: Path):
    faded = track(
        dissolve(0, 8), clip("a", 0, 24), dissolve(6, 6), gap(10), dissolve(5, 5),
        clip("b", 100, 24), dissolve(8, 0),
    )  # fmt: skip
    first, second = events(timeline(faded), tmp_path)
    assert brief(first)[2:] == (0, 24, 0, 24)
    assert first.transition == "D"
    assert brief(second)[2:] == (29, 58, 95, 124)


def test_time_warps(tmp_path: Path):
    def warp(scalar: float, schema: str = "LinearTimeWarp.1") -> list[dict[str, Any]]:
        return [{"OTIO_SCHEMA": schema, "time_scalar": scalar, "name": "w"}]

    fast, slow, back, still = events(
        timeline(
            track(
                clip("fast", 100, 10, effects=warp(2.0)),
                clip("slow", 100, 10, effects=warp(0.5)),
                clip("back", 100, 10, effects=warp(-1.0)),
                clip("still", 100, 10, effects=warp(0, "FreezeFrame.1")),
            )
        ),
        tmp_path,
    )
    assert (fast.speed, *brief(fast)[2:]) == (2, 0, 10, 100, 120)
    assert (slow.speed, *brief(slow)[2:]) == (Fraction(1, 2), 10, 20, 100, 105)
    assert (back.speed, *brief(back)[2:]) == (-1, 20, 30, 100, 110)
    assert (still.speed, *brief(still)[2:]) == (0, 30, 40, 100, 101)


def test_other_rates_keep_their_pace(tmp_path: Path):
    plain = timeline(
        track(clip("ntsc", 0, 24, rate=23.976023976), clip("pal", 0, 25, rate=25)),
        global_start_time=t(0),
    )
    first, second = events(plain, tmp_path)
    assert first.source_rate == Rate(Fraction(24000, 1001))
    assert first.speed == 1
    assert first.source_out == 24
    assert (second.record_in, second.record_out) == (24, 48)
    assert second.speed == Fraction(25, 24)
    assert (second.source_in, second.source_out) == (0, 25)


def test_nested_stacks_and_tracks_are_laid_open(tmp_path: Path):
    nest = stack(
        track(clip("low", 0, 20), clip("next", 500, 20)),
        track(gap(5), clip("high", 700, 20)),
        track(clip("nested sound", 0, 20), kind="Audio"),
        source_range=span(10, 20),
        effects=[{"OTIO_SCHEMA": "LinearTimeWarp.1", "time_scalar": 2.0}],
    )
    found = events(timeline(track(clip("before", 0, 10), nest, clip("after", 0, 1))), tmp_path)
    assert [brief(event) for event in found] == [
        ("V1", "before", 0, 10, 0, 10),
        ("V1", "low", 10, 15, 10, 20),
        ("V1", "next", 15, 25, 500, 520),
        ("V1", "after", 30, 31, 0, 1),
        ("V2", "high", 10, 18, 705, 720),
    ]


def test_reel_comments_and_files_are_found(tmp_path: Path):
    url = "file:///X/A012C003_240503_R1BY.mov"
    media = {"DEFAULT_MEDIA": {"OTIO_SCHEMA": "ExternalReference.1", "target_url": url}}
    cmx = {"cmx_3600": {"reel": "A012", "comments": ["NOTE: soft"]}}
    images = {
        "OTIO_SCHEMA": "ImageSequenceReference.1", "target_url_base": "/p", "name_prefix": "f.",
        "name_suffix": ".exr", "start_frame": 7, "frame_zero_padding": 4,
    }  # fmt: skip
    first, second, third = events(
        timeline(
            track(
                clip("x", 0, 5, media_references=media, metadata=cmx),
                clip("y", 0, 5, media_references={"a": images}, active_media_reference_key="a"),
                clip("z", 0, 5, metadata={"cmx_3600": {"comments": ["SOURCE FILE: Z.MOV"]}}),
            )
        ),
        tmp_path,
    )
    assert (first.reel, first.comments) == ("A012", ("NOTE: soft",))
    assert first.source_file == "A012C003_240503_R1BY.mov"
    assert second.source_file == "f.0007.exr"
    assert third.source_file == "Z.MOV"


def test_markers_are_notes_at_their_place_of_the_cut(tmp_path: Path):
    marker = {
        "OTIO_SCHEMA": "Marker.2", "name": "flare", "comment": "left", "color": "RED",
        "marked_range": span(105, 2),
    }  # fmt: skip
    report = read(timeline(track(clip("a", 0, 10), clip("b", 100, 10, markers=[marker]))), tmp_path)
    (note,) = report.record.notes
    assert (note.kind, note.text, note.start, note.end) == (
        NoteKind.MARKER, "flare\nleft", "00:00:04:09", "00:00:04:11",
    )  # fmt: skip
    assert [(each.kind, each.value) for each in note.references] == [
        ("clip", "b"), ("cut", "Reel"), ("timecode", "00:00:00:15"),
    ]  # fmt: skip
    assert report.record.cuts[0].events[1].markers == (Marker("00:00:04:09", "flare\nleft", "RED"),)


def test_older_schemas_are_understood(tmp_path: Path):
    old = {
        "OTIO_SCHEMA": "Clip.1", "name": "old", "source_range": None,
        "media_reference": {
            "OTIO_SCHEMA": "ExternalReference.1", "target_url": "a.mov",
            "available_range": span(5, 10),
        },
        "markers": [{"OTIO_SCHEMA": "Marker.1", "name": "m", "range": span(6, 0)}],
    }  # fmt: skip
    filler = {"OTIO_SCHEMA": "Filler.1", "source_range": span(0, 3)}
    plain = timeline({"OTIO_SCHEMA": "Sequence.1", "kind": "Video", "children": [filler, old]})
    report = read(plain, tmp_path)
    (event,) = report.record.cuts[0].events
    assert brief(event) == ("V1", "old", 3, 13, 5, 15)
    assert event.markers[0].at == "00:00:00:06"
    assert report.problems == ()


def test_newer_and_unknown_schemas_are_named_and_their_place_kept(tmp_path: Path):
    newer = clip("new", 0, 10, OTIO_SCHEMA="Clip.9")
    odd = {"OTIO_SCHEMA": "Hologram.1", "source_range": span(0, 7)}
    report = read(timeline(track(newer, odd, clip("after", 0, 1))), tmp_path)
    assert [event.record_in for event in report.record.cuts[0].events] == [0, 17]
    said = " ".join(problem.message for problem in report.problems)
    assert "`Clip.9` is newer" in said
    assert "`Hologram.1` is unknown" in said


def test_several_timelines_and_loose_clips(tmp_path: Path):
    plain = {
        "OTIO_SCHEMA": "SerializableCollection.1",
        "children": [
            timeline(track(clip("a", 0, 1))), timeline(track(clip("b", 0, 1))), clip("loose", 0, 1),
        ],
    }  # fmt: skip
    report = read(plain, tmp_path)
    assert [cut.name for cut in report.record.cuts] == ["Reel", "Reel (2)"]
    assert [item.name for item in report.items] == ["a", "b", "loose"]


def test_references_within_the_file(tmp_path: Path):
    shared = clip("shared", 0, 4) | {"OTIO_REF_ID": "c-1"}
    again = {"OTIO_SCHEMA": "SerializableObjectRef.1", "id": "c-1"}
    found = events(timeline(track(shared, again)), tmp_path)
    assert [event.record_in for event in found] == [0, 4]


def test_references_in_circles_and_multiplying_end(tmp_path: Path):
    again = {"OTIO_SCHEMA": "SerializableObjectRef.1", "id": "loop"}
    with pytest.raises(LimitExceeded):
        read(timeline(track(again, OTIO_REF_ID="loop")), tmp_path)
    inner: Any = track(*[clip("c", 0, 1)] * 10, OTIO_REF_ID="t0")
    for level in range(1, 9):
        ref = {"OTIO_SCHEMA": "SerializableObjectRef.1", "id": f"t{level - 1}"}
        inner = track(inner, *[ref] * 10, OTIO_REF_ID=f"t{level}")
    with pytest.raises(LimitExceeded):
        read(timeline(inner), tmp_path)


def test_a_range_outside_of_what_a_track_holds_is_said(tmp_path: Path):
    plain = timeline(track(clip("a", 0, 10), source_range=span(-86400, 10)))
    report = read(plain, tmp_path)
    assert [event.record_in for event in report.record.cuts[0].events] == [0]
    assert "lies outside" in report.problems[0].message


def test_metadata_is_kept_as_any_reader_takes_it(tmp_path: Path):
    deep: Any = "bottom"
    for _ in range(80):
        deep = [deep]
    metadata = {"shot": {"lens": 35, "far": float("inf")}, "deep": deep}
    report = read(timeline(track(clip("a", 0, 5, metadata=metadata))), tmp_path)
    kept = report.items[0].metadata
    assert kept["shot"] == {"lens": 35, "far": "inf"}
    assert "..." in json.dumps(kept, allow_nan=False)


@pytest.mark.parametrize(
    ("plain", "options", "rate", "origin"),
    [
        (timeline(track(clip("a", 0, 5, rate=30))), {}, "30", "file"),
        (timeline(track(gap(5))), {"rate": Rate(Fraction(25))}, "25", "given"),
        (timeline(track(gap(5))), {}, "24", "inferred"),
        (timeline(track(clip("a", 0, 5)), global_start_time=t(0, 25)), {}, "25", "file"),
        (timeline(track(clip("a", 0, 5)), metadata={"circletake": {"rate": "29.97DF"}}), {},
         "29.97DF", "file"),
    ],
)  # fmt: skip
def test_where_the_rate_is_from(plain: Any, options: Any, rate: str, origin: str, tmp_path: Path):
    report = read(plain, tmp_path, **options)
    assert (str(report.rate), report.rate_origin) == (rate, origin)


@pytest.mark.parametrize(
    ("data", "match"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"[]", "no object"),
        (b'{"OTIO_SCHEMA": "Effect.1"}', r"`Effect\.1`, which holds no clips"),
        (b'{"OTIO_SCHEMA": "Timeline.1", "x": ' + b"1" * 5000 + b"}", "not JSON"),
        (b"PK\x03\x04 not a bundle", "bundle"),
    ],
)
def test_what_is_no_timeline_is_damaged(data: bytes, match: str, tmp_path: Path):
    with pytest.raises(Damaged, match=match):
        read(data, tmp_path)


def test_depth_and_size_are_bounded(tmp_path: Path):
    with pytest.raises(LimitExceeded):
        read(b'{"OTIO_SCHEMA": "Stack.1", "children": [' * 50_000, tmp_path)
    inner: Any = track(clip("c", 0, 1))
    for _ in range(30):
        inner = stack(inner)
    assert read(timeline(inner), tmp_path).imported == 1
    with pytest.raises(LimitExceeded, match="deeper"):
        read(timeline(inner), tmp_path, Limits(depth=20))
    with pytest.raises(LimitExceeded, match="objects"):
        read(timeline(track(*[gap(1)] * 50)), tmp_path, Limits(items=20))


def test_a_bundle_is_read(tmp_path: Path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("version.txt", "1.0.0")
        bundle.writestr("content.otio", json.dumps(timeline(track(clip("a", 0, 1)))))
    assert Otio().sniff(packed.getvalue(), Path("x")) > 0.9
    assert read(packed.getvalue(), tmp_path).imported == 1
    with pytest.raises(LimitExceeded):
        read(packed.getvalue(), tmp_path, Limits(expansion=10))


@pytest.mark.parametrize(
    ("head", "sure"),
    [
        (b'{\n  "OTIO_SCHEMA": "Timeline.1"', True),
        ('{"OTIO_SCHEMA":"Clip.1"'.encode("utf-16"), True),
        (b'{"boards": []}', False),
        (b"<xml/>", False),
        (b"PK\x03\x04mimetype", False),
        (b"", False),
    ],
)
def test_it_is_known_by_its_content(head: bytes, sure: bool):
    found = Otio().sniff(head, Path("a.otio"))
    assert found > 0.9 if sure else found <= 0.3


def cut_of(*found: Event, rate: Rate = R24) -> Cut:
    return Cut("Reel", rate, "file", found, title="Reel")


def written_again(cut: Cut, tmp_path: Path) -> Cut:
    found: tuple[Cut, ...] = read(Otio().write(Record(cuts=(cut,))), tmp_path).record.cuts
    assert len(found) == 1
    return found[0]


def test_everything_of_an_event_is_written_and_read_again(tmp_path: Path):
    drop = Rate.parse("29.97DF")
    first = Event(
        "001", "V", True, 107892, 107922, 500, 545, R24, "24A-3*", "A012", "A012C003.mov",
        Fraction(3, 2) * Fraction(24024, 30000), "C", 0, ("24A-1", "24A-2"),
        (Marker("01:00:00:05", "flare", "RED"),), ("FROM CLIP NAME: 24A-3*", "soft"),
        "01:00:00;00", "01:00:01;00",
    )  # fmt: skip
    second = replace(
        first, number="002", record_in=107922, record_out=107972, transition="W001",
        transition_frames=12, speed=Fraction(-1), source_in=10, source_out=60, source_rate=drop,
        enabled=False, markers=(), record_in_label="01:00:01;00", record_out_label="01:00:02;20",
    )  # fmt: skip
    still = replace(
        second, number="003", track="V2", transition="C", transition_frames=0, speed=Fraction(0),
        source_in=None, source_out=None, source_rate=None, reel=None, source_file=None,
        clip_name=None, comments=(), alternates=(), enabled=True,
    )  # fmt: skip
    sound = replace(first, track="A1", picture=False, source_rate=drop, speed=Fraction(1))
    again = written_again(cut_of(first, second, still, sound, rate=drop), tmp_path)
    assert again.rate == drop
    assert again.events == (first, second, still, sound)


def test_events_that_overlap_on_a_track_keep_it(tmp_path: Path):
    def event(number: str, begin: int, end: int) -> Event:
        label = (R24.label(begin), R24.label(end))
        return Event(
            number, "A", False, begin, end, begin, end + 3, R24, "x", record_in_label=label[0],
            record_out_label=label[1],
        )  # fmt: skip

    overlapping = (event("1", 0, 50), event("2", 20, 60), event("3", 40, 90))
    again = written_again(cut_of(*overlapping), tmp_path)
    assert again.events == overlapping


def test_lines_of_an_edit_list_without_length_stay(tmp_path: Path):
    """A dissolve is two lines there, and the outgoing one has no length."""

    def event(number: str, begin: int, end: int, transition: str, frames: int) -> Event:
        return Event(
            number, "V", True, begin, end, begin, end, R24, "x", transition=transition,
            transition_frames=frames, record_in_label=R24.label(begin),
            record_out_label=R24.label(end), comments=("first", "", "third"),
        )  # fmt: skip

    found = (event("1", 0, 50, "C", 0), event("2", 50, 50, "C", 0), event("2", 50, 90, "D", 12))
    assert written_again(cut_of(*found), tmp_path).events == found


def test_several_cuts_become_a_collection(tmp_path: Path):
    one = Event("1", "V", True, 0, 10, 0, 10, R24, "x")
    both = Record(cuts=(cut_of(one), replace(cut_of(one), name="Other")))
    report = read(Otio().write(both), tmp_path)
    assert [cut.name for cut in report.record.cuts] == ["Reel", "Other"]


def test_a_record_without_cuts_cannot_be_written():
    with pytest.raises(AskedWrongly):
        Otio().write(Record())


def test_what_others_changed_is_believed_over_what_was_noted(tmp_path: Path):
    one = Event("1", "V", True, 0, 10, 0, 99, R24, "x", record_in_label="a", record_out_label="b")
    plain = json.loads(Otio().write(Record(cuts=(cut_of(one),))))
    plain["tracks"]["children"][0]["children"][0]["source_range"] = span(3, 5)
    (event,) = events(plain, tmp_path)
    assert brief(event)[2:] == (0, 5, 3, 8)
    assert event.record_out_label == "00:00:00:05"


RATES = st.sampled_from([R24, Rate.parse("23.976"), Rate.parse("25"), Rate.parse("29.97DF")])
TEXTS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=8)


@st.composite
def cuts(draw: Any) -> Cut:
    rate = draw(RATES)
    found = []
    for track_name, picture in (("V", True), ("V2", True), ("A1", False)):
        position = draw(st.integers(0, 90000))
        for number in range(draw(st.integers(0, 4))):
            begin = position + draw(st.integers(0, 30))
            position = begin + draw(st.integers(1, 200))
            source, source_rate = draw(st.integers(0, 90000)), draw(RATES)
            speed = draw(st.fractions(-4, 4, max_denominator=30))
            transition = draw(st.sampled_from(["C", "D", "W001"]))
            found.append(
                Event(
                    str(number + 1), track_name, picture, begin, position, source,
                    source + draw(st.integers(1, 300)), source_rate, draw(TEXTS) or None,
                    draw(TEXTS) or None, None, speed, transition,
                    0 if transition == "C" else draw(st.integers(0, 40)),
                    comments=tuple(each for each in draw(st.lists(TEXTS, max_size=2)) if each),
                    record_in_label=rate.label(begin), record_out_label=rate.label(position),
                    enabled=draw(st.booleans()),
                )
            )  # fmt: skip
    return Cut("Reel", rate, "file", tuple(found), title="Reel")


@settings(deadline=None, max_examples=80)
@given(cut=cuts())
def test_any_cut_is_written_and_read_again(cut: Cut, tmp_path_factory: Any):
    again = written_again(cut, tmp_path_factory.mktemp("cut"))
    assert again.events == cut.events
    assert again.rate == cut.rate


@st.composite
def nests(draw: Any, depth: int = 3) -> dict[str, Any]:
    """A composition such as other programs write, times in whole frames."""
    children = []
    for _ in range(draw(st.integers(1, 4))):
        choice = draw(st.integers(0, 3 if depth else 1))
        if choice == 0:
            children.append(gap(draw(st.integers(0, 20))))
        elif choice == 1:
            children.append(clip("c", draw(st.integers(0, 99)), draw(st.integers(1, 30))))
        else:
            children.append(draw(nests(depth=depth - 1)))
    kind = draw(st.sampled_from([track, stack]))
    made: dict[str, Any] = kind(*children)
    if draw(st.booleans()):
        made["source_range"] = span(draw(st.integers(0, 20)), draw(st.integers(1, 60)))
    return made


@settings(deadline=None, max_examples=80)
@given(nest=nests())
def test_places_are_those_of_the_library(nest: dict[str, Any], tmp_path_factory: Any):
    """What shows of every clip, and where, is what OpenTimelineIO itself says."""
    plain = timeline(track(nest))
    report = read(plain, tmp_path_factory.mktemp("nest"))
    assume(not report.problems)
    ours = [
        (event.record_in, event.record_out, event.source_in)
        for event in report.record.cuts[0].events
    ]
    theirs = otio.adapters.read_from_string(json.dumps(plain), "otio_json")
    assert sorted(ours) == sorted(shown(theirs))


def shown(found: otio.schema.Timeline) -> list[tuple[int, int, int]]:
    """Record in and out and source in of what shows of each clip, by the library."""
    places = []
    for each in found.find_clips():
        whole = each.transformed_time_range(each.trimmed_range(), found.tracks)
        begin, end = whole.start_time.value, whole.end_time_exclusive().value
        first, above = begin, each
        while above.parent() is not None:
            above = above.parent()
            if above is not found.tracks:
                bounds = above.transformed_time_range(above.trimmed_range(), found.tracks)
                begin = max(begin, bounds.start_time.value)
                end = min(end, bounds.end_time_exclusive().value)
        if begin < end:
            source = each.trimmed_range().start_time.value + begin - first
            places.append((round(begin), round(end), round(source)))
    return places


@settings(deadline=None, max_examples=80)
@given(data=st.data())
def test_mutated_bytes_raise_only_our_errors(data: Any, tmp_path_factory: Any):
    nest = stack(track(clip("x", 0, 5)), source_range=span(1, 3))
    plain = timeline(track(clip("a", 0, 9), dissolve(2, 2), clip("b", 5, 9), nest))
    raw = bytearray(json.dumps(plain).encode())
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(raw) - 1))
        cut = data.draw(st.integers(0, 30))
        raw[place : place + cut] = data.draw(st.binary(max_size=12))
    _survives(bytes(raw), tmp_path_factory.mktemp("fuzz"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["OTIO_SCHEMA", "children", "source_range", "start_time", "duration", "value", "rate",
             "effects", "time_scalar", "markers", "media_references", "DEFAULT_MEDIA", "metadata",
             "circletake", "name", "kind", "in_offset", "out_offset", "tracks", "enabled"]
        ),
        inner | st.sampled_from(["Clip.1", "Track.1", "Stack.1", "Transition.1", "Gap.1"]),
        max_size=5,
    ),
    max_leaves=25,
)  # fmt: skip


@settings(deadline=None, max_examples=80)
@given(parts=st.lists(JSON, max_size=5))
def test_any_json_raises_only_our_errors(parts: list[Any], tmp_path_factory: Any):
    plain = timeline(track(clip("a", 0, 9), *parts), *parts)
    _survives(json.dumps(plain).encode(), tmp_path_factory.mktemp("fuzz"))


@settings(deadline=None, max_examples=60)
@given(raw=st.binary(max_size=200))
def test_arbitrary_bytes_raise_only_our_errors(raw: bytes, tmp_path_factory: Any):
    _survives(raw, tmp_path_factory.mktemp("fuzz"))


def _survives(raw: bytes, folder: Path) -> None:
    try:
        report = read(raw, folder)
    except CircletakeError:
        return
    assert report.imported == report.in_file


@pytest.mark.corpus
def test_every_file_of_the_corpus_is_read(corpus: Path):
    files = sorted((corpus / "editorial" / "otio").rglob("*.otio"))
    assert files
    for path in files:
        report = Otio().read(Source(path), Options())
        assert report.imported == report.in_file > 0
        assert sum(len(cut.events) for cut in report.record.cuts) > 0, path.name
        text = path.read_text(encoding="utf-8")
        assert report.imported == text.count('"Clip.'), path.name


@pytest.mark.corpus
def test_places_in_the_corpus_are_those_of_the_library(corpus: Path):
    for path in sorted((corpus / "editorial" / "otio").rglob("*.otio")):
        try:
            theirs = otio.adapters.read_from_file(str(path))
        except otio.exceptions.OTIOError:
            continue
        if "transition" in path.name or any(theirs.find_children(otio.schema.Transition)):
            continue
        (cut,) = Otio().read(Source(path), Options()).record.cuts
        start = theirs.global_start_time.value if theirs.global_start_time else 0
        expected = [(round(start + begin), round(start + end)) for begin, end, _ in shown(theirs)]
        ours = [(event.record_in, event.record_out) for event in cut.events]
        warped = list(theirs.find_children(otio.schema.TimeEffect)) or "warp" in path.name.lower()
        if not warped and "nested" not in path.name:
            assert sorted(ours) == sorted(expected), path.name


EDL: Any = Cmx3600()


@pytest.mark.corpus
def test_cuts_of_the_corpus_are_written_and_read_again(corpus: Path, tmp_path: Path):
    editorial = corpus / "editorial"
    sources: list[tuple[Format, Path]] = [
        (FcpXml(), path) for path in sorted(editorial.glob("fcpxml/*.fcpxml"))
    ]
    sources += [(EDL, path) for path in sorted(editorial.glob("edl/*/*.[eE][dD][lL]"))]
    for reader, path in sources:
        for cut in reader.read(Source(path), Options()).record.cuts:
            expected = sorted((replace(event, line=None) for event in cut.events), key=_place)
            found = sorted(written_again(cut, tmp_path).events, key=_place)
            assert found == expected, path.name


def _place(event: Event) -> tuple[object, ...]:
    return (event.track, event.record_in, event.record_out, event.number, event.clip_name or "")
