"""Broken files of every format: a reader reads or refuses, whatever the bytes.

A short run with fixed seeds belongs to the usual tests; `-m slow` runs longer, with new seeds. A
file that breaks a reader is kept under `crashers/FORMAT/` and read again at every run.
"""

import hashlib
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from circletake import registry
from circletake.errors import MissingDependency, NotFound
from circletake.ports.formats import HEAD, Format
from circletake.testing.formats import reads_or_refuses, report_is_sound
from tests.fuzz._mutations import mutated
from tests.fuzz._targets import CRASHERS, ISOLATED, load, loads, samples_of

NAMES = registry.names("formats")
FORMATS = [load(name) for name in NAMES if loads(name)]
CHECKS_OFF = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


def format_named(name: str) -> Format:
    """The format, or a skip: that all built-ins load is a test of its own."""
    try:
        return load(name)
    except NotFound as error:
        pytest.skip(str(error))


def attempt(name: str, data: bytes) -> None:
    """Read these bytes; when the reader fails, keep them where the message says."""
    format_ = format_named(name)
    suffix = (*format_.suffixes, "")[0]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"broken{suffix}"
        path.write_bytes(data)
        try:
            sure = format_.sniff(data[:HEAD], path)
            assert 0 <= sure <= 1
            report = reads_or_refuses(format_, path, "broken file")
            if report is not None:
                report_is_sound(format_, report, "broken file")
        except MissingDependency as error:
            pytest.skip(str(error))
        except Exception as error:
            kept = Path(tempfile.gettempdir()) / f"{hashlib.sha256(data).hexdigest()[:12]}{suffix}"
            kept.write_bytes(data)
            raise AssertionError(
                f"{error}\nkept as {kept}; move it to {CRASHERS / name}"
            ) from error


def fuzz(name: str, examples: int, *, fixed: bool) -> None:
    format_named(name)
    samples = [path.read_bytes() for path in samples_of(name)]

    @settings(
        max_examples=examples, deadline=None, derandomize=fixed, database=None,
        suppress_health_check=CHECKS_OFF,
    )  # fmt: skip
    @given(mutated(samples))
    def run(data: bytes) -> None:
        attempt(name, data)

    run()


@pytest.mark.parametrize("name", NAMES)
def test_a_few_broken_files(name):
    fuzz(name, 5 if name in ISOLATED else 60, fixed=True)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", NAMES)
def test_many_broken_files(name):
    fuzz(name, 300 if name in ISOLATED else 3000, fixed=False)


@pytest.mark.parametrize(
    "path",
    sorted(path for path in CRASHERS.glob("*/*") if path.is_file()),
    ids=lambda path: f"{path.parent.name}-{path.name}",
)
def test_what_once_broke_a_reader(path):
    attempt(path.parent.name, path.read_bytes())


@given(st.binary(max_size=4096), st.sampled_from(["a", "a.txt", "a.edl", "a.wav", "a.pdf"]))
@settings(max_examples=100, deadline=None, derandomize=True, database=None)
def test_any_bytes_can_be_sniffed(data, name):
    for format_ in FORMATS:
        assert 0 <= format_.sniff(data, Path(name)) <= 1
