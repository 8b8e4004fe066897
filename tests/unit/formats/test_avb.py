"""Avid bins: mobs with their columns, sequences as cuts, in a process of their own."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from circletake.errors import CircletakeError, Damaged, LimitExceeded, MissingDependency
from circletake.model import Event, LogKind
from circletake.plugins.formats.avb import AvidBin, _format
from circletake.ports.formats import Format, Options, Source
from circletake.timecode import Rate
from circletake.tools import Limits

avb = pytest.importorskip("avb", reason="pyavb is not installed (the extra `avid`)")


def track(file: Any, component: Any, index: int = 1) -> Any:
    made = file.create.Track()
    made.index = index
    made.component = component
    return made


def timecode(file: Any, start: int) -> Any:
    made = file.create.Timecode(edit_rate=24, media_kind="timecode")
    made.start, made.fps, made.length, made.flags = start, 24, 10_000, 0
    return made


def source(file: Any, mob: Any, start: int, length: int) -> Any:
    made = file.create.SourceClip(edit_rate=24, media_kind="picture")
    made.start_time, made.length, made.track_id = start, length, 1
    if mob is not None:
        made.mob_id = mob.mob_id
    return made


def mob(file: Any, kind: str, name: str, *components: Any) -> Any:
    made = file.create.Composition(mob_type=kind)
    made.edit_rate, made.media_kind, made.name = 24, "picture", name
    made.length = 1000
    for component in components:
        made.tracks.append(track(file, component))
    file.content.add_mob(made).user_placed = kind != "SourceMob"
    return made


def clip(file: Any, name: str, reel: str, start: int, **columns: str) -> Any:
    tape = mob(file, "SourceMob", reel, source(file, None, 0, 1000), timecode(file, start))
    tape.descriptor = file.create.TapeDescriptor()
    tape.descriptor.mob_kind = 2
    made = mob(file, "MasterMob", name, source(file, tape, 48, 900))
    user = file.create.Attributes()
    user.update(columns)
    made.attributes["_USER"] = user
    return made


def sequence(file: Any, *parts: Any) -> Any:
    made = file.create.Sequence(edit_rate=24, media_kind="picture")
    for part in parts:
        made.components.append(part)
    return made


def filler(file: Any, length: int) -> Any:
    made = file.create.Filler(edit_rate=24, media_kind="picture")
    made.length = length
    return made


def dissolve(file: Any, length: int, cut: int) -> Any:
    made = file.create.TransitionEffect(edit_rate=24, media_kind="picture")
    made.length, made.cutpoint, made.effect_id = length, cut, "EFF2_BLEND_DISSOLVE"
    made.left_length = made.right_length = 15
    made.info_version = made.info_current = made.info_smooth = made.info_color_item = 0
    made.info_quality = made.info_is_reversed = 0
    made.info_aspect_on = False
    made.keyframes = None
    made.info_force_software = made.info_never_hardware = False
    return made


def slowed(file: Any, inner: Any, length: int) -> Any:
    made = file.create.MotionEffect(edit_rate=24, media_kind="picture")
    made.length, made.phase_offset, made.speed_ratio = length, 0, [2, 1]
    made.offset_adjust = 0.0
    made.source_param_list = None
    made.new_source_calculation = False
    made.tracks.append(track(file, sequence(file, inner)))
    return made


@pytest.fixture(scope="module")
def written(tmp_path_factory: Any) -> Path:
    """A bin of three clips and a sequence with a dissolve, a retime and a clip from elsewhere."""
    path: Path = tmp_path_factory.mktemp("avb") / "bin.avb"
    with avb.open() as file:
        first = clip(file, "24A-3*", "A012", 86400, Scene="24", Take="3", Comments="best for eyes")
        second = clip(file, "24A-4", "A013", 90000)
        clip(file, "646x01_02_dustbust.0001.tif", "A014", 0)
        stranger = file.create.Composition(mob_type="MasterMob")
        line = sequence(
            file,
            filler(file, 10),
            source(file, first, 100, 48),
            dissolve(file, 12, 6),
            source(file, second, 200, 48),
            slowed(file, source(file, first, 300, 20), 40),
            source(file, stranger, 0, 5),
        )
        mob(file, "CompositionMob", "Reel 3", timecode(file, 86400), line)
        file.write(str(path))
    return path


def read(path: Path, limits: Limits | None = None):
    return AvidBin().read(Source(path, limits or Limits()), Options())


@pytest.fixture(scope="module")
def report(written: Path):
    return read(written)


def brief(event: Event) -> tuple[object, ...]:
    return (
        event.track, event.clip_name, event.record_in, event.record_out,
        event.source_in, event.source_out, event.reel,
    )  # fmt: skip


def test_it_is_a_format():
    assert isinstance(AvidBin(), Format)


def test_every_mob_is_an_item_with_its_columns(report: Any):
    assert report.in_file == report.imported == 7
    first = next(item for item in report.items if item.name == "24A-3*")
    assert (first.kind, first.in_bin, first.tape) == ("MasterMob", True, "A012")
    assert first.start == "01:00:02:00"
    assert first.columns == {"Scene": "24", "Take": "3", "Comments": "best for eyes"}
    assert [item.in_bin for item in report.items if item.kind == "SourceMob"] == [False] * 3


def test_a_sequence_is_a_cut(report: Any):
    (cut,) = report.record.cuts
    assert (cut.name, cut.rate, cut.rate_origin) == ("Reel 3", Rate(Fraction(24)), "file")
    assert [brief(event) for event in cut.events] == [
        ("V1", "24A-3*", 86410, 86446, 86548, 86584, "A012"),
        ("V1", "24A-4", 86446, 86494, 90248, 90296, "A013"),
        ("V1", "24A-3*", 86494, 86534, 86748, 86768, "A012"),
        ("V1", None, 86534, 86539, 0, 5, None),
    ]
    assert (cut.events[1].transition, cut.events[1].transition_frames) == ("D", 12)
    assert cut.events[2].speed == Fraction(1, 2)
    assert cut.events[0].comments == ("best for eyes",)
    assert "not in the bin" in report.problems[0].message


def test_columns_and_slates_become_rows_and_file_names_do_not(report: Any):
    first, second = report.record.log
    assert (first.log, first.scene, first.slate, first.take) == (LogKind.CAMERA, "24", "24A", "3")
    assert (first.roll, first.notes, first.start) == ("A012", "best for eyes", "01:00:02:00")
    assert (second.slate, second.take, second.roll) == ("24A", "4", "A013")


def test_without_pyavb_it_says_what_to_install(written: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(_format, "find_spec", lambda _: None)
    with pytest.raises(MissingDependency) as caught:
        read(written)
    assert caught.value.fix == 'pip install "circletake[avid]"'


def test_it_is_known_by_its_content(written: Path):
    assert AvidBin().sniff(written.read_bytes()[:64], Path("x")) > 0.9
    assert AvidBin().sniff(b"\x00\x06DomainOBJD\x00\x07", Path("x")) > 0.9
    assert AvidBin().sniff(b"Domain", Path("x.avb")) == 0
    assert AvidBin().sniff(b"", Path("x.avb")) == 0


def test_what_is_no_bin_is_damaged(written: Path, tmp_path: Path):
    path = tmp_path / "x.avb"
    path.write_bytes(b"TITLE: x")
    with pytest.raises(Damaged, match="not a bin"):
        read(path)
    path.write_bytes(written.read_bytes()[:200])
    with pytest.raises(Damaged, match="the library that reads it"):
        read(path)


def test_time_is_bounded(written: Path):
    with pytest.raises(LimitExceeded, match="longer"):
        read(written, Limits(seconds=0.05))


@pytest.mark.parametrize("seed", range(8))
def test_mutated_bytes_raise_only_our_errors(written: Path, seed: int, tmp_path: Path):
    raw = bytearray(written.read_bytes())
    # A fixed walk over the file: each seed breaks other places, every run the same ones.
    for step in range(1 + 3 * seed):
        place = 100 + (seed * 7919 + step * 104_729) % (len(raw) - 100)
        raw[place] = (raw[place] + 1 + step) % 256
    path = tmp_path / "broken.avb"
    path.write_bytes(bytes(raw))
    try:
        found = read(path, Limits(seconds=30))
    except CircletakeError:
        return
    assert found.imported == found.in_file


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "mobs", "events", "frames"),
    [("test_file_01", 160, 56, 4794), ("linear01", 4, 1, 56), ("bezier01", 4, 1, 56)],
)
def test_the_corpus_is_read(corpus: Path, name: str, mobs: int, events: int, frames: int):
    found = read(corpus / f"editorial/avb/{name}.avb")
    assert found.imported == mobs
    (cut,) = found.record.cuts
    assert len(cut.events) == events
    assert str(cut.rate) == "23.976"
    begin = min(event.record_in for event in cut.events)
    assert max(event.record_out for event in cut.events) - begin == frames
