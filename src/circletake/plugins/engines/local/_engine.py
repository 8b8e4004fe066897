"""The engine: runs until each job of a work is done or failed."""

import contextlib
import time
from collections.abc import Callable, Iterable

from circletake.errors import LedgerError, NotFound
from circletake.plugins.engines.local._names import is_dead, worker_name
from circletake.ports.engines import Work
from circletake.ports.stores import Job, Ledger

_PAUSE = 0.05
_LOOK = 1.0


class LocalEngine:
    """An `Engine` on this machine: worker processes, or this one alone."""

    name = "local"

    def run(self, work: Work, *, workers: int, on_done: Callable[[Job], None]) -> None:
        """Run until each job of this work is done or failed.

        One worker works in the calling process. More are processes of their own: one that dies
        loses nothing, its lease ends at once and another process takes its place. Ctrl-C ends
        them and leaves the jobs to the next run.

        Args:
            work: What to do; its functions belong to modules when there are several workers.
            workers: How many at once.
            on_done: Called here for each job that ends, whoever ended it.

        Raises:
            NotFound: A job was never queued.
            AskedWrongly: The work cannot be given to other processes.
            LedgerError: The ledger cannot be reached, is full or is held by another.
        """
        with work.open_ledger() as ledger:
            left = _Left(ledger, work, on_done)
            name = worker_name()
            if workers <= 1:
                _alone(ledger, work, left, name)
            else:
                _together(ledger, work, left, name, workers)


class _Left:
    """The jobs of a run that have not ended."""

    def __init__(self, ledger: Ledger, work: Work, on_done: Callable[[Job], None]) -> None:
        self._ledger = ledger
        self._kind = work.kind
        self._on_done = on_done
        self.keys = set(work.keys)
        missing = self.keys - {job.key for job in ledger.jobs.list(self._kind, self.keys)}
        if missing:
            raise NotFound(f"the job `{min(missing)}` was never queued", fix="Queue it first.")
        self.look(self.keys)

    def look(self, keys: Iterable[str]) -> None:
        """Tell of those that ended; one that is gone was ended and removed by another run."""
        asked = self.keys.intersection(keys)
        if not asked:
            return
        found = {job.key: job for job in self._ledger.jobs.list(self._kind, asked)}
        for key in sorted(asked, key=lambda key: found[key].id if key in found else 0):
            job = found.get(key)
            if job is None or job.state in {"done", "failed"}:
                self.keys.discard(key)
                if job is not None:
                    self._on_done(job)


def _alone(ledger: Ledger, work: Work, left: _Left, name: str) -> None:
    from circletake.plugins.engines.local._worker import do

    try:
        while left.keys:
            job = ledger.jobs.claim(name, (work.kind,), work.lease)
            if job is not None:
                do(ledger, work, job)
                left.look((job.key,))
                continue
            left.look(left.keys)
            if left.keys and not _free_the_dead(ledger, work.kind):
                time.sleep(_PAUSE)  # another run has them
    finally:
        with contextlib.suppress(LedgerError):
            ledger.jobs.release(name)


def _together(ledger: Ledger, work: Work, left: _Left, name: str, workers: int) -> None:
    from circletake.plugins.engines.local._crew import Crew

    _free_the_dead(ledger, work.kind)
    looked = time.monotonic()
    with Crew(work, min(workers, len(left.keys)), name, ledger.jobs.release) as crew:
        while left.keys:
            left.look(crew.ended())
            if time.monotonic() - looked > _LOOK:
                left.look(left.keys)
                _free_the_dead(ledger, work.kind)
                looked = time.monotonic()


def _free_the_dead(ledger: Ledger, kind: str) -> int:
    """End the leases of workers of this machine whose run was killed; how many jobs they held."""
    return sum(ledger.jobs.release(each) for each in ledger.jobs.holders(kind) if is_dead(each))
