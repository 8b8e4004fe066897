"""FCPXML: which clips are items, what each says, what people wrote into the library."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from circletake.errors import CircletakeError, Damaged
from circletake.model import LogKind, NoteKind
from circletake.plugins.formats.fcpxml import FcpXml
from circletake.ports.formats import Format, Options, Source

LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE fcpxml>
<fcpxml version="1.11">
 <resources>
  <format id="f" frameDuration="1001/24000s"/>
  <asset id="a" name="A012C003_240503_R1BY" start="86486400/24000s" duration="240240/24000s"
   hasVideo="1" hasAudio="1" format="f" src="file:///Volumes/DAY%202/A012C003_240503_R1BY.mov">
   <metadata><md key="com.apple.proapps.studio.reel" value="A012"/></metadata>
  </asset>
  <asset id="w" name="T01" start="0s" duration="10s" hasAudio="1" src="T01.WAV"/>
  <effect id="e" name="Basic Title"/>
  <media id="c" name="Compound"><sequence format="f" tcStart="0s"><spine>
    <asset-clip ref="a" offset="0s" name="In the compound" duration="1001/1000s"/>
  </spine></sequence></media>
  <media id="m" name="Multi"><multicam format="f">
    <mc-angle name="A" angleID="x">
     <asset-clip ref="a" offset="0s" duration="10010/1000s"/>
    </mc-angle>
  </multicam></media>
 </resources>
 <library>
  <event name="Day 2">
   <asset-clip ref="a" name="24A-3" start="86486400/24000s" duration="240240/24000s">
    <note>Best for eyes</note>
    <marker start="86487401/24000s" duration="1001/24000s" value="flare" note="left edge"/>
    <keyword start="86486400/24000s" duration="240240/24000s" value="Interview, Kitchen"/>
    <rating name="Favorite" start="86486400/24000s" duration="48048/24000s" value="favorite"/>
    <rating start="86534448/24000s" duration="24024/24000s" value="reject" note="boom in"/>
    <metadata>
     <md key="com.apple.proapps.studio.scene" value="24A"/>
     <md key="com.apple.proapps.studio.shot" value="3"/>
     <md key="com.apple.proapps.studio.angle" value="A Cam"/>
    </metadata>
   </asset-clip>
   <clip name="Wild" duration="10s"><audio ref="w" offset="0s" duration="10s"/>
    <metadata><md key="com.apple.proapps.studio.scene" value="24A"/>
     <md key="com.apple.proapps.studio.shot" value="W1"/></metadata>
   </clip>
   <project name="Scene 24 v3"><sequence format="f" tcStart="0s"><note>turn over</note><spine>
    <clip name="Piping" offset="0s" duration="1001/1000s">
     <video ref="a" offset="0s" duration="1001/1000s"><audio ref="a" lane="-1" offset="0s"/></video>
     <spine lane="1" offset="0s"><title ref="e" name="Card" offset="0s" duration="1001/2000s">
       <text><text-style ref="ts">Ten years</text-style><text-style> later</text-style></text>
     </title></spine>
     <caption lane="2" name="Hello" offset="0s" start="3600s" duration="1s"/>
    </clip>
    <transition offset="500/1000s" duration="1s"/>
    <gap offset="1001/1000s" duration="1001/1000s" start="3600s">
     <asset-clip lane="-1" ref="w" name="Music" offset="3600s" duration="9s" enabled="0"/>
    </gap>
    <audition offset="2002/1000s">
     <asset-clip ref="a" name="Pick" duration="1001/1000s"/>
     <asset-clip ref="a" name="Second" duration="1001/1000s"/>
     <clip name="Third" duration="1001/1000s"><video ref="a" offset="0s"/></clip>
    </audition>
    <sync-clip name="5A-1" offset="3003/1000s" duration="1001/1000s">
     <asset-clip ref="a" offset="0s" duration="1001/1000s">
      <asset-clip ref="w" lane="-1"/>
     </asset-clip>
     <ref-clip ref="c" name="Over it" lane="1" offset="0s" duration="1001/1000s"/>
    </sync-clip>
    <mc-clip ref="m" name="Multi" offset="4004/1000s" duration="1001/1000s">
     <mc-source angleID="x" srcEnable="all"/>
    </mc-clip>
   </spine></sequence></project>
  </event>
 </library>
</fcpxml>
"""
LINE = LIBRARY[: LIBRARY.index('name="24A-3"')].count("\n") + 1
KINDS = (
    "clip",
    "asset-clip",
    "ref-clip",
    "sync-clip",
    "mc-clip",
    "video",
    "audio",
    "title",
    "caption",
)


def read(text: str | bytes, tmp_path: Path, name: str = "a.fcpxml", **options):
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return FcpXml().read(Source(path), Options(**options))


@pytest.fixture
def report(tmp_path: Path):
    return read(LIBRARY, tmp_path)


def test_it_is_a_format():
    assert isinstance(FcpXml(), Format)


def test_items_are_the_clips_of_storylines_events_and_what_is_connected(report):
    assert [(item.kind, item.name) for item in report.items] == [
        ("asset-clip", "In the compound"),
        ("asset-clip", "24A-3"),
        ("clip", "Wild"),
        ("clip", "Piping"),
        ("title", "Card"),
        ("caption", "Hello"),
        ("asset-clip", "Music"),
        ("asset-clip", "Pick"),
        ("sync-clip", "5A-1"),
        ("ref-clip", "Over it"),
        ("mc-clip", "Multi"),
    ]
    assert report.in_file == report.imported == 11
    assert report.problems == ()


def by_name(report, name: str):
    return next(item for item in report.items if item.name == name)


def test_times_stay_as_written(report):
    item = by_name(report, "24A-3")
    assert (item.offset, item.start, item.duration) == (None, "86486400/24000s", "240240/24000s")
    assert item.source_file == "A012C003_240503_R1BY.mov"
    assert item.reel == "A012"
    assert item.event == "Day 2"
    assert item.line == LINE


def test_ratings_and_keywords_keep_their_ranges(report):
    item = by_name(report, "24A-3")
    assert item.keywords == ("Interview, Kitchen",)
    assert [(each["value"], each["start"], each["duration"]) for each in item.ratings] == [
        ("favorite", "86486400/24000s", "48048/24000s"),
        ("reject", "86534448/24000s", "24024/24000s"),
    ]


def test_an_audition_is_one_item_at_its_own_offset(report):
    pick = by_name(report, "Pick")
    assert pick.offset == "2002/1000s"
    assert pick.audition_alternates == 2
    assert pick.alternates == ("Second", "Third")


def test_lanes_depth_text_and_switches(report):
    assert (by_name(report, "Card").lane, by_name(report, "Card").depth) == (0, 1)
    assert by_name(report, "Card").text == "Ten years later"
    assert (by_name(report, "Music").lane, by_name(report, "Music").enabled) == (-1, False)
    assert by_name(report, "In the compound").project == "Compound"


def test_everything_people_wrote_becomes_a_note(report):
    notes = {(note.kind, note.text): note for note in report.record.notes}
    assert set(notes) == {
        (NoteKind.NOTE, "turn over"),
        (NoteKind.NOTE, "Best for eyes"),
        (NoteKind.MARKER, "flare\nleft edge"),
        (NoteKind.KEYWORD, "Interview, Kitchen"),
        (NoteKind.RATING, "favorite"),
        (NoteKind.RATING, "boom in"),
    }
    reject = notes[NoteKind.RATING, "boom in"]
    assert reject.value == "reject"
    assert (reject.start, reject.end) == ("86534448/24000s", "3606603/1000s")
    assert ("slate", "24A-3") in [(each.kind, each.value) for each in reject.references]


def test_clips_that_name_scene_and_take_are_log_rows(report):
    camera, sound = report.record.log
    assert (camera.log, camera.slate, camera.take, camera.cameras) == (
        LogKind.CAMERA, "24A", "3", ("A",),
    )  # fmt: skip
    assert (camera.clip, camera.roll, camera.notes) == (
        "A012C003_240503_R1BY", "A012", "Best for eyes",
    )  # fmt: skip
    assert (camera.start, camera.end) == ("01:00:00:00", "01:00:10:00")
    assert (sound.log, sound.slate, sound.take) == (LogKind.SOUND, "24A", "W1")


@pytest.mark.parametrize(
    ("head", "name", "least"),
    [
        (b'<?xml version="1.0"?>\n<!DOCTYPE fcpxml>\n<fcpxml version="1.9">', "x.txt", 0.9),
        ('<?xml version="1.0"?><fcpxml version="1.9"/>'.encode("utf-16"), "x", 0.9),
        (b"<fcpxml>", "x.xml", 0.9),
    ],
)
def test_it_is_known_by_its_content(head: bytes, name: str, least: float):
    assert FcpXml().sniff(head, Path(name)) >= least


@pytest.mark.parametrize(
    "head", [b"", b"<xmeml version='5'>", b"TITLE: x", b"\xff\xfe\0", b"<?xml"]
)
def test_other_content_is_not_taken(head: bytes):
    assert FcpXml().sniff(head, Path("a.fcpxml")) <= 0.3
    assert FcpXml().sniff(head, Path("a.edl")) == 0


def test_a_bundle_is_read_through_its_info(tmp_path: Path):
    bundle = tmp_path / "Reel.fcpxmld"
    bundle.mkdir()
    (bundle / "Info.fcpxml").write_text(LIBRARY, encoding="utf-8")
    assert FcpXml().read(Source(bundle), Options()).imported == 11


def test_line_ends_do_not_move_lines(tmp_path: Path):
    for end in ("\r\n", "\r"):
        report = read(LIBRARY.replace("\n", end), tmp_path)
        assert by_name(report, "24A-3").line == LINE


def test_malformed_parts_are_problems_with_their_line(tmp_path: Path):
    text = LIBRARY.replace('start="86486400/24000s" duration="240240/24000s">\n    <note>',
                           'start="1/0s" duration="soon">\n    <note>')  # fmt: skip
    text = text.replace('<mc-clip ref="m"', '<mc-clip ref="nowhere"')
    report = read(text, tmp_path)
    assert report.imported == 11
    said = [(problem.line, problem.message) for problem in report.problems]
    assert any(line == LINE and "start `1/0s` is no time" in message for line, message in said)
    assert any(line == LINE and "duration `soon`" in message for line, message in said)
    assert any("plays `nowhere`" in message for _, message in said)
    assert all(line for line, _ in said)


def test_a_newer_version_is_read_and_said(tmp_path: Path):
    report = read(LIBRARY.replace('version="1.11"', 'version="1.99"'), tmp_path)
    assert report.imported == 11
    assert "newer than 1.14" in report.problems[0].message


@pytest.mark.parametrize("text", ["", "<fcpxml", "<xmeml/>", "TITLE: x\n001  AX V C", "\0" * 99])
def test_what_is_no_fcpxml_is_damaged(text: str, tmp_path: Path):
    with pytest.raises(Damaged, match=r"a\.fcpxml"):
        read(text, tmp_path)


@settings(deadline=None, max_examples=80)
@given(data=st.data())
def test_mutated_bytes_raise_only_our_errors(data, tmp_path_factory):
    raw = bytearray(LIBRARY.encode())
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(raw) - 1))
        cut = data.draw(st.integers(0, 40))
        raw[place : place + cut] = data.draw(st.binary(max_size=20))
    folder = tmp_path_factory.mktemp("fuzz")
    try:
        report = read(bytes(raw), folder)
    except CircletakeError:
        return
    assert report.imported == report.in_file


@settings(deadline=None, max_examples=60)
@given(raw=st.binary(max_size=300))
def test_arbitrary_bytes_raise_only_our_errors(raw: bytes, tmp_path_factory):
    with pytest.raises(CircletakeError):
        read(raw, tmp_path_factory.mktemp("fuzz"))


WORDS = st.sampled_from(
    ["", "0s", "1s", "-5s", "1/3s", "9999999999/7s", "1001/24000s", "x", "1/0s", "a", "c", "m", "0"]
)
OTHERS = ("spine", "gap", "audition", "transition", "timeMap", "timept", "mc-source", "sequence")
TAGS = st.sampled_from([*KINDS, *OTHERS])
NAMES = st.sampled_from(
    ["offset", "start", "duration", "ref", "lane", "name", "time", "value", "enabled", "srcEnable"]
)


@st.composite
def trees(draw, depth: int = 4) -> str:
    """Any nesting of the elements of storylines, with any attributes."""
    tag = draw(TAGS)
    attributes = draw(st.dictionaries(NAMES, WORDS, max_size=5))
    inner = "".join(draw(st.lists(trees(depth=depth - 1), max_size=3))) if depth else ""
    told = " ".join(f'{name}="{text}"' for name, text in attributes.items())
    return f"<{tag} {told}>{inner}</{tag}>"


@settings(deadline=None, max_examples=80)
@given(inside=st.lists(trees(), min_size=1, max_size=4), compound=st.lists(trees(), max_size=3))
def test_any_nesting_is_laid_out(inside: list[str], compound: list[str], tmp_path_factory):
    text = LIBRARY.replace(
        "</spine></sequence></media>", f"{''.join(compound)}</spine></sequence></media>"
    )
    text = text.replace(
        "</spine></sequence></project>", f"{''.join(inside)}</spine></sequence></project>"
    )
    report = read(text, tmp_path_factory.mktemp("fuzz"))
    for cut in report.record.cuts:
        ends: dict[str, int] = {}
        for event in cut.events:
            assert event.record_in < event.record_out
            assert ends.get(event.track, event.record_in) <= event.record_in
            ends[event.track] = event.record_out


@pytest.mark.corpus
def test_every_clip_of_every_storyline_of_the_corpus_is_found(corpus: Path):
    files = sorted((corpus / "editorial" / "fcpxml").glob("*.fcpxml"))
    assert files
    for path in files:
        report = FcpXml().read(Source(path), Options())
        assert report.imported == report.in_file
        expected = _clips_in_spines(path)
        lines = [(item.line, item.kind) for item in report.items]
        assert [each for each in expected if each not in lines] == []


def _clips_in_spines(path: Path) -> list[tuple[object, object]]:
    from lxml import etree

    root = etree.parse(path, etree.XMLParser(resolve_entities=False)).getroot()
    return [
        (part.sourceline, part.tag)
        for spine in root.iter("spine")
        for part in spine
        if part.tag in KINDS
    ]


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "items", "keywords", "ratings", "alternates"),
    [
        ("EventsWithKeywords", 144, 143, 4, 0),
        ("AuditionSample", 1, 1, 0, 2),
        ("CutSample", 4, 0, 0, 0),
        ("CaptionSample", 46, 0, 0, 0),
    ],
)
def test_known_counts(
    corpus: Path, name: str, items: int, keywords: int, ratings: int, alternates: int
):
    report = FcpXml().read(Source(corpus / f"editorial/fcpxml/{name}.fcpxml"), Options())
    assert report.imported == items
    assert sum(len(item.keywords) for item in report.items) == keywords
    assert sum(len(item.ratings) for item in report.items) == ratings
    assert sum(item.audition_alternates for item in report.items) == alternates
