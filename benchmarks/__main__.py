"""`make bench`: runs every benchmark, each in a process of its own, and prints the figures.

A benchmark is a module beside this one with `run() -> dict[str, object]`: it may print as it goes,
and returns its figures by name, units in the names. `python -m benchmarks edl lap` runs some. When
all of them ran, the figures go into docs/benchmarks.md too.
"""

import json
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from pkgutil import iter_modules

from benchmarks._measure import machine, measure
from benchmarks._page import page

PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"


def names() -> tuple[str, ...]:
    """Names of all benchmarks, sorted."""
    found = (module.name for module in iter_modules([str(Path(__file__).parent)]))
    return tuple(sorted(name for name in found if not name.startswith("_")))


def main(asked: list[str]) -> int:
    """Run what is asked for, or all; failed ones are said at the end and do not stop the others."""
    unknown = set(asked) - set(names())
    if unknown:
        print(f"no benchmark {', '.join(sorted(unknown))}: there are {', '.join(names())}")
        return 2
    report: dict[str, dict[str, object]] = {"machine": machine()}
    failed = []
    for name in asked or names():
        print(f"== {name}", flush=True)
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(max_workers=1, mp_context=spawn) as alone:
            try:
                report[name] = alone.submit(measure, name).result()
            except Exception as error:
                failed.append(f"{name}: {type(error).__name__}: {error}")
    print(json.dumps(report, indent=2))
    if not asked and not failed:
        PAGE.write_text(page(report), encoding="utf-8")
    for line in failed:
        print(f"failed: {line}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
