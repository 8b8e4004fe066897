"""`circletake plugins` and `circletake doctor`: what there is, what is missing, what mends it."""

import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from circletake import __version__
from circletake.cli._options import json_option, opened, studio_option
from circletake.cli._show import as_json as print_json
from circletake.cli._show import item_plain, say, table
from circletake.errors import CircletakeError


@click.command()
@json_option
def plugins(as_json: bool) -> None:
    """Every plugin by family, and the package that it comes from; none is loaded."""
    from circletake import registry

    found = [
        (family, registry.origin(family, name))
        for family in registry.FAMILIES
        for name in registry.names(family)
    ]
    rows = [
        {"family": family, "name": o.name, "package": o.distribution, "version": o.version}
        for family, o in found
    ]
    hidden = [
        item_plain(each) for family in registry.FAMILIES for each in registry.shadowed(family)
    ]
    if as_json:
        print_json({"plugins": rows, "shadowed": hidden})
        return
    heads = ("family", "name", "package", "version")
    table(f"{len(rows)} plugins", heads, [[row[head] for head in heads] for row in rows])
    for each in hidden:
        say(f"not used, another has its name: {each['name']} of {each['distribution']}")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        what: What was looked at.
        ok: True when it is as it should be; None when it is optional and absent.
        found: What was found.
        mend: The command that mends it.
    """

    what: str
    ok: bool | None
    found: str
    mend: str = ""


@click.command()
@studio_option
@json_option
def doctor(as_json: bool) -> None:
    """What is installed, what is missing, and the command that mends it."""
    found = list(_examine())
    if as_json:
        print_json({"ok": all(each.ok is not False for each in found),
                    "findings": [item_plain(each) for each in found]})  # fmt: skip
    else:
        sign = {True: "ok", None: "absent", False: "WRONG"}
        table("circletake doctor", ("", "what", "found", "mend it with"),
              [(sign[each.ok], each.what, each.found, each.mend) for each in found])  # fmt: skip
    if any(each.ok is False for each in found):
        raise CircletakeError("something is wrong", fix="Run the commands above.")


def _examine() -> Iterator[Finding]:
    yield Finding("circletake", True, __version__)
    version = platform.python_version()
    yield Finding("Python", sys.version_info >= (3, 11), version, "install Python 3.11 or later")
    yield from _plugins()
    yield from _optional()
    yield from _studio()


def _plugins() -> Iterator[Finding]:
    from circletake import registry
    from circletake.errors import MissingDependency

    for family in registry.FAMILIES:
        for name in registry.names(family):
            try:
                registry.load(family, name)
            except MissingDependency as error:
                yield Finding(f"{family}: {name}", None, error.message, error.fix or "")
            except CircletakeError as error:
                yield Finding(f"{family}: {name}", False, str(error), error.fix or "")


def _optional() -> Iterator[Finding]:
    from importlib.util import find_spec

    for what, module, extra in (
        ("Avid bins", "avb", "avid"),
        ("PostgreSQL ledgers", "psycopg", "postgres"),
    ):
        there = find_spec(module) is not None
        mend = "" if there else f'pip install "circletake[{extra}]"'
        yield Finding(
            what, True if there else None, "installed" if there else "not installed", mend
        )


def _studio() -> Iterator[Finding]:
    try:
        with opened() as studio:
            settings = studio.settings
            yield Finding("studio", True, f"{settings.studio} ({settings.found})")
            names = ", ".join(p.name for p in studio.ledger.productions()) or "no production yet"
            yield Finding("ledger", True, names)
            free = shutil.disk_usage(Path(settings.studio)).free / 2**30
            mend = "" if free > 1 else "make room on the disk"
            yield Finding("disk", free > 1, f"{free:.1f} GiB free", mend)
    except CircletakeError as error:
        yield Finding("studio", False, str(error), error.fix or "circletake init DIR")
