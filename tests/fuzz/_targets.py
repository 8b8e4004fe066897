"""What is fuzzed: every installed format with its sample files."""

from functools import cache
from pathlib import Path

from circletake import registry
from circletake.errors import CircletakeError
from circletake.ports.formats import Format, Source

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
FILM = ROOT / "examples" / "one_small_film" / "record"
CRASHERS = Path(__file__).parent / "crashers"

ISOLATED = frozenset({"aaf", "avb", "media", "otio", "pdf"})
"""Formats that read in a process of its own: slower, and a crash there is no crash here."""


def samples_of(name: str) -> list[Path]:
    """Sample files of a format: its folder in `tests/data`, and the small film."""
    suffixes = registry.load("formats", name).suffixes
    own = [path for path in (DATA / name).glob("*") if path.suffix.lower() in suffixes]
    return sorted(own) + _film().get(name, [])


@cache
def _film() -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for path in sorted(FILM.glob("*")):
        try:
            found.setdefault(registry.recognise(Source(path)).name, []).append(path)
        except CircletakeError:
            continue
    return found


def load(name: str) -> Format:
    """The format of that name."""
    return registry.load("formats", name)


def loads(name: str) -> bool:
    """True when the format can be loaded here."""
    try:
        load(name)
    except CircletakeError:
        return False
    return True
