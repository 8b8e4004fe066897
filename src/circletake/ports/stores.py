"""Stores: the ledger, and the media beside it.

A ledger has four parts, each a small protocol: what files say (`Records`), what was mined from it
(`MinedRecord`), what was decided and agreed, append-only (`Chain`), and work under way (`Jobs`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Protocol, Self, TypeVar, runtime_checkable

from circletake.model import (
    Change,
    Clearance,
    Consent,
    Finding,
    Generation,
    Pair,
    Production,
    Revocation,
    Showing,
    SourceFile,
    Take,
    Tie,
    Verdict,
    Withdrawal,
)
from circletake.ports.formats import Record
from circletake.timecode import Rate

T = TypeVar("T")

Chained = Verdict | Withdrawal | Showing | Generation | Consent | Revocation | Clearance
"""What the append-only chain holds."""


@dataclass(frozen=True, slots=True)
class Filed(Generic[T]):
    """A value and the file that it was read from.

    Attributes:
        file: Path as ingested.
        value: What the file says.
    """

    file: str
    value: T


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work that outlives the process that does it.

    Attributes:
        id: Key in the ledger.
        kind: What is to be done.
        key: Unique; the same work asked twice is one job.
        payload: What the work needs, as plain data.
        state: `queued`, `running`, `done` or `failed`.
        attempt: How often it was begun; the fencing token of whoever began it last.
        result: What came of it, as plain data.
        error: Why it failed, in words.
    """

    id: int
    kind: str
    key: str
    payload: Mapping[str, Any]
    state: str = "queued"
    attempt: int = 0
    result: Mapping[str, Any] | None = None
    error: str | None = None


@runtime_checkable
class Records(Protocol):
    """What the ingested files say."""

    def put(
        self, production: Production, file: SourceFile, record: Record, *, job: Job | None = None
    ) -> bool:
        """Store a file and all it says, in one transaction.

        The same path with the same bytes changes nothing; with other bytes the older reading is
        kept but no longer counts. With a job, the job is finished in the same transaction.

        Returns:
            False when nothing changed.

        Raises:
            LeaseLost: The job was given to another worker meanwhile; nothing is stored.
        """

    def files(self, production: Production) -> tuple[SourceFile, ...]:
        """The files that count, by path."""

    def all(self, production: Production, kind: type[T]) -> tuple[Filed[T], ...]:
        """All values of a kind that count, by file and in file order.

        Args:
            production: Whose files.
            kind: `Cut`, `LogRow`, `Script`, `Note`, `MediaFile` or `Panel`.
        """

    def basis(self, production: Production) -> str:
        """A digest of everything that counts now; it changes when a mined answer may."""


@dataclass(frozen=True, slots=True)
class Between:
    """The changes from one cut to another.

    Attributes:
        old: Name of the earlier cut.
        new: Name of the later cut.
        changes: In record order of the new cut; lifts where they stood.
    """

    old: str
    new: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Mined:
    """What the record holds once it is understood.

    Attributes:
        basis: `Records.basis` it was mined from.
        cuts: Names of cuts, in order.
        takes: By scene, setup, take and camera.
        ties: Events to takes.
        between: Changes of consecutive cuts.
        pairs: Chosen over rejected.
        findings: What a person would want to know.
    """

    basis: str
    cuts: tuple[str, ...] = ()
    takes: tuple[Take, ...] = ()
    ties: tuple[Tie, ...] = ()
    between: tuple[Between, ...] = ()
    pairs: tuple[Pair, ...] = ()
    findings: tuple[Finding, ...] = ()


@runtime_checkable
class MinedRecord(Protocol):
    """What was mined; it can be made again from the records at any time."""

    def replace(self, production: Production, mined: Mined) -> None:
        """Put this in the place of what was mined before, in one transaction."""

    def load(self, production: Production) -> Mined | None:
        """What was mined last, or None."""

    def basis(self, production: Production) -> str | None:
        """The basis of what was mined last; loads nothing else."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a production's chain.

    Attributes:
        id: Unique.
        seq: Place in the chain, from 1.
        kind: Name of the payload's type in lower case (`verdict`, `consent`), or `erasure`.
        value: What was recorded; None once its payload was erased, and for an erasure.
        actor: Who recorded it.
        at: When.
        key: What makes it the same entry when recorded again; None when nothing does.
        commitment: SHA-256 over salt and payload.
        digest: SHA-256 over the previous digest, the commitment and the open fields.
        erased: True once its payload was erased.
    """

    id: str
    seq: int
    kind: str
    value: Chained | None
    actor: str
    at: datetime
    key: str | None
    commitment: str
    digest: str
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Verification:
    """What an auditor is told of a chain.

    Attributes:
        entries: How many there are.
        erased: How many payloads were erased by law, each with an entry that says so.
        head: Digest of the last entry; note it elsewhere to see later that none was cut off.
        broken: Place and fault of each entry that does not fit; empty when all is well.
    """

    entries: int
    erased: int
    head: str | None
    broken: tuple[tuple[int, str], ...] = ()


@runtime_checkable
class Chain(Protocol):
    """What was decided and agreed: append-only, committed to, erasable by law."""

    def append(
        self, production: Production, values: Sequence[Chained], *, actor: str,
        keys: Sequence[str | None] | None = None,
    ) -> tuple[str, ...]:  # fmt: skip
        """Record values in order, in one transaction.

        Args:
            production: Whose chain.
            values: What to record.
            actor: Who records.
            keys: One for each value; a value whose key stands in the chain and was not superseded
                or withdrawn is not recorded again.

        Returns:
            The ids of the entries, old ones for those that stood already.
        """

    def entries(self, production: Production, kind: type | None = None) -> Iterator[Entry]:
        """The entries in order, of one type of value or all."""

    def standing(self, production: Production, kind: type) -> Iterator[Entry]:
        """The entries of a type that no later one supersedes, withdraws or revokes."""

    def about(
        self, production: Production, subject: str, kind: type | None = None
    ) -> Iterator[Entry]:
        """The entries that speak of a candidate or of a consent, in order; erased ones do not."""

    def erase(self, production: Production, entry: str, *, actor: str, because: str) -> None:
        """Destroy the payload and salt of an entry; the chain stays valid and says so.

        Raises:
            NotFound: There is no such entry.
        """

    def verify(self, production: Production, expect: str | None = None) -> Verification:
        """Check every link and commitment; `expect` is a head noted earlier that must occur."""


@runtime_checkable
class Jobs(Protocol):
    """Work under way: rows with a lease; a killed worker loses nothing."""

    def enqueue(self, kind: str, payloads: Mapping[str, Mapping[str, Any]]) -> int:
        """Queue work by key; keys that are queued, running or done stay as they are.

        Returns:
            How many were new (or had failed and are queued again).
        """

    def claim(self, worker: str, kinds: Sequence[str], lease: float = 30.0) -> Job | None:
        """Take the oldest job that is queued or whose lease ran out, for `lease` seconds."""

    def renew(self, job: Job, lease: float = 30.0) -> None:
        """Hold a job longer.

        Raises:
            LeaseLost: It was given to another worker.
        """

    def finish(self, job: Job, result: Mapping[str, Any]) -> None:
        """Mark a job done.

        Raises:
            LeaseLost: It was given to another worker.
        """

    def fail(self, job: Job, error: str, *, retry: bool = False) -> None:
        """Mark a job failed, or queued again.

        Raises:
            LeaseLost: It was given to another worker.
        """

    def release(self, worker: str) -> int:
        """End the leases of a worker that is known to be dead; returns how many it held."""

    def holders(self, kind: str) -> frozenset[str]:
        """Workers that hold jobs of a kind, dead or alive."""

    def list(self, kind: str, keys: Iterable[str] | None = None) -> tuple[Job, ...]:
        """Jobs of a kind, by id."""

    def forget(self, kind: str, keys: Iterable[str]) -> None:
        """Remove finished and failed jobs, so that the same work may be asked for again."""


@runtime_checkable
class MediaReferences(Protocol):
    """Which production may reach which medium; content addressing opens no door between them."""

    def attach(self, production: Production, sha256: str, name: str, size: int) -> None:
        """Let a production reach a medium under a name; twice is once."""

    def detach(self, production: Production, sha256: str, name: str) -> bool:
        """Take a reference back; True when no production holds the medium any more."""

    def reaches(self, production: Production, sha256: str) -> bool:
        """True when the production has a reference."""


@runtime_checkable
class Ledger(Protocol):
    """The one place where rooms meet."""

    records: Records
    mined: MinedRecord
    chain: Chain
    jobs: Jobs
    media: MediaReferences

    def productions(self) -> tuple[Production, ...]:
        """All productions, by name."""

    def production(self, name: str) -> Production:
        """A production by its name, in any case.

        Raises:
            NotFound: There is none; names the near ones.
        """

    def ensure_production(self, name: str) -> Production:
        """The production of that name, made when there is none."""

    def set_production(
        self, production: Production, *, rate: Rate | None = None,
        cut_order: Sequence[str] | None = None,
    ) -> Production:  # fmt: skip
        """Record the rate or the order of cuts; what is None stays."""

    def close(self) -> None:
        """Give the connection back."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


@runtime_checkable
class MediaStore(Protocol):
    """Bytes by their SHA-256: local files or a bucket, the same code."""

    def put(self, source: Path | bytes) -> str:
        """Store bytes or a file (streamed); returns the SHA-256 in hexadecimal. Twice is once.

        Raises:
            StorageFull: There is no room.
        """

    def get(self, sha256: str, start: int = 0, length: int | None = None) -> bytes:
        """A range of the bytes.

        Raises:
            NotFound: They are not here.
        """

    def size(self, sha256: str) -> int | None:
        """Bytes, or None when they are not here."""

    def delete(self, sha256: str) -> None:
        """Remove them; only the ledger knows when no production holds them."""
