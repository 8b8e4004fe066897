"""Which files are meant when folders are named."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from circletake.errors import NotFound

_STUDIO = "circletake.toml"


@dataclass(frozen=True, slots=True)
class Found:
    """A file to ingest.

    Attributes:
        path: Where it lies, absolute.
        shown: Its path relative to what the user named.
    """

    path: Path
    shown: str


def find(paths: Iterable[Path]) -> list[Found]:
    """Every file under the named ones, each once, sorted; hidden ones and studios are left out.

    Raises:
        NotFound: A named path does not exist.
    """
    found: dict[Path, Found] = {}
    for named in paths:
        if not named.exists():
            raise NotFound("no such file or folder", file=named, fix="Check the name.")
        root = named.resolve()
        for path in [root] if root.is_file() else _walk(root):
            shown = path.name if root.is_file() else path.relative_to(root).as_posix()
            found.setdefault(path, Found(path, shown))
    return [found[path] for path in sorted(found)]


def _walk(folder: Path) -> Iterator[Path]:
    """Files below a folder; links to folders are not followed, so that no loop is walked."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "~$")):
            continue
        if path.is_dir():
            if not path.is_symlink() and not (path / _STUDIO).is_file():
                yield from _walk(path)
        elif path.is_file():
            yield path
