"""Names of plugins, where they come from, and loading one."""

import difflib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType
from typing import Any, Literal, overload

from circletake.errors import CircletakeError, MissingDependency, NotFound
from circletake.ports.engines import Engine
from circletake.ports.exporters import Exporter
from circletake.ports.formats import Format

FAMILIES: tuple[str, ...] = (
    "formats", "generators", "providers", "renderers", "measures", "rankers", "exporters", "stores",
    "engines",
)  # fmt: skip
"""The plugin families; a family's entry-point group is `circletake.` and its name."""
_INSTANCES: dict[str, type] = {"formats": Format, "engines": Engine, "exporters": Exporter}

_OURS = "circletake"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a plugin comes from.

    Attributes:
        name: What the user types.
        distribution: Name of the installed package that declares it; empty when it has none.
        version: Version of that package; empty when it has none.
        declared: What it declares: `module:object`.
        built_in: True for circletake's own.
    """

    name: str
    distribution: str
    version: str
    declared: str
    built_in: bool


def names(family: str) -> tuple[str, ...]:
    """Names of a family's plugins, sorted; nothing of them is imported.

    Raises:
        NotFound: There is no such family.
    """
    return tuple(_found(family))


def origin(family: str, name: str) -> Origin:
    """Which package declares a plugin.

    Raises:
        NotFound: There is no such plugin or family.
    """
    return _origin(_entry(family, name))


def shadowed(family: str) -> tuple[Origin, ...]:
    """Plugins that do not count, because another one of the same name does.

    Raises:
        NotFound: There is no such family.
    """
    return tuple(_origin(entry) for found in _found(family).values() for entry in found[1:])


@overload
def load(family: Literal["formats"], name: str) -> Format: ...
@overload
def load(family: Literal["engines"], name: str) -> Engine: ...
@overload
def load(family: Literal["exporters"], name: str) -> Exporter: ...
@overload
def load(family: str, name: str) -> Any: ...
def load(family: str, name: str) -> Any:
    """A plugin, imported on first use and kept.

    Returns:
        For formats, engines and exporters an instance; for stores the function that opens one.

    Raises:
        NotFound: No plugin has that name, or what it declares is not there or not of the family.
        MissingDependency: It needs a package that is not installed.
    """
    return _loaded(family, name)


def refresh() -> None:
    """Forget what was found and loaded, for programs that install plugins while they run."""
    _found.cache_clear()
    _loaded.cache_clear()


@cache
def _found(family: str) -> MappingProxyType[str, tuple[EntryPoint, ...]]:
    """Every name with its plugins, the one that counts first."""
    if family not in FAMILIES:
        raise NotFound(f"no family of plugins is called `{family}`", fix=_near(family, FAMILIES))
    found: dict[str, dict[tuple[str, str], EntryPoint]] = {}
    for entry in entry_points(group=f"{_OURS}.{family}"):
        # One distribution may be seen twice when its folder is on the path twice.
        found.setdefault(entry.name, {}).setdefault((_distribution(entry), entry.value), entry)
    return MappingProxyType(
        {
            name: tuple(sorted(entries.values(), key=_precedence))
            for name, entries in sorted(found.items())
        }
    )


def _precedence(entry: EntryPoint) -> tuple[bool, str, str]:
    distribution = _distribution(entry)
    return distribution != _OURS, distribution, entry.value


def _distribution(entry: EntryPoint) -> str:
    return (entry.dist.name or "").lower() if entry.dist else ""


def _origin(entry: EntryPoint) -> Origin:
    distribution = _distribution(entry)
    version = (entry.dist.version or "") if entry.dist else ""
    return Origin(entry.name, distribution, version, entry.value, distribution == _OURS)


def _entry(family: str, name: str) -> EntryPoint:
    found = _found(family)
    if name not in found:
        raise NotFound(f"no plugin `{name}` in {family}", fix=_near(name, tuple(found)))
    return found[name][0]


def _near(name: str, known: tuple[str, ...]) -> str:
    if not known:
        return "None is installed."
    near = difflib.get_close_matches(name.lower(), known, n=3, cutoff=0.5)
    if near:
        return f"Did you mean {' or '.join(f'`{match}`' for match in near)}?"
    return f"There are: {', '.join(known)}."


@cache
def _loaded(family: str, name: str) -> Any:
    entry = _entry(family, name)
    loaded = _import(entry)
    if family not in _INSTANCES:
        return loaded
    try:
        made = loaded()
    except CircletakeError:
        raise
    except Exception as error:
        raise _broken(entry, f"{type(error).__name__}: {error}") from error
    if not isinstance(made, _INSTANCES[family]):
        raise _broken(entry, f"it lacks members that the port of {family} has")
    return made


def _import(entry: EntryPoint) -> Any:
    try:
        return entry.load()
    except ModuleNotFoundError as error:
        missing = error.name or ""
        if f"{entry.module}.".startswith(f"{missing}."):
            raise _broken(entry, f"no module `{missing}`") from error
        raise _lacking(entry, missing, error) from error
    except ImportError as error:
        raise _lacking(entry, error.name or "", error) from error
    except CircletakeError:
        raise
    except Exception as error:  # a stranger's module may fail in any way
        raise _broken(entry, f"{type(error).__name__}: {error}") from error


def _broken(entry: EntryPoint, cause: str) -> NotFound:
    found = _origin(entry)
    return NotFound(
        f"the plugin `{entry.name}` cannot be used: `{entry.value}` does not load",
        cause=cause,
        fix=f"Mend or remove {_package(found)}, which declares it.",
    )


def _lacking(entry: EntryPoint, missing: str, error: ImportError) -> MissingDependency:
    found = _origin(entry)
    what = f"`{missing}`" if missing else "something"
    return MissingDependency(
        f"the plugin `{entry.name}` needs {what} that is not installed",
        cause=str(error),
        fix=f"Install it; {_package(found)} declares the plugin.",
    )


def _package(found: Origin) -> str:
    return f"{found.distribution} {found.version}".strip() or "the package"
