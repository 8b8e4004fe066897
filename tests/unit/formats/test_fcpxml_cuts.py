"""FCPXML: projects as cuts, in whole frames, down to the media that plays."""

from fractions import Fraction
from pathlib import Path

import pytest

from circletake.model import Cut, Event
from circletake.plugins.formats.fcpxml import FcpXml
from circletake.ports.formats import Options, Source
from circletake.timecode import Rate

RESOURCES = """
<format id="f24" frameDuration="1/24s"/>
<format id="f25" frameDuration="100/2500s"/>
<format id="f30" frameDuration="1001/30000s"/>
<format id="named" name="FFVideoFormat1080p2398"/>
<format id="none" name="FFVideoFormatRateUndefined"/>
<asset id="a" name="A001C001" start="3600s" duration="100s" hasVideo="1" format="f24"
 src="file:///X/A001C001.mov"/>
<asset id="b" name="A001C002" start="7200s" duration="100s" hasVideo="1" format="f24">
 <media-rep src="file:///X/A001C002.mov"/>
 <metadata><md key="com.apple.proapps.studio.reel" value="A001"/></metadata>
</asset>
<asset id="p" name="P" start="0s" duration="100s" hasVideo="1" format="f25" src="P.mov"/>
<asset id="d" name="D" start="0s" duration="100s" hasVideo="1" format="f30" src="D.mov"/>
<asset id="w" name="W" start="0s" duration="100s" hasAudio="1" src="W.wav"/>
<effect id="e" name="Title"/>
<media id="c" name="Comp"><sequence format="f24" tcStart="0s" duration="4s"><spine>
 <asset-clip ref="a" name="one" offset="0s" start="3600s" duration="2s"/>
 <asset-clip ref="b" name="two" offset="2s" start="7200s" duration="2s">
  <asset-clip ref="a" name="over" lane="1" offset="7200s" start="3610s" duration="4s"/>
 </asset-clip>
</spine></sequence></media>
<media id="loop" name="Loop"><sequence format="f24" tcStart="0s"><spine>
 <ref-clip ref="loop" name="again" offset="0s" duration="2s"/>
</spine></sequence></media>
<media id="m" name="Multi"><multicam format="f24" tcStart="0s">
 <mc-angle name="A" angleID="A">
  <asset-clip ref="a" name="A cam" offset="0s" duration="9s"/></mc-angle>
 <mc-angle name="B" angleID="B"><gap offset="0s" duration="1s"/>
  <asset-clip ref="b" name="B cam" offset="1s" duration="8s"/></mc-angle>
</multicam></media>
"""


def read(spine: str, tmp_path: Path, sequence: str = 'format="f24" tcStart="0s"', **options):
    path = tmp_path / "reel.fcpxml"
    path.write_text(
        f'<fcpxml version="1.11"><resources>{RESOURCES}</resources><library><event name="E">'
        f'<project name="Cut"><sequence {sequence}><spine>{spine}</spine></sequence></project>'
        "</event></library></fcpxml>",
        encoding="utf-8",
    )
    return FcpXml().read(Source(path), Options(**options))


def cut(spine: str, tmp_path: Path, sequence: str = 'format="f24" tcStart="0s"') -> Cut:
    found: tuple[Cut, ...] = read(spine, tmp_path, sequence).record.cuts
    assert len(found) == 1
    return found[0]


def brief(event: Event) -> tuple[object, ...]:
    return (
        event.track, event.clip_name, event.record_in, event.record_out,
        event.source_in, event.source_out,
    )  # fmt: skip


def test_a_plain_cut_counts_frames_from_midnight(tmp_path: Path):
    found = cut(
        '<asset-clip ref="a" name="24A-1" offset="3600s" start="3605s" duration="2s"/>'
        '<asset-clip ref="b" offset="3602s" start="7200s" duration="1s" enabled="0">'
        "<note>why</note><marker start='7200s' value='here'/></asset-clip>",
        tmp_path,
        'format="f24" tcStart="3600s"',
    )
    assert (found.name, found.rate, found.rate_origin) == ("Cut", Rate(Fraction(24)), "file")
    assert found.metadata["event"] == "E"
    first, second = found.events
    assert brief(first) == ("V1", "24A-1", 86400, 86448, 86520, 86568)
    assert (first.record_in_label, first.record_out_label) == ("01:00:00:00", "01:00:02:00")
    assert (first.source_file, first.reel, first.transition) == ("A001C001.mov", "A001C001", "C")
    assert brief(second) == ("V1", "A001C002", 86448, 86472, 172800, 172824)
    assert (second.source_file, second.reel, second.enabled) == ("A001C002.mov", "A001", False)
    assert second.comments == ("why",)
    assert [(marker.at, marker.text) for marker in second.markers] == [("7200s", "here")]
    assert [event.number for event in found.events] == ["1", "2"]


def test_under_a_transition_the_incoming_event_begins_where_it_does(tmp_path: Path):
    first, second, third = cut(
        '<asset-clip ref="a" offset="0s" start="3600s" duration="10s"/>'
        '<transition name="Cross Dissolve" offset="9s" duration="2s"/>'
        '<asset-clip ref="b" offset="10s" start="7210s" duration="10s"/>'
        '<transition name="Edge Wipe" offset="19s" duration="2s"/>'
        '<asset-clip ref="a" offset="20s" start="3620s" duration="1s"/>',
        tmp_path,
    ).events
    assert brief(first)[2:] == (0, 216, 86400, 86616)
    assert brief(second)[2:] == (216, 456, 173016, 173256)
    assert (second.transition, second.transition_frames) == ("D", 48)
    assert brief(third)[2:] == (456, 504, 86856, 86904)
    assert third.transition == "W001"


def test_fades_and_sound_transitions_move_nothing_that_stays(tmp_path: Path):
    first, second, third = cut(
        '<transition offset="0s" duration="1s"/>'
        '<asset-clip ref="a" offset="0s" start="3600s" duration="10s"/>'
        '<transition offset="9s" duration="1s"/><gap offset="10s" duration="2s"/>'
        '<transition offset="11s" duration="2s"/>'
        '<asset-clip ref="b" offset="12s" start="7210s" duration="2s"/>'
        '<transition offset="13s" duration="2s"><filter-audio/></transition>'
        '<asset-clip ref="a" offset="14s" start="3620s" duration="1s"/>',
        tmp_path,
    ).events
    assert (first.record_in, first.record_out, first.transition) == (0, 240, "D")
    assert (second.record_in, second.record_out) == (264, 336)
    assert second.source_in == (7210 - 1) * 24
    assert (third.record_in, third.transition) == (336, "C")


def test_connected_clips_stand_in_their_parents_time(tmp_path: Path):
    events = cut(
        '<gap offset="0s" start="3600s" duration="10s">'
        '<asset-clip ref="a" name="up" lane="1" offset="3602s" start="3600s" duration="3s">'
        '<title ref="e" name="upper" lane="1" offset="3601s" duration="1s"/></asset-clip>'
        '<asset-clip ref="w" name="sound" lane="-2" offset="3601s" duration="20s"/>'
        '<spine lane="2" offset="3604s">'
        '<asset-clip ref="b" name="x" offset="0s" duration="1s"/>'
        '<asset-clip ref="b" name="y" offset="1s" duration="1s"/></spine>'
        '<audition lane="-1" offset="3600s"><asset-clip ref="a" name="pick" duration="1s"/>'
        '<asset-clip ref="b" name="other" duration="1s"/></audition></gap>',
        tmp_path,
    ).events
    assert [brief(event)[:4] for event in events] == [
        ("V2", "up", 48, 120),
        ("V3", "upper", 72, 96),
        ("V3", "x", 96, 120),
        ("V3", "y", 120, 144),
        ("V-1", "pick", 0, 24),
        ("A2", "sound", 24, 504),
    ]
    assert [event.picture for event in events] == [True] * 5 + [False]
    assert events[4].alternates == ("other",)


def test_retimes(tmp_path: Path):
    half, back, still, eased = cut(
        '<asset-clip ref="a" name="half" offset="0s" start="3600s" duration="4s"><timeMap>'
        '<timept time="3600s" value="3600s"/><timept time="3800s" value="3700s"/>'
        "</timeMap></asset-clip>"
        '<clip name="back" offset="4s" start="0s" duration="2s"><timeMap>'
        '<timept time="0s" value="3610s"/><timept time="10s" value="3600s"/></timeMap>'
        '<video ref="a" offset="3600s" start="3600s"/></clip>'
        '<asset-clip ref="a" name="still" offset="6s" start="0s" duration="2s"><timeMap>'
        '<timept time="0s" value="3605s"/><timept time="9s" value="3605s"/></timeMap></asset-clip>'
        '<asset-clip ref="a" name="eased" offset="8s" start="3600s" duration="4s"><timeMap>'
        '<timept time="3600s" value="3600s"/><timept time="3602s" value="3601s"/>'
        '<timept time="3604s" value="3605s"/></timeMap></asset-clip>',
        tmp_path,
    ).events
    assert (half.speed, *brief(half)[2:]) == (Fraction(1, 2), 0, 96, 86400, 86448)
    assert (back.speed, *brief(back)[2:]) == (-1, 96, 144, 86592, 86640)
    assert (still.speed, *brief(still)[2:]) == (0, 144, 192, 86520, 86521)
    assert (eased.speed, *brief(eased)[2:]) == (Fraction(5, 4), 192, 288, 86400, 86520)


@pytest.mark.parametrize(
    ("inside", "ref", "speed"),
    [
        ('<conform-rate srcFrameRate="25"/>', "p", Fraction(1)),
        ('<conform-rate scaleEnabled="0" srcFrameRate="25"/>', "p", Fraction(25, 24)),
        ("", "p", Fraction(25, 24)),
        ('<conform-rate scaleEnabled="0"/>', "d", Fraction(30000, 24024)),
        ("", "a", Fraction(1)),
    ],
)
def test_other_rates(inside: str, ref: str, speed: Fraction, tmp_path: Path):
    (event,) = cut(
        f'<asset-clip ref="{ref}" offset="0s" duration="4s">{inside}</asset-clip>', tmp_path
    ).events
    assert event.speed == speed
    assert event.source_out is not None
    assert event.source_in is not None
    assert event.source_out - event.source_in == round(96 * speed)


def test_drop_frame_counts_on_both_sides(tmp_path: Path):
    found = cut(
        '<asset-clip ref="d" offset="60060/1000s" duration="1001/1000s" tcFormat="DF"/>',
        tmp_path,
        'format="f30" tcStart="0s" tcFormat="DF"',
    )
    assert str(found.rate) == "29.97DF"
    (event,) = found.events
    assert (event.record_in, event.record_in_label) == (1800, "00:01:00;02")
    assert event.source_rate == Rate(Fraction(30000, 1001), drop=True)


def test_a_compound_is_laid_open_within_its_bounds(tmp_path: Path):
    events = cut(
        '<ref-clip ref="c" name="comp" offset="10s" start="1s" duration="2s">'
        "<marker start='1s' value='on the compound'/></ref-clip>",
        tmp_path,
    ).events
    assert [brief(event) for event in events] == [
        ("V1", "one", 240, 264, 86424, 86448),
        ("V1", "two", 264, 288, 172800, 172824),
        ("V2", "over", 264, 288, 86640, 86664),
    ]
    assert [marker.text for marker in events[0].markers] == ["on the compound"]
    assert events[1].markers == ()


def test_a_reversed_compound_plays_its_clips_backwards(tmp_path: Path):
    events = cut(
        '<ref-clip ref="c" offset="0s" start="0s" duration="4s"><timeMap>'
        '<timept time="0s" value="4s"/><timept time="4s" value="0s"/></timeMap></ref-clip>',
        tmp_path,
    ).events
    assert [brief(event) for event in events] == [
        ("V1", "two", 0, 48, 172800, 172848),
        ("V1", "one", 48, 96, 86400, 86448),
        ("V2", "over", 0, 48, 86640, 86688),
    ]
    assert {event.speed for event in events} == {-1}


def test_picture_or_sound_alone(tmp_path: Path):
    events = cut(
        '<ref-clip ref="c" offset="0s" duration="1s" srcEnable="audio"/>'
        '<clip name="in a gap" offset="1s" duration="1s"><gap offset="0s" duration="9s">'
        '<audio lane="-1" ref="w" offset="0s" duration="9s"/></gap></clip>',
        tmp_path,
    ).events
    assert [(event.track, event.picture, event.clip_name) for event in events] == [
        ("A1", False, "one"),
        ("A1", False, "in a gap"),
    ]


def test_a_multicam_plays_the_angle_that_is_on(tmp_path: Path):
    events = cut(
        '<mc-clip ref="m" offset="0s" start="2s" duration="2s">'
        '<mc-source angleID="A" srcEnable="audio"/><mc-source angleID="B" srcEnable="video"/>'
        "</mc-clip>"
        '<mc-clip ref="m" name="a gap of the angle" offset="2s" start="0s" duration="1s">'
        '<mc-source angleID="B" srcEnable="all"/></mc-clip>'
        '<mc-clip ref="m" offset="2s" start="20s" duration="1s">'
        '<mc-source angleID="B" srcEnable="all"/></mc-clip>'
        '<mc-clip ref="m" name="lost" offset="3s" start="0s" duration="1s">'
        '<mc-source angleID="?" srcEnable="all"/></mc-clip>'
        '<mc-clip ref="m" offset="4s" start="0s" duration="1s">'
        '<mc-source angleID="A" srcEnable="audio"/></mc-clip>',
        tmp_path,
    ).events
    assert [brief(event) for event in events] == [
        ("V1", "B cam", 0, 48, 172824, 172872),
        ("V1", "B", 48, 72, None, None),
        ("V1", "lost", 72, 96, None, None),
        ("A1", "A cam", 96, 120, 86400, 86424),
    ]


def test_a_sync_clip_plays_its_picture_under_its_own_name(tmp_path: Path):
    (event,) = cut(
        '<sync-clip name="5A-1-1" offset="0s" start="3605s" duration="2s">'
        '<asset-clip ref="a" name="A001C001" offset="3600s" start="3600s" duration="100s">'
        '<asset-clip ref="w" lane="-1" offset="3600s" duration="9s"/></asset-clip></sync-clip>',
        tmp_path,
    ).events
    assert brief(event) == ("V1", "5A-1-1", 0, 48, 86520, 86568)
    assert event.source_file == "A001C001.mov"


def test_a_storyline_inside_a_sync_clip_is_laid_open(tmp_path: Path):
    events = cut(
        '<sync-clip name="S" offset="0s" start="1s" duration="2s"><spine>'
        '<asset-clip ref="a" offset="0s" duration="2s"/>'
        '<asset-clip ref="b" offset="2s" duration="2s"/></spine></sync-clip>',
        tmp_path,
    ).events
    assert [brief(event) for event in events] == [
        ("V1", "S", 0, 24, 86424, 86448),
        ("V1", "S", 24, 48, 172800, 172824),
    ]


def test_a_compound_that_contains_itself_is_one_clip(tmp_path: Path):
    report = read('<ref-clip ref="loop" offset="0s" duration="1s"/>', tmp_path)
    (event,) = report.record.cuts[0].events
    assert (event.clip_name, event.record_out) == ("again", 24)
    assert any("contains itself" in problem.message for problem in report.problems)


def test_compounds_of_compounds_do_not_run_away(tmp_path: Path):
    levels = "".join(
        f'<media id="x{level}"><sequence format="f24" tcStart="0s"><spine>'
        + "".join(f'<ref-clip ref="x{level + 1}" offset="0s" duration="50s"/>' for _ in range(50))
        + "</spine></sequence></media>"
        for level in range(8)
    )
    path = tmp_path / "bomb.fcpxml"
    path.write_text(
        f'<fcpxml version="1.11"><resources>{RESOURCES}{levels}</resources><project name="P">'
        '<sequence format="f24"><spine><ref-clip ref="x0" offset="0s" duration="50s"/>'
        "</spine></sequence></project></fcpxml>",
        encoding="utf-8",
    )
    report = FcpXml().read(Source(path), Options())
    assert 0 < len(report.record.cuts[0].events) < 60_000
    assert any("one compound too many" in problem.message for problem in report.problems)


def test_without_offsets_clips_follow_each_other(tmp_path: Path):
    events = cut('<asset-clip ref="a" duration="1s"/><asset-clip ref="b" duration="1s"/>', tmp_path)
    assert [event.record_in for event in events.events] == [0, 24]


def test_a_clip_shorter_than_a_frame_is_said(tmp_path: Path):
    report = read('<asset-clip ref="a" name="blip" offset="0s" duration="1/1000s"/>', tmp_path)
    assert report.record.cuts[0].events == ()
    assert report.items[-1].name == "blip"
    assert "`blip` is shorter than a frame" in report.problems[0].message


@pytest.mark.parametrize(
    ("sequence", "options", "rate", "origin"),
    [
        ('format="named"', {}, "23.976", "file"),
        ('format="none"', {"rate": Rate(Fraction(25))}, "25", "given"),
        ('format="none"', {}, "24", "inferred"),
        ('format="f24" tcFormat="DF"', {}, "24", "file"),
    ],
)
def test_where_the_rate_is_from(sequence: str, options, rate: str, origin: str, tmp_path: Path):
    report = read('<asset-clip ref="a" duration="1s"/>', tmp_path, sequence, **options)
    (found,) = report.record.cuts
    assert (str(found.rate), found.rate_origin) == (rate, origin)
    assert (str(report.rate), report.rate_origin) == (rate, origin)


def test_two_projects_of_one_name_stay_two(tmp_path: Path):
    path = tmp_path / "two.fcpxml"
    one = '<project name="P"><sequence format="f24"><spine/></sequence></project>'
    path.write_text(
        f'<fcpxml version="1.5"><resources>{RESOURCES}</resources>{one * 2}</fcpxml>',
        encoding="utf-8",
    )
    report = FcpXml().read(Source(path), Options())
    assert [found.name for found in report.record.cuts] == ["P", "P (2)"]


@pytest.mark.corpus
def test_primary_storylines_of_the_corpus_leave_no_frame_twice(corpus: Path):
    for path in sorted((corpus / "editorial" / "fcpxml").glob("*.fcpxml")):
        for found in FcpXml().read(Source(path), Options()).record.cuts:
            ends: dict[str, int] = {}
            for event in found.events:
                assert ends.get(event.track, event.record_in) <= event.record_in, path.name
                ends[event.track] = event.record_out
