"""Rooms are packages; only their `__init__` exports, and it says what the room owns."""

import ast
import importlib

import pytest

from tests.architecture.source import PACKAGE, Module, modules, where

# Their modules are public on purpose: `ports` has one file a family, `testing` one a suite, and
# `model` is imported from its `__init__` only, which the last test here holds.
PUBLIC_MODULES = frozenset({"circletake.model", "circletake.ports", "circletake.testing"})
FAMILIES = PACKAGE / "plugins"

PACKAGES = [module for module in modules() if module.is_package]
ROOMS = [module for module in PACKAGES if module.name.count(".") == 1]


def ids(found: list[Module]) -> list[str]:
    return [module.name for module in found]


@pytest.mark.parametrize("room", ROOMS, ids=ids(ROOMS))
def test_a_room_says_what_it_owns(room):
    docstring = ast.get_docstring(room.tree) or ""
    owned = [line for line in docstring.splitlines() if line.startswith("Owns: ")]
    assert len(owned) == 1, f"{room.path} wants one line `Owns: ...` in its docstring"


def test_modules_of_a_package_are_private():
    public = [
        module.name
        for module in modules()
        if not module.is_package
        and module.package not in {"circletake", *PUBLIC_MODULES}
        and not module.path.name.startswith("_")
        # Alembic finds its revisions by file, in the names it gives them.
        and "migrations" not in module.path.parts
    ]
    assert not public, "only `__init__.py` exports: rename to `_name.py`"


def test_a_private_module_is_imported_by_its_own_package_only():
    reached = [
        f"{where(module, node)} imports {node.module}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom)
        and node.module
        and (owner := private_owner(node.module)) is not None
        and not f"{module.package}.".startswith(f"{owner}.")
    ]
    assert not reached, "import it from the package, not from behind its back"


def private_owner(name: str) -> str | None:
    """The package that a private module or subpackage belongs to, or None when all is public."""
    parts = name.split(".")
    if parts[0] != "circletake":
        return None
    for place, part in enumerate(parts):
        if part.startswith("_") and not part.startswith("__"):
            return ".".join(parts[:place])
    return None


def test_the_owner_of_a_private_module():
    assert private_owner("circletake.timecode._rate") == "circletake.timecode"
    assert private_owner("circletake.plugins.formats._otio.read") == "circletake.plugins.formats"
    assert private_owner("circletake.model") is None
    assert private_owner("lxml._x") is None


EXPORTING = [
    module
    for module in PACKAGES
    if any(isinstance(node, ast.ImportFrom) for node in module.tree.body)
]


@pytest.mark.parametrize("package", EXPORTING, ids=ids(EXPORTING))
def test_all_is_what_is_there(package):
    loaded = importlib.import_module(package.name)
    exported = getattr(loaded, "__all__", None)
    assert exported is not None, f"{package.path} imports names and exports none: say `__all__`"
    assert len(set(exported)) == len(exported), "a name twice"
    assert not [name for name in exported if not hasattr(loaded, name)]
    from_inside = {
        alias.asname or alias.name
        for node in package.tree.body
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{package.name}.")
        for alias in node.names
        if not (alias.asname or alias.name).startswith("_")
    }
    assert from_inside <= {*exported}, "imported from inside, but not exported"


def test_the_words_are_imported_from_model_itself():
    behind = [
        f"{where(module, node)} imports {node.module}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("circletake.model.")
        and module.package != "circletake.model"
    ]
    assert not behind


def test_no_rule_is_silenced_without_a_reason():
    """A `noqa` names its rule and says why; the calls that are banned have no exception at all."""
    bad = []
    for module in modules():
        for number, line in enumerate(module.text.splitlines(), 1):
            _, found, told = line.partition("# noqa")
            reason = told.partition(" - ")[2]
            if found and (not told.startswith(": ") or len(reason) < 8 or "TID251" in told):
                bad.append(f"{module.path.name}:{number} {line.strip()}")
    assert not bad
