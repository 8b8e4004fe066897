"""Engines: "run these jobs"."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from circletake.ports.stores import Job, Ledger


@dataclass(frozen=True, slots=True)
class Work:
    """Jobs to run and how.

    Attributes:
        kind: Kind of job.
        keys: Keys of the jobs that belong to this run.
        open_ledger: Opens the ledger; picklable, called once in each worker.
        handle: Does one job and finishes it; a function of a module, so that it is picklable.
        lease: Seconds that a job is held before another worker may have it; renewed while it runs.
        attempts: How often a job may be begun before it counts as failed.
    """

    kind: str
    keys: frozenset[str]
    open_ledger: Callable[[], Ledger]
    handle: Callable[[Ledger, Job], None]
    lease: float = 30.0
    attempts: int = 3


@runtime_checkable
class Engine(Protocol):
    """Something that runs jobs."""

    name: str

    def run(self, work: Work, *, workers: int, on_done: Callable[[Job], None]) -> None:
        """Run until each job of this work is done or failed.

        A worker that dies loses nothing: its job is begun again by another, and counts as failed
        after `attempts`. `on_done` is called in the calling process for each job that ends.

        Raises:
            LedgerError: The ledger cannot be reached.
        """
