"""The first half of a lap: files in.

Logs and scripts are read first, because they tell the production's rate, which edit decision lists
do not; a rate that the user gives wins over both.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from circletake import registry
from circletake.errors import LedgerError, NotFound, ReadError
from circletake.ingest import Found, digest_of, file_one, find
from circletake.loop._studio import Studio
from circletake.model import LogRow, Problem, Production, SourceFile
from circletake.ports.engines import Work
from circletake.ports.formats import Options, Report, Source
from circletake.ports.stores import Job
from circletake.timecode import Rate
from circletake.tools import Limits

_KIND = "ingest"
_RATELESS = frozenset({"cmx3600"})
"""Formats that do not say their rate; they are read when the rest has told it."""
_ALONE = 24
"""Files that one process reads sooner than a second one starts."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one named file.

    Attributes:
        path: Relative to what the user named.
        format: Name of its format; None when no format recognises it.
        in_file: What it holds of its own kind.
        imported: How many were kept.
        problems: Line and cause of each thing left out or doubted.
        unchanged: True when the same bytes were ingested before.
    """

    path: str
    format: str | None
    in_file: int
    imported: int
    problems: tuple[Problem, ...]
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class _Task:
    found: Found
    format: str
    sha256: str
    size: int
    mtime_ns: int


def ingest(
    studio: Studio,
    paths: Iterable[Path],
    production_name: str,
    rate: Rate | None = None,
    progress: Callable[[int, int, str], None] = lambda done, total, name: None,
) -> tuple[FileReport, ...]:
    """Read files into a production; the same files again change nothing.

    Args:
        studio: Open.
        paths: Files and folders.
        production_name: Made when there is none of that name.
        rate: Rate of files that do not say theirs.
        progress: Told how many of how many files are done, and which was the last.

    Returns:
        One report for each file, by path.

    Raises:
        LedgerError: The ledger or the disk failed; what was filed stays, and a second run goes on.
    """
    found = find(paths)
    production = studio.ledger.ensure_production(production_name)
    if rate is not None:
        production = studio.ledger.set_production(production, rate=rate)
    known = {file.path: file for file in studio.ledger.records.files(production)}
    reports: dict[Path, FileReport] = {}
    tasks = []
    for each in found:
        task = _recognise(each, studio.settings.limits, reports)
        if task is None:
            continue
        before = known.get(str(each.path))
        if before and before.sha256 == task.sha256 and rate is None:
            reports[each.path] = _report(each.shown, before, unchanged=True)
        else:
            tasks.append(task)
    done = _Counter(len(tasks), progress)
    _run(studio, production, [t for t in tasks if t.format not in _RATELESS], done)
    production = _settle_rate(studio, production)
    _run(studio, production, [t for t in tasks if t.format in _RATELESS], done)
    filed = {file.path: file for file in studio.ledger.records.files(production)}
    for task in tasks:
        reports[task.found.path] = done.changed.get(str(task.found.path)) or _report(
            task.found.shown, filed[str(task.found.path)]
        )
    return tuple(reports[each.path] for each in found)


def _recognise(found: Found, limits: Limits, reports: dict[Path, FileReport]) -> _Task | None:
    try:
        form = registry.recognise(Source(found.path, limits))
        state = found.path.stat()
        return _Task(found, form.name, digest_of(found.path), state.st_size, state.st_mtime_ns)
    except (ReadError, NotFound, OSError) as error:
        reports[found.path] = FileReport(found.shown, None, 0, 0, (Problem(None, str(error)),))
        return None


def _report(shown: str, file: SourceFile, *, unchanged: bool = False) -> FileReport:
    return FileReport(shown, file.format, file.in_file, file.imported, file.problems, unchanged)


class _Counter:
    """Counts finished jobs, and keeps the files that changed while they were read."""

    def __init__(self, total: int, progress: Callable[[int, int, str], None]) -> None:
        self.total, self.done, self.progress = total, 0, progress
        self.changed: dict[str, FileReport] = {}
        self.failed: list[Job] = []

    def __call__(self, job: Job) -> None:
        self.done += 1
        path = str(job.payload["path"])
        if job.state == "failed":
            self.failed.append(job)
        elif job.result and "changed" in job.result:
            problem = Problem(None, str(job.result["changed"]))
            self.changed[path] = FileReport(
                str(job.payload["shown"]), str(job.payload["format"]), 0, 0, (problem,)
            )
        self.progress(self.done, self.total, Path(path).name)


def _run(studio: Studio, production: Production, tasks: Sequence[_Task], done: _Counter) -> None:
    if not tasks:
        return
    payloads = {_key(production, task): _payload(studio, production, task) for task in tasks}
    jobs = studio.ledger.jobs
    jobs.forget(_KIND, payloads)
    jobs.enqueue(_KIND, payloads)
    work = Work(_KIND, frozenset(payloads), studio.opener, file_one)
    workers = 1 if len(tasks) < _ALONE else studio.settings.workers
    registry.load("engines", "local").run(work, workers=workers, on_done=done)
    jobs.forget(_KIND, payloads)
    if done.failed:
        first = done.failed[0]
        raise LedgerError(
            f"{len(done.failed)} of {done.total} files were not filed: {first.error}",
            file=str(first.payload["path"]),
            fix="Mend the cause and run the same command again; what was filed stays.",
        )


def _key(production: Production, task: _Task) -> str:
    return f"{production.id}:{task.found.path}:{task.sha256}"


def _payload(studio: Studio, production: Production, task: _Task) -> Mapping[str, Any]:
    return {
        "path": str(task.found.path),
        "shown": task.found.shown,
        "format": task.format,
        "sha256": task.sha256,
        "size": task.size,
        "mtime_ns": task.mtime_ns,
        "production": production.name,
        "rate": str(production.rate) if production.rate else None,
        "columns": dict(studio.settings.columns),
        "limits": asdict(studio.settings.limits),
        "media": studio.settings.media,
    }


def _settle_rate(studio: Studio, production: Production) -> Production:
    """The rate that most log rows state, where the user gave none."""
    if production.rate is not None:
        return production
    rows = studio.ledger.records.all(production, LogRow)
    rates = Counter(filed.value.rate for filed in rows if filed.value.rate)
    if not rates:
        return production
    rate, _ = rates.most_common(1)[0]
    return studio.ledger.set_production(production, rate=rate)


def inspect(path: Path, limits: Limits, rate: Rate | None = None) -> Report[Any]:
    """Look into one file without a studio.

    Raises:
        ReadError: It cannot be read.
    """
    source = Source(path.resolve(), limits)
    return registry.recognise(source).read(source, Options(rate))
