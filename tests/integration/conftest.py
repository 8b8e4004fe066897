"""A real PostgreSQL server: loopback only, on a free port, ended by its own process id."""

import contextlib
import itertools
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

_PASSWORD = "pass/word@of:the#studio"
_QUOTED = "pass%2Fword%40of%3Athe%23studio"
_counter = itertools.count()


@dataclass(frozen=True)
class Server:
    """A running server.

    Attributes:
        port: On 127.0.0.1.
        password: Of the user `studio`.
    """

    port: int
    password: str = _PASSWORD

    def url(self, database: str, password: str = _QUOTED) -> str:
        """URL of a database, as a studio would write it."""
        return f"postgresql://studio:{password}@127.0.0.1:{self.port}/{database}"

    def run(self, statement: str, database: str = "postgres") -> None:
        """Run one statement outside of any transaction."""
        import psycopg

        connection = psycopg.connect(self.url(database), autocommit=True)
        with contextlib.closing(connection):
            connection.execute(statement)


def _programs() -> Path | None:
    """The folder of initdb and postgres: on PATH, or where Debian keeps them by version."""
    found = shutil.which("initdb")
    if found and shutil.which("postgres"):
        return Path(found).parent
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: [int(part) for part in path.parts[4].split(".") if part.isdigit()],
    )
    return versions[-1].parent if versions else None


def _user() -> dict[str, Any]:
    """Whom to run as: the server refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A server for the whole session; the test is skipped where PostgreSQL is not installed."""
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL: initdb is neither on PATH nor under /usr/lib/postgresql")
    pytest.importorskip("psycopg", reason='no driver: pip install "circletake[postgres]"')
    folder = Path(tempfile.mkdtemp(prefix="ctpg"))
    user = _user()
    try:
        secret = folder / "password"
        secret.write_text(_PASSWORD, "utf-8")
        if user:
            shutil.chown(folder, "nobody")
            shutil.chown(secret, "nobody")
        made = subprocess.run(
            [programs / "initdb", "-D", folder / "data", "-U", "studio", "-A", "scram-sha-256",
             f"--pwfile={secret}", "-E", "UTF8", "--locale=C", "--no-sync"],
            capture_output=True, text=True, check=False, cwd=folder, **user,
        )  # fmt: skip
        assert made.returncode == 0, made.stderr
        yield from _served(programs, folder, user)
    finally:
        shutil.rmtree(folder)


def _served(programs: Path, folder: Path, user: dict[str, Any]) -> Iterator[Server]:
    server = Server(_free_port())
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [programs / "postgres", "-D", folder / "data", "-k", folder, "-p", str(server.port),
             "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"],
            stdout=log, stderr=log, cwd=folder, **user,
        )  # fmt: skip
    try:
        _wait(server, process, folder / "log")
        yield server
    finally:
        process.send_signal(2)  # SIGINT: end at once, clients or not
        process.wait(20)


def _wait(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    import psycopg

    end = time.monotonic() + 30
    while True:
        try:
            server.run("SELECT 1")
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > end:
                raise AssertionError(log.read_text("utf-8")) from None
            time.sleep(0.1)
        else:
            return


@pytest.fixture
def postgres_url(postgres: Server) -> Iterator[str]:
    """The URL of an empty database of its own."""
    name = f"studio{os.getpid()}_{next(_counter)}"
    postgres.run(f'CREATE DATABASE "{name}"')
    yield postgres.url(name)
    postgres.run(f'DROP DATABASE "{name}" WITH (FORCE)')
