"""xmeml: sequences, transitions that swallow ends, retimes, bins, logs, fragments."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from circletake.errors import CircletakeError, Damaged
from circletake.model import Cut, Event, LogKind, NoteKind, Status
from circletake.plugins.formats.xmeml import Xmeml
from circletake.ports.formats import Format, Options, Source
from circletake.timecode import Rate

RATE = "<rate><timebase>24</timebase><ntsc>FALSE</ntsc></rate>"
NTSC = "<rate><timebase>30</timebase><ntsc>TRUE</ntsc></rate>"
START = f"<timecode>{RATE}<string>01:00:00:00</string><frame>86400</frame></timecode>"
FILE = f"""<file id="f1"><name>A012C003.mov</name><pathurl>file://localhost/V/DAY%202/A012C003.mov</pathurl>
{RATE}<duration>1000</duration><timecode>{RATE}<string>10:00:00:00</string><frame>864000</frame>
<displayformat>NDF</displayformat><reel><name>A012</name></reel></timecode>
<media><video/></media></file>"""


def item(name: str, start: int, end: int, first: int, last: int, more: str = "") -> str:
    return (
        f'<clipitem id="{name}"><name>{name}</name><duration>1000</duration>{RATE}'
        f"<start>{start}</start><end>{end}</end><in>{first}</in><out>{last}</out>"
        f'{more or FILE}</clipitem>'
    )  # fmt: skip


def transition(start: int, end: int, alignment: str = "center", wipe: int = 0) -> str:
    return (
        f"<transitionitem><start>{start}</start><end>{end}</end><alignment>{alignment}</alignment>"
        f"{RATE}<effect><name>Cross Dissolve</name><wipecode>{wipe}</wipecode></effect>"
        "</transitionitem>"
    )


def document(video: str, audio: str = "", more: str = "", head: str = RATE + START) -> str:
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE xmeml>\n<xmeml version="5">'
        f'<sequence id="s"><name>Reel 3</name>{head}<media><video><track>{video}</track></video>'
        f"<audio>{audio}</audio></media>{more}</sequence></xmeml>"
    )


def read(text: str | bytes, tmp_path: Path, **options: Any):
    path = tmp_path / "reel.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Xmeml().read(Source(path), Options(**options))


def cut(text: str, tmp_path: Path) -> Cut:
    found: tuple[Cut, ...] = read(text, tmp_path).record.cuts
    assert len(found) == 1
    return found[0]


def brief(event: Event) -> tuple[object, ...]:
    return (
        event.track, event.clip_name, event.record_in, event.record_out,
        event.source_in, event.source_out,
    )  # fmt: skip


def test_it_is_a_format():
    assert isinstance(Xmeml(), Format)


def test_a_plain_sequence(tmp_path: Path):
    again = '<file id="f1"/>'
    found = cut(
        document(
            item("24A-1", 0, 24, 100, 124) + "\n" + item("24A-2", 30, 54, 0, 24, again),
            "<track><enabled>FALSE</enabled>" + item("sound", 0, 48, 5, 53, again) + "</track>",
        ),
        tmp_path,
    )
    assert (found.name, found.rate, found.rate_origin) == ("Reel 3", Rate(Fraction(24)), "file")
    assert [brief(event) for event in found.events] == [
        ("V1", "24A-1", 86400, 86424, 864100, 864124),
        ("V1", "24A-2", 86430, 86454, 864000, 864024),
        ("A1", "sound", 86400, 86448, 864005, 864053),
    ]
    first, second, sound = found.events
    assert (first.reel, first.source_file) == ("A012", "A012C003.mov")
    assert (first.reel, first.source_file) == (second.reel, second.source_file)
    assert (first.enabled, sound.enabled, sound.picture) == (True, False, False)
    assert second.line == first.line + FILE.count("\n") + 1 if first.line else False


def test_ends_that_a_transition_swallows(tmp_path: Path):
    first, second, third = cut(
        document(
            item("a", 0, -1, 100, 130)
            + transition(18, 30)
            + item("b", -1, -1, 200, 262)
            + transition(60, 80, "end", wipe=1)
            + item("c", -1, 100, 300, 340)
        ),
        tmp_path,
    ).events
    assert brief(first)[2:] == (86400, 86418, 864100, 864118)
    assert brief(second)[2:] == (86418, 86460, 864200, 864242)
    assert (second.transition, second.transition_frames) == ("D", 12)
    assert brief(third)[2:] == (86460, 86500, 864300, 864340)
    assert (third.transition, third.transition_frames) == ("W001", 20)


def test_fades_from_and_to_black(tmp_path: Path):
    first, second = cut(
        document(
            transition(0, 10, "start-black")
            + item("a", 0, 50, 100, 150)
            + transition(40, 50, "end-black")
            + item("b", 50, 60, 0, 10)
        ),
        tmp_path,
    ).events
    assert (brief(first)[2:4], first.transition) == ((86400, 86450), "D")
    assert (brief(second)[2:4], second.transition) == ((86450, 86460), "C")


def remap(speed: str, reverse: str = "FALSE", keys: str = "") -> str:
    told = [("speed", speed, ""), ("reverse", reverse, ""), ("graphdict", "0", keys)]
    parameters = "".join(
        f"<parameter><parameterid>{name}</parameterid><value>{value}</value>{more}</parameter>"
        for name, value, more in told
    )
    return (
        "<filter><effect><name>Time Remap</name><effectid>timeremap</effectid>"
        f"{parameters}</effect></filter>"
    )


def key(when: int, value: int) -> str:
    return f"<keyframe><when>{when}</when><value>{value}</value></keyframe>"


def test_retimes(tmp_path: Path):
    curve = remap("100", keys=key(0, 0) + key(100, 50) + key(200, 450))
    slow, back, eased = cut(
        document(
            item("slow", 0, 40, 100, 140, FILE + remap("50"))
            + item("back", 40, 80, 100, 140, FILE + remap("100", "TRUE"))
            + item("eased", 80, 180, 50, 150, FILE + curve)
        ),
        tmp_path,
    ).events
    assert (slow.speed, *brief(slow)[4:]) == (Fraction(1, 2), 864050, 864070)
    assert (back.speed, *brief(back)[4:]) == (-1, 864860, 864900)
    assert (float(eased.speed), *brief(eased)[4:]) == (2.25, 864025, 864250)


def test_drop_frame_and_other_rates(tmp_path: Path):
    head = NTSC + (
        f"<timecode>{NTSC}<string>01:00:00;00</string><frame>107892</frame>"
        "<displayformat>DF</displayformat></timecode>"
    )
    found = cut(document(item("x", 0, 30, 24, 48), head=head), tmp_path)
    assert str(found.rate) == "29.97DF"
    (event,) = found.events
    assert event.record_in_label == "01:00:00;00"
    assert (event.source_in, event.source_rate) == (864024, Rate(Fraction(24)))
    assert event.speed == Fraction(24024, 30000)


def test_a_nested_sequence_is_laid_open_and_counted_once(tmp_path: Path):
    nested = (
        f'<sequence id="n"><name>Nest</name>{RATE}<media><video><track>'
        + item("in1", 0, 10, 0, 10)
        + item("in2", 10, 30, 50, 70)
        + "</track></video></media></sequence>"
    )
    report = read(
        document(
            item("use", 0, 10, 5, 15, nested) + item("again", 20, 30, 0, 10, '<sequence id="n"/>')
        ),
        tmp_path,
    )
    assert [brief(event) for event in report.record.cuts[0].events] == [
        ("V1", "in1", 86400, 86405, 864005, 864010),
        ("V1", "in2", 86405, 86410, 864050, 864055),
        ("V1", "in1", 86420, 86430, 864000, 864010),
    ]
    assert [each.name for each in report.items] == ["in1", "in2"]
    assert report.in_file == 2


def test_sequences_in_circles_end(tmp_path: Path):
    loop = '<sequence id="s"/>'
    report = read(document(item("loop", 0, 10, 0, 10, loop)), tmp_path)
    assert any("contains itself" in problem.message for problem in report.problems)
    chain = "".join(
        f'<sequence id="q{n}"><name>q{n}</name>{RATE}<media><video><track>'
        + item(f"i{n}", 0, 10, 0, 10, f'<sequence id="q{n + 1}"/>') * 6
        + "</track></video></media></sequence>"
        for n in range(200)
    )
    deep = read(f"<xmeml><bin><children>{chain}</children></bin></xmeml>", tmp_path)
    assert any("one sequence too many" in problem.message for problem in deep.problems)


def test_clips_that_overlap_stay_on_frames_of_their_own(tmp_path: Path):
    found = cut(document(item("a", 0, 50, 0, 50) + item("b", 40, 60, 0, 20)), tmp_path)
    assert [brief(event)[:4] for event in found.events] == [
        ("V1", "a", 86400, 86450), ("V2", "b", 86440, 86460),
    ]  # fmt: skip


def test_a_clip_without_a_place_is_said(tmp_path: Path):
    report = read(document(item("lost", -1, -1, 0, 10) + "\n" + item("b", 0, 5, 0, 5)), tmp_path)
    assert [event.clip_name for event in report.record.cuts[0].events] == ["b"]
    assert report.imported == 2
    assert "`lost`" in report.problems[0].message
    assert report.problems[0].line == 3


LOGGED = """<logginginfo><description>two shot</description><scene>24A</scene>
<shottake>24A-3</shottake><lognote>best for eyes</lognote><good>TRUE</good></logginginfo>
<comments><mastercomment1>soft at the end</mastercomment1></comments>"""


def test_logs_of_clips_become_rows_once(tmp_path: Path):
    master = (
        f'<clip id="m"><name>24A-3</name><duration>1000</duration>{RATE}{LOGGED}<media><video>'
        f"<track><clipitem>{FILE}</clipitem></track></video></media></clip>"
    )
    empty = "<logginginfo><scene></scene><shottake/><good>FALSE</good></logginginfo>"
    text = (
        f"<xmeml><project><children><bin><children>{master}</children></bin>"
        + document(
            item("24A-3", 0, 5, 0, 5, FILE + LOGGED) + item("x", 5, 9, 0, 4, FILE + empty)
        ).split('<xmeml version="5">')[1].replace("</xmeml>", "")
        + "</children></project></xmeml>"
    )  # fmt: skip
    report = read(text, tmp_path)
    (row,) = report.record.log
    assert (row.log, row.scene, row.slate, row.take) == (LogKind.CAMERA, "24A", "24A", "3")
    assert (row.clip, row.roll, row.status) == ("A012C003", "A012", Status.CIRCLED)
    assert set(row.notes.splitlines()) == {"best for eyes", "soft at the end"}
    assert (row.start, row.end) == ("10:00:00:00", "10:00:41:16")
    assert [item_.name for item_ in report.items] == ["24A-3", "x", "24A-3"]
    assert report.items[0].metadata["xmeml"]["scene"] == "24A"
    (event, _) = report.record.cuts[0].events
    assert event.comments == ("best for eyes",)


def test_markers_are_notes(tmp_path: Path):
    marker = "<marker><name>flare</name><comment>left</comment><in>10</in><out>-1</out></marker>"
    report = read(
        document(item("a", 0, 24, 0, 24, FILE + marker), more=marker.replace("flare", "seq")),
        tmp_path,
    )
    assert {(note.kind, note.text) for note in report.record.notes} == {
        (NoteKind.MARKER, "flare\nleft"), (NoteKind.MARKER, "seq\nleft"),
    }  # fmt: skip
    assert report.record.cuts[0].events[0].markers[0].at == "10:00:00:10"


def test_bins_without_a_sequence_are_read_and_it_is_said(tmp_path: Path):
    clip = f"<clip><name>c</name><duration>9</duration>{RATE}</clip>"
    report = read(f"<xmeml><bin><children>{clip}</children></bin></xmeml>", tmp_path)
    assert [item_.name for item_ in report.items] == ["c"]
    assert report.record.cuts == ()
    assert "no sequence in it: 1 clips without a cut" in report.problems[0].message
    assert "nothing to read" in read("<xmeml/>", tmp_path).problems[0].message


def test_fragments_are_read_and_it_is_said(tmp_path: Path):
    alone = read(remap("200").replace("&", ""), tmp_path)
    assert [(each["name"], each["parameters"]["speed"]) for each in alone.items] == [
        ("Time Remap", "200")
    ]
    assert "a filter alone" in alone.problems[0].message
    track = read(f"<track>{item('a', 0, 9, 0, 9)}</track>", tmp_path)
    assert [each.name for each in track.items] == ["a"]
    assert "a `track` alone" in track.problems[0].message


@pytest.mark.parametrize(
    ("head", "least", "most"),
    [
        (b'<?xml version="1.0"?><!DOCTYPE xmeml><xmeml version="5">', 0.9, 1),
        (b"\xef\xbb\xbf<!DOCTYPE xmeml>", 0.9, 1),
        ('<?xml version="1.0"?><xmeml>'.encode("utf-16"), 0.9, 1),
        (b"<?xml version='1.0'?><filter><effect><effectid>timeremap", 0.5, 0.7),
        (b"<filter><other/></filter>", 0, 0),
        (b"<fcpxml version='1.9'><sequence>", 0, 0),
        (b"<DolbyVision><timebase>", 0, 0),
        (b"", 0, 0),
    ],
)
def test_it_is_known_by_its_content(head: bytes, least: float, most: float):
    assert least <= Xmeml().sniff(head, Path("a.xml")) <= most


@pytest.mark.parametrize(
    "text",
    [
        "", "<xmeml>", "<fcpxml/>", "TITLE: x",
        '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><xmeml>&c;</xmeml>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><xmeml>&a;</xmeml>',
    ],
)  # fmt: skip
def test_what_is_no_xmeml_is_damaged(text: str, tmp_path: Path):
    with pytest.raises(Damaged):
        read(text, tmp_path)


FUZZ = document(
    item("a", 0, -1, 0, 30) + transition(20, 30) + item("b", -1, 60, 9, 49, FILE + remap("50")),
    "<track>" + item("n", 0, 9, 0, 9, '<sequence id="s"/>') + "</track>",
)


@settings(deadline=None, max_examples=100)
@given(data=st.data())
def test_mutated_bytes_raise_only_our_errors(data: Any, tmp_path_factory: Any):
    raw = bytearray(FUZZ.encode())
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(raw) - 1))
        gone = data.draw(st.integers(0, 30))
        raw[place : place + gone] = data.draw(st.binary(max_size=10))
    try:
        report = read(bytes(raw), tmp_path_factory.mktemp("fuzz"))
    except CircletakeError:
        return
    assert report.imported == report.in_file


WORDS = st.sampled_from(["-1", "0", "5", "30", "1e9", "x", "", "24", "TRUE", "1/2", "999999999999"])
TAGS = st.sampled_from(
    ["sequence", "media", "video", "audio", "track", "clipitem", "transitionitem", "file", "rate",
     "timebase", "ntsc", "start", "end", "in", "out", "duration", "timecode", "frame", "string",
     "filter", "effect", "effectid", "marker", "clip", "bin", "name", "logginginfo", "scene"]
)  # fmt: skip


@st.composite
def trees(draw: Any, depth: int = 5) -> str:
    tag = draw(TAGS)
    inner = draw(WORDS)
    if depth and draw(st.integers(0, 4)):
        inner = "".join(draw(st.lists(trees(depth=depth - 1), max_size=4)))
    name = draw(st.sampled_from(["", ' id="s"', ' id="f1"']))
    return f"<{tag}{name}>{inner}</{tag}>"


@settings(deadline=None, max_examples=80)
@given(parts=st.lists(trees(), max_size=4))
def test_any_nesting_raises_only_our_errors(parts: list[str], tmp_path_factory: Any):
    text = document(item("a", 0, 9, 0, 9) + "".join(parts), more="".join(parts))
    try:
        read(text, tmp_path_factory.mktemp("fuzz"))
    except CircletakeError:
        return


@pytest.mark.corpus
def test_every_file_of_the_corpus_is_read(corpus: Path):
    files = sorted((corpus / "editorial" / "xmeml").glob("*.xml"))
    assert files
    for path in files:
        source = Source(path)
        assert Xmeml().sniff(source.head, path) >= 0.5
        report = Xmeml().read(source, Options())
        text = path.read_text(encoding="utf-8-sig")
        clips = text.count("<clipitem ") + text.count("<clipitem>") + text.count("<generatoritem")
        nests = text.count("<sequence") - text.count("<sequence/>") - 1
        if nests <= 0 and clips:
            assert report.imported == report.in_file == clips, path.name
        assert report.items or report.problems


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["blue_frame_5_to_25", "hiero_xml_export", "premiere_generators"])
def test_places_are_those_of_the_adapter(corpus: Path, name: str):
    path = corpus / f"editorial/xmeml/{name}.xml"
    theirs = otio.adapters.read_from_file(str(path), "fcp_xml")
    expected = sorted(
        (round(whole.start_time.value), round(whole.end_time_exclusive().value))
        for clip in theirs.find_clips()
        if clip.parent().kind == otio.schema.TrackKind.Video
        for whole in [clip.transformed_time_range(clip.trimmed_range(), theirs.tracks)]
    )
    (found,) = Xmeml().read(Source(path), Options()).record.cuts
    begin = round(theirs.global_start_time.value)
    ours = sorted(
        (each.record_in - begin, each.record_out - begin) for each in found.events if each.picture
    )
    assert ours == expected
