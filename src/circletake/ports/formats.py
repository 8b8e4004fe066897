"""Formats: "what does this file say?"

A format lives in a folder of its own under `plugins/formats`, registered by entry point in the
group `circletake.formats`. It is one class without arguments that has the members of `Format`, and
those of `Writer` when it can also write. `circletake.testing.formats` is its compliance suite.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

from circletake.errors import LimitExceeded, NotFound, ReadError
from circletake.model import Cut, LogRow, MediaFile, Note, Panel, Problem, Script
from circletake.timecode import Rate
from circletake.tools import Limits

HEAD = 64 * 1024
"""Bytes that `sniff` is given."""

Item = TypeVar("Item")


@dataclass(frozen=True)
class Source:
    """A file to read; its bytes are read once, on first use, within the limits.

    Attributes:
        path: Where it lies.
        limits: Bounds that the reader keeps.
    """

    path: Path
    limits: Limits = field(default_factory=Limits)

    @cached_property
    def data(self) -> bytes:
        """All bytes.

        Raises:
            LimitExceeded: It is larger than `limits.bytes`.
            ReadError: The system does not let us read it.
        """
        try:
            size = self.path.stat().st_size
            if size > self.limits.bytes:
                raise LimitExceeded(
                    f"{size} bytes are more than {self.limits.bytes}",
                    file=self.path,
                    fix="Raise `limits.bytes` in circletake.toml if the file is really meant.",
                )
            return self.path.read_bytes()
        except FileNotFoundError as error:
            raise NotFound("no such file", file=self.path, fix="Check the name.") from error
        except OSError as error:
            raise ReadError(
                "cannot be read", file=self.path, cause=error.strerror, fix="Check its permissions."
            ) from error

    @cached_property
    def head(self) -> bytes:
        """The first bytes, for `sniff`; does not read the rest."""
        if "data" in self.__dict__:
            return self.data[:HEAD]
        try:
            with self.path.open("rb") as file:
                return file.read(HEAD)
        except FileNotFoundError as error:
            raise NotFound("no such file", file=self.path, fix="Check the name.") from error
        except OSError as error:
            raise ReadError(
                "cannot be read", file=self.path, cause=error.strerror, fix="Check its permissions."
            ) from error


@dataclass(frozen=True, slots=True)
class Options:
    """What the user adds to what a file says.

    Attributes:
        rate: Rate to take where the file does not say; None to infer it.
        columns: Column names of the studio's own logs: name as written (any case) to field.
    """

    rate: Rate | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """What a file says, in the words of the trade; what a format has nothing of stays empty."""

    cuts: tuple[Cut, ...] = ()
    log: tuple[LogRow, ...] = ()
    script: Script | None = None
    notes: tuple[Note, ...] = ()
    media: tuple[MediaFile, ...] = ()
    panels: tuple[Panel, ...] = ()


@dataclass(frozen=True, slots=True)
class Report(Generic[Item]):
    """What a reader found, what it kept, and what it left out.

    Attributes:
        format: Name of the format.
        items: The file's own things, one by one, as `circletake inspect` prints them: frozen
            dataclasses, named tuples or mappings.
        in_file: How many the file holds, broken ones included.
        problems: Line and cause of every loss and doubt; each item not imported has one.
        rate: Rate of the file, when it says one or one follows from it.
        rate_origin: `file`, `given` or `inferred`; None without a rate.
        record: The same in the words of the trade.
    """

    format: str
    items: tuple[Item, ...]
    in_file: int
    problems: tuple[Problem, ...] = ()
    rate: Rate | None = None
    rate_origin: str | None = None
    record: Record = field(default_factory=Record)

    @property
    def imported(self) -> int:
        """How many were kept."""
        return len(self.items)


@runtime_checkable
class Format(Protocol):
    """A kind of file that circletake can read."""

    name: str
    """What the user types and reports show."""
    suffixes: tuple[str, ...]
    """Usual suffixes, lower case with the dot; they only decide between equals."""

    def sniff(self, head: bytes, path: Path) -> float:
        """How sure it is, 0 to 1, that these first bytes are of this format.

        Content decides; a suffix alone earns at most 0.3. Fast, and never raises.
        """

    def read(self, source: Source, options: Options) -> Report[Any]:
        """Read the file.

        Raises:
            ReadError: Nothing of the file can be read. One bad part is a problem, not an error.
        """


@runtime_checkable
class Writer(Protocol):
    """A format that can also write."""

    def write(self, record: Record) -> bytes:
        """The file's bytes for what the record holds of this format's kind.

        Raises:
            AskedWrongly: The record holds nothing that the format can say.
        """
