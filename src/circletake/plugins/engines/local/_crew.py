"""The workers of a run: started, watched, replaced when they die, ended."""

import contextlib
import itertools
import multiprocessing
import pickle
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any

from circletake.errors import AskedWrongly, LedgerError
from circletake.plugins.engines.local._worker import serve
from circletake.ports.engines import Work

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

_LOOK = 1.0
"""Seconds after which the parent looks by itself, told or not."""
_GRACE = 2.0
"""Seconds that a worker has to end its job when all are to end."""
_IN_VAIN = 20
"""Workers in a row that may die without a job in hand before the run is given up."""


@dataclass(slots=True, eq=False)
class _Member:
    worker: str
    process: "SpawnProcess"
    control: "Connection[Any, Any]"


class Crew:
    """Worker processes; a context, all of them gone at its end.

    Args:
        work: What they do.
        size: How many.
        name: Begins the name of each worker.
        release: Ends the leases of a dead worker; how many it held.
    """

    def __init__(
        self, work: Work, size: int, name: str, release: Callable[[str], int]
    ) -> None:  # fmt: skip
        try:
            self._packed = pickle.dumps(work)
        except (pickle.PicklingError, TypeError, AttributeError) as error:
            raise AskedWrongly(
                "this work cannot be given to other processes", cause=str(error),
                fix="Name functions of modules in it, or use one worker.",
            ) from error  # fmt: skip
        self._size = size
        self._name = name
        self._release = release
        self._context = multiprocessing.get_context("spawn")
        self._numbers = itertools.count(1)
        self._members: list[_Member] = []
        self._last_death: str | None = None
        self._in_vain = 0

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._end()

    def ended(self) -> list[str]:
        """Wait for news: keys of jobs that ended, or none after a while.

        Raises:
            CircletakeError: A worker cannot go on, or they die one after another.
        """
        while len(self._members) < self._size:
            self._members.append(self._start())
        sources: list[Any] = [member.control for member in self._members]
        sources += [member.process.sentinel for member in self._members]
        wait(sources, _LOOK)
        keys: list[str] = []
        for member in list(self._members):
            dead = not member.process.is_alive()
            keys += self._heard(member)
            if dead:
                self._bury(member)
        if keys:
            self._in_vain = 0
        return keys

    def _start(self) -> _Member:
        worker = f"{self._name}.{next(self._numbers)}"
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=serve, args=(self._packed, worker, theirs, self._last_death), daemon=True
        )
        try:
            with _no_interrupt():
                process.start()
        finally:
            theirs.close()
        return _Member(worker, process, ours)

    def _heard(self, member: _Member) -> list[str]:
        keys = []
        try:
            while member.control.poll(0):
                what, told = member.control.recv()
                if what == "failed":
                    raise told
                if what == "ended":
                    keys.append(told)
        except (EOFError, OSError):
            pass  # it is dead or about to be
        return keys

    def _bury(self, member: _Member) -> None:
        self._members.remove(member)
        member.process.join()
        member.control.close()
        self._last_death = _how(member.process.exitcode)
        member.process.close()
        self._in_vain = 0 if self._release(member.worker) else self._in_vain + 1
        if self._in_vain >= _IN_VAIN:
            raise LedgerError(
                "the workers die before they do anything", cause=self._last_death,
                fix="See how much memory is free, and whether something ends them.",
            )  # fmt: skip

    def _end(self) -> None:
        """Stop all: asked first, then ended; a second Ctrl-C ends them at once."""
        members, self._members = self._members, []
        try:
            for member in members:
                with contextlib.suppress(OSError):
                    member.control.send("stop")
            end = time.monotonic() + _GRACE
            for member in members:
                member.process.join(max(0.0, end - time.monotonic()))
        finally:
            with _no_interrupt():
                for member in members:
                    self._finish(member)

    def _finish(self, member: _Member) -> None:
        if member.process.is_alive():
            member.process.terminate()
            member.process.join(_GRACE)
        if member.process.is_alive():
            member.process.kill()
            member.process.join()
        member.process.close()
        member.control.close()
        with contextlib.suppress(LedgerError):
            self._release(member.worker)


def _how(code: int | None) -> str:
    if code is None or code >= 0:
        return f"its worker ended with status {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    memory = ", as the system does when memory runs out" if name == "SIGKILL" else ""
    return f"its worker was ended by {name}{memory}"


@contextlib.contextmanager
def _no_interrupt() -> Iterator[None]:
    """Hold back Ctrl-C: a process started meanwhile never hears it, not even while it starts."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
