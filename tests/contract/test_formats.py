"""Every installed format passes the family's compliance suite with its sample files."""

import pytest

from circletake import registry
from circletake.errors import MissingDependency
from circletake.testing.formats import CHECKS
from tests.fuzz._targets import loads, samples_of

NAMES = registry.names("formats")


@pytest.mark.parametrize("name", NAMES)
def test_every_format_loads_and_has_samples(name):
    assert registry.load("formats", name).name == name
    assert samples_of(name), f"put sample files into tests/data/{name}"


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("name", NAMES)
def test_format_complies(name, check):
    if not loads(name) or not samples_of(name):
        pytest.skip("another test says that it does not load or has no samples")
    try:
        check(registry.load("formats", name), samples_of(name))
    except MissingDependency as error:
        pytest.skip(str(error))
