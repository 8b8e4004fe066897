"""Names of workers: they tell whether the run that they belong to still lives.

`local/machine/process/began.run.number`, where the machine is this one since it was started, as
this process sees it (two containers may give one number to two processes).
"""

import hashlib
import itertools
import os
import re
import secrets
import socket
from functools import cache
from pathlib import Path

_NAME = re.compile(r"local/([0-9a-f]+)/(\d+)/([0-9a-f]+)(?:\.\d+)*")
_PROC = Path("/proc")
_runs = itertools.count(1)


def worker_name() -> str:
    """A name for the workers of one run of this process."""
    pid = os.getpid()
    return f"local/{_machine()}/{pid}/{_began(pid) or secrets.token_hex(4)}.{next(_runs)}"


def is_dead(worker: str) -> bool:
    """True when the worker's run was on this machine and its process is gone.

    False when in doubt: its lease runs out by itself.
    """
    told = _NAME.fullmatch(worker)
    if told is None or told[1] != _machine():
        return False
    pid = int(told[2])
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except OSError:
        pass  # it is there and somebody else's
    began = _began(pid)
    return began is not None and began != told[3]


@cache
def _machine() -> str:
    parts = [socket.gethostname()]
    for path in (_PROC / "sys/kernel/random/boot_id", _PROC / "self/ns/pid"):
        try:
            parts.append(str(path.readlink()) if path.is_symlink() else path.read_text("ascii"))
        except OSError:
            parts.append("")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def _began(pid: int) -> str | None:
    """When a process began, in ticks as hexadecimal (proc(5), stat, field 22); numbers recur."""
    try:
        stat = (_PROC / str(pid) / "stat").read_text("utf-8", "replace")
        return f"{int(stat.rpartition(')')[2].split()[19]):x}"
    except (OSError, ValueError, IndexError):
        return None
