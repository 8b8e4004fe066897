"""The real command line against simulated productions whose truth is known."""

from pathlib import Path
from typing import Any

import pytest

from tests.simulator import simulate
from tests.simulator._studio import Studio, examine

FLOOR = 0.95
MAIN = ("takes", "outcomes", "used_frames", "changes", "pairs")


def check(tmp_path: Path, seed: int, scenes: int, mess: float, **style: Any) -> None:
    folder = tmp_path / "production"
    truth = simulate(folder, seed, scenes, mess, style)
    result = examine(Studio(tmp_path / "studio"), folder, truth, far=False)
    low = {name: round(result[name]["f1"], 4) for name in MAIN if result[name]["f1"] < FLOOR}
    shown = {name: lines[:8] for name, lines in result["differences"].items() if lines}
    assert not low, f"seed {seed}: {low}\n{shown}"
    assert result["files"]["broken_lines"] == 1, shown


@pytest.mark.parametrize(("seed", "scenes", "mess"), [(1, 12, 0.0), (2, 16, 0.5), (3, 20, 0.9)])
def test_answers_agree_with_the_truth_of_a_small_production(
    tmp_path: Path, seed: int, scenes: int, mess: float
) -> None:
    check(tmp_path, seed, scenes, mess, cuts=3)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(100, 112, 4))
def test_answers_agree_with_the_truth_of_a_long_and_untidy_one(tmp_path: Path, seed: int) -> None:
    check(tmp_path, seed, scenes=30 + 5 * (seed - 100), mess=0.7)


STYLES: dict[str, dict[str, Any]] = {
    "running slates, European": {"slates": "running", "rate": "25"},
    "no supervisor's log": {"supervisor": "none"},
    "no camera log": {"camera_logs": "none"},
    "rolls only in the cuts": {"reels": "roll", "clip_names": "none"},
    "drop-frame": {"rate": "29.97DF", "separators": ";;;"},
    "record run": {"source_tc": "record_run", "cameras": ("A", "B", "C")},
    "cuts as OTIO": {"only": "otio", "rate": "24"},
    "night shoot, one camera": {"night": True, "cameras": ("A",)},
    "versions nine to ten": {"first_cut": 8, "cut_names": "FILM_V"},
    "a v before some numbers": {"cut_names": "mixed", "first_cut": 5},
}


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", STYLES)
def test_answers_agree_whatever_the_production_s_ways(tmp_path: Path, name: str) -> None:
    check(tmp_path, list(STYLES).index(name) + 300, 16, 0.6, **STYLES[name])
