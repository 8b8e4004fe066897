"""JSON for scripts, tables and bars for people."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from circletake.model import to_plain
from circletake.timecode import Rate

if TYPE_CHECKING:
    from rich.console import Console


_WIDE = 120


def as_json(answer: object) -> None:
    """Write one JSON document to standard output."""
    json.dump(answer, sys.stdout, ensure_ascii=False, indent=2, allow_nan=False)
    sys.stdout.write("\n")


def item_plain(item: Any) -> Any:
    """An item of a report as plain data: fractions and rates become numbers."""
    if isinstance(item, Rate):
        return number(item.fps)
    if isinstance(item, Fraction):
        return number(item)
    if isinstance(item, tuple) and hasattr(item, "_asdict"):
        return {name: item_plain(value) for name, value in item._asdict().items()}
    if isinstance(item, Mapping):
        return {str(name): item_plain(value) for name, value in item.items()}
    if isinstance(item, (list, tuple)):
        return [item_plain(value) for value in item]
    if hasattr(item, "__dataclass_fields__"):
        return {name: item_plain(getattr(item, name)) for name in item.__dataclass_fields__}
    return to_plain(item)


def number(value: Fraction) -> int | float:
    """A fraction as JSON has numbers."""
    return value.numerator if value.denominator == 1 else float(value)


def console(*, error: bool = False) -> "Console":
    """A terminal of the width there is; colours only where they are seen."""
    from rich.console import Console

    # A file or a pipe has no width to keep to, but lines should stay readable.
    width = None if (sys.stderr if error else sys.stdout).isatty() else _WIDE
    return Console(stderr=error, highlight=False, soft_wrap=False, width=width)


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table; numbers stand right."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    made = Table(
        title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold", pad_edge=False
    )
    for place, column in enumerate(columns):
        numeric = bool(rows) and all(isinstance(row[place], int) for row in rows)
        made.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        made.add_row(*(cell if isinstance(cell, Text) else Text(_text(cell)) for cell in row))
    console().print(made)


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)


def say(text: str) -> None:
    """A line for people, on standard output."""
    click.echo(text)


@contextmanager
def progress(label: str) -> Iterator[Any]:
    """A bar on standard error where somebody watches it, otherwise nothing.

    Yields:
        A function of how many are done, how many there are, and what is at hand.
    """
    if not sys.stderr.isatty():
        yield lambda done, total, name: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        TextColumn("[dim]{task.description}"),
    )  # fmt: skip
    with Progress(*columns, console=console(error=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def report(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, description=name)

        yield report
