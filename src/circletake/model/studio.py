"""Productions and the files they were read from."""

from dataclasses import dataclass
from datetime import datetime

from circletake.model.evidence import Problem
from circletake.timecode import Rate


@dataclass(frozen=True, slots=True)
class Production:
    """One film or series in the studio.

    Attributes:
        id: Key in the ledger.
        name: As the user typed it first.
        rate: Rate that holds where a file does not say; None until known.
        cut_order: Names of cuts in the order that the user recorded; empty for by name.
    """

    id: str
    name: str
    rate: Rate | None = None
    cut_order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One ingested file: what it was and how much of it was kept.

    Attributes:
        path: As named, relative to what the user named.
        format: Name of the format that read it.
        sha256: Of its bytes, in hexadecimal.
        size: Bytes.
        in_file: What it holds of its own kind.
        imported: How many were kept.
        problems: Line and cause of each thing left out or doubted.
        ingested_at: When; None before it is stored.
    """

    path: str
    format: str
    sha256: str
    size: int
    in_file: int
    imported: int
    problems: tuple[Problem, ...] = ()
    ingested_at: datetime | None = None
