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
    names = zipfile.ZipFile(wheel).namelist()
    inside = {name for name in names if not name.split("/")[0].endswith("-info")}
    there = {path.relative_to(SRC).as_posix() for path in files(PACKAGE)}
    film = ROOT / "examples" / "one_small_film" / "record"
    there |= {f"circletake/{path.relative_to(ROOT).as_posix()}" for path in files(film)}
    assert inside == there
    assert any("/migrations/" in name for name in inside), "no migrations of the ledger"
    assert any(name.startswith("circletake/rights/") and name[-3:] != ".py" for name in inside)


def files(folder):
    return [
        path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    ]


def test_it_says_its_licence(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert [name for name in names if name.endswith("licenses/LICENSE")]


def test_it_runs_from_the_wheel_alone(wheel, tmp_path):
    """Unpacked elsewhere and put before everything else: the demo, with its film and its ledger."""
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    program = (
        "import circletake, pathlib, sys\n"
        "site = pathlib.Path(sys.argv.pop())\n"
        "assert pathlib.Path(circletake.__file__).is_relative_to(site), circletake.__file__\n"
        "from circletake.cli import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "demo", str(tmp_path / "site")],
        env={"PYTHONPATH": str(tmp_path / "site"), "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"},
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "One Small Film" in done.stdout
