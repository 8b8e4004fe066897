"""AAF: timelines and bin columns, read in a process of their own."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import aaf2
import pytest

from circletake.errors import CircletakeError, Damaged, LimitExceeded, ReadError
from circletake.model import Event, LogKind
from circletake.plugins.formats.aaf import Aaf
from circletake.ports.formats import Format, Options, Source
from circletake.timecode import Rate
from circletake.tools import Limits


def tape(file: Any, name: str, start: int) -> Any:
    mob = file.create.SourceMob()
    mob.name = name
    mob.descriptor = file.create.TapeDescriptor()
    code = mob.create_timeline_slot(24)
    code.segment = file.create.Timecode(24, drop=False)
    code.segment.start = start
    code.segment.length = 10_000
    code.segment.media_kind = "timecode"
    code["PhysicalTrackNumber"].value = 1
    whole = file.create.SourceClip(media_kind="picture")
    whole.length = 10_000
    mob.create_timeline_slot(24).segment = whole
    file.content.mobs.append(mob)
    return mob


def master(file: Any, name: str, source: Any, comments: dict[str, str]) -> Any:
    mob = file.create.MasterMob(name)
    slot = mob.create_picture_slot(24)
    clip = source.create_source_clip(slot_id=source.slots[1].slot_id, start=48, length=500)
    clip.media_kind = "picture"
    slot.segment = clip
    for key, value in comments.items():
        mob.comments[key] = value
    file.content.mobs.append(mob)
    return mob


@pytest.fixture(scope="module")
def written(tmp_path_factory: Any) -> Path:
    """A cut of two clips from tapes, and a third clip that is not used."""
    path: Path = tmp_path_factory.mktemp("aaf") / "reel.aaf"
    with aaf2.open(str(path), "w", sector_size=512, extensions=False) as file:
        first = master(
            file, "24A-3*", tape(file, "A012", 86400),
            {"Scene": "24", "Take": "3", "Comments": "best for eyes", "Empty": ""},
        )  # fmt: skip
        second = master(file, "24A-4", tape(file, "A013", 90000), {})
        master(file, "room tone", tape(file, "A014", 0), {"Comments": "no take"})
        cut = file.create.CompositionMob("Reel 3")
        cut.usage = "Usage_TopLevel"
        file.content.mobs.append(cut)
        code = cut.create_timeline_slot(24)
        code.segment = file.create.Timecode(24, drop=False)
        code.segment.start = 86400
        code.segment.length = 1000
        code.segment.media_kind = "timecode"
        slot = cut.create_timeline_slot(24)
        sequence = file.create.Sequence(media_kind="picture")
        slot.segment = sequence
        sequence.components.append(first.create_source_clip(1, start=10, length=48))
        sequence.components.append(second.create_source_clip(1, start=100, length=24))
    return path


def read(path: Path, limits: Limits | None = None):
    return Aaf().read(Source(path, limits or Limits()), Options())


@pytest.fixture(scope="module")
def report(written: Path):
    return read(written)


def brief(event: Event) -> tuple[object, ...]:
    return (
        event.track, event.clip_name, event.record_in, event.record_out,
        event.source_in, event.source_out, event.reel,
    )  # fmt: skip


def test_it_is_a_format():
    assert isinstance(Aaf(), Format)


def test_a_timeline_is_a_cut(report: Any):
    (cut,) = report.record.cuts
    assert (cut.name, cut.rate, cut.rate_origin) == ("Reel 3", Rate(Fraction(24)), "file")
    assert [brief(event) for event in cut.events] == [
        ("V1", "24A-3*", 86400, 86448, 86458, 86506, "A012"),
        ("V1", "24A-4", 86448, 86472, 90148, 90172, "A013"),
    ]
    assert cut.events[0].comments == ("best for eyes",)
    assert cut.events[0].record_in_label == "01:00:00:00"


def test_items_keep_their_columns(report: Any):
    assert report.in_file == report.imported == 2
    comments = report.items[0].metadata["AAF"]["UserComments"]
    assert (comments["Scene"], comments["Take"]) == ("24", "3")


def test_columns_and_names_become_rows_of_a_log(report: Any):
    first, second = sorted(report.record.log, key=lambda row: row.take)
    assert (first.log, first.scene, first.slate, first.take) == (LogKind.CAMERA, "24", "24A", "3")
    assert (first.roll, first.notes, first.start) == ("A012", "best for eyes", "01:00:02:00")
    assert (second.slate, second.take, second.roll) == ("24A", "4", "A013")


def test_it_is_known_by_its_content(written: Path):
    head = written.read_bytes()[:4096]
    assert Aaf().sniff(head, Path("x.bin")) > 0.9
    word = head[:8] + bytes(504)
    assert Aaf().sniff(word, Path("x.doc")) == 0
    assert Aaf().sniff(word, Path("x.aaf")) <= 0.3
    assert Aaf().sniff(b"", Path("x.aaf")) == 0


@pytest.mark.parametrize("data", [b"", b"TITLE: x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_what_is_no_aaf_is_damaged_without_a_process(data: bytes, tmp_path: Path):
    path = tmp_path / "x.aaf"
    path.write_bytes(data)
    with pytest.raises(Damaged, match="structured storage"):
        read(path)


def test_time_is_bounded(written: Path):
    with pytest.raises(LimitExceeded, match="longer"):
        read(written, Limits(seconds=0.05))


@pytest.mark.parametrize("cut", [600, 9_000])
def test_a_file_cut_short_is_damaged(written: Path, cut: int, tmp_path: Path):
    path = tmp_path / "short.aaf"
    path.write_bytes(written.read_bytes()[:cut])
    with pytest.raises(ReadError):
        read(path)


@pytest.mark.parametrize("seed", range(6))
def test_mutated_bytes_raise_only_our_errors(written: Path, seed: int, tmp_path: Path):
    raw = bytearray(written.read_bytes())
    # A fixed walk over the file: each seed breaks other places, every run the same ones.
    for step in range(1 + 40 * seed):
        place = (seed * 7919 + step * 104_729 + 600) % len(raw)
        raw[place] = (raw[place] + 1 + step) % 256
    path = tmp_path / "broken.aaf"
    path.write_bytes(bytes(raw))
    try:
        found = read(path, Limits(seconds=30))
    except CircletakeError:
        return
    assert found.imported == found.in_file


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "clips", "markers"),
    [
        ("simple", 15, 0), ("transitions", 12, 0), ("one_clip", 2, 2), ("multiple_markers", 22, 10),
        ("linear_speed_effects", 20, 0), ("2997fps-DFTC", 7, 0), ("utf8", 2, 2),
    ],
)  # fmt: skip
def test_the_corpus_is_read(corpus: Path, name: str, clips: int, markers: int):
    path = corpus / f"editorial/aaf/{name}.aaf"
    found = read(path)
    assert found.imported == clips
    assert len(found.record.notes) == markers
    (cut,) = found.record.cuts
    assert len(cut.events) == clips
    if name == "2997fps-DFTC":
        assert str(cut.rate) == "29.97DF"
        assert cut.events[0].record_in_label == "05:00:00;00"
    if name == "linear_speed_effects":
        assert Fraction(1, 3) in {event.speed for event in cut.events}


@pytest.mark.corpus
def test_user_comments_of_the_corpus_become_a_row(corpus: Path):
    name = "subclip_sourceclip_references_compositionmob_with_mastermob"
    (row,) = read(corpus / f"editorial/aaf/{name}.aaf").record.log
    assert (row.log, row.slate, row.take, row.roll) == (LogKind.SOUND, "88", "1", "xxxXXX009")
    assert (row.start, row.end) == ("04:10:23:14", "04:11:23:03")
