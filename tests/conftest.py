"""What every test may ask for."""

import os
from pathlib import Path

import pytest

pytest_plugins = ("tests.chance", "tests.force", "tests.offline")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of other people's files; the test is skipped where it is absent."""
    folder = Path(os.environ.get("CIRCLETAKE_CORPUS", ROOT.parent / "shared" / "corpus"))
    if not folder.is_dir():
        pytest.skip(f"no corpus of other people's files at {folder} (set CIRCLETAKE_CORPUS)")
    return folder
