"""Files that are there whole or not at all."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from circletake.errors import AskedWrongly, StorageFull

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """A file to write beside the target, put in its place when nothing went wrong.

    A link stays a link. What is no file (a pipe, a device) is written to as it is: it must not be
    replaced by one.

    Yields:
        The path to write to.

    Raises:
        StorageFull: There is no room; the target is as it was.
        AskedWrongly: Its folder is not there or cannot be written.
    """
    made: Path | None = None
    try:
        place = target.resolve()
        if place.exists() and not place.is_file():
            yield place
            return
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name[:100]}.")
        os.close(handle)
        made = Path(name)
        made.chmod(0o644)
        yield made
        with made.open("rb") as file:
            os.fsync(file.fileno())
        made.replace(place)
    except OSError as error:
        if error.errno in _FULL:
            raise StorageFull(
                "no room to write", file=target, cause=error.strerror, fix="Make room, run again."
            ) from error
        raise AskedWrongly(
            "cannot be written", file=target, cause=error.strerror, fix="Name another file."
        ) from error
    finally:
        if made is not None:
            made.unlink(missing_ok=True)
