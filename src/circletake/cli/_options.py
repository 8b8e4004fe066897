"""Options that commands share, and the studio that they work in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from circletake.errors import AskedWrongly

if TYPE_CHECKING:
    from circletake.loop import Studio
    from circletake.model import Production

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(slots=True)
class Context:
    """What was said before the command's name."""

    studio: str | None = None


def studio_option(command: Command) -> Command:
    """`--studio DIR`, also after the command's name."""

    def keep(context: click.Context, _: click.Parameter, value: str | None) -> None:
        found = context.find_object(Context)
        if value and found is not None:
            found.studio = value

    option = click.option(
        "--studio", metavar="DIR", expose_value=False, callback=keep, help="The studio's folder."
    )
    return option(command)


def json_option(command: Command) -> Command:
    """`--json`: one JSON document on standard output and nothing else there."""
    return click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")(command)


def production_option(command: Command) -> Command:
    """`--production NAME`; may be left out where the studio has one."""
    return click.option(
        "--production", "-p", metavar="NAME", help="Which production; needed if there are several."
    )(command)


def named_studio() -> str | None:
    """The folder that `--studio` names in this call."""
    found = click.get_current_context().find_object(Context)
    return found.studio if found else None


@contextmanager
def opened() -> Iterator["Studio"]:
    """The studio of this call; says so on standard error when it was made just now."""
    from circletake.loop import open_studio

    named = named_studio()
    with open_studio(Path(named) if named else None) as studio:
        if studio.made:
            where = f"{studio.settings.studio} ({studio.settings.found})"
            click.echo(f"Made a studio in {where}.", err=True)
        yield studio


def chosen(studio: "Studio", name: str | None) -> "Production":
    """The production that is meant.

    Raises:
        NotFound: There is none of that name.
        AskedWrongly: None is named, and there is not exactly one.
    """
    if name is not None:
        return studio.ledger.production(name)
    there = studio.ledger.productions()
    if len(there) == 1:
        return there[0]
    if not there:
        raise AskedWrongly(
            "there is no production yet", fix="Begin: circletake ingest DIR --production NAME."
        )
    names = ", ".join(production.name for production in there)
    raise AskedWrongly("several productions", cause=names, fix="Name one with --production.")
