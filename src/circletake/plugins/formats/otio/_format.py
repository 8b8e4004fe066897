"""The format: what it looks like, and how a file of it becomes a report."""

import io
import re
import zipfile
import zlib
from pathlib import Path
from typing import Any

from circletake.errors import Damaged, LimitExceeded
from circletake.plugins.formats._otio import load, read
from circletake.plugins.formats.otio._write import written
from circletake.ports.formats import Options, Record, Report, Source

_SCHEMA = re.compile(rb'"OTIO_SCHEMA"\s*:\s*"')
_ZIP = b"PK\x03\x04"
_CONTENT = "content.otio"


class Otio:
    """OpenTimelineIO: timelines, stacks, tracks and collections; writes timelines."""

    name = "otio"
    suffixes: tuple[str, ...] = (".otio", ".otioz")

    def sniff(self, head: bytes, path: Path) -> float:
        """By the schema names that every object of it carries, or the bundle's content."""
        if head.startswith(_ZIP):
            return 0.95 if _CONTENT.encode() in head else 0.0
        text = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
        if text.startswith((b"{", b"[")):
            return 0.97 if _SCHEMA.search(text) else 0.05 * (path.suffix.lower() == ".otio")
        return 0.0

    def read(self, source: Source, options: Options) -> Report[Any]:
        """Read every clip and marker, and a cut for each timeline.

        Raises:
            ReadError: It is not JSON, or its root is nothing that holds clips.
        """
        data = source.data
        if data.startswith(_ZIP):
            data = _unpacked(source)
        root = load(data, file=source.path, limits=source.limits)
        reading = read(root, file=source.path, limits=source.limits, given=options.rate)
        return Report(
            format=self.name,
            items=reading.items,
            in_file=len(reading.items),
            problems=reading.problems,
            rate=reading.rate,
            rate_origin=reading.rate_origin,
            record=Record(cuts=reading.cuts, notes=reading.notes),
        )

    def write(self, record: Record) -> bytes:
        """The cuts as a timeline, or as a collection of timelines.

        Raises:
            AskedWrongly: The record holds no cut.
        """
        return written(record.cuts)


def _unpacked(source: Source) -> bytes:
    """The timeline of a bundle.

    Raises:
        LimitExceeded: It unpacks to more than `limits.expansion`.
        Damaged: It is not a bundle, or broken.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as bundle, bundle.open(_CONTENT) as file:
            data = file.read(source.limits.expansion + 1)
    except (KeyError, zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError) as error:
        raise Damaged(
            f"a bundle without a readable `{_CONTENT}`", file=source.path, cause=str(error)
        ) from error
    if len(data) > source.limits.expansion:
        raise LimitExceeded(
            f"it unpacks to more than {source.limits.expansion} bytes", file=source.path
        )
    return data
