"""The command line finds in the example what was worked out by hand."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.unit.examples.small_film import CUTS, RECORD, expected

ANSWERS = expected()
SHOWN = ("scene", "setup", "take", "camera", "clip")
Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """A studio of its own; asks the installed command and gives back the parsed answer."""
    command = Path(sys.executable).with_name("circletake")
    studio = tmp_path_factory.mktemp("studio")

    def run(*words: str) -> Any:
        asked = [str(command), "--studio", str(studio), *words]
        asked += ["--production", ANSWERS["production"], "--json"]
        done = subprocess.run(asked, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


@pytest.fixture(scope="module")
def ingested(ask: Ask) -> dict[str, Any]:
    answer: dict[str, Any] = ask("ingest", str(RECORD))
    return answer


@pytest.fixture(scope="module")
def takes(ask: Ask, ingested: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for row in ask("takes") if row["camera"] is not None]


@pytest.fixture(scope="module")
def pairs(ask: Ask, ingested: dict[str, Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = ask("pairs")
    return rows


def test_every_file_is_read_and_nothing_is_left_out(ingested: dict[str, Any]) -> None:
    files = {Path(row["path"]).name: row for row in ingested["files"]}
    assert set(files) == set(ANSWERS["files"])
    for name, held in ANSWERS["files"].items():
        assert files[name]["in_file"] == files[name]["imported"] > 0, files[name]["problems"]
        assert held in {None, files[name]["in_file"]}, name


def test_takes(takes: list[dict[str, Any]]) -> None:
    wanted = {take["clip"]: take for take in ANSWERS["takes"]}
    found = {row["clip"]: row for row in takes}
    assert len(takes) == len(found)
    assert set(found) == set(wanted)
    for clip, take in wanted.items():
        row = found[clip]
        same = (*SHOWN, "roll", "status", "outcome")
        assert {key: row[key] for key in same} == {key: take[key] for key in same}
        used = {cut: count for cut, count in row["used_frames"].items() if count}
        assert used == take["used_frames"], clip
        assert [conflict["field"] for conflict in row["conflicts"]] == take["conflicts"], clip


def test_notes_are_kept_word_for_word(takes: list[dict[str, Any]]) -> None:
    wanted = {take["clip"]: take["notes"] for take in ANSWERS["takes"]}
    for row in takes:
        assert all(note in row["notes"] for note in wanted[row["clip"]]), row


@pytest.mark.parametrize("answer", ANSWERS["changes"], ids=["v1 to v2", "v2 to v3"])
def test_changes(ask: Ask, ingested: dict[str, Any], answer: dict[str, Any]) -> None:
    found = [plain(row) for row in ask("changes", answer["old"], answer["new"])]
    assert sorted(found, key=str) == sorted((plain(row) for row in answer["changes"]), key=str)


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """The fields of the contract, without those that are welcome."""
    replaced = row["replaced"]
    kept = ("kind", *SHOWN, "frames", "old_record_in", "new_record_in")
    return {key: row[key] for key in kept} | {
        "replaced": {key: replaced[key] for key in SHOWN} if replaced else None
    }


def test_pairs(pairs: list[dict[str, Any]]) -> None:
    def key(row: dict[str, Any]) -> tuple[str, ...]:
        return row["setup"], row["chosen"], row["rejected"], row["why"]

    assert sorted(map(key, pairs)) == sorted(map(key, ANSWERS["pairs"]))
    known = {key(row): row for row in ANSWERS["pairs"]}
    for row in pairs:
        wanted = known[key(row)]
        assert row.get("comparable", True) == wanted["comparable"], row
        assert wanted["evidence_names"] in json.dumps(row["evidence"]), row


def test_findings_follow_from_the_answers(
    takes: list[dict[str, Any]], pairs: list[dict[str, Any]]
) -> None:
    findings = ANSWERS["findings"]

    def clips(status: str, outcome: str) -> list[str]:
        rows = (r for r in takes if (r["status"], r["outcome"]) == (status, outcome))
        return sorted(row["clip"] for row in rows)

    assert clips("circled", "unused") == sorted(findings["circled_never_used"])
    assert clips("circled", "dropped") == sorted(findings["circled_but_dropped"])
    assert clips("ng", "used") == sorted(findings["used_though_ng"])
    assert clips("false_start", "unused") == sorted(findings["false_starts"])
    assert [row["clip"] for row in takes if row["conflicts"]] == findings["logs_disagree"]
    shown = {clip for row in pairs for clip in (row["chosen"], row["rejected"])}
    assert not shown & set(findings["false_starts"])
    last = findings["swap_reverted"]
    (swap,) = (r for r in pairs if {r["chosen"], r["rejected"]} == set(last.values()))
    assert (swap["chosen"], swap["why"]) == (last["chosen"], "swap")


def test_a_cut_held_against_itself_has_not_changed(ask: Ask, ingested: dict[str, Any]) -> None:
    assert all(ask("changes", cut, cut) == [] for cut in CUTS)
