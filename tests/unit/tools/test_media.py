"""Headers of media files."""

from fractions import Fraction

import pytest

from circletake.errors import Damaged, LimitExceeded
from circletake.timecode import Rate
from circletake.tools import Limits, ProbedStream, probe
from tests.unit.tools.media_files import film, tone

NTSC = Fraction(24000, 1001)


def test_a_film_with_timecode(tmp_path):
    found = probe(film(tmp_path / "a.mov", fps=NTSC, timecode="01:02:03:04"), limits=Limits())
    assert found.rate == Rate(NTSC)
    assert found.duration == 12 / NTSC
    assert found.start == "01:02:03:04"
    assert not found.varies
    assert found.streams[0] == ProbedStream("video", "mpeg4", 64, 48, Rate(NTSC))
    assert [stream.kind for stream in found.streams] == ["video", "data"]


def test_drop_frame_is_told_by_the_timecode(tmp_path):
    fps = Fraction(30000, 1001)
    found = probe(film(tmp_path / "a.mov", fps=fps, timecode="01:00:00;00"), limits=Limits())
    assert found.start == "01:00:00;00"
    assert found.rate == Rate(fps, drop=True)


@pytest.mark.parametrize(
    ("name", "codec"),
    [("a.mp4", "mpeg4"), ("a.mkv", "mpeg4"), ("a.avi", "mjpeg"), ("a.mxf", "mpeg2video")],
)
@pytest.mark.parametrize("fps", [Fraction(25), NTSC])
def test_containers(tmp_path, name, codec, fps):
    found = probe(film(tmp_path / name, codec=codec, fps=fps), limits=Limits())
    assert found.rate == Rate(fps)
    assert found.duration is not None
    assert abs(found.duration - 12 / fps) <= Fraction(1, 500)  # Matroska counts milliseconds
    assert found.streams[0].codec == codec


def test_a_name_that_looks_like_a_protocol(tmp_path):
    path = film(tmp_path / "concat:a|b.mp4")
    assert probe(path, limits=Limits()).rate == Rate(Fraction(24))


def test_sound(tmp_path):
    found = probe(tone(tmp_path / "a.aiff", "pcm_s16be"), limits=Limits())
    assert found.duration == Fraction(1, 10)
    assert found.rate is None
    assert found.streams == (
        ProbedStream("audio", "pcm_s16be", sample_rate=48000, channels=1),
    )  # fmt: skip


def test_uneven_frames_are_said(tmp_path):
    found = probe(film(tmp_path / "a.mp4", gaps=True), limits=Limits())
    assert found.varies


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n/etc/passwd\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nm=video 5004 RTP/AVP 96\n",
        b"\0\0\0\x18ftypisom" + b"\0" * 100,
    ],
)
def test_what_is_no_media_file(tmp_path, data):
    path = tmp_path / "a.mp4"
    path.write_bytes(data)
    with pytest.raises(Damaged) as caught:
        probe(path, limits=Limits())
    assert caught.value.file == str(path)
    assert caught.value.cause


def test_a_cut_off_film_is_damaged(tmp_path):
    path = film(tmp_path / "a.mov")
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(Damaged):
        probe(path, limits=Limits())


def test_time_is_bounded(tmp_path):
    with pytest.raises(LimitExceeded):
        probe(film(tmp_path / "a.mov"), limits=Limits(seconds=0.001))
