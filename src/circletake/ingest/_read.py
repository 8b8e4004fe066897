"""Read one file as it stands, and file what it says in one transaction.

A job's payload names the file and the bytes that were meant (SHA-256). A file that has other bytes
by now changed while it was read: nothing of it is filed, and the next run reads it anew.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from circletake import registry
from circletake.errors import FileChanged, ReadError
from circletake.model import Cut, Problem, SourceFile, cut_name
from circletake.ports.formats import Options, Record, Report, Source
from circletake.ports.stores import Job, Ledger
from circletake.timecode import Rate
from circletake.tools import Limits

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was when it was read.

    Attributes:
        file: What was found, for the ledger.
        record: What it says.
    """

    file: SourceFile
    record: Record


def digest_of(path: Path) -> str:
    """SHA-256 of a file, read in pieces.

    Raises:
        ReadError: The system does not let us read it.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise ReadError(
            "cannot be read", file=path, cause=error.strerror, fix="Check its permissions."
        ) from error
    return digest.hexdigest()


def reading_of(source: Source, order: Mapping[str, Any]) -> Reading:
    """Read a file as an order says, and make sure that it is the file that was meant.

    Args:
        source: The file.
        order: Payload of a job: `format`, `rate`, `columns`, `path`, `sha256`, `size`, `mtime_ns`.

    Raises:
        FileChanged: It changed since the order was given.
        ReadError: Nothing of it can be read.
    """
    rate = Rate.parse(order["rate"]) if order["rate"] else None
    form = registry.load("formats", order["format"])
    report: Report[Any] = form.read(source, Options(rate, order["columns"]))
    if _changed(source, order):
        raise FileChanged(
            "changed while it was read", file=source.path, fix="Run the same command again."
        )
    file = SourceFile(
        order["path"], order["format"], order["sha256"], order["size"], report.in_file,
        report.imported, report.problems,
    )  # fmt: skip
    return Reading(file, _named(report.record, cut_name(source.path.as_posix())))


def _changed(source: Source, order: Mapping[str, Any]) -> bool:
    """True when the bytes read, or the file as it stands, are not those of the order."""
    if "data" in source.__dict__ and hashlib.sha256(source.data).hexdigest() != order["sha256"]:
        return True
    try:
        state = source.path.stat()
    except OSError:
        return True
    return (state.st_size, state.st_mtime_ns) != (order["size"], order["mtime_ns"])


def _named(record: Record, stem: str) -> Record:
    """A cut that is alone in its file takes the file's name."""
    if len(record.cuts) != 1:
        return record
    cut: Cut = replace(record.cuts[0], name=stem)
    return replace(record, cuts=(cut,))


def file_one(ledger: Ledger, job: Job) -> None:
    """Do one job of the kind `ingest`: read a file, keep its bytes, file what it says.

    What cannot be read is filed with its problem and nothing else, so that it is not lost from
    sight. A file that changed is not filed: the next run reads it.
    """
    order = job.payload
    path = Path(order["path"])
    production = ledger.production(order["production"])
    source = Source(path, Limits(**order["limits"]))
    try:
        reading = reading_of(source, order)
    except FileChanged as error:
        ledger.jobs.finish(job, {"changed": str(error)})
        return
    except ReadError as error:
        problem = Problem(error.line, error.message if error.cause is None else str(error))
        file = SourceFile(
            order["path"], order["format"], order["sha256"], order["size"], 0, 0, (problem,)
        )
        reading = Reading(file, Record())
    if order["media"] and "data" in source.__dict__:
        kept = registry.load("stores", "objects")(order["media"]).put(source.data)
        ledger.media.attach(production, kept, path.name, reading.file.size)
    ledger.records.put(production, reading.file, reading.record, job=job)
