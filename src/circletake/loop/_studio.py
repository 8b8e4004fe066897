"""A studio that is open: its settings and its ledger."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from circletake import registry
from circletake.ports.stores import Ledger
from circletake.settings import Settings, find_studio, init_studio, load_settings


@dataclass(frozen=True, slots=True)
class Studio:
    """An open studio.

    Attributes:
        settings: Where it is and how it is set.
        ledger: Its ledger, open.
        actor: Who works, for the record.
        made: True when the studio was made just now.
    """

    settings: Settings
    ledger: Ledger
    actor: str
    made: bool = False

    @property
    def opener(self) -> "partial[Ledger]":
        """Opens the same ledger again, in another process."""
        return partial(open_ledger, self.settings.ledger)


def open_ledger(url: str) -> Ledger:
    """Open a ledger by its URL; the part before `://` names the store."""
    ledger: Ledger = registry.load("stores", url.partition(":")[0].partition("+")[0])(url)
    return ledger


@contextmanager
def open_studio(option: Path | None = None) -> Iterator[Studio]:
    """Open the studio that is named or found; make it where there is none yet.

    Raises:
        CircletakeError: It cannot be made, read or opened.
    """
    folder, found = find_studio(option)
    made = init_studio(folder)
    settings = load_settings(folder, found)
    with open_ledger(settings.ledger) as ledger:
        yield Studio(settings, ledger, _actor(), made)


def _actor() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user in the system's list, as in some containers
        return "unknown"
