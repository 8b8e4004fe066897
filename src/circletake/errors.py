"""Everything that circletake raises on purpose.

::

    CircletakeError                 exit status 1
    ├── AskedWrongly                2   what was asked for cannot be: mend the command
    │   ├── NotFound                2   no such production, cut, plugin, file
    │   └── TimecodeError           2   a timecode or a rate that cannot exist
    ├── ReadError                   3   a file cannot be read
    │   ├── UnknownFormat           3   no format recognises it
    │   ├── Damaged                 3   the bytes are not what the format allows
    │   ├── LimitExceeded           3   larger, deeper or slower than the settings allow
    │   └── FileChanged             3   it changed while it was read
    ├── LedgerError                 4   the ledger cannot do it
    │   ├── LedgerBusy              4   another program holds it
    │   ├── StorageFull             4   no space left
    │   ├── ChainBroken             4   the record was altered
    │   └── LeaseLost               4   another worker has the job now
    ├── Refused                     5   the rights gate said no
    └── MissingDependency           6   an optional package is not installed

Each says what happened, where (file and line), why (cause) and what mends it (fix).
"""

from pathlib import Path


class CircletakeError(Exception):
    """The root of the tree; a door shows its text and exits with its status.

    Args:
        message: What happened, in the words of the trade.
        file: The file it happened in.
        line: The line in that file, counted from 1.
        cause: Why it happened.
        fix: What mends it.
    """

    exit_status = 1
    usual_fix: str | None = None
    """What mends any error of this class, where nothing better is said."""

    def __init__(
        self,
        message: str,
        *,
        file: Path | str | None = None,
        line: int | None = None,
        cause: str | None = None,
        fix: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.file = str(file) if file is not None else None
        self.line = line
        self.cause = cause
        self.fix = fix if fix is not None else self.usual_fix

    def __str__(self) -> str:
        where = ""
        if self.file is not None:
            where = f"{self.file}:{self.line}: " if self.line is not None else f"{self.file}: "
        text = f"{where}{self.message}"
        if self.cause:
            text += f" ({self.cause})"
        if self.fix:
            text += f". {self.fix}"
        return text

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only arguments do not survive the default pickling across processes.
        return (_rebuild, (type(self), self.message, self.__dict__))


def _rebuild(
    kind: type[CircletakeError], message: str, state: dict[str, object]
) -> CircletakeError:
    error = kind(message)
    error.__dict__.update(state)
    return error


class AskedWrongly(CircletakeError):
    """What was asked for cannot be."""

    exit_status = 2


class NotFound(AskedWrongly):
    """No production, cut, plugin or file of that name."""


class TimecodeError(AskedWrongly, ValueError):
    """A timecode or a rate that cannot exist."""


class ReadError(CircletakeError):
    """A file cannot be read."""

    exit_status = 3


class UnknownFormat(ReadError):
    """No format recognises the file."""


class Damaged(ReadError):
    """The bytes are not what the format allows."""


class LimitExceeded(ReadError):
    """The file is larger, deeper or slower to read than the settings allow."""

    usual_fix = "Raise it under `[limits]` in circletake.toml if the file is really meant."


class FileChanged(ReadError):
    """The file changed while it was read."""


class LedgerError(CircletakeError):
    """The ledger cannot do what was asked."""

    exit_status = 4


class LedgerBusy(LedgerError):
    """Another program holds the ledger."""


class StorageFull(LedgerError):
    """No space is left where the ledger or the media are kept."""


class ChainBroken(LedgerError):
    """The record was altered after it was written."""


class LeaseLost(LedgerError):
    """The job was given to another worker."""


class Refused(CircletakeError):
    """The rights gate said no; the message names the rule."""

    exit_status = 5


class MissingDependency(CircletakeError):
    """An optional package is needed and not installed; the fix is the command that installs it."""

    exit_status = 6
