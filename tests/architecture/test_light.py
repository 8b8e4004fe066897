"""Nothing heavy is loaded before it is used: the command line answers at once."""

import importlib.metadata
import subprocess
import sys
import time
from pathlib import Path

import pytest

from circletake.testing import formats as testing
from tests.architecture.source import ROOT, modules

HEAVY = testing.HEAVY | {"psycopg", "rich"}
COMMAND = Path(sys.executable).with_name("circletake")
HELP_SECONDS = 0.3

# A store is loaded to be opened at once, so what it stands on may come with it.
LIGHT = sorted(
    {module.name for module in modules() if module.is_package and "plugins" not in module.name}
    | {
        entry.module
        for family in ("engines", "exporters", "formats")
        for entry in importlib.metadata.entry_points(group=f"circletake.{family}")
        if entry.module.startswith("circletake.")
    }
)


def test_help_loads_nothing_heavy():
    done = subprocess.run(
        [sys.executable, "-X", "importtime", str(COMMAND), "--help"],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "circletake.cli" in loaded
    assert not {name.partition(".")[0] for name in loaded} & HEAVY
    assert not [name for name in loaded if name.startswith("circletake.plugins")]


def test_help_is_there_at_once():
    """The fastest of several, because other tests run beside this one."""
    fastest = float("inf")
    for _ in range(12):
        start = time.perf_counter()
        subprocess.run([str(COMMAND), "--help"], check=True, capture_output=True, timeout=60)
        fastest = min(fastest, time.perf_counter() - start)
        if fastest < HELP_SECONDS:
            return
    pytest.fail(f"`circletake --help` takes {fastest:.2f} s at best")


def test_rooms_and_plugins_are_light_to_import():
    """One process imports them all, so the first that brings something heavy is named."""
    program = (
        "import importlib, sys\n"
        f"heavy = {sorted(HEAVY)}\n"
        f"for name in {LIGHT}:\n"
        "    importlib.import_module(name)\n"
        "    brought = [part for part in heavy if part in sys.modules]\n"
        "    assert not brought, f'`{name}` brings {brought}'\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
