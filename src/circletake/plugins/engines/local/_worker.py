"""A worker: takes a job, holds its lease, does it; until it is told to stop."""

import contextlib
import pickle
import signal
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from circletake.errors import CircletakeError, LeaseLost, LedgerBusy, LedgerError, StorageFull
from circletake.ports.engines import Work
from circletake.ports.stores import Job, Ledger

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_SOON, _LATE = 0.01, 0.5
"""Seconds to wait for a job: twice as long each time that there is none, up to the second."""


def do(ledger: Ledger, work: Work, job: Job, last_death: str | None = None) -> None:
    """Do one job; what goes wrong with it becomes its failure.

    Args:
        ledger: Open.
        work: What it is part of.
        job: Claimed by this worker.
        last_death: How the worker before this one ended, where it died.

    Raises:
        LedgerError: Not the job but the ledger fails: it is full, held or out of reach.
    """
    if job.attempt > work.attempts:
        cause = f": {last_death}" if last_death else ""
        error = f"begun {work.attempts} times, and each time its worker ended before it did{cause}"
    else:
        error = _handled(ledger, work, job) or ""
    if error:
        with contextlib.suppress(LeaseLost):
            ledger.jobs.fail(job, error)


def _handled(ledger: Ledger, work: Work, job: Job) -> str | None:
    """Hand the job to its function; the reason when it failed."""
    try:
        with _held(ledger, job, work.lease):
            work.handle(ledger, job)
    except LeaseLost:
        return None  # another worker has it
    except (LedgerBusy, StorageFull):
        raise
    except CircletakeError as error:
        return str(error)
    except MemoryError:
        return "there was not enough memory for it"
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a stranger's may fail in any way
        return f"{type(error).__name__}: {error}"
    for left in ledger.jobs.list(job.kind, (job.key,)):
        if (left.id, left.attempt, left.state) == (job.id, job.attempt, "running"):
            return "its function returned and did not finish it"
    return None


@contextlib.contextmanager
def _held(ledger: Ledger, job: Job, lease: float) -> Iterator[None]:
    """Renew the lease while the block runs."""
    done = threading.Event()

    def renew() -> None:
        while not done.wait(lease / 3):
            try:
                ledger.jobs.renew(job, lease)
            except LeaseLost:
                return
            except LedgerError:
                continue  # held by another; there are two more tries before the lease runs out

    thread = threading.Thread(target=renew, name=f"lease of {job.key}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def serve(
    packed: bytes, worker: str, control: "Connection[Any, Any]", last_death: str | None
) -> None:
    """What a worker process does: everything that it has to say goes through `control`.

    Says `("ready", None)`, then `("ended", key)` for each job, or `("failed", error)` at the end
    when it cannot go on. Anything that arrives, or the end of the parent, stops it.
    """
    # The one in the terminal means the parent, which tells us; what a job starts is spared too.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        work: Work = pickle.loads(packed)  # noqa: S301 - our own parent packed it
        with work.open_ledger() as ledger:
            control.send(("ready", None))
            _serve(ledger, work, worker, control, last_death)
    except (BrokenPipeError, ConnectionResetError):
        return  # nobody is there to be told
    except BaseException as error:  # noqa: BLE001 - the parent raises it
        with contextlib.suppress(OSError):
            control.send(("failed", _sendable(error)))


def _serve(
    ledger: Ledger, work: Work, worker: str, control: "Connection[Any, Any]", last_death: str | None
) -> None:
    pause = _SOON
    while not control.poll(0):
        job = ledger.jobs.claim(worker, (work.kind,), work.lease)
        if job is None:
            if control.poll(pause):
                return
            pause = min(pause * 2, _LATE)
            continue
        pause = _SOON
        do(ledger, work, job, last_death)
        control.send(("ended", job.key))


def _sendable(error: BaseException) -> CircletakeError:
    if isinstance(error, CircletakeError):
        return error
    return LedgerError("a worker cannot go on", cause=f"{type(error).__name__}: {error}")
