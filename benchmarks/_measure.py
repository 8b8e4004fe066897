"""One benchmark, and what it runs on. Apart from `__main__`, which a new process cannot import."""

import os
import platform
from importlib import import_module


def measure(name: str) -> dict[str, object]:
    """The figures of one benchmark; runs in the process that is made for it."""
    figures: dict[str, object] = import_module(f"benchmarks.{name}").run()
    return figures


def machine() -> dict[str, object]:
    """What it was measured on: a figure without it says little."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {
        "system": f"{platform.system()} on {platform.machine()}",
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load_before": load,
    }
