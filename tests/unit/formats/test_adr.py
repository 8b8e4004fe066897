"""ADR spotting in Pro Tools session texts: tracks, cues, tags."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from circletake.errors import LimitExceeded, ReadError
from circletake.model import NoteKind
from circletake.plugins.formats.adr import AdrText, Cue
from circletake.ports.formats import Format, Options, Report, Source
from circletake.tools import Limits

HEADER = (
    "SESSION NAME:\tFerry {Title=The Ferry}\nSAMPLE RATE:\t48000.000000\nBIT DEPTH:\t24-bit\n"
    "SESSION START TIMECODE:\t01:00:00:00\nTIMECODE FORMAT:\t29.97 Drop Frame\n\n\n"
    "T R A C K  L I S T I N G\n"
)
ROWS = (
    "CHANNEL \tEVENT   \tCLIP NAME                     \tSTART TIME    \tEND TIME      \t"
    "DURATION      \tSTATE\n"
)


def track(name: str, comments: str, *clips: tuple[str, str, str]) -> str:
    rows = "".join(
        f"1       \t{number}       \t{clip}\t   {start}\t   {end}\t   00:00:01:00\tUnmuted\n"
        for number, (clip, start, end) in enumerate(clips, 1)
    )
    return (
        f"TRACK NAME:\t{name}\nCOMMENTS:\t{comments}\nUSER DELAY:\t0 Samples\nSTATE: \nPLUG-INS: \n"
        f"{ROWS}{rows}\n\n"
    )


SCENES = track(
    "Scenes", "",
    ("@ {Sc=1 Int. Ferry - Night}", "01:00:00:00", "01:00:10:00"),
    ("@{Sc=24A Ext. Quay}", "01:00:10:00", "01:00:20:00"),
)  # fmt: skip
ANNA = track(
    "Anna", "[ADR] {Actor=N. N.} $CN=1",
    ('"Not tonight." {R=Plane overhead} $QN=A101', "01:00:02:00", "01:00:03:10"),
    ('"Then when?" {Note=softer, {x} $QN=A102 [EFF]', "01:00:12:00", "01:00:13:00"),
)  # fmt: skip
PLAIN = HEADER + SCENES + ANNA


def read(tmp_path: Path, text: str | bytes) -> Report[Cue]:
    path = tmp_path / "spotting.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return AdrText().read(Source(path), Options())


def test_is_a_format() -> None:
    assert isinstance(AdrText(), Format)


def test_cues_and_their_tags(tmp_path: Path) -> None:
    report = read(tmp_path, PLAIN)
    assert (report.format, report.in_file, report.imported, report.problems) == ("adr", 4, 4, ())
    assert (str(report.rate), report.rate_origin) == ("29.97DF", "file")
    cue = report.items[2]
    assert (cue.track, cue.channel, cue.event, cue.line) == ("Anna", "1", "1", 25)
    assert (cue.start, cue.end, cue.state) == ("01:00:02:00", "01:00:03:10", "Unmuted")
    assert cue.spoken == "Not tonight."
    assert cue.clip_name == '"Not tonight." {R=Plane overhead} $QN=A101'
    assert cue.tags == {
        "Title": "The Ferry", "Sc": "1 Int. Ferry - Night", "ADR": "ADR", "Actor": "N. N.",
        "CN": "1", "R": "Plane overhead", "QN": "A101",
    }  # fmt: skip
    assert report.items[3].tags["Sc"] == "24A Ext. Quay"


def test_notes_have_the_reason_and_the_place(tmp_path: Path) -> None:
    first, second = read(tmp_path, PLAIN).record.notes
    assert (first.kind, first.value, first.line, first.author) == (
        NoteKind.CUE, "Plane overhead", 25, None
    )  # fmt: skip
    assert [(ref.kind, ref.value) for ref in first.references] == [
        ("scene", "1"), ("timecode", "01:00:02:00")
    ]  # fmt: skip
    assert (first.start, first.end) == ("01:00:02:00", "01:00:03:10")
    assert first.text.startswith('"Not tonight."')
    assert (second.value, second.references[0].value) == (None, "24A")


def test_the_clip_s_own_tag_counts_most(tmp_path: Path) -> None:
    text = HEADER + track("T $A=1", "$A=2 {B=x}", ("clip $A=3 [C]", "01:00:00:00", "01:00:01:00"))
    assert read(tmp_path, text).items[0].tags == {
        "Title": "The Ferry", "A": "3", "B": "x", "C": "C"
    }  # fmt: skip


CLIPS = (("a", "01:00:00:00", "01:00:04:00"), ("b", "01:00:05:00", "01:00:06:00"))


def test_markers_apply_to_what_ends_after_them(tmp_path: Path) -> None:
    text = (
        HEADER
        + track("T", "", *CLIPS)
        + "M A R K E R S  L I S T I N G\n#   \tLOCATION     \tTIME REFERENCE    \tUNITS    \tNAME"
        "                          \tCOMMENTS\n2   \t01:00:05:10  \t240240            \tSamples  \t"
        "$M=2  \t{N=x}\n1   \t01:00:02:00  \t1                 \tSamples  \t$M=1 [K]\t\n"
    )
    one, two = read(tmp_path, text).items
    assert {name: one.tags[name] for name in ("M", "K")} == {"M": "1", "K": "K"}
    assert {name: two.tags[name] for name in ("M", "K", "N")} == {"M": "2", "K": "K", "N": "x"}


def test_a_continued_clip_makes_one_note(tmp_path: Path) -> None:
    text = HEADER + track(
        "T",
        "",
        ("one {R=Wind} $QN=T1", "01:00:00:00", "01:00:01:00"),
        ("& two", "01:00:01:00", "01:00:02:00"),
    )
    report = read(tmp_path, text)
    assert report.imported == 2
    (note,) = report.record.notes
    assert (note.text, note.start, note.end) == (
        "one {R=Wind} $QN=T1\n& two", "01:00:00:00", "01:00:02:00"
    )  # fmt: skip
    assert report.items[1].spoken == "two"


def test_muted_and_untagged_clips_are_no_notes(tmp_path: Path) -> None:
    text = PLAIN.replace("A101\t   01:00:02:00\t   01:00:03:10\t   00:00:01:00\tUnmuted",
                         "A101\t   01:00:02:00\t   01:00:03:10\t   00:00:01:00\tMuted")  # fmt: skip
    report = read(tmp_path, text.replace(" $QN=A102", ""))
    assert (report.imported, report.record.notes) == (4, ())


@pytest.mark.parametrize(
    ("one", "two"),
    [("01:00:02:00.50", "01:00:03:10.99"), ("180+05.12", "181+00.00"), ("2:03.250", "2:04.001"),
     ("480480", "528000"), ("12|1|000", "13|1|000")],
)  # fmt: skip
def test_any_way_of_counting(tmp_path: Path, one: str, two: str) -> None:
    report = read(tmp_path, PLAIN.replace("01:00:02:00", one).replace("01:00:03:10", two))
    assert (report.items[2].start, report.items[2].end) == (one, two)
    assert report.items[2].spoken == "Not tonight."


def test_timestamp_column_and_stereo_channels(tmp_path: Path) -> None:
    rows = ROWS.replace("DURATION      \t", "DURATION      \tTIMESTAMP         \t")
    text = (
        f"{HEADER}TRACK NAME:\tMX (Stereo)\nCOMMENTS:\t\nPLUG-INS: \n{rows}"
        "1       \t1       \tmx.L  \t 12+00.00\t 833+12.01\t 821+12.01\t 77+05.60\tMuted\n\n\n"
        "2       \t1       \tmx.R  \t 12+00.00\t 833+12.01\t 821+12.01\t 77+05.60\tMuted\n"
    )
    left, right = read(tmp_path, text).items
    assert (left.channel, right.channel, right.state, right.duration) == (
        "1",
        "2",
        "Muted",
        "821+12.01",
    )


def test_a_row_without_times_is_named(tmp_path: Path) -> None:
    report = read(
        tmp_path, PLAIN.replace("\t   01:00:12:00\t   01:00:13:00\t   00:00:01:00\tUnmuted", "")
    )
    assert (report.in_file, report.imported) == (4, 3)
    assert [(problem.line, "start" in problem.message) for problem in report.problems] == [
        (26, True)
    ]


def test_line_ends(tmp_path: Path) -> None:
    for end in ("\r", "\r\n"):
        report = read(tmp_path, PLAIN.replace("\n", end).encode("mac-roman"))
        assert (report.imported, report.items[2].line) == (4, 25)


def test_a_format_that_is_no_rate(tmp_path: Path) -> None:
    report = read(tmp_path, PLAIN.replace("29.97 Drop Frame", "Film"))
    assert report.rate is None
    assert "timecode format" in report.problems[0].message


@pytest.mark.corpus
def test_other_people_s_sessions(corpus: Path) -> None:
    folder = corpus / "editorial" / "adr"
    told = {}
    for path in sorted(folder.iterdir()):
        assert AdrText().sniff(Source(path).head, Path("x.csv")) >= 0.9
        report = AdrText().read(Source(path), Options())
        assert (report.in_file, report.problems) == (report.imported, ())
        reasons = sum(note.value is not None for note in report.record.notes)
        told[path.name] = (report.imported, len(report.record.notes), reasons, str(report.rate))
    text = (folder / "Robin Hood Spotting.txt").read_text("utf-8")
    cues, reasons = text.count("$QN="), text.count("{R=")
    assert told == {
        "Robin Hood Spotting.txt": (91, cues, reasons, "29.97"),
        "Robin Hood Spotting4.txt": (93, cues, reasons, "29.97"),
        "Tag Tests.txt": (16, 0, 0, "23.976"),
    }
    tags = AdrText().read(Source(folder / "Tag Tests.txt"), Options()).items[-1].tags
    assert tags == {"D": "100", "E": "101"}


@pytest.mark.parametrize(
    "text", ["", "Title: x\n", "Scene,Take\n24A,3\n", "SESSION NAME: x\n", "{}"]
)
def test_other_texts_are_no_sessions(text: str) -> None:
    assert AdrText().sniff(text.encode(), Path("x.txt")) <= 0.5


def test_nothing_to_read_and_too_much(tmp_path: Path) -> None:
    with pytest.raises(ReadError):
        read(tmp_path, b"hello\n")
    path = tmp_path / "x.txt"
    path.write_text(PLAIN, encoding="utf-8")
    with pytest.raises(LimitExceeded):
        AdrText().read(Source(path, Limits(items=3)), Options())


quick = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def check(tmp_path: Path, data: bytes) -> None:
    assert 0 <= AdrText().sniff(data, Path("x.txt")) <= 1
    try:
        report = read(tmp_path, data)
    except ReadError:
        return
    assert len(report.problems) >= report.in_file - report.imported


@given(data=st.binary(max_size=300))
@quick
def test_any_bytes(tmp_path: Path, data: bytes) -> None:
    check(tmp_path, data)


@given(place=st.integers(0, len(PLAIN)), change=st.binary(max_size=5), cut=st.integers(0, 30))
@quick
def test_mutated_session(tmp_path: Path, place: int, change: bytes, cut: int) -> None:
    data = PLAIN.encode()
    check(tmp_path, data[:place] + change + data[place + cut :])


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", ["{" * 50_000, "$A=" * 50_000, "[A " * 50_000, "{A=" * 50_000])
def test_hostile_names_end(tmp_path: Path, name: str) -> None:
    check(tmp_path, (HEADER + track("T", name, (name, "01:00:00:00", "01:00:01:00"))).encode())


@pytest.mark.timeout(20)
def test_many_ranges_and_markers_end(tmp_path: Path) -> None:
    spans = [("@ {Sc=1}", "01:00:00:00", "01:00:10:00")] * 5000
    clips = [("a $QN=1", "01:00:00:00", "01:00:10:00")] * 5000
    markers = "".join(f"{n}\t01:00:00:00\t1\tSamples\t$M={n}\t\n" for n in range(5000))
    text = HEADER + track("S", "", *spans) + track("T", "", *clips)
    check(tmp_path, (text + "M A R K E R S  L I S T I N G\n" + markers).encode())
