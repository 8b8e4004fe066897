"""Media files: headers, WAV chunks, the sound recorder's notes."""

import struct
from fractions import Fraction
from pathlib import Path

import pytest

from circletake.errors import Damaged, NotFound, ReadError
from circletake.model import LogKind, MediaFile, Status, Stream, to_plain
from circletake.plugins.formats.media import Media
from circletake.ports.formats import Options, Report, Source
from circletake.timecode import Rate
from circletake.tools import Limits
from tests.unit.formats.wav_files import bext, chunk, ixml, layout, wave
from tests.unit.tools.media_files import film, tone

NTSC = Rate(Fraction(24000, 1001))
SECOND = chunk(b"data", bytes(6 * 48000))


@pytest.fixture
def of(tmp_path):
    def of(data: bytes, rate: Rate | None = None, name: str = "24A_3.wav") -> Report[MediaFile]:
        path = tmp_path / name
        path.write_bytes(data)
        return Media().read(Source(path), Options(rate))

    return of


def samples_at(label: str, rate: Rate) -> int:
    """The sample that a recorder stamps: the frame's start, rounded down."""
    return int(rate.seconds(rate.frames(label)) * 48000)


def test_a_film(tmp_path):
    path = film(tmp_path / "A001C001.mov", fps=NTSC.fps, timecode="10:11:12:13")
    report = Media().read(Source(path), Options())
    (item,) = report.items
    assert (report.in_file, report.imported, report.problems) == (1, 1, ())
    assert (item.name, item.start, item.rate) == ("A001C001.mov", "10:11:12:13", NTSC)
    assert item.duration == 12 / NTSC.fps
    assert item.streams[0] == Stream("video", "mpeg4", 64, 48, NTSC)
    assert (report.rate, report.rate_origin) == (NTSC, "file")
    assert report.record.media == report.items


def test_bytes_are_not_loaded(tmp_path):
    for path in (film(tmp_path / "a.mov"), tmp_path / "a.wav"):
        if path.suffix == ".wav":
            path.write_bytes(wave(layout(), SECOND))
        source = Source(path, Limits(bytes=10))
        Media().read(source, Options())
        assert "data" not in source.__dict__


def test_a_take_of_sound(of):
    samples = samples_at("10:20:30:12", NTSC)
    report = of(wave(layout(), bext(samples), ixml(samples), SECOND))
    (item,) = report.items
    assert report.problems == ()
    assert item.duration == 1
    assert (item.start, item.rate) == ("10:20:30:12", NTSC)
    assert item.streams == (Stream("audio", "pcm_s24le", sample_rate=48000, channels=2),)
    assert item.metadata["iXML"].startswith("<?xml")
    assert item.metadata["iXML"].endswith("</BWFXML>")
    assert item.metadata["bext.originator"] == "Recorder"
    assert item.metadata["bext.time_reference"] == str(samples)
    assert item.metadata["bext.coding_history"] == "A=PCM,F=48000\r\n"
    (row,) = report.record.log
    assert (row.log, row.slate, row.take, row.roll) == (LogKind.SOUND, "24A", "3", "S012")
    assert (row.status, row.notes) == (Status.CIRCLED, "plane over the tail")
    assert (row.start, row.end, row.rate) == ("10:20:30:12", "10:20:31:11", NTSC)
    assert to_plain(report.items)


@pytest.mark.parametrize(
    ("rate", "flag", "label"),
    [
        ("24000/1001", "NDF", "00:00:00:00"), ("24/1", "NDF", "23:59:59:23"),
        ("25/1", "NDF", "10:00:00:01"), ("30000/1001", "NDF", "01:00:00:00"),
        ("30000/1001", "DF", "01:00:59;29"),
        ("30000/1001", "DF", "10:01:00;02"), ("60000/1001", "DF", "00:01:00;04"),
    ],
)  # fmt: skip
def test_samples_since_midnight_are_a_label(of, rate, flag, label):
    counted = Rate.parse(f"{rate} {flag}")
    report = of(wave(layout(), ixml(samples_at(label, counted), rate=rate, flag=flag), SECOND))
    assert (report.items[0].start, report.rate) == (label, counted)


def test_bext_alone_needs_a_rate(of):
    data = wave(layout(), bext(samples_at("01:00:00:00", Rate.parse("25"))), SECOND)
    report = of(data)
    assert (report.items[0].start, report.rate) == (None, None)
    assert "no rate" in report.problems[0].message
    given = of(data, Rate.parse("25"))
    assert (given.items[0].start, given.rate_origin) == ("01:00:00:00", "given")
    assert given.problems == ()


def test_older_recorders_write_into_the_description(of):
    words = "sSPEED=023.976-ND\r\nsSCENE=24A\r\nsTAKE=3\r\nsTAPE=S1\r\nsNOTE=soft\r\n"
    report = of(wave(layout(), bext(samples_at("01:00:00:00", NTSC), words), SECOND))
    (row,) = report.record.log
    assert (row.slate, row.take, row.roll, row.notes) == ("24A", "3", "S1", "soft")
    assert report.items[0].start == "01:00:00:00"


def test_a_take_that_is_no_good(of):
    text = ixml(circled="FALSE").replace(b"<NOTE>", b"<TAKE_TYPE>NO_GOOD</TAKE_TYPE><NOTE>")
    text = chunk(b"iXML", text[8:].rstrip(b"\0"))
    assert of(wave(layout(), text, SECOND)).record.log[0].status is Status.NG


def test_sound_without_notes_is_no_take(of):
    report = of(wave(layout(), SECOND))
    assert report.record.log == ()
    assert report.items[0].metadata == {}


@pytest.mark.parametrize("form", [b"RF64", b"BW64"])
def test_files_beyond_four_gigabytes(of, form):
    sizes = struct.pack("<QQQI", 0, 6 * 48000, 48000, 1) + struct.pack("<4sQ", b"junk", 4)
    data = wave(
        chunk(b"ds64", sizes), layout(), chunk(b"junk", bytes(4), 0xFFFFFFFF),
        chunk(b"data", bytes(6 * 48000), 0xFFFFFFFF), ixml(), form=form,
    )  # fmt: skip
    report = of(data)
    assert (report.items[0].duration, report.problems) == (1, ())
    assert report.record.log[0].slate == "24A"


def test_other_codings(of):
    extensible = struct.pack("<HHIIHHHHIH", 0xFFFE, 1, 48000, 192000, 4, 32, 22, 32, 4, 3)
    floats = of(wave(chunk(b"fmt ", extensible + bytes(14)), chunk(b"data", bytes(4 * 4800))))
    assert floats.items[0].streams[0].codec == "pcm_f32le"
    assert floats.items[0].duration == Fraction(1, 10)
    packed = of(
        wave(
            layout(tag=0x11, bits=4),
            chunk(b"fact", struct.pack("<I", 24000)),
            chunk(b"data", b"12"),
        )
    )
    assert (packed.items[0].streams[0].codec, packed.items[0].duration) == (
        "adpcm_ima_wav",
        Fraction(1, 2),
    )


def test_info_fields(of):
    fields = b"INFO" + chunk(b"INAM", b"24A-3\0") + chunk(b"ICMT", b"odd")
    report = of(wave(layout(), chunk(b"LIST", b"adtl"), chunk(b"LIST", fields), SECOND))
    assert report.items[0].metadata == {"INFO.INAM": "24A-3", "INFO.ICMT": "odd"}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (wave(layout(), SECOND)[:-6000], "cut off: 6000 bytes"),
        (wave(layout(), chunk(b"data", bytes(600), 0)), "not closed"),
        (wave(layout()), "no sound"),
        (wave(layout(), SECOND, b"\1\2\3\4\5\6\7\x08"), "no chunk begins"),
        (wave(layout(), SECOND, chunk(b"iXML", b"<BWFXML><SCENE>1</BWFXML>")), "iXML"),
        (wave(layout(), bext(1 << 60), SECOND), "no day"),
        (wave(layout(), chunk(b"bext", bytes(2**20 + 2)), SECOND), "too large"),
    ],
)
def test_broken_sound_is_read_and_said(of, data, says):
    report = of(data)
    assert report.imported == 1
    assert says in report.problems[0].message


def test_sound_that_was_not_closed_is_counted(of):
    assert of(wave(layout(), chunk(b"data", bytes(6 * 480), 0))).items[0].duration == Fraction(
        1, 100
    )


def test_an_entity_in_ixml_is_not_followed(of):
    bomb = (
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><BWFXML><NOTE>&a;</NOTE></BWFXML>'
    )
    report = of(wave(layout(), chunk(b"iXML", bomb), SECOND))
    assert report.record.log == ()
    assert "iXML" in report.problems[0].message


def test_what_cannot_be_opened(tmp_path, of):
    for data, name in (
        (b"", "a.mov"), (b"hello", "a.mp4"), (b"#EXTM3U\n/etc/passwd\n", "a.mp4"),
        (wave(chunk(b"data", b"1234")), "a.wav"), (b"\0\0\0\x18ftypqt  " + bytes(50), "a.mov"),
    ):  # fmt: skip
        with pytest.raises(Damaged):
            of(data, name=name)
    with pytest.raises(NotFound):
        Media().read(Source(tmp_path / "none.wav"), Options())


def test_sniff(tmp_path):
    sniff = Media().sniff
    for path in (
        film(tmp_path / "a.mov"), film(tmp_path / "a.mxf", codec="mpeg2video", fps=Fraction(25)),
        film(tmp_path / "a.mkv"), film(tmp_path / "a.avi", codec="mjpeg"),
        film(tmp_path / "a.ts", codec="mpeg2video", fps=Fraction(25)),
        tone(tmp_path / "a.aiff", "pcm_s16be"), tone(tmp_path / "a.flac", "flac"),
    ):  # fmt: skip
        assert sniff(path.read_bytes()[: 64 * 1024], Path("x.txt")) >= 0.8, path
    assert sniff(wave(layout()), Path("x")) > 0.9
    assert sniff(b"\xff\xfb\x90\x44" + bytes(100), Path("x.mp3")) == 0.6
    assert sniff(b"The free world, the free pot", Path("x.txt")) == 0
    assert sniff(b"ID3 tags are no film", Path("x.txt")) == 0
    assert sniff(b"\0\0\0\x18ftypheic", Path("x.heic")) == 0
    assert 0 < sniff(b"", Path("x.mov")) <= 0.3
    assert sniff(b"", Path("x.txt")) == 0


@pytest.mark.corpus
def test_a_recorders_own_file(corpus):
    report = Media().read(Source(corpus / "editorial" / "sound" / "A101_3.WAV"), Options())
    (item,) = report.items
    assert report.problems == ()
    # The recorder stamps whole frames; 294,408 bytes hold a second of film at 23.976.
    assert (item.start, item.rate, item.duration) == ("12:40:14:00", NTSC, Fraction(12011, 12000))
    (row,) = report.record.log
    assert (row.slate, row.take, row.roll) == ("A101", "3", "18Y12M31")


@pytest.mark.corpus
def test_a_film_by_others(corpus):
    path = corpus / "media" / "bbb" / "bbb_film_288p_proxy.mp4"
    (item,) = Media().read(Source(path), Options()).items
    assert (item.rate, item.duration) == (Rate(Fraction(24)), Fraction(14315, 24))


def test_a_file_that_cannot_be_read(tmp_path):
    with pytest.raises(ReadError):
        Media().read(Source(tmp_path), Options())
