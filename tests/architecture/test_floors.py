"""Floors import downward only, rooms are strangers: the contracts of pyproject.toml hold."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.source import PACKAGE, ROOT

LINTER = Path(sys.executable).with_name("lint-imports")


def test_every_contract_is_kept():
    done = subprocess.run(
        [str(LINTER), "--no-logo", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert ", 0 broken" in done.stdout


def test_a_contract_can_break(tmp_path):
    """The contracts watch the source: the same ones, over a copy where a word reaches up, fail."""
    copy = tmp_path / "src" / "circletake"
    for path in PACKAGE.rglob("*.py"):
        target = copy / path.relative_to(PACKAGE)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    with copy.joinpath("model", "media.py").open("a") as file:
        file.write("\n\ndef reach():\n    import circletake.ports\n    import sqlalchemy\n")
    tmp_path.joinpath("pyproject.toml").write_bytes(ROOT.joinpath("pyproject.toml").read_bytes())
    program = (
        "import sys; sys.path[0] = 'src';"
        "from importlinter.cli import lint_imports_command; lint_imports_command()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "--no-logo", "--no-cache"],
        cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stdout + done.stderr
    broken = {line[:9] for line in done.stdout.splitlines() if line.endswith("BROKEN")}
    assert broken == {"Floors im", "No cycles", "Time, err"}, done.stdout
