"""Where something is written: the ground that a conclusion stands on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place that says so.

    Attributes:
        file: The file's name as ingested, relative to what was named.
        line: Line, counted from 1; None where the format has none.
        says: What stands there, in short.
    """

    file: str
    line: int | None
    says: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a reader left out or doubts, and why.

    Attributes:
        line: Line, counted from 1 whether LF, CR LF or CR ends lines; None where there is none.
        message: What is wrong and what became of it.
    """

    line: int | None
    message: str
