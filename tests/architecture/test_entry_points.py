"""Every plugin that pyproject.toml declares is there, and every one that is there is declared."""

import importlib
import tomllib

import pytest

from circletake import registry
from tests.architecture.source import PACKAGE, ROOT

GROUPS = tomllib.loads(ROOT.joinpath("pyproject.toml").read_text())["project"]["entry-points"]
DECLARED = [
    (group.removeprefix("circletake."), name, value)
    for group, entries in GROUPS.items()
    for name, value in entries.items()
]


@pytest.mark.parametrize(("family", "name", "value"), DECLARED, ids=str)
def test_what_is_declared_is_there(family, name, value):
    module, _, attribute = value.partition(":")
    assert module.startswith(f"circletake.plugins.{family}.")
    assert callable(getattr(importlib.import_module(module), attribute, None)), value


def test_what_is_there_is_declared():
    modules = {value.partition(":")[0] for _, _, value in DECLARED}
    found = {
        f"circletake.plugins.{family}.{path.stem}"
        for family in GROUPS_FOLDERS
        for path in sorted((PACKAGE / "plugins" / family).iterdir())
        if not path.name.startswith("_") and (path.is_dir() or path.suffix == ".py")
    }
    assert found == modules


GROUPS_FOLDERS = sorted(
    path.name
    for path in (PACKAGE / "plugins").iterdir()
    if path.is_dir() and not path.name.startswith("_")
)


def test_every_family_has_its_group():
    assert {f"circletake.{family}" for family in GROUPS_FOLDERS} == set(GROUPS)
    assert set(GROUPS_FOLDERS) <= set(registry.FAMILIES)


def test_the_installed_names_are_the_declared_ones():
    """The environment was made from this pyproject.toml; `make` renews it when that changes."""
    for group, entries in GROUPS.items():
        family = group.removeprefix("circletake.")
        ours = {name for name in registry.names(family) if registry.origin(family, name).built_in}
        assert ours == set(entries)
