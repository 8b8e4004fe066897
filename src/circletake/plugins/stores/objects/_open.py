"""From a URL to a media store."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit
from urllib.request import url2pathname

from circletake.errors import AskedWrongly, LedgerError
from circletake.ports.stores import MediaStore

_FIX = "Write a folder, file:///folder, s3://bucket/prefix, gs://bucket or az://container."
_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]+://")
_BUCKETS = frozenset({"s3", "s3a", "gs", "az", "adl", "abfs", "abfss", "azure", "http", "https"})
_RETRIES = {"max_retries": 4, "retry_timeout": timedelta(seconds=60)}


def open_media(url: str) -> MediaStore:
    """Open a media store; nothing is asked of a bucket before it is used.

    Args:
        url: A folder, `file:///folder`, `s3://bucket/prefix`, `gs://...` or `az://...`. Queries
            are settings of the cloud (`?endpoint=...&region=...`, `?allow_http=true` for a
            server without TLS); credentials come from the environment, as the cloud's own
            tools read them.

    Raises:
        AskedWrongly: The URL names no media store, or a setting does not exist.
        LedgerError: The folder cannot be made.
    """
    from circletake.plugins.stores.objects._store import ObjectMedia

    if not url.strip():
        raise AskedWrongly("the media store has no name", fix=_FIX)
    if not _SCHEME.match(url):
        return ObjectMedia(_folder(Path(url)), url)
    try:
        parts = urlsplit(url)
        settings: dict[str, Any] = dict(parse_qsl(parts.query))
    except ValueError as error:
        raise AskedWrongly("not the URL of a media store", cause=str(error), fix=_FIX) from error
    if parts.scheme == "file":
        if parts.netloc not in {"", "localhost"}:
            raise AskedWrongly("the URL names another machine", fix="Write file:///folder.")
        path = url2pathname(parts.path)
        return ObjectMedia(_folder(Path(path)), path)
    if parts.scheme not in _BUCKETS or not parts.netloc:
        raise AskedWrongly(
            "not the URL of a media store", cause=f"it begins with `{parts.scheme}`", fix=_FIX
        )
    bare = urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
    return ObjectMedia(_bucket(bare, settings), bare)


def _folder(path: Path) -> Any:
    from obstore.exceptions import BaseError
    from obstore.store import LocalStore

    try:
        path.mkdir(parents=True, exist_ok=True)
        return LocalStore(path.absolute())
    except OSError as error:
        raise LedgerError(
            "the folder for media cannot be made", file=path, cause=error.strerror,
            fix="Name a folder that is yours to write.",
        ) from error  # fmt: skip
    except BaseError as error:
        raise LedgerError(
            "the folder for media cannot be used", file=path, cause=str(error).partition("\n")[0]
        ) from error


def _bucket(bare: str, settings: dict[str, Any]) -> Any:
    from obstore.exceptions import BaseError
    from obstore.store import from_url

    allowed = str(settings.pop("allow_http", "false")).lower() in {"true", "1", "yes"}
    try:
        made: Any = from_url  # each cloud has settings of its own; obstore checks their names
        return made(
            bare, config=settings, client_options={"allow_http": allowed}, retry_config=_RETRIES
        )
    except (BaseError, ValueError, TypeError) as error:
        raise AskedWrongly(
            "the media store cannot be used as it is set", file=bare,
            cause=str(error).partition("\n")[0],
            fix="See that its settings exist; credentials belong in the environment.",
        ) from error  # fmt: skip
