"""Other people's readers in a process of their own: bounded in time and memory, free to crash.

Libraries that read binary projects were not made for hostile bytes. They run in a fresh, isolated
interpreter (`python -I`), in a process group that is killed as a whole when its time is up.
"""

import json
import os
import re
import signal
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

from circletake import errors
from circletake.errors import CircletakeError, Damaged, LimitExceeded, MissingDependency
from circletake.tools._limits import Limits

_TARGET = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*:[A-Za-z_]\w*")
_NOISE = 64 * 1024
_WARNINGS = 100
_BOOT = """\
from circletake.tools._process import bind, serve
bind({memory}, {seconds}, {size})
def load():
    from {module} import {name}
    return {name}
serve(load, {request!r}, {answer!r})
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a function in a process of its own gave back.

    Attributes:
        value: Its result: None, bool, int, float, str, lists and dicts of them.
        noise: What it printed, standard output and error together, the first 64 KiB.
        warnings: Python warnings that it raised, each once.
    """

    value: Any
    noise: str
    warnings: tuple[str, ...]


def run_limited(
    function: str,
    arguments: Sequence[Any],
    *,
    limits: Limits,
    file: Path | str | None = None,
) -> Outcome:
    """Run a function in a fresh interpreter within the limits.

    Args:
        function: `module:function`; the module must be importable without the working directory.
        arguments: What it is called with; plain data as JSON has it.
        limits: `seconds` (of the clock, and of the processor), `memory` and `expansion` (size of
            what it prints, writes and answers) are kept.
        file: The file it reads, for errors.

    Returns:
        Its result, which must be plain data, what it printed and what it warned of.

    Raises:
        LimitExceeded: It took too long, or more memory or output than allowed.
        Damaged: It failed, or crashed.
        MissingDependency: It imports a module that is not installed.
        CircletakeError: It raised one itself; raised again here.
    """
    if not _TARGET.fullmatch(function):
        raise ValueError(f"`{function}` is not `module:function`")
    import tempfile

    module, name = function.split(":")
    with tempfile.TemporaryDirectory(prefix="circletake-") as folder:
        request, answer, noise = (Path(folder, part) for part in ("request", "answer", "noise"))
        request.write_text(json.dumps(list(arguments)), encoding="utf-8")
        code = _BOOT.format(
            memory=limits.memory, seconds=limits.seconds, size=limits.expansion,
            module=module, name=name, request=str(request), answer=str(answer),
        )  # fmt: skip
        status = _run(code, noise, limits, file)
        with noise.open("rb") as printed:
            text = printed.read(_NOISE).decode("utf-8", errors="replace")
        answered = answer.read_bytes() if answer.exists() else b""
    return _understood(answered, status, text, limits, file)


def _run(code: str, noise: Path, limits: Limits, file: Path | str | None) -> int:
    """Exit status of the interpreter that runs this code; negative for a signal."""
    import subprocess

    with noise.open("wb") as printed:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and code, no shell
            [sys.executable, "-I", "-X", "utf8", "-c", code],
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
            cwd=noise.parent,
            env={"LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
        try:
            return process.wait(timeout=limits.seconds)
        except subprocess.TimeoutExpired:
            raise LimitExceeded(
                f"reading takes longer than {limits.seconds:g} s",
                file=file,
                fix="Raise `limits.seconds` in circletake.toml if the file is really meant.",
            ) from None
        finally:
            if process.returncode is None:
                _kill_group(process.pid)
                process.wait()


def _kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:  # it ended in this moment
        return


def _understood(
    answered: bytes, status: int, noise: str, limits: Limits, file: Path | str | None
) -> Outcome:
    """The outcome, or the error that the answer or the lack of one stands for."""
    try:
        answer = json.loads(answered)
    except (ValueError, RecursionError):
        raise _silent(status, noise, limits, file) from None
    if "error" in answer:
        raise _raised(answer, limits, file)
    return Outcome(answer["value"], noise, tuple(answer["warnings"]))


def _silent(
    status: int, noise: str, limits: Limits, file: Path | str | None
) -> LimitExceeded | Damaged:
    """Why there is no answer."""
    if status == -signal.SIGXCPU:
        return LimitExceeded(f"reading takes longer than {limits.seconds:g} s", file=file)
    if status == -signal.SIGKILL or "bad_alloc" in noise or "MemoryError" in noise:
        return _too_large(limits, file)
    last = noise.strip().rsplit("\n", 1)[-1][:500]
    if status < 0:
        cause = f"{signal.Signals(-status).name}{f': {last}' if last else ''}"
    else:
        cause = last or f"exit status {status}"
    return Damaged(
        "the library that reads it crashes", file=file, cause=cause, fix="Export the file again."
    )


def _too_large(limits: Limits, file: Path | str | None) -> LimitExceeded:
    return LimitExceeded(
        "reading takes too much memory",
        file=file,
        cause=f"more than {limits.memory} bytes, or than the machine has",
        fix="Raise `limits.memory` in circletake.toml if the file is really meant.",
    )


def _raised(answer: Mapping[str, Any], limits: Limits, file: Path | str | None) -> CircletakeError:
    """The error that the function raised, in our words."""
    kind, text = str(answer["error"]), str(answer["text"])
    ours = getattr(errors, kind, None)
    if isinstance(ours, type) and issubclass(ours, CircletakeError) and "state" in answer:
        state = answer["state"]
        error: CircletakeError = ours(state.pop("message"), **state)
        return error
    if kind == "MemoryError":
        return _too_large(limits, file)
    if kind == "RecursionError":
        return LimitExceeded("it is nested too deeply", file=file, cause=text)
    if kind == "ModuleNotFoundError":
        missing = str(answer.get("module") or text)
        return MissingDependency(
            f"`{missing}` is not installed", file=file, fix=f"pip install {missing}"
        )
    return Damaged(
        "the library that reads it fails",
        file=file,
        cause=f"{kind}: {text}" if text else kind,
        fix="Export the file again.",
    )


def bind(memory: int, seconds: float, size: int) -> None:
    """Bind this process to limits of memory, processor time and file size; no core dumps.

    Args:
        memory: Bytes of address space.
        seconds: Processor time.
        size: Bytes of any file that it writes.
    """
    try:
        import resource
    except ImportError:  # Windows has none; the clock still holds
        return
    processor = ceil(seconds) + 1
    for kind, bound in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, processor),
        (resource.RLIMIT_FSIZE, size),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(kind, (bound, bound + 1 if kind == resource.RLIMIT_CPU else bound))
        except (ValueError, OSError):  # already bound more tightly, or a system without this one
            continue


def serve(load: Callable[[], Callable[..., Any]], request: str, answer: str) -> None:
    """Call a function with the arguments in `request`, write its result or error to `answer`.

    Ends the process: what a library does while the interpreter shuts down tells nothing.
    """
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            arguments = json.loads(Path(request).read_bytes())
            found: dict[str, Any] = {"value": load()(*arguments)}
            found["warnings"] = list(dict.fromkeys(str(each.message) for each in caught))[
                :_WARNINGS
            ]
            text = json.dumps(found)
        except BaseException as error:  # noqa: BLE001 - also what libraries end a program with
            text = json.dumps(_told(error))
    Path(answer).write_text(text, encoding="utf-8")
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _told(error: BaseException) -> dict[str, Any]:
    told: dict[str, Any] = {"error": type(error).__name__, "text": " ".join(str(error).split())}
    if isinstance(error, CircletakeError):
        told["state"] = {
            part: getattr(error, part) for part in ("message", "file", "line", "cause", "fix")
        }
    if isinstance(error, ModuleNotFoundError):
        told["module"] = error.name
    return told
