"""Bytes by their SHA-256 on whatever obstore reaches."""

import errno
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import obstore
from obstore.exceptions import (
    AlreadyExistsError,
    BaseError,
    PermissionDeniedError,
    UnauthenticatedError,
)

from circletake.errors import (
    AskedWrongly,
    FileChanged,
    LedgerError,
    NotFound,
    ReadError,
    StorageFull,
)

_DIGEST = re.compile(r"[0-9a-f]{64}")
_PIECE = 1 << 20
# Up to this size one request writes all of it, and only if nobody else did.
_AT_ONCE = 8 << 20
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FULL_WORDS = ("QuotaExceeded", "InsufficientStorage", "StorageFull", "507")


class ObjectMedia:
    """A `MediaStore` over one bucket or folder.

    Args:
        store: An obstore store.
        where: For errors; holds no secret.
    """

    def __init__(self, store: Any, where: str) -> None:
        self._store = store
        self._where = where

    def put(self, source: Path | bytes) -> str:
        """Store bytes or a file (streamed); returns the SHA-256 in hexadecimal. Twice is once.

        A large file is read twice: what is stored is then only what is not there yet, and nothing
        of a file that changes meanwhile.

        Raises:
            StorageFull: There is no room.
            FileChanged: The file changed while it was read.
            ReadError: The file cannot be read.
            NotFound: There is no such file.
            LedgerError: The store cannot be written.
        """
        if isinstance(source, bytes):
            return self._put_bytes(source)
        try:
            size = source.stat().st_size
            if size <= _AT_ONCE:
                return self._put_bytes(source.read_bytes())
            return self._put_large(source)
        except FileNotFoundError as error:
            raise NotFound("no such file", file=source, fix="Check the name.") from error
        except OSError as error:
            raise ReadError(
                "cannot be read", file=source, cause=error.strerror, fix="Check its permissions."
            ) from error

    def get(self, sha256: str, start: int = 0, length: int | None = None) -> bytes:
        """A range of the bytes; past the end there are none.

        Raises:
            NotFound: They are not here.
            AskedWrongly: The range begins before the first byte.
            LedgerError: The store cannot be read.
        """
        if start < 0 or (length is not None and length < 0):
            raise AskedWrongly(
                f"no range of bytes begins at {start} with {length}", fix="Count bytes from 0."
            )
        key = _key(sha256)
        if key is None:
            raise self._absent(sha256)
        try:
            if length != 0:
                return self._read(key, start, length)
        except FileNotFoundError as error:
            raise self._absent(sha256) from error
        except (BaseError, OSError) as error:
            size = self.size(sha256)
            if size is None or start < size:
                raise self._fault(error) from error
            return b""
        if self.size(sha256) is None:
            raise self._absent(sha256)
        return b""

    def size(self, sha256: str) -> int | None:
        """Bytes, or None when they are not here.

        Raises:
            LedgerError: The store cannot be reached.
        """
        key = _key(sha256)
        if key is None:
            return None
        try:
            return int(obstore.head(self._store, key)["size"])
        except FileNotFoundError:
            return None
        except (BaseError, OSError) as error:
            raise self._fault(error) from error

    def delete(self, sha256: str) -> None:
        """Remove them; only the ledger knows when no production holds them.

        Raises:
            LedgerError: The store cannot be written.
        """
        key = _key(sha256)
        if key is None:
            return
        try:
            obstore.delete(self._store, key)
        except FileNotFoundError:
            return
        except (BaseError, OSError) as error:
            raise self._fault(error) from error

    def _read(self, key: str, start: int, length: int | None) -> bytes:
        if length is not None:
            return bytes(obstore.get_range(self._store, key, start=start, length=length))
        if not start:
            return bytes(obstore.get(self._store, key).bytes())
        found = obstore.get(self._store, key, options={"range": {"offset": start}})
        return bytes(found.bytes())

    def _put_bytes(self, data: bytes) -> str:
        digest = hashlib.sha256(data).hexdigest()
        known = self.size(digest)
        if known != len(data):
            self._write(digest, data, mode="create" if known is None else "overwrite")
        return digest

    def _put_large(self, path: Path) -> str:
        reading = hashlib.sha256()
        size = 0
        for piece in _pieces(path):
            reading.update(piece)
            size += len(piece)
        digest = reading.hexdigest()
        if self.size(digest) != size:
            self._write(digest, _checked(path, digest), use_multipart=True)
        return digest

    def _write(self, digest: str, data: bytes | Iterator[bytes], **how: Any) -> None:
        """Write all or nothing; whoever writes the same at the same time writes the same bytes."""
        try:
            obstore.put(self._store, _key(digest) or "", data, **how)
        except AlreadyExistsError:
            return
        except BaseError as error:
            raise self._fault(error) from error
        except OSError as error:
            if isinstance(data, bytes) or error.filename is None:
                raise self._fault(error) from error
            raise

    def _absent(self, sha256: str) -> NotFound:
        return NotFound(
            f"no medium `{sha256[:64]}` in the store", file=self._where,
            fix="See that the studio's media store is the one it was put in.",
        )  # fmt: skip

    def _fault(self, error: Exception) -> LedgerError:
        # What follows the first line is the library's own notation of the same.
        cause = str(error).partition("\n")[0]
        code = re.search(r"os error (\d+)", str(error))
        if (code and int(code[1]) in _FULL) or any(word in cause for word in _FULL_WORDS):
            return StorageFull(
                "no space is left for media", file=self._where, cause=cause,
                fix="Make room, then try again.",
            )  # fmt: skip
        if isinstance(error, (PermissionDeniedError, UnauthenticatedError, PermissionError)):
            return LedgerError(
                "the media store lets nobody in with these credentials", file=self._where,
                cause=cause, fix="Check the credentials in the environment, and their rights.",
            )  # fmt: skip
        return LedgerError(
            "the media store cannot be used", file=self._where, cause=cause,
            fix="See that it is there and can be reached.",
        )  # fmt: skip


def _key(sha256: str) -> str | None:
    """Where the bytes lie; None for what is no SHA-256 (and could be a way out of the folder)."""
    return f"sha256/{sha256[:2]}/{sha256}" if _DIGEST.fullmatch(sha256) else None


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def _checked(path: Path, digest: str) -> Iterator[bytes]:
    """The pieces again; fails before the last is written when they are other ones."""
    reading = hashlib.sha256()
    for piece in _pieces(path):
        reading.update(piece)
        yield piece
    if reading.hexdigest() != digest:
        raise FileChanged(
            "changed while it was read", file=path, fix="Put it again once it is written."
        )
