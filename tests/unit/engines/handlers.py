"""What the jobs of these tests do; functions of a module, so that other processes find them."""

import ctypes
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from circletake.errors import AskedWrongly, LedgerBusy, StorageFull
from circletake.ports.stores import Job, Ledger


def note(ledger: Ledger, job: Job) -> None:
    """Write down who did it, then finish."""
    with Path(job.payload["log"]).open("a", encoding="utf-8") as file:
        file.write(f"{job.key} {job.attempt} {os.getpid()}\n")
    time.sleep(job.payload.get("seconds", 0.0))
    ledger.jobs.finish(job, {"by": os.getpid()})


def go_wrong(ledger: Ledger, job: Job) -> None:
    """Go wrong in the way that the key names."""
    match job.key:
        case "ours":
            raise AskedWrongly("nothing is asked", fix="Ask.")
        case "theirs":
            raise KeyError("x")
        case "memory":
            raise MemoryError
        case "nothing":
            return
        case "taken":
            ledger.jobs.release(next(iter(ledger.jobs.holders("work"))))
            ledger.jobs.finish(job, {})
        case _:
            ledger.jobs.finish(job, {})


def die(ledger: Ledger, job: Job) -> None:
    """Die in the way that the payload names, at the attempts that it names."""
    if job.attempt <= job.payload.get("times", 0):
        match job.payload["way"]:
            case "killed":
                os.kill(os.getpid(), signal.SIGKILL)
            case "segfault":
                ctypes.string_at(0)
            case "exit":
                os._exit(7)
            case _:
                raise SystemExit(3)
    note(ledger, job)


def meet_busy(ledger: Ledger, job: Job) -> None:
    """The ledger is held by another program."""
    raise LedgerBusy("another program holds the ledger")


def meet_full(ledger: Ledger, job: Job) -> None:
    """The disk is full."""
    raise StorageFull("no space is left")


def opener_that_fails() -> Callable[[], Ledger]:
    """What opens the ledger in other processes."""
    return cannot_open


def cannot_open() -> Ledger:
    """A ledger that is reached from the first process only."""
    raise LedgerBusy("held by another while it was opened")
