"""Settings: which studio, where its ledger and media are, how far readers may go.

Owns: the environment and `circletake.toml`. Nothing else reads either.

The studio is `--studio DIR`, else `CIRCLETAKE_STUDIO`, else the nearest parent folder with a
`circletake.toml`, else one in the user's data folder.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from circletake.errors import AskedWrongly, NotFound
from circletake.tools import Limits

FILE = "circletake.toml"
_TEMPLATE = """\
# A studio of circletake. What is commented out is the default.

# ledger = "sqlite:///ledger.db"      # or postgresql://host/name; CIRCLETAKE_LEDGER wins
# media = "media"                     # or s3://bucket/prefix; CIRCLETAKE_MEDIA wins
# workers = 2                         # processes that read files

# [limits]                            # bounds that every reader keeps
# bytes = 268435456
# depth = 200
# items = 2000000
# expansion = 536870912
# seconds = 120.0
# memory = 3221225472

# [columns]                           # names of columns in your own logs: field
# "Klappe Nr" = "slate"
"""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where a studio is and how it is set.

    Attributes:
        studio: Its folder.
        found: How it was found, in words.
        ledger: URL of the ledger.
        media: URL or folder of the media store.
        workers: Processes that read files.
        limits: Bounds that every reader keeps.
        columns: Names of columns in the studio's own logs, to fields.
    """

    studio: Path
    found: str
    ledger: str
    media: str
    workers: int = 2
    limits: Limits = field(default_factory=Limits)
    columns: Mapping[str, str] = field(default_factory=dict)


def find_studio(option: Path | None = None, here: Path | None = None) -> tuple[Path, str]:
    """The studio's folder and how it was found; it need not exist yet when it was named.

    Returns:
        The folder, and words that say why it is this one.
    """
    if option is not None:
        return option.resolve(), "named by --studio"
    if named := os.environ.get("CIRCLETAKE_STUDIO"):
        return Path(named).resolve(), "named by CIRCLETAKE_STUDIO"
    start = (here or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder, f"nearest folder with {FILE}"
    from platformdirs import user_data_path

    return user_data_path("circletake", appauthor=False) / "studio", "in the user's data folder"


def init_studio(folder: Path) -> bool:
    """Make a studio; what is there stays as it is.

    Returns:
        False when it was there already.

    Raises:
        AskedWrongly: The folder cannot be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / FILE).open("x", encoding="utf-8") as file:
            file.write(_TEMPLATE)
    except FileExistsError:
        if folder.is_dir():
            return False
        raise AskedWrongly(
            "a file stands where the studio should be", file=folder, fix="Name another folder."
        ) from None
    except OSError as error:
        raise AskedWrongly(
            "the studio cannot be made", file=folder, cause=error.strerror,
            fix="Name another folder.",
        ) from error  # fmt: skip
    return True


def load_settings(studio: Path, found: str = "") -> Settings:
    """The settings of a studio, with the environment's on top.

    Raises:
        NotFound: There is no studio.
        AskedWrongly: Its file cannot be read or says something unknown.
    """
    path = studio / FILE
    try:
        told: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        fix = f"Make one: circletake init {studio}."
        raise NotFound("no studio here", file=studio, fix=fix) from None
    except (OSError, ValueError) as error:
        raise AskedWrongly("cannot be read", file=path, cause=str(error), fix="Mend it.") from error
    _only(path, told, {"ledger", "media", "workers", "limits", "columns"})
    limits = told.get("limits", {})
    _only(path, limits, {each.name for each in fields(Limits)})
    ledger = os.environ.get("CIRCLETAKE_LEDGER") or told.get("ledger", "sqlite:///ledger.db")
    media = os.environ.get("CIRCLETAKE_MEDIA") or told.get("media", "media")
    return Settings(
        studio, found, _in_studio(ledger, studio), media if "://" in media else str(studio / media),
        told.get("workers", min(2, os.cpu_count() or 1)), Limits(**limits), told.get("columns", {}),
    )  # fmt: skip


def _in_studio(url: str, studio: Path) -> str:
    """A relative SQLite path is relative to the studio."""
    prefix = "sqlite:///"
    if url.startswith(prefix) and not url.startswith(prefix + "/"):
        return prefix + str(studio / url.removeprefix(prefix))
    return url


def _only(path: Path, table: Mapping[str, Any], known: set[str]) -> None:
    for name in table:
        if name not in known:
            raise AskedWrongly(
                f"`{name}` is no setting", file=path, cause=f"known: {', '.join(sorted(known))}",
                fix="Correct or remove it.",
            )  # fmt: skip
