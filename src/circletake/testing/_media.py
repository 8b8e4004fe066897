"""What every media store must do."""

import hashlib
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from circletake.errors import AskedWrongly, NotFound
from circletake.ports.stores import MediaStore
from circletake.testing._demand import at_once, refuses, same

OpenMedia = Callable[[], MediaStore]


def media_are_known_by_their_bytes(opened: OpenMedia) -> None:
    """Bytes and files alike; twice is once; ranges of them come back."""
    store, again = opened(), opened()
    data = bytes(range(256)) * 40
    digest = hashlib.sha256(data).hexdigest()
    same(store.size(digest), None, "not there yet")
    same(store.put(data), digest, "known by its SHA-256")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Clip 1.mov"
        path.write_bytes(data)
        same(again.put(path), digest, "a file of the same bytes is the same")
    same(again.size(digest), len(data), "its size")
    same(again.get(digest), data, "its bytes")
    same(again.get(digest, 250, 10), data[250:260], "some of them")
    same(again.get(digest, len(data) - 3), data[-3:], "the last ones")
    same(again.get(digest, len(data) - 3, 99), data[-3:], "no more than there are")
    same((again.get(digest, len(data)), again.get(digest, 3, 0)), (b"", b""), "none")
    same(store.get(store.put(b"")), b"", "nothing is something too")


def media_of_any_size_are_whole(opened: OpenMedia) -> None:
    """A file larger than one part of an upload, written by several at once."""
    piece = hashlib.sha256(b"grain").digest() * 2048
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.mxf"
        with path.open("wb") as file:
            for number in range(400):
                file.write(number.to_bytes(4, "big") + piece)
        digests = at_once(lambda _: opened().put(path), 3)
        same(len(set(digests)), 1, "the same for all")
        store, size = opened(), path.stat().st_size
        same(store.size(digests[0]), size, "its size")
        digest = hashlib.sha256(store.get(digests[0])).hexdigest()
        same(digest, digests[0], "its bytes")
        same(store.get(digests[0], size - 4), piece[-4:], "its end")


def media_that_are_not_there_are_not_found(opened: OpenMedia) -> None:
    """Nor is anything that is no SHA-256; removing twice is fine."""
    store = opened()
    digest = store.put(b"soon gone")
    store.delete(digest)
    store.delete(digest)
    same(store.size(digest), None, "gone")
    for name in (digest, "0" * 64, "", "../../etc/passwd", digest.upper(), digest[:-1] + "/"):
        refuses(NotFound, "medium", partial(store.get, name))
        same(store.size(name), None, "nothing has that name")
    refuses(AskedWrongly, "range", lambda: store.get(store.put(b"abc"), -1))
    missing = Path(tempfile.gettempdir()) / "circletake" / "nothing.mov"
    refuses(NotFound, "nothing.mov", lambda: store.put(missing))


MEDIA_CHECKS: tuple[Callable[[OpenMedia], None], ...] = (
    media_are_known_by_their_bytes,
    media_of_any_size_are_whole,
    media_that_are_not_there_are_not_found,
)
"""Every check of a media store."""
