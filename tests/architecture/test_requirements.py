"""The locked requirements: hashed, without hosts, and what pyproject.toml asks for."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.architecture.source import ROOT

RUN = ROOT / "requirements" / "run.txt"
DEV = ROOT / "requirements" / "dev.txt"
PROJECT = tomllib.loads(ROOT.joinpath("pyproject.toml").read_text())

_PIN = re.compile(r"^([a-z0-9-]+)==(\S+)(?: ; [^\\]+)? \\$")
_HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")


def pins(path: Path) -> dict[str, set[Version]]:
    found: dict[str, set[Version]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if match := _PIN.match(line):
            found.setdefault(match[1], set()).add(Version(match[2]))
    return found


def asked(names: list[object]) -> list[Requirement]:
    return [Requirement(name) for name in names if isinstance(name, str)]


@pytest.mark.parametrize("path", [RUN, DEV], ids=lambda path: path.name)
def test_every_line_is_a_pin_or_its_hash(path):
    """So no line can name a host, a folder or a range, and `--require-hashes` always holds."""
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines
    odd = [line for line in lines if not (_PIN.match(line) or _HASH.match(line))]
    assert not odd
    for before, line in zip(lines, [*lines[1:], "x==0 \\"], strict=True):
        assert not (_PIN.match(before) and _PIN.match(line)), f"`{before}` has no hash"


def test_nothing_that_locks_or_configures_names_a_host():
    for path in (ROOT / "pyproject.toml", ROOT / ".npmrc", ROOT / "Makefile", RUN, DEV):
        assert "://" not in path.read_text(encoding="utf-8"), path.name


@pytest.mark.parametrize(
    ("path", "names"),
    [
        (RUN, PROJECT["project"]["dependencies"] + PROJECT["build-system"]["requires"]),
        (RUN, PROJECT["dependency-groups"]["build"]),
        (DEV, PROJECT["dependency-groups"]["dev"]),
        (
            DEV,
            [
                name
                for extra in PROJECT["project"]["optional-dependencies"].values()
                for name in extra
            ],
        ),
    ],
    ids=["run", "build", "dev", "extras"],
)
def test_what_is_asked_for_is_pinned(path, names):
    found = pins(path)
    for requirement in asked(names):
        versions = found.get(canonicalize_name(requirement.name), set())
        assert versions, f"`{requirement.name}` is not in {path.name}: run `make lock`"
        assert all(version in requirement.specifier for version in versions), requirement


def test_the_tests_run_what_users_run():
    dev = pins(DEV)
    assert {name: dev.get(name) for name in pins(RUN)} == pins(RUN)
