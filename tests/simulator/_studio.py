"""Runs the real command line on a simulated production."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.simulator._score import score
from tests.simulator._truth import Truth

COMMAND = (sys.executable, "-c", "import sys; from circletake.cli import main; sys.exit(main())")


@dataclass(frozen=True, slots=True)
class Studio:
    """A studio folder and the command that works on it.

    Attributes:
        folder: Where the studio lies; given with `--studio`.
        command: What is run, without arguments.
        timeout: Seconds for one command.
    """

    folder: Path
    command: Sequence[str] = COMMAND
    timeout: float = 600

    def run(self, *arguments: str) -> Any:
        """Run one command and read the JSON it prints.

        Raises:
            RuntimeError: It failed, or printed something else than JSON.
        """
        line = [*self.command, *arguments, "--json", "--studio", str(self.folder)]
        done = subprocess.run(line, capture_output=True, check=False, timeout=self.timeout)
        shown = " ".join(["circletake", *arguments])
        if done.returncode:
            errors = done.stderr.decode(errors="replace")[-2000:]
            raise RuntimeError(f"`{shown}` ended with {done.returncode}: {errors}")
        try:
            return json.loads(done.stdout)
        except ValueError as error:
            start = done.stdout[:300].decode(errors="replace")
            raise RuntimeError(f"`{shown}` printed no JSON: {start!r}") from error


@dataclass(frozen=True, slots=True)
class Answers:
    """What the product says of one production."""

    files: Sequence[Mapping[str, Any]]
    takes: Sequence[Mapping[str, Any]]
    changes: Mapping[tuple[str, str], Sequence[Mapping[str, Any]]]
    pairs: Sequence[Mapping[str, Any]]


def ask(
    studio: Studio, folder: Path, truth: Truth, production: str = "simulated", *, far: bool = True
) -> Answers:
    """Ingest a folder and ask everything that the contract lets one ask.

    `far` asks for the first version against the last, too.
    """
    of = ("--production", production)
    files = studio.run("ingest", str(folder), *of)["files"]
    takes = studio.run("takes", *of)
    changes = {}
    for key in [*truth.changes, *(truth.far if far else ())]:
        old, new = key.split("|")
        changes[old, new] = studio.run("changes", old, new, *of)
    return Answers(files, takes, changes, studio.run("pairs", *of))


def examine(studio: Studio, folder: Path, truth: Truth, *, far: bool = True) -> dict[str, Any]:
    """Ask the product about a production and score its answers."""
    told = ask(studio, folder, truth, far=far)
    return score(truth, told.takes, told.changes, told.pairs, told.files)
