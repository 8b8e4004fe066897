"""The scorer: right answers score one, wrong ones cost what they should and are explained."""

from pathlib import Path
from typing import Any

import pytest

from tests.simulator import Truth, simulate
from tests.simulator._score import score

SEEDS = range(12)


def production(tmp_path: Path, seed: int, scenes: int = 14, mess: float = 0.8) -> Truth:
    return simulate(tmp_path / f"p{seed}", seed, scenes, mess)


def perfect(truth: Truth) -> tuple[list[Any], dict[tuple[str, str], Any], list[Any]]:
    def keep(rows: list[Any]) -> list[Any]:
        return [row for row in rows if not row["optional"]]

    changes: dict[tuple[str, str], Any] = {}
    for key, rows in truth.changes.items():
        old, new = key.split("|")
        changes[old, new] = keep(rows)
    takes = [
        row | {"conflicts": [{"field": field} for field in row["conflicts"]]}
        for row in keep(truth.takes)
    ]
    return takes, changes, keep(truth.pairs)


@pytest.mark.parametrize("seed", SEEDS)
def test_right_answers_score_one(tmp_path: Path, seed: int) -> None:
    truth = production(tmp_path, seed)
    result = score(truth, *perfect(truth), files=[
        {"path": str(tmp_path / "elsewhere" / row["path"]), "in_file": row["in_file"],
         "problems": [{"line": line} for line in row["broken"]]}
        for row in truth.files
    ])  # fmt: skip
    for name in (
        "takes",
        "outcomes",
        "used_frames",
        "changes",
        "changes_loose",
        "pairs",
        "pairs_loose",
    ):
        assert result[name]["f1"] == 1, (name, result["differences"])
    assert result["notes"] == result["conflicts"] == 1
    assert result["files"] == {"in_file": 1, "broken_lines": 1}
    assert not any(result["differences"].values())


def test_no_answers_score_nothing(tmp_path: Path) -> None:
    truth = production(tmp_path, 4)
    result = score(truth, [], {}, [])
    assert {result[name]["f1"] for name in ("takes", "outcomes", "changes", "pairs")} == {0.0}
    assert all(result["differences"][name] for name in ("takes", "outcomes", "changes", "pairs"))


def test_one_wrong_field_costs_a_row_and_is_explained(tmp_path: Path) -> None:
    truth = production(tmp_path, 6)
    takes, changes, pairs = perfect(truth)
    takes[0] = takes[0] | {"roll": "Z999"}
    pairs[0] = pairs[0] | {"chosen": pairs[0]["rejected"], "rejected": pairs[0]["chosen"]}
    key = next(iter(changes))
    at = next(i for i, row in enumerate(changes[key]) if row["kind"].startswith("trim"))
    changes[key][at] = changes[key][at] | {"frames": changes[key][at]["frames"] + 1}
    result = score(truth, takes, changes, pairs)
    rows = sum(not row["optional"] for row in truth.takes)
    assert result["takes"]["recall"] == pytest.approx(1 - 1 / rows)
    assert result["fields"]["roll"] < 1 == result["fields"]["take"]
    assert "Z999" in result["differences"]["takes"][0]
    assert 0.9 < result["changes"]["f1"] < 1
    assert "told instead" in result["differences"]["changes"][0]
    assert 0.9 < result["pairs"]["f1"] < 1


def test_timecode_may_be_written_with_other_marks_and_is_left_out_of_the_loose_score(
    tmp_path: Path,
) -> None:
    truth = production(tmp_path, 7)
    takes, changes, pairs = perfect(truth)
    other = {
        key: [
            row
            | {
                side: (row[side] or "").replace(":", ";") or None
                for side in ("old_record_in", "new_record_in")
            }
            for row in rows
        ]
        for key, rows in changes.items()
    }
    assert score(truth, takes, other, pairs)["changes"]["f1"] == 1
    none = {key: [row | {"new_record_in": None} for row in rows] for key, rows in changes.items()}
    result = score(truth, takes, none, pairs)
    assert result["changes"]["f1"] < 0.6
    assert result["changes_loose"]["f1"] == 1


def test_sound_only_takes_and_what_is_no_take_count_neither_way(tmp_path: Path) -> None:
    truth = production(tmp_path, 8)
    takes, changes, pairs = perfect(truth)
    takes.append({"scene": "4", "setup": "4WT", "take": 1, "camera": None, "clip": None})
    changes = {
        key: [*rows, {"kind": "lift", "clip": None, "frames": 3}] for key, rows in changes.items()
    }
    result = score(truth, takes, changes, pairs)
    assert result["takes"]["f1"] == result["changes"]["f1"] == 1
