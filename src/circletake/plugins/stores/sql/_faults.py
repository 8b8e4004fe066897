"""What a database says went wrong, in our words; passwords and parameters are never in them."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc

from circletake.errors import LedgerBusy, LedgerError, StorageFull

_BUSY = (LedgerBusy, "another program holds the ledger", "Wait for it to end, then try again.")
_FULL = (StorageFull, "no space is left for the ledger", "Make room, then try again.")
_DAMAGED = (LedgerError, "the ledger is damaged", "Restore the last copy that you kept.")
_READ_ONLY = (LedgerError, "the ledger cannot be written", "Give this user the right to write it.")
_LOST = (LedgerError, "the ledger's server cannot be reached", "See that it runs, then try again.")
_LOGIN = (LedgerError, "the ledger's server refuses the login", "Check user and password.")
_NO_BASE = (LedgerError, "the ledger's server has no such database", "Make it, or name another.")
_RIGHTS = (LedgerError, "the ledger's user lacks the right", "Grant it on the server.")
_NO_FILE = (
    LedgerError, "the ledger cannot be opened", "See that its folder exists and is yours to use.",
)  # fmt: skip
_VALUE = (LedgerError, "it holds something that the ledger cannot store", None)
_OTHER = (LedgerError, "the ledger cannot do it", None)

_Fault = tuple[type[LedgerError], str, str | None]

# Primary result codes of SQLite (https://sqlite.org/rescode.html).
_SQLITE: dict[int, _Fault] = {
    3: _READ_ONLY,  # SQLITE_PERM
    5: _BUSY,
    6: _BUSY,  # SQLITE_LOCKED
    8: _READ_ONLY,
    11: _DAMAGED,
    13: _FULL,
    14: _NO_FILE,  # SQLITE_CANTOPEN
    18: _VALUE,  # SQLITE_TOOBIG
    26: (LedgerError, "the file is no ledger", "Name the ledger's file."),  # SQLITE_NOTADB
}
# The write itself failed while SQLite knows no reason: a quota or a limit of the file's size.
_SQLITE_IOERR_WRITE = 778

# SQLSTATE or its class (PostgreSQL, appendix A), the longest that fits counts.
_POSTGRES: dict[str, _Fault] = {
    "08": _LOST,
    "22": _VALUE,
    "25006": _READ_ONLY,
    "28": _LOGIN,
    "3D": _NO_BASE,
    "40": _BUSY,
    "42501": _RIGHTS,
    "53100": _FULL,
    "53": _BUSY,
    "55P03": _BUSY,
    "57": _LOST,
    "57014": _BUSY,
    "58": (LedgerError, "the ledger's server cannot use its files", "See the server's log."),
    "XX": _DAMAGED,
}


def explain(error: BaseException, where: str, password: str | None = None) -> LedgerError:
    """The error to raise instead.

    Args:
        error: What SQLAlchemy or the driver raised.
        where: Which ledger, without a password.
        password: Struck out wherever the driver repeats it.
    """
    origin: Any = getattr(error, "orig", None) or error
    kind, message, fix = _fault(error, origin)
    cause = " ".join(str(origin).split()) or type(origin).__name__
    if password:
        cause = cause.replace(password, "…")
    return kind(message, file=where, cause=cause, fix=fix)


def _fault(error: BaseException, origin: Any) -> _Fault:
    code = getattr(origin, "sqlite_errorcode", None)
    if code is not None:
        if code == _SQLITE_IOERR_WRITE:
            return _FULL
        return _SQLITE.get(code & 0xFF, _OTHER)
    state = getattr(origin, "sqlstate", None)
    if state is not None:
        return _POSTGRES.get(state) or _POSTGRES.get(state[:2]) or _OTHER
    if isinstance(error, sa.exc.TimeoutError):
        return _BUSY
    if isinstance(error, exc.OperationalError):
        return _connection_fault(str(origin))
    if isinstance(error, (OverflowError, exc.StatementError, UnicodeError)):
        return _VALUE
    return _OTHER


def _connection_fault(text: str) -> _Fault:
    """While a connection is made the driver gives no code, only the server's words."""
    if "password" in text or "authentication" in text or "role" in text:
        return _LOGIN
    if "database" in text and "does not exist" in text:
        return _NO_BASE
    return _LOST
