"""From a URL to a ledger."""

import importlib.util
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from circletake.errors import AskedWrongly, MissingDependency
from circletake.ports.stores import Ledger

if TYPE_CHECKING:
    from circletake.plugins.stores.sql._database import Place

_SQLITE = "sqlite:///"
_POSTGRES = frozenset({"postgresql", "postgres", "postgresql+psycopg"})
_TIMEOUT = 10.0
_FIX = "Write sqlite:///folder/ledger.db or postgresql://user@host/database."


def open_ledger(url: str) -> Ledger:
    """Open a ledger, made or brought up to date first where that is needed.

    Args:
        url: `sqlite:///relative/ledger.db`, `sqlite:////absolute/ledger.db` or
            `postgresql://user:password@host:port/database`. `?timeout=10` is how many seconds to
            wait for another program that holds the ledger; other queries go to the driver.

    Raises:
        AskedWrongly: The URL names no ledger.
        MissingDependency: The driver for PostgreSQL is not installed.
        LedgerBusy: Another program holds it longer than the timeout.
        LedgerError: It cannot be reached, is damaged, or is of a newer circletake.
    """
    place = _place(url)
    from circletake.plugins.stores.sql._database import Database
    from circletake.plugins.stores.sql._ledger import SqlLedger

    return SqlLedger(Database(place))


def _place(url: str) -> "Place":
    from circletake.plugins.stores.sql._database import Place

    if url.startswith(_SQLITE):
        # A path as it is, not the path of a URL: folders are called `Film #2` or `100 %`.
        path, _, wait = url.removeprefix(_SQLITE).partition("?timeout=")
        if not path or path == ":memory:":
            raise AskedWrongly("the URL names no file for the ledger", fix=_FIX)
        return Place(sqlite=path, timeout=_timeout(wait or None))
    try:
        parts = urlsplit(url)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        _ = parts.port
    except ValueError as error:
        raise AskedWrongly("not the URL of a ledger", cause=str(error), fix=_FIX) from error
    if parts.scheme not in _POSTGRES:
        raise AskedWrongly(
            "not the URL of a ledger",
            cause=f"it begins with `{parts.scheme}`" if parts.scheme else None,
            fix=_FIX,
        )
    if not parts.path.strip("/"):
        raise AskedWrongly("the URL names no database", fix=_FIX)
    if importlib.util.find_spec("psycopg") is None:
        raise MissingDependency(
            "PostgreSQL needs the package psycopg",
            fix='Install it: pip install "circletake[postgres]"',
        )
    timeout = _timeout(query.pop("timeout", None))
    bare = urlunsplit(("postgresql+psycopg", parts.netloc, parts.path, urlencode(query), ""))
    return Place(postgres=bare, timeout=timeout)


def _timeout(text: str | None) -> float:
    if text is None:
        return _TIMEOUT
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 86400:
        raise AskedWrongly(f"`{text}` is not a timeout", fix="Give seconds: ?timeout=10")
    return seconds
