"""The example holds together: its arithmetic, its names, and what was worked out by hand."""

import re
from collections import Counter
from functools import cache
from itertools import pairwise, permutations
from typing import Any

import pytest

from tests.unit.examples.small_film import (
    CUTS,
    FOLDER,
    RATE,
    RECORD,
    Used,
    clips,
    events,
    expected,
    frames,
    script_log,
    sound_log,
)

START = frames("01:00:00:00")
ANSWERS = expected()
BY_CLIP: dict[str, dict[str, Any]] = {take["clip"]: take for take in ANSWERS["takes"]}


@cache
def picture(cut: str) -> tuple[Used, ...]:
    return tuple(event for event in events(cut) if event.track == "V")


def clip_of(event: Used) -> str:
    """The clip by its slate, as the script supervisor counts; reel and source file must agree."""
    wanted = dict(zip(("setup", "take", "camera"), event.slate, strict=True))
    (clip,) = (c for c, take in BY_CLIP.items() if wanted.items() <= take.items())
    assert clip.startswith(event.reel)
    assert event.file in {"", clip}
    return clip


@pytest.mark.parametrize("cut", CUTS)
def test_record_runs_without_a_gap_from_the_first_hour(cut: str) -> None:
    shots = picture(cut)
    assert shots[0].record_in == START
    assert all(one.record_out == two.record_in for one, two in pairwise(shots))
    (length,) = (told["frames"] for told in ANSWERS["cuts"] if told["name"] == cut)
    assert shots[-1].record_out - START == length


@pytest.mark.parametrize("cut", CUTS)
def test_source_and_record_last_alike_but_for_the_retime(cut: str) -> None:
    for event in events(cut):
        played = event.source_out - event.source_in
        assert played > 0
        assert played * RATE == (event.record_out - event.record_in) * event.speed
    assert sum(event.speed != RATE for event in events(cut)) == (cut == CUTS[2])
    assert sum(bool(event.dissolve) for event in events(cut)) == (cut == CUTS[2])


@pytest.mark.parametrize("cut", CUTS)
def test_every_picture_source_lies_in_its_clip(cut: str) -> None:
    logged = clips()
    shots = picture(cut)
    for event, after in zip(shots, (*shots[1:], None), strict=True):
        row = logged[clip_of(event)]
        handle = after.dissolve if after else 0
        assert frames(row["Start"]) <= event.source_in
        assert event.source_out + handle <= frames(row["End"])


@pytest.mark.parametrize("cut", CUTS)
def test_every_sound_source_lies_in_its_recording(cut: str) -> None:
    recordings = {row["File Name"]: row for row in sound_log()}
    for event in events(cut):
        if event.track == "V":
            continue
        row = recordings[event.file]
        begins = frames(row["Start TC"])
        assert event.reel == row["Tape"]
        assert event.name.rstrip("*") == f"{row['Scene']}-{int(row['Take'])}"
        assert begins <= event.source_in
        assert event.source_out <= begins + frames(f"{row['Length']}:00")
        assert START <= event.record_in < event.record_out <= picture(cut)[-1].record_out


def test_sound_is_in_the_later_cuts_only() -> None:
    tracks = [Counter(event.track != "V" for event in events(cut))[True] for cut in CUTS]
    assert tracks == [0, 2, 3]


@pytest.mark.parametrize("cut", CUTS)
def test_stars_and_markers_say_what_is_so(cut: str) -> None:
    for event in picture(cut):
        circled = BY_CLIP[clip_of(event)]["status"] == "circled"
        assert event.name.endswith("*") == circled
        assert all(event.record_in <= marker < event.record_out for marker in event.markers)


def test_short_reels_are_in_the_last_cut_only() -> None:
    short = [[e.number for e in picture(cut) if len(e.reel) == 8] for cut in CUTS]
    assert short == [[], [], ["001", "009", "017"]]
    assert [event.number for event in picture(CUTS[2]) if not event.file] == ["009", "015"]


def test_camera_log_counts_its_own_frames() -> None:
    for name, row in clips().items():
        assert frames(row["End"]) - frames(row["Start"]) == frames(row["Duration"])
        assert re.fullmatch(rf"{row['Camroll']}C\d{{3}}_261014_R(2KX|1PT)", name)
        assert row["Camera"] == row["Camroll"][0]
        assert row["Tape"] == name


def test_both_cameras_roll_together() -> None:
    takes = {(t["setup"], t["take"], t["camera"]): clips()[t["clip"]] for t in ANSWERS["takes"]}
    seconds = [key for key in takes if key[2] == "B"]
    assert len(seconds) == 9
    for setup, take, _ in seconds:
        one, two = takes[setup, take, "A"], takes[setup, take, "B"]
        assert frames(one["Start"]) < frames(two["Start"]) < frames(two["End"])
        assert frames(two["End"]) < frames(one["End"]) + RATE


def test_the_logs_disagree_once_and_about_a_take_number() -> None:
    told = {
        (row["Setup"], row["Take"], camera)
        for row in script_log()
        for camera in row["Camera"].split("/")
    }
    slated = Counter((row["Scene"], row["Take"], row["Camera"]) for row in clips().values())
    assert told - set(slated) == {("4C", "3", "A")}
    assert [key for key, count in slated.items() if count > 1] == [("4C", "2", "A")]
    assert set(slated) < told


def test_sound_disagrees_with_nobody() -> None:
    rows = {(row["Setup"], row["Take"]): row for row in script_log()}
    heard = [row for row in sound_log() if not row["Wild"].strip()]
    for row in heard:
        log = rows.pop((row["Scene"], row["Take"].lstrip("0")))
        assert (row["Circled"] == "Y") == (log["Status"] == "Circled")
        assert "MOS" not in log["Notes"]
    assert all("MOS" in row["Notes"] for row in rows.values())
    assert [row["Scene"] for row in sound_log() if row["Wild"].strip()] == ["3WT"]


def test_expected_takes_are_those_of_the_logs() -> None:
    logged = clips()
    assert set(BY_CLIP) == set(logged)
    rows = {(row["Setup"], int(row["Take"].removesuffix("PU"))): row for row in script_log()}
    for take in ANSWERS["takes"]:
        row, camera = rows[take["setup"], take["take"]], logged[take["clip"]]
        assert take["status"] == row["Status"].lower().replace(" ", "_")
        assert (take["scene"], take["notes"][0]) == (row["Scene"], row["Notes"])
        assert (take["roll"], take["camera"]) == (camera["Camroll"], camera["Camera"])
        assert camera["COMMENTS"] in {"", *take["notes"]}
        assert take["camera"] in row["Camera"].split("/")
    assert len(rows) == len(script_log())


def test_expected_frames_are_those_of_the_cuts() -> None:
    used: dict[str, Counter[str]] = {clip: Counter() for clip in BY_CLIP}
    for cut in CUTS:
        for event in picture(cut):
            used[clip_of(event)][cut] += event.record_out - event.record_in
    for clip, take in BY_CLIP.items():
        assert take["used_frames"] == dict(used[clip]), clip
        outcome = "used" if used[clip][CUTS[-1]] else "dropped" if used[clip] else "unused"
        assert take["outcome"] == outcome


def told(row: dict[str, Any] | None) -> str | None:
    return row["clip"] if row else None


def moved(change: dict[str, Any], old: Used | None, new: Used | None) -> int:
    """The frames of a change, from the two events that it names."""
    if change["kind"] in {"trim_head", "extend_head"}:
        assert old
        assert new
        assert old.source_out == new.source_out
        return abs(new.source_in - old.source_in)
    if change["kind"] in {"trim_tail", "extend_tail"}:
        assert old
        assert new
        assert old.source_in == new.source_in
        return abs(new.source_out - old.source_out)
    event = new or old
    assert event
    length = event.record_out - event.record_in
    if change["kind"] == "retime":
        assert old
        assert new
        assert new.speed < old.speed
        assert (old.source_in, old.source_out) == (new.source_in, new.source_out)
        return length - (old.record_out - old.record_in)
    return length


@pytest.mark.parametrize("place", [0, 1])
def test_expected_changes_are_all_that_changed(place: int) -> None:
    answer = ANSWERS["changes"][place]
    old = {e.record_in: e for e in picture(answer["old"])}
    new = {e.record_in: e for e in picture(answer["new"])}
    for change in answer["changes"]:
        before = old.pop(frames(change["old_record_in"])) if change["old_record_in"] else None
        after = new.pop(frames(change["new_record_in"])) if change["new_record_in"] else None
        assert change["frames"] == moved(change, before, after)
        for event, clip in (
            (before, told(change["replaced"]) or change["clip"]),
            (after, change["clip"]),
        ):
            assert event is None or clip_of(event) == clip
        assert change["setup"] == BY_CLIP[change["clip"]]["setup"]
    assert [(clip_of(e), e.source_in, e.source_out, e.speed) for e in old.values()] == [
        (clip_of(e), e.source_in, e.source_out, e.speed) for e in new.values()
    ]


def why(chosen: dict[str, Any], rejected: dict[str, Any]) -> str | None:
    """The first rule by which one take of a pair is chosen over the other."""
    last: dict[frozenset[str], str] = {}
    for answer in ANSWERS["changes"]:
        for change in answer["changes"]:
            if change["replaced"]:
                last[frozenset((change["clip"], change["replaced"]["clip"]))] = change["clip"]
    swapped = last.get(frozenset((chosen["clip"], rejected["clip"])))
    if swapped:
        return "swap" if swapped == chosen["clip"] else None
    if rejected["used_frames"] or "false_start" in {chosen["status"], rejected["status"]}:
        return None
    if chosen["outcome"] == "used":
        return "used_over_unused"
    statuses = (chosen["status"], rejected["status"])
    return "circled_over_ng" if statuses == ("circled", "ng") else None


def test_expected_pairs_are_all_that_the_rules_give() -> None:
    found = {
        (one["setup"], one["clip"], two["clip"], reason)
        for one, two in permutations(ANSWERS["takes"], 2)
        if (one["setup"], one["camera"]) == (two["setup"], two["camera"])
        and (reason := why(one, two))
    }
    rows = ANSWERS["pairs"]
    assert {(r["setup"], r["chosen"], r["rejected"], r["why"]) for r in rows} == found
    assert len(rows) == len(found)
    pickups = set(ANSWERS["findings"]["pickups"])
    for row in rows:
        assert row["comparable"] == (row["rejected"] not in pickups)


def test_pages_have_four_numbered_scenes_one_cut_passage_and_one_note() -> None:
    text = (RECORD / "the_d_above_middle_c.fountain").read_text(encoding="utf-8")
    assert re.findall(r"^(?:INT|EXT)\. .* #(\w+)#$", text, re.MULTILINE) == ["1", "2", "3", "4"]
    assert text.count("/*") == text.count("*/") == text.count("[[") == text.count("]]") == 1
    assert "Fictional." in text


def test_notes_speak_of_places_and_takes_that_exist() -> None:
    text = (RECORD / "notes_v2.md").read_text(encoding="utf-8")
    places = {cut: {event.record_in for event in picture(cut)} for cut in CUTS}
    (elsewhere,) = re.findall(r"\(v1, (\d\d:\d\d:\d\d:\d\d)\)", text)
    assert frames(elsewhere) in places[CUTS[0]]
    named = [frames(label) for label in re.findall(r"\d\d:\d\d:\d\d:\d\d", text)]
    assert set(named) - places[CUTS[1]] == {frames(elsewhere)}
    slates = {(row["Setup"], row["Take"]) for row in script_log()} | {("3WT", "1")}
    spoken = set(re.findall(r"\b(\d[A-Z]*)-(\d)\b", text))
    assert len(spoken) > 10
    assert spoken <= slates


def test_the_table_for_people_says_what_the_data_says() -> None:
    text = (FOLDER / "EXPECTED.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()]
    takes = {row[1].strip("`"): row for row in rows if len(row) == 5 and row[1].startswith("`")}
    assert set(takes) == set(BY_CLIP)
    for clip, (_, _, status, counts, outcome) in takes.items():
        take = BY_CLIP[clip]
        used = [take["used_frames"].get(cut, 0) for cut in CUTS]
        assert [int(n) for n in counts.split(" / ") if n] == (used if any(used) else [])
        assert (status.lower().replace(" ", "_"), outcome) == (take["status"], take["outcome"])
    kinds = {change["kind"] for answer in ANSWERS["changes"] for change in answer["changes"]}
    listed = [tuple(row[2:5]) for row in rows if row[0] in kinds]
    assert listed == [
        (str(c["frames"]), c["old_record_in"] or "", c["new_record_in"] or "")
        for answer in ANSWERS["changes"]
        for c in answer["changes"]
    ]
