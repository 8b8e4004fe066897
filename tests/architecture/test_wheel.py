"""The wheel that a user installs holds all of the package, data files included, and works."""

import subprocess
import sys
import zipfile

import pytest

from tests.architecture.source import PACKAGE, ROOT, SRC

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--quiet",
        "wheel",
        str(ROOT),
    ]
    subprocess.run(
        [*pip, "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder)],
        check=True, timeout=240,
    )  # fmt: skip
    (made,) = folder.iterdir()
    return made


def test_it_holds_every_file_of_the_package_and_no_other(wheel):
    inside = {
        name
        for name in zipfile.ZipFile(wheel).namelist()
        if not name.split("/")[0].endswith("-info")
    }
    there = {
        path.relative_to(SRC).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert inside == there
    assert any("/migrations/" in name for name in inside), "no migrations of the ledger"
    assert any(name.startswith("circletake/rights/") and name[-3:] != ".py" for name in inside)


def test_it_says_its_licence(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert [name for name in names if name.endswith("licenses/LICENSE")]


def test_it_runs_from_the_wheel_alone(wheel, tmp_path):
    """Unpacked elsewhere and put before everything else, it makes a ledger from its own files."""
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    program = (
        "import circletake, pathlib, sys\n"
        "assert pathlib.Path(circletake.__file__).is_relative_to(sys.argv[1])\n"
        "from circletake import registry\n"
        "opened = registry.load('stores', 'sqlite')\n"
        "with opened('sqlite:///' + sys.argv[1] + '/ledger.db') as ledger:\n"
        "    ledger.ensure_production('Small')\n"
        "    assert [p.name for p in ledger.productions()] == ['Small']\n"
    )
    subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        env={"PYTHONPATH": str(tmp_path / "site")}, cwd=tmp_path, check=True, timeout=120,
    )  # fmt: skip
