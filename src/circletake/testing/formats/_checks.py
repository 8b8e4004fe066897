"""What a format must do; each check raises `AssertionError` with what is wrong."""

import dataclasses
import hashlib
import json
import math
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from circletake.errors import MissingDependency, NotFound, ReadError
from circletake.model import Problem, from_plain, to_plain
from circletake.ports.formats import HEAD, Format, Options, Record, Report, Source, Writer
from circletake.testing.formats._hostile import hostile_files
from circletake.timecode import Rate
from circletake.tools import Limits

HEAVY = frozenset(
    {
        "PIL", "aaf2", "alembic", "av", "avb", "cv2", "docx", "lxml", "numpy", "obstore",
        "opentimelineio", "pandas", "pyarrow", "pypdfium2", "scipy", "sqlalchemy", "torch",
    }
)  # fmt: skip
"""Libraries that a format may import only when it reads."""

_ABOVE = ("cli", "connectors", "generate", "ingest", "learn", "library", "loop", "mcp", "mine",
          "registry", "review", "rights", "settings", "web")  # fmt: skip
_SNIFFED = 0.05  # seconds for the first 64 KiB
_READ = 30.0  # seconds for a broken file
_LIMITS = Limits(bytes=16 * 2**20, items=200_000, seconds=20.0, expansion=64 * 2**20)
_ORIGINS = {None, "file", "given", "inferred"}

Check = Callable[[Format, Sequence[Path]], None]
"""A check: called with an instance of the format and whole files of it."""


def must(held: object, wrong: str) -> None:
    """Raise when something does not hold (`assert` would be silent under `python -O`)."""
    if not held:
        raise AssertionError(wrong)


def has_name_and_suffixes(format_: Format, samples: Sequence[Path]) -> None:
    """It has the members of a format, a name that can be typed, suffixes in lower case."""
    must(isinstance(format_, Format), "it lacks members of circletake.ports.formats.Format")
    must(re.fullmatch(r"[a-z][a-z0-9_+-]*", format_.name), f"`{format_.name}` cannot be typed")
    must(isinstance(format_.suffixes, tuple), "suffixes are no tuple")
    for suffix in format_.suffixes:
        must(re.fullmatch(r"(?:\.[a-z0-9_+-]+)+", suffix), f"`{suffix}` is no suffix")
    must(samples, "the suite needs at least one sample file")


def sniffs(format_: Format, samples: Sequence[Path]) -> None:
    """`sniff` knows the samples by content, is fast, bounded, and never raises."""
    anywhere = Path("folder/NAME")
    for sample in samples:
        head = sample.read_bytes()[:HEAD]
        sure = _sniff(format_, head, sample)
        must(sure > 0, f"it does not know {sample.name}")
        must(sure == _sniff(format_, head, sample), f"{sample.name}: unsteady")
        if sure > 0.3:
            must(_sniff(format_, head, anywhere) > 0, f"it knows {sample.name} by name only")
    for suffix in format_.suffixes:
        for head in (b"", bytes(range(256)) * 4):
            sure = _sniff(format_, head, Path(f"x{suffix}"))
            must(sure <= 0.3, f"`{suffix}` alone earns {sure}, and 0.3 is the most")
    for name, data in hostile_files([sample.read_bytes() for sample in samples]):
        _sniff(format_, data[:HEAD], anywhere)
        _sniff(format_, data[:HEAD], Path(f"{name}{(*format_.suffixes, '')[0]}"))


def _sniff(format_: Format, head: bytes, path: Path) -> float:
    best = math.inf
    sure: float = -1.0
    for _ in range(3):
        began = time.perf_counter()
        try:
            sure = format_.sniff(head, path)
        except Exception as error:
            raise AssertionError(f"sniff raises {type(error).__name__}: {error}") from error
        best = min(best, time.perf_counter() - began)
        if best <= _SNIFFED:
            break
    must(isinstance(sure, (int, float)), f"sniff gives {sure!r}")
    must(0 <= sure <= 1, f"sniff gives {sure!r}")
    must(best <= _SNIFFED, f"sniff takes {best:.3f} s for {len(head)} bytes")
    return sure


def counts_add_up(format_: Format, samples: Sequence[Path]) -> None:
    """The report of each sample is sound: counts, problems, rate, frozen items."""
    for sample in samples:
        report = format_.read(Source(sample), Options())
        must(report.imported > 0, f"{sample.name}: nothing was imported")
        report_is_sound(format_, report, sample.name)


def report_is_sound(format_: Format, report: Report[Any], name: str) -> None:
    """Counts, problems, rate and items of a report are what the port asks for.

    Args:
        format_: The format that gave it.
        report: The report.
        name: What was read, for the message.
    """
    must(isinstance(report, Report), f"{name}: {type(report).__name__} is no Report")
    must(report.format == format_.name, f"{name}: the report is of `{report.format}`")
    must(isinstance(report.items, tuple), f"{name}: items are no tuple")
    must(
        0 <= report.imported <= report.in_file,
        f"{name}: {report.imported} imported of {report.in_file}",
    )
    lost = report.in_file - report.imported
    must(not lost or report.problems, f"{name}: {lost} lost without a word")
    for problem in report.problems:
        must(isinstance(problem, Problem), f"{name}: {problem!r} is no Problem")
        must(problem.line is None or problem.line >= 1, f"{name}: line {problem.line}")
        must(problem.message.strip(), f"{name}: a problem without words")
    must(report.rate is None or isinstance(report.rate, Rate), f"{name}: rate {report.rate!r}")
    must(report.rate_origin in _ORIGINS, f"{name}: rate origin {report.rate_origin!r}")
    must(
        (report.rate is None) == (report.rate_origin is None),
        f"{name}: rate {report.rate} is from {report.rate_origin}",
    )
    must(isinstance(report.record, Record), f"{name}: the record is {report.record!r}")
    for item in report.items[:1000]:
        must(_fixed(item), f"{name}: an item is {type(item).__name__}")


def _fixed(item: object) -> bool:
    """True for a frozen dataclass, a named tuple or a mapping."""
    if dataclasses.is_dataclass(item) and not isinstance(item, type):
        return bool(type(item).__dataclass_params__.frozen)  # type: ignore[attr-defined]
    return isinstance(item, Mapping) or (isinstance(item, tuple) and hasattr(item, "_asdict"))


def is_plain(format_: Format, samples: Sequence[Path]) -> None:
    """Items and record become JSON, and the record comes back the same."""
    for sample in samples:
        report = format_.read(Source(sample), Options())
        _json(report.items, sample.name)
        plain = json.loads(_json(report.record, sample.name))
        must(to_plain(from_plain(Record, plain)) == plain, f"{sample.name}: it comes back changed")


def _json(value: object, name: str) -> str:
    try:
        return json.dumps(to_plain(value), allow_nan=False)
    except (TypeError, ValueError) as error:
        raise AssertionError(f"{name}: it has no plain form: {error}") from error


def is_deterministic(format_: Format, samples: Sequence[Path]) -> None:
    """Two instances say the same of the same file, wherever it lies."""
    with tempfile.TemporaryDirectory() as folder:
        for sample in samples:
            copy = Path(folder) / sample.name
            copy.write_bytes(sample.read_bytes())
            first = format_.read(Source(sample), Options())
            second = type(format_)().read(Source(copy), Options())
            must(_said(first) == _said(second), f"{sample.name}: two readings differ")


def _said(report: Report[Any]) -> Any:
    return to_plain([report.items, report.in_file, report.problems, report.rate, report.record])


def survives_hostile_files(format_: Format, samples: Sequence[Path]) -> None:
    """Whatever the bytes, it reads or raises a ReadError, in time."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in hostile_files([sample.read_bytes() for sample in samples]):
            path = Path(folder) / f"hostile{(*format_.suffixes, '')[0]}"
            path.write_bytes(data)
            began = time.perf_counter()
            report = reads_or_refuses(format_, path, name)
            took = time.perf_counter() - began
            must(took < _READ, f"{name}: it takes {took:.1f} s")
            if report is not None:
                report_is_sound(format_, report, name)
                _json(report.items[:1000], name)


def reads_or_refuses(format_: Format, path: Path, name: str) -> Report[Any] | None:
    """The report of whatever lies at a path, or None when the format refused it in words.

    Args:
        format_: The format.
        path: The file.
        name: What it is, for the message.
    """
    try:
        return format_.read(Source(path, _LIMITS), Options())
    except ReadError as error:
        refused = error
    except MissingDependency:
        raise
    except Exception as error:
        raise AssertionError(f"{name}: {type(error).__name__}: {error}") from error
    must(refused.file, f"{name}: the error names no file: {refused.message}")
    return None


def names_a_missing_file(format_: Format, samples: Sequence[Path]) -> None:
    """A file that is not there, and a folder, are errors of ours that name it."""
    with tempfile.TemporaryDirectory() as folder:
        for path in (Path(folder) / "none", Path(folder)):
            try:
                format_.read(Source(path), Options())
            except (NotFound, ReadError) as error:
                told = error.file
            except Exception as error:
                raise AssertionError(f"{type(error).__name__} for a missing file") from error
            else:
                told = None
            must(told == str(path), f"the error for `{path.name}` names {told}")


def leaves_files_alone(format_: Format, samples: Sequence[Path]) -> None:
    """Reading changes no byte and no date, and leaves nothing beside the file."""
    with tempfile.TemporaryDirectory() as folder:
        for sample in samples:
            path = Path(folder) / sample.name
            path.write_bytes(sample.read_bytes())
            before = _state(Path(folder))
            format_.read(Source(path), Options())
            must(_state(Path(folder)) == before, f"reading changes {sample.name} or its folder")


def _state(folder: Path) -> dict[str, tuple[int, str]]:
    return {
        path.name: (path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in folder.iterdir()
    }


def lines_are_counted_alike(format_: Format, samples: Sequence[Path]) -> None:
    """Lines count from 1 whether LF, CR LF or CR ends them (samples that are text)."""
    with tempfile.TemporaryDirectory() as folder:
        for sample, text in _texts(samples):
            said: list[tuple[int, int, list[int | None]]] = []
            for end in (b"\n", b"\r\n", b"\r"):
                path = Path(folder) / sample.name
                path.write_bytes(text.replace(b"\n", end))
                report = format_.read(Source(path), Options())
                lines = [problem.line for problem in report.problems]
                said.append((report.in_file, report.imported, lines))
            must(said[0] == said[1] == said[2], f"{sample.name}: line ends change it: {said}")


def _texts(samples: Sequence[Path]) -> Iterator[tuple[Path, bytes]]:
    for sample in samples:
        data = sample.read_bytes()
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if b"\0" not in data and b"\n" in data:
            yield sample, data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def writes_what_it_reads(format_: Format, samples: Sequence[Path]) -> None:
    """What a format that writes has written, it reads again (formats that only read pass)."""
    if not isinstance(format_, Writer):
        return
    with tempfile.TemporaryDirectory() as folder:
        for sample in samples:
            record = format_.read(Source(sample), Options()).record
            path = Path(folder) / sample.name
            path.write_bytes(format_.write(record))
            again = format_.read(Source(path), Options())
            report_is_sound(format_, again, f"{sample.name}, written")
            must(_counts(again.record) == _counts(record), f"{sample.name}: writing loses things")


def _counts(record: Record) -> tuple[int, ...]:
    return (
        len(record.cuts),
        sum(len(cut.events) for cut in record.cuts),
        len(record.log),
        len(record.script.elements) if record.script else 0,
    )


def complies_with_floors(format_: Format, samples: Sequence[Path]) -> None:
    """Importing the plugin imports no heavy library and nothing above the ports."""
    import subprocess

    above = [f"circletake.{room}" for room in _ABOVE]
    code = (
        f"import sys, json; sys.path[:] = {sys.path!r}; import circletake.ports.formats\n"
        "before = set(sys.modules)\n"
        f"import {type(format_).__module__}\n"
        "print(json.dumps(sorted(set(sys.modules) - before)))"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    modules = set(json.loads(done.stdout))
    heavy = sorted(HEAVY & modules)
    must(not heavy, f"importing it imports {', '.join(heavy)}")
    risen = sorted(name for name in modules if name.startswith(tuple(above)))
    must(not risen, f"it imports {', '.join(risen)}, which stand above plugins")


CHECKS: tuple[Check, ...] = (
    has_name_and_suffixes,
    sniffs,
    counts_add_up,
    is_plain,
    is_deterministic,
    survives_hostile_files,
    names_a_missing_file,
    leaves_files_alone,
    lines_are_counted_alike,
    writes_what_it_reads,
    complies_with_floors,
)
"""All checks of the family."""
