"""What is forced may not be skipped."""

import subprocess
import sys

import pytest

from tests.architecture.source import ROOT

SUITE = """
import pytest

@pytest.fixture
def postgres():
    pytest.skip("no server here")

def test_by_fixture(postgres):
    raise AssertionError

@pytest.mark.corpus
def test_by_mark():
    pytest.skip("no files here")

@pytest.mark.xfail(strict=True)
def test_that_fails_by_design():
    raise AssertionError

def test_of_something_else():
    pytest.skip("another reason")
"""


@pytest.mark.parametrize(
    ("force", "ends"),
    [
        ("", "3 skipped, 1 xfailed"),
        ("postgres", "2 skipped, 1 xfailed, 1 error"),
        ("postgres,corpus", "1 failed, 1 skipped, 1 xfailed, 1 error"),
    ],
)
def test_a_skip_for_want_of_what_is_forced_fails(tmp_path, monkeypatch, force, ends):
    tmp_path.joinpath("test_wanting.py").write_text(SUITE)
    monkeypatch.setenv("CIRCLETAKE_FORCE", force)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "tests.force", "-p", "no:cacheprovider",
         "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(tmp_path), str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert ends in done.stdout.splitlines()[-1], done.stdout
    assert done.returncode == (1 if force else 0)
