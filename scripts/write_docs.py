"""Writes the pages of docs/ that follow from the source; `--check` only compares.

So a command, an exit status or a setting cannot be there without its page, nor a page without it.
"""

import argparse
import difflib
import inspect
import re
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

import click

from circletake import errors, settings
from circletake.cli._app import app
from circletake.errors import CircletakeError
from circletake.tools import Limits

DOCS = Path(__file__).resolve().parents[1] / "docs"
WIDTH = 100
_MADE = "<!-- Written by `make docs` from {source}; change that instead. -->"


def exit_statuses() -> str:
    """The tree of errors as it is drawn in its module, and what each class says."""
    _, _, rest = (inspect.getdoc(errors) or "").partition("::\n\n")
    drawing, _, _ = rest.partition("\n\n")
    lines = [
        "# Exit statuses and errors",
        _MADE.format(source="`src/circletake/errors.py`"),
        "",
        "A command that could do its work ends with 0. One that could not says why in one line on",
        "standard error, `file:line: what happened (cause). What mends it.`, and ends with the",
        "status of that error. 130 is an interruption; what was filed until then stays.",
        "",
        "```text",
        textwrap.dedent(drawing),
        "```",
        "",
        "| error | status | means |",
        "|---|--:|---|",
    ]
    lines += [
        f"| `{kind.__name__}` | {kind.exit_status} | {_first_line(kind)} |"
        for kind in _error_classes()
    ]
    return "\n".join(lines) + "\n"


def _error_classes() -> Iterator[type[CircletakeError]]:
    for kind in vars(errors).values():
        if inspect.isclass(kind) and issubclass(kind, CircletakeError):
            yield kind


def _first_line(kind: type) -> str:
    return (inspect.getdoc(kind) or "").partition("\n")[0]


def commands() -> str:
    """What `--help` says of every command."""
    lines = [
        "# Commands",
        _MADE.format(source="the commands' own help"),
        "",
        "Answers go to standard output, everything else to standard error. With `--json` the",
        "answer is one JSON document; `circletake` alone shows the help of the program.",
    ]
    for context in walk(app):
        text = "\n".join(line.rstrip() for line in context.get_help().splitlines())
        lines += ["", f"## {context.command_path}", "", "```text", text, "```"]
    return "\n".join(lines) + "\n"


def walk(
    command: click.Command, name: str = "circletake", parent: click.Context | None = None
) -> Iterator[click.Context]:
    """The context of a command and of all below it."""
    context = click.Context(
        command, parent, name, terminal_width=WIDTH, max_content_width=WIDTH,
        **{name: value for name, value in command.context_settings.items() if "width" not in name},
    )  # fmt: skip
    yield context
    if isinstance(command, click.Group):
        for below in sorted(command.commands):
            yield from walk(command.commands[below], below, context)


def all_settings() -> str:
    """Every setting of `circletake.toml` and of the environment."""
    source = inspect.getsource(settings)
    lines = [
        "# Settings",
        _MADE.format(source="`src/circletake/settings.py`"),
        "",
        (inspect.getdoc(settings) or "").rpartition("\n\n")[2],
        "",
        "`circletake init` writes this file; what is commented out is the default.",
        "",
        "```toml",
        settings._TEMPLATE.strip(),  # noqa: SLF001 - the page shows what the command writes
        "```",
        "",
        "| setting | default | means |",
        "|---|---|---|",
    ]
    told = attributes(settings.Settings)
    lines += [
        f"| `{name}` | | {told[name]} |" for name in ("ledger", "media", "workers", "columns")
    ]
    told = attributes(Limits)
    lines += [
        f"| `limits.{field.name}` | {_number(field.default)} | {told[field.name]} |"
        for field in fields(Limits)
    ]
    lines += ["", "| environment | stands over |", "|---|---|"]
    for name in sorted(set(re.findall(r"\bCIRCLETAKE_[A-Z]+\b", source))):
        setting = name.removeprefix("CIRCLETAKE_").lower()
        over = "the folder that would be found" if setting == "studio" else f"`{setting}`"
        lines.append(f"| `{name}` | {over} |")
    return "\n".join(lines) + "\n"


def _number(value: object) -> str:
    if isinstance(value, int) and value and value % 2**20 == 0:
        return f"{value // 2**20} MiB"
    return f"{value:,}" if isinstance(value, (int, float)) else str(value)


def attributes(kind: type) -> dict[str, str]:
    """What a class's docstring says of each attribute."""
    _, _, listed = (inspect.getdoc(kind) or "").partition("Attributes:\n")
    told = re.findall(r"^    (\w+): (.+(?:\n {8,}.+)*)", listed, re.MULTILINE)
    return {name: " ".join(text.split()) for name, text in told}


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands,
    "exit-statuses.md": exit_statuses,
    "settings.md": all_settings,
}


def stale() -> dict[str, str]:
    """Pages that are not what the source says, each with the difference."""
    found = {}
    for name, write in PAGES.items():
        path = DOCS / name
        there = path.read_text(encoding="utf-8") if path.is_file() else ""
        if there != (wanted := write()):
            lines = difflib.unified_diff(
                there.splitlines(), wanted.splitlines(), name, "as the source says", lineterm=""
            )
            found[name] = "\n".join(lines)
    return found


def main() -> int:
    """Write the pages, or say which are stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if stale")
    if parser.parse_args().check:
        for difference in stale().values():
            print(difference)
        if stale():
            print("run `make docs`", file=sys.stderr)
            return 1
        return 0
    for name in stale():
        (DOCS / name).write_text(PAGES[name](), encoding="utf-8")
        print(f"docs/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
