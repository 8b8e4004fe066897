"""Runs what the pages show.

A page shows a session as a fenced block of kind `console`. A line that begins with `$ ` is a
command (a backslash at its end carries it on); the lines up to the next command are what it prints,
standard error included. A line `...` stands for any lines, `...` within a line for anything in it.

The commands of a page run in order, in one new folder that holds a copy of `examples/`, with the
programs of this environment first on the path and a home of their own. Each must end with status
0: where a failure is shown, its status is shown too (`$ circletake takes; echo "status $?"`).
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SECONDS = 120
_FENCE = re.compile(r"^(?P<indent> *)```(?P<kind>\w*)\s*$")


@dataclass(frozen=True)
class Shown:
    """One command of a page and what the page says that it prints."""

    page: str
    line: int
    command: str
    output: tuple[str, ...]


def shown(text: str, page: str) -> Iterator[Shown]:
    """The commands of a page, in order.

    Raises:
        ValueError: A block shows output before any command.
    """
    for start, block in _blocks(text):
        lines = [(start + number, line) for number, line in enumerate(block)]
        while lines:
            number, line = lines.pop(0)
            if not line.startswith("$ "):
                raise ValueError(f"{page}:{number}: `{line}` stands before any command")
            command = [line.removeprefix("$ ")]
            while command[-1].endswith("\\") and lines:
                command.append(lines.pop(0)[1])
            output = []
            while lines and not lines[0][1].startswith("$ "):
                output.append(lines.pop(0)[1])
            yield Shown(page, number, "\n".join(command), tuple(output))


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """First line number and lines of each block of kind `console`."""
    block: list[str] | None = None
    kind, start, indent = "", 0, ""
    for number, line in enumerate(text.splitlines(), 1):
        fence = _FENCE.match(line)
        if block is None and fence:
            block, kind, start, indent = [], fence["kind"], number + 1, fence["indent"]
        elif block is not None and fence and not fence["kind"]:
            if kind == "console":
                yield start, block
            block = None
        elif block is not None:
            block.append(line.removeprefix(indent).rstrip())


class Session:
    """A folder, a home and an environment in which a page's commands run one after the other."""

    def __init__(self, folder: Path, examples: Path | None) -> None:
        self.here = folder / "here"
        self.here.mkdir(parents=True)
        home = folder / "home"
        home.mkdir()
        if examples is not None and examples.is_dir():
            shutil.copytree(examples, self.here / "examples")
        programs = Path(sys.executable).parent
        kept = {
            name: os.environ[name] for name in ("LD_LIBRARY_PATH", "TMPDIR") if name in os.environ
        }
        self.environment = kept | {
            "COLUMNS": "100",
            "HOME": str(home),
            "LC_ALL": "C.UTF-8",
            "NO_COLOR": "1",
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "TERM": "dumb",
        }

    def run(self, command: str) -> tuple[int, str]:
        """Exit status and everything printed, as one would see it."""
        done = subprocess.run(
            ["bash", "-c", command], cwd=self.here, env=self.environment, timeout=SECONDS,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout


def matches(expected: tuple[str, ...], printed: str) -> bool:
    """Whether what was printed is what the page shows, wildcards considered."""
    pattern = ""
    for line in _trimmed(expected):
        if line.strip() == "...":
            pattern += r"(?:[^\n]*\n)*?"
        else:
            pattern += r"[^\n]*?".join(re.escape(part) for part in line.split("...")) + r"\n"
    lines = _trimmed(tuple(printed.splitlines()))
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in lines)) is not None


def _trimmed(lines: tuple[str, ...]) -> list[str]:
    kept = [line.rstrip() for line in lines]
    while kept and not kept[-1]:
        kept.pop()
    return kept
