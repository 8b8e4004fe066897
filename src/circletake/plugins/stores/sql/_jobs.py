"""Work under way: rows with a lease; the attempt number is the fencing token."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from circletake.errors import LeaseLost
from circletake.plugins.stores.sql._database import Database, insert, moment
from circletake.plugins.stores.sql._schema import JOBS
from circletake.plugins.stores.sql._types import storable, to_json
from circletake.ports.stores import Job

_C = JOBS.c
_JOB = (_C.id, _C.kind, _C.key, _C.payload, _C.state, _C.attempt, _C.result, _C.error)
_ENDED = ("done", "failed")
# As a text, so that the planner sees that the small index of open jobs answers it.
_OPEN = sa.text("state IN ('queued', 'running')")
_MANY = 500
_QUEUED = ("kind", "key", "payload", "state", "attempt", "asked_at")


class SqlJobs:
    """The `Jobs` of a ledger."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def enqueue(self, kind: str, payloads: Mapping[str, Mapping[str, Any]]) -> int:
        """Queue work by key; keys that are queued, running or done stay as they are.

        A failed one is queued as a new row with a new number, so that its attempts count from
        the beginning and a worker that was thought dead can still not finish it.

        Returns:
            How many were new (or had failed and are queued again).
        """
        with self._database.write() as connection:
            self._database.hold(connection, f"jobs {kind}")
            keys = {storable(key) for key in payloads}
            found = connection.execute(_of(sa.select(_C.key, _C.state), kind, keys)).all()
            failed = [key for key, state in found if key in keys and state == "failed"]
            _remove(connection, kind, failed)
            stay = {key for key, state in found if state != "failed"}
            now = moment()
            new = [
                (kind, storable(key), to_json(dict(payload)), "queued", 0, now)
                for key, payload in payloads.items()
                if storable(key) not in stay
            ]
            insert(connection, JOBS, _QUEUED, new)
        return len(new)

    def claim(self, worker: str, kinds: Sequence[str], lease: float = 30.0) -> Job | None:
        """Take the oldest job that is queued or whose lease ran out, for `lease` seconds."""
        now = self._database.clock()
        oldest = (
            sa.select(_C.id)
            .where(_OPEN, _C.kind.in_(kinds), sa.or_(_C.state == "queued", _C.lease_until <= now))
            .order_by(_C.id)
            .limit(1)
        )
        if not self._database.is_sqlite:
            oldest = oldest.with_for_update(skip_locked=True)
        claimed = (
            JOBS.update()
            .where(_C.id == oldest.scalar_subquery())
            .values(state="running", worker=worker, lease_until=now + lease, attempt=_C.attempt + 1)
            .returning(*_JOB)
        )
        with self._database.write() as connection:
            row = connection.execute(claimed).first()
        return Job(*row) if row is not None else None

    def renew(self, job: Job, lease: float = 30.0) -> None:
        """Hold a job longer.

        Raises:
            LeaseLost: It was given to another worker.
        """
        with self._database.write() as connection:
            _change(connection, job, lease_until=self._database.clock() + lease)

    def finish(self, job: Job, result: Mapping[str, Any]) -> None:
        """Mark a job done.

        Raises:
            LeaseLost: It was given to another worker.
        """
        with self._database.write() as connection:
            finish_job(connection, job, result)

    def fail(self, job: Job, error: str, *, retry: bool = False) -> None:
        """Mark a job failed, or queued again.

        Raises:
            LeaseLost: It was given to another worker.
        """
        after = {"state": "queued"} if retry else {"state": "failed", "ended_at": moment()}
        with self._database.write() as connection:
            _change(connection, job, error=error, worker=None, lease_until=None, **after)

    def release(self, worker: str) -> int:
        """End the leases of a worker that is known to be dead; returns how many it held."""
        with self._database.write() as connection:
            held = connection.execute(
                JOBS.update()
                .where(_OPEN, _C.state == "running", _C.worker == worker)
                .values(state="queued", worker=None, lease_until=None)
            )
            return int(held.rowcount)

    def holders(self, kind: str) -> frozenset[str]:
        """Workers that hold jobs of a kind, dead or alive."""
        held = sa.select(_C.worker).where(_OPEN, _C.state == "running", _C.kind == kind)
        with self._database.read() as connection:
            return frozenset(connection.execute(held.distinct()).scalars())

    def list(self, kind: str, keys: Iterable[str] | None = None) -> tuple[Job, ...]:
        """Jobs of a kind, by id."""
        wanted = None if keys is None else {storable(key) for key in keys}
        with self._database.read() as connection:
            jobs = [Job(*row) for row in connection.execute(_of(sa.select(*_JOB), kind, wanted))]
        if wanted is not None:
            jobs = [job for job in jobs if job.key in wanted]
        return tuple(sorted(jobs, key=lambda job: job.id))

    def forget(self, kind: str, keys: Iterable[str]) -> None:
        """Remove finished and failed jobs, so that the same work may be asked for again."""
        with self._database.write() as connection:
            _remove(connection, kind, {storable(key) for key in keys})


def finish_job(connection: sa.Connection, job: Job, result: Mapping[str, Any]) -> None:
    """Mark a job done in a transaction that also holds what it did.

    Raises:
        LeaseLost: It was given to another worker.
    """
    _change(
        connection, job, state="done", result=dict(result), error=None, worker=None,
        lease_until=None, ended_at=moment(),
    )  # fmt: skip


def _change(connection: sa.Connection, job: Job, **values: Any) -> None:
    changed = connection.execute(
        JOBS.update()
        .where(_C.id == job.id, _C.attempt == job.attempt, _C.state == "running")
        .values(values)
    )
    if changed.rowcount != 1:
        raise LeaseLost(
            f"the job `{job.key}` was given to another worker",
            cause=f"its lease ran out during attempt {job.attempt}",
            fix="Nothing is lost: the other worker does it.",
        )


def _of(query: sa.Select[Any], kind: str, keys: Collection[str] | None) -> sa.Select[Any]:
    """The jobs of a kind, and only those of these keys when they are few."""
    query = query.where(_C.kind == kind)
    return query if keys is None or len(keys) > _MANY else query.where(_C.key.in_(keys))


def _remove(connection: sa.Connection, kind: str, keys: Collection[str]) -> None:
    """Remove what has ended; some at a time, as a database takes only so many parameters."""
    every = sorted(keys)
    for start in range(0, len(every), _MANY):
        some = every[start : start + _MANY]
        connection.execute(
            JOBS.delete().where(_C.kind == kind, _C.key.in_(some), _C.state.in_(_ENDED))
        )
