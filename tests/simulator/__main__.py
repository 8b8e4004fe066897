"""Score the product on many simulated productions: `python -m tests.simulator --seeds 0-19`."""

import argparse
import json
import shlex
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from tests.simulator._production import feature, simulate
from tests.simulator._studio import COMMAND, Studio, examine
from tests.simulator._truth import Truth

COLUMNS = ("takes", "outcomes", "used_frames", "changes", "changes_loose", "pairs", "pairs_loose")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. Exit status 1 if any main score is under 0.95."""
    options = _options().parse_args(arguments)
    results: list[dict[str, Any]] = []
    head = " ".join(f"{name:>13}" for name in (*COLUMNS, "in_file", "broken_lines"))
    print(f"{'seed':>5} {'rows':>6} {'mess':>5} {head}  seconds")
    for seed in _span(options.seeds):
        with tempfile.TemporaryDirectory() as place:
            root = Path(options.keep or place) / f"seed{seed}"
            truth = _make(root / "production", seed, options)
            if options.write_only:
                print(
                    f"{seed:>5} {len(truth.takes):>6} {truth.style['mess']:5.2f}  written to {root}"
                )
                continue
            start = time.monotonic()
            studio = Studio(root / "studio", shlex.split(options.studio_command) or COMMAND)
            try:
                result = examine(studio, root / "production", truth)
            except RuntimeError as error:
                print(f"{seed:>5} {error}")
                result = {name: {"f1": 0.0} for name in COLUMNS} | {"files": {}, "differences": {}}
            results.append(result)
            print(_line(seed, truth, result, time.monotonic() - start), flush=True)
            _explain(result, options.differences)
    if not results:
        return 0
    return _sum_up(results)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.simulator", description=__doc__)
    parser.add_argument("--seeds", default="0-4", help="one seed, or a range such as 0-19")
    parser.add_argument("--scenes", default="12-90", help="scenes, or a range to draw from by seed")
    parser.add_argument("--mess", type=float, help="0 (tidy) to 1; drawn by seed if left out")
    parser.add_argument("--style", default="{}", help="JSON object of options to fix")
    parser.add_argument(
        "--feature", action="store_true", help="the big production of the benchmark"
    )
    parser.add_argument("--studio-command", default="", help="what to run instead of this checkout")
    parser.add_argument("--differences", type=int, default=0, help="print so many of each kind")
    parser.add_argument("--keep", help="keep productions and studios in this folder")
    parser.add_argument(
        "--write-only", action="store_true", help="write the productions, ask nothing"
    )
    return parser


def _span(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def _make(folder: Path, seed: int, options: argparse.Namespace) -> Truth:
    if options.feature:
        return feature(folder, seed=seed)
    scenes = Random(f"scenes {seed}").choice(_span(options.scenes))
    return simulate(folder, seed, scenes, options.mess, json.loads(options.style))


def _line(seed: int, truth: Truth, result: dict[str, Any], seconds: float) -> str:
    marks = [result[name]["f1"] for name in COLUMNS]
    marks += [result["files"].get(name, 0.0) for name in ("in_file", "broken_lines")]
    shown = " ".join(f"{mark:13.4f}" for mark in marks)
    return f"{seed:>5} {len(truth.takes):>6} {truth.style['mess']:5.2f} {shown}  {seconds:.1f}"


def _explain(result: dict[str, Any], most: int) -> None:
    for name, lines in result["differences"].items():
        for line in lines[:most]:
            print(f"      {name}: {line}")
    if most and "fields" in result:
        shown = ("fields", "notes", "conflicts", "recall_by_kind", "changes_far")
        print("      " + json.dumps({name: result[name] for name in shown}))


def _sum_up(results: list[dict[str, Any]]) -> int:
    """Print mean and minimum of every score."""
    for word, reduce in (("mean", lambda marks: sum(marks) / len(marks)), ("min", min)):
        marks = [reduce([result[name]["f1"] for result in results]) for name in COLUMNS]
        print(f"{word:>18} " + " ".join(f"{mark:13.4f}" for mark in marks))
    main_ones = ("takes", "outcomes", "changes", "pairs")
    return int(any(result[name]["f1"] < 0.95 for result in results for name in main_ones))


if __name__ == "__main__":
    sys.exit(main())
