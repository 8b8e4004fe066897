"""The figures as a page: what was measured, on what, and by which command."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import import_module
from inspect import cleandoc


def page(report: Mapping[str, Mapping[str, object]]) -> str:
    """Markdown of a report: `machine`, then the figures of each benchmark by its name."""
    machine = report["machine"]
    lines = [
        "# Benchmarks",
        "<!-- Written by `make bench`. -->",
        "",
        f"Measured on {datetime.now(UTC):%Y-%m-%d}: {machine['system']}, {machine['cores']} cores,",
        f"Python {machine['python']}, load before {_shown(machine['load_before'])}. `make bench`",
        "measures anew and writes this page; `python -m benchmarks NAME` runs one.",
    ]
    for name, figures in report.items():
        if name == "machine":
            continue
        about = cleandoc(import_module(f"benchmarks.{name}").__doc__ or "")
        lines += ["", f"## {name}", "", about, "", "| figure | value |", "|---|--:|"]
        lines += [
            f"| {key.replace('_', ' ')} | {_shown(value)} |" for key, value in figures.items()
        ]
    return "\n".join(lines) + "\n"


def _shown(value: object) -> str:
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return f"`{json.dumps(value)}`"
