"""The simulator against itself: its truth is consistent, its files are readable and say it."""

import csv
import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.simulator import Truth, feature, simulate
from tests.simulator._order import only_order
from tests.simulator._production import Plan, plan
from tests.simulator._reader import read_changes
from tests.simulator._timecode import CLOCKS
from tests.simulator._truth import tell
from tests.simulator._world import Shot, Version

SEEDS = range(12)
LINE = re.compile(
    r"^(\d{3,6})  (\S+)\s+(V|AA/V|A|A2)\s+(C|D|W001)\s+(\d{3})?\s*"
    r"(\d\d[:;]\d\d[:;]\d\d[:;]\d\d) (\d\d[:;]\d\d[:;]\d\d[:;]\d\d) "
    r"(\d\d[:;]\d\d[:;]\d\d[:;]\d\d) (\d\d[:;]\d\d[:;]\d\d[:;]\d\d)"
)


def decode(data: bytes) -> str:
    for mark, name in ((b"\xff\xfe", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if data.startswith(mark):
            return data.decode(name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("mac_roman")


def production(tmp_path: Path, seed: int, scenes: int = 14, mess: float = 0.8) -> Truth:
    return simulate(tmp_path / f"p{seed}", seed, scenes, mess)


# -- timecode --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CLOCKS)
def test_timecode_goes_there_and_back(name: str) -> None:
    clock = CLOCKS[name]
    for frame in [*range(4000), *range(17900, 18100), clock.day - 1]:
        assert clock.frames(clock.text(frame)) == frame


def test_drop_frame_skips_two_labels_a_minute_but_not_every_tenth() -> None:
    clock = CLOCKS["29.97DF"]
    assert clock.text(1799, "::;") == "00:00:59;29"
    assert clock.text(1800, "::;") == "00:01:00;02"
    assert clock.text(17982, "::;") == "00:10:00;00"
    assert clock.day == 2589408


# -- truth -----------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for place in ("one", "two"):
        simulate(tmp_path / place / "p", 5, 12, 0.9)
    first, second = (
        {path.relative_to(tmp_path / place): path.read_bytes() for path in files(tmp_path / place)}
        for place in ("one", "two")
    )
    assert first == second
    assert len(first) > 10


def files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())


def test_truth_is_saved_beside_the_folder_and_can_be_loaded(tmp_path: Path) -> None:
    truth = production(tmp_path, 3)
    loaded = Truth.load(tmp_path / "p3.truth.json")
    assert loaded.takes == truth.takes
    assert loaded.changes == truth.changes
    assert loaded.pairs == truth.pairs


@pytest.mark.parametrize("seed", SEEDS)
def test_used_frames_add_up_to_what_the_cut_plays_of_takes(seed: int) -> None:
    made, truth = planned(seed)
    for version in made.versions:
        others = sum(shot.length for shot in version.shots if shot.clip is None)
        used = sum(row["used_frames"].get(version.name, 0) for row in truth.takes)
        assert used + others == truth.lengths[version.name]
    last = truth.cuts[-1]
    for row in truth.takes:
        outcome = (
            "used" if last in row["used_frames"] else "dropped" if row["used_frames"] else "unused"
        )
        assert row["outcome"] == outcome


def planned(seed: int, **style: Any) -> tuple[Plan, Truth]:
    made = plan(seed, 14, 0.8, style)
    return made, tell(seed, made.style, made.shoot, made.paper, made.versions, made.first)


@pytest.mark.parametrize("seed", SEEDS)
def test_changes_make_the_old_cut_as_long_as_the_new(seed: int) -> None:
    made, truth = planned(seed, splits=False)
    for old, new in pairwise(made.versions):
        rows = truth.changes[f"{old.name}|{new.name}"]
        before = by_place(made, old)
        after = by_place(made, new)
        total = truth.lengths[old.name] + sum(
            grown(row, before.get(row["old_record_in"]), after.get(row["new_record_in"]))
            for row in rows
        )
        assert total == truth.lengths[new.name]


def by_place(made: Plan, version: Version) -> dict[str | None, Shot]:
    text, marks = made.style.clock.text, made.style.separators
    starts = version.starts(made.first)
    return {text(at, marks): shot for at, shot in zip(starts, version.shots, strict=True)}


def grown(row: dict[str, Any], old: Shot | None, new: Shot | None) -> int:
    """Frames by which one row makes the cut longer; the row's place must hold its shot."""
    kind, frames = row["kind"], int(row["frames"])
    assert (old is None) == (row["old_record_in"] is None)
    assert (new is None) == (row["new_record_in"] is None)
    shot = new or old
    assert shot is not None
    assert (shot.clip.name if shot.clip else None) == row["clip"]
    if kind in {"lift", "insert"}:
        assert shot.length == frames
        return frames if kind == "insert" else -frames
    assert old is not None
    assert new is not None
    if kind in {"take_swap", "retime"}:
        assert frames == (new.length if kind == "take_swap" else abs(new.length - old.length))
        return new.length - old.length
    signs = {"trim_head": -1, "trim_tail": -1, "extend_head": 1, "extend_tail": 1, "move": 0}
    return signs[kind] * frames


@pytest.mark.parametrize("seed", SEEDS)
def test_every_operation_of_the_editor_is_a_change_and_no_shot_is_touched_twice(seed: int) -> None:
    made, truth = planned(seed)
    for old, new in pairwise(made.versions):
        rows = truth.changes[f"{old.name}|{new.name}"]
        touched = [uid for _, uid in new.operations]
        assert len(touched) == len(set(touched))
        assert rows
        assert only_order(old.shots, new.shots, new.moved)


@pytest.mark.parametrize("seed", range(40))
def test_the_lists_alone_tell_the_changes(seed: int) -> None:
    made, truth = planned(seed, splits=False, crowded=seed % 2 == 0)
    right = told = true = 0
    for old, new in pairwise(made.versions):
        rows = [row for row in truth.changes[f"{old.name}|{new.name}"] if row["clip"]]
        text, marks = made.style.clock.text, made.style.separators
        before = [text(at, marks) for at in old.starts(made.first)]
        after = [text(at, marks) for at in new.starts(made.first)]
        said = Counter(
            (
                kind,
                clip,
                frames,
                replaced,
                i if i is None else before[i],
                j if j is None else after[j],
            )
            for kind, clip, frames, replaced, i, j in read_changes(old.shots, new.shots)
        )
        wanted = Counter(
            (row["kind"], row["clip"], row["frames"], (row["replaced"] or {}).get("clip", ""),
             row["old_record_in"], row["new_record_in"])
            for row in rows
        )  # fmt: skip
        right, told, true = (
            right + (said & wanted).total(),
            told + said.total(),
            true + wanted.total(),
        )
    assert right == told == true


def test_all_kinds_of_change_and_pair_and_outcome_occur() -> None:
    kinds: Counter[str] = Counter()
    for seed in SEEDS:
        _, truth = planned(seed)
        kinds.update(row["kind"] for rows in truth.changes.values() for row in rows)
        kinds.update(row["why"] for row in truth.pairs)
        kinds.update(row["outcome"] for row in truth.takes)
        kinds.update(str(row["status"]) for row in truth.takes)
        kinds.update(field for row in truth.takes for field in row["conflicts"])
        kinds.update("no clip" for row in truth.takes if row["clip"] is None)
    wanted = {
        "take_swap", "trim_head", "trim_tail", "extend_head", "extend_tail", "lift", "insert",
        "move", "retime", "swap", "used_over_unused", "circled_over_ng", "used", "dropped",
        "unused",
        "circled", "hold", "ng", "false_start", "None", "status", "roll", "take", "no clip",
    }  # fmt: skip
    assert wanted <= set(kinds)


@pytest.mark.parametrize("seed", SEEDS)
def test_pairs_are_of_one_setup_and_camera_and_told_once(seed: int) -> None:
    _, truth = planned(seed)
    rows = {row["clip"]: row for row in truth.takes if row["clip"]}
    seen = Counter(frozenset((row["chosen"], row["rejected"])) for row in truth.pairs)
    assert not seen or max(seen.values()) == 1
    for row in truth.pairs:
        chosen, rejected = rows[row["chosen"]], rows[row["rejected"]]
        assert (chosen["setup"], chosen["camera"]) == (rejected["setup"], rejected["camera"])
        assert chosen["take"] != rejected["take"]
        assert "false_start" not in {chosen["status"], rejected["status"]}
        if row["why"] != "swap":
            assert rejected["outcome"] == "unused"
        if row["why"] == "used_over_unused":
            assert chosen["outcome"] == "used"


def test_a_swap_taken_back_counts_by_its_last_state() -> None:
    for seed in range(60):
        made, truth = planned(seed)
        reverts = [
            (uid, version)
            for version in made.versions
            for kind, uid in version.operations
            if kind == "revert"
        ]
        for uid, version in reverts:
            if version is not made.versions[-1]:
                continue
            now = next(shot for shot in version.shots if shot.uid == uid)
            was = next(shot for shot in made.versions[-2].shots if shot.uid == uid)
            assert now.clip is not None
            assert was.clip is not None
            row = {frozenset((r["chosen"], r["rejected"])): r for r in truth.pairs}[
                frozenset((now.clip.name, was.clip.name))
            ]
            assert row["chosen"] == now.clip.name
            return
    pytest.fail("no seed takes a swap back in its last version")


def test_the_names_of_cuts_are_in_the_contract_s_order() -> None:
    for seed in range(40):
        made, truth = planned(seed)
        keys = [
            [
                int(part) if part.isdigit() else part.lower().rstrip("v")
                for part in re.split(r"(\d+)", name)
            ]
            for name in truth.cuts
        ]
        assert keys == sorted(keys), made.style.cut_names


def test_clip_names_are_unique_and_timecode_alone_does_not_tell_the_camera() -> None:
    made, _ = planned(1, cameras=("A", "B"), source_tc="tod")
    clips = [clip for take in made.shoot.takes for clip in take.clips]
    assert len({clip.name for clip in clips}) == len(clips)
    both = [take for take in made.shoot.takes if len(take.clips) > 1]
    assert any(a.start < b.end and b.start < a.end for a, b in (t.clips[:2] for t in both))
    assert all(0 <= clip.start < clip.end <= made.style.clock.day for clip in clips)


def test_dialogue_between_two_clips_and_dissolves_occur() -> None:
    made, _ = planned(2)
    shots = made.versions[0].shots
    slates = [shot.clip.slate if shot.clip else "" for shot in shots]
    assert any(slates[i] == slates[i + 2] != slates[i + 1] for i in range(len(slates) - 2))
    assert any(shot.dissolve for seed in range(4) for shot in planned(seed)[0].versions[0].shots)


def test_an_option_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="slatez"):
        simulate(tmp_path / "p", 1, style={"slatez": "us"})


# -- files -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_every_edl_holds_the_cut(tmp_path: Path, seed: int) -> None:
    style = {"only": "", "joined": seed % 2 == 0}
    made = plan(seed, 14, 0.8, style)
    truth = simulate(tmp_path / "p", seed, 14, 0.8, style)
    clock = made.style.clock
    lists = [row for row in truth.files if row["kind"] == "edl"]
    assert lists
    for row in lists:
        path = tmp_path / "p" / row["path"]
        version = next(v for v in made.versions if v.name == path.stem)
        lines = decode(path.read_bytes()).replace("\r\n", "\n").replace("\r", "\n").split("\n")
        found = [match for line in lines if (match := LINE.match(line))]
        assert len(found) + len(row["broken"]) == row["in_file"]
        for number in row["broken"]:
            assert re.match(r"\d{3,6}  ", lines[number - 1])
            assert not LINE.match(lines[number - 1])
        picture = [match for match in found if "V" in match[3]]
        lengths = [clock.frames(match[9]) - clock.frames(match[8]) for match in picture]
        assert [n for n in lengths if n] == [shot.length for shot in version.shots]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_other_files_can_be_read(tmp_path: Path, seed: int) -> None:
    truth = production(tmp_path, seed)
    for row in truth.files:
        path = tmp_path / f"p{seed}" / row["path"]
        text = decode(path.read_bytes()) if row["kind"] != "stray" else ""
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        if path.suffix == ".otio":
            assert json.loads(text)["OTIO_SCHEMA"] == "Timeline.1"
        elif path.suffix == ".fcpxml":
            assert ET.fromstring(text).find(".//spine") is not None
        elif row["kind"] == "ale":
            heads = lines[lines.index("Column") + 1].split("\t")
            body = [line for line in lines[lines.index("Data") + 1 :] if line.strip()]
            assert len(body) == row["in_file"]
            assert all(len(line.split("\t")) == len(heads) for line in body)
        elif row["kind"] == "supervisor" and row["in_file"] is not None:
            assert len(list(log_rows(text))) >= row["in_file"]


def log_rows(text: str) -> Iterator[list[str]]:
    delimiter = max(",;\t", key=text.count)
    rows = [
        row for row in csv.reader(text.splitlines(keepends=True), delimiter=delimiter) if any(row)
    ]
    heads = next(
        i
        for i, row in enumerate(rows)
        if any(cell.lower().startswith(("take", "tk", "slate", "shot", "setup")) for cell in row)
    )
    yield from rows[heads + 1 :]


def test_mess_is_mess_and_tidy_is_tidy(tmp_path: Path) -> None:
    tidy = simulate(tmp_path / "tidy", 9, 12, 0.0)
    untidy = [simulate(tmp_path / f"mess{seed}", seed, 20, 1.0) for seed in range(4)]
    assert not any(row["conflicts"] for row in tidy.takes if not row["optional"])
    assert any(row["conflicts"] for truth in untidy for row in truth.takes if not row["optional"])
    starts = {
        path.read_bytes()[:2]
        for path in files(tmp_path)
        if path.suffix.lower() in {".edl", ".ale", ".csv"}
    }
    assert b"\xff\xfe" in starts
    assert all(
        decode(path.read_bytes()).isprintable()
        or b"\n" in path.read_bytes()
        or b"\r" in path.read_bytes()
        for path in files(tmp_path / "tidy")
    )


@pytest.mark.slow
def test_a_feature_has_the_size_that_is_asked_for(tmp_path: Path) -> None:
    truth = feature(tmp_path / "p", takes=20_000, cuts=6, events=2000)
    assert len(truth.takes) == pytest.approx(20_000, rel=0.15)
    assert len(truth.cuts) == 6
    lists = [row["in_file"] for row in truth.files if row["kind"] == "edl"]
    assert all(count > 1700 for count in lists)


def test_doubtful_order_is_told_as_such() -> None:
    made = plan(1, 12, 0.5)
    shots = made.versions[0].shots
    first, second = shots[3], shots[4]
    swapped = (*shots[:3], second, first, *shots[5:])
    assert not only_order(shots, swapped, {first.uid})
    far = (*shots[:3], *shots[4:12], first, *shots[12:])
    assert only_order(shots, far, {first.uid})
    assert not only_order(shots, far, set())
    assert only_order(shots, tuple(replace(shot, length=9) for shot in shots), set())
