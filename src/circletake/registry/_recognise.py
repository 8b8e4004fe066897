"""Which format a file is of."""

import math

from circletake.errors import CircletakeError, UnknownFormat
from circletake.ports.formats import Format, Source
from circletake.registry._plugins import load, names


def recognise(source: Source) -> Format:
    """The format that is surest of the file's first bytes.

    Content comes first; among equals the one whose suffix the file has, then the first by name.

    Raises:
        UnknownFormat: None is sure at all; the text names those that were asked.
        ReadError: The file cannot be read.
    """
    head = source.head
    suffix = source.path.suffix.lower()
    best: tuple[float, bool] = (0.0, False)
    found: Format | None = None
    asked: list[str] = []
    broken: list[str] = []
    for name in names("formats"):
        try:
            format_ = load("formats", name)
        except CircletakeError:
            broken.append(name)
            continue
        asked.append(name)
        claim = (_sure(format_, head, source), suffix in format_.suffixes)
        if claim[0] > 0 and claim > best:
            best, found = claim, format_
    if found is None:
        missing = f"; {', '.join(broken)} cannot be loaded" if broken else ""
        raise UnknownFormat(
            "no format recognises it",
            file=source.path,
            cause=f"asked {', '.join(asked) or 'none'}{missing}",
            fix="Name the format, or leave the file out.",
        )
    return found


def _sure(format_: Format, head: bytes, source: Source) -> float:
    try:
        sure = float(format_.sniff(head, source.path))
    except Exception:  # noqa: BLE001 - a stranger's sniff must not stop the others
        return 0.0
    return min(max(sure, 0.0), 1.0) if math.isfinite(sure) else 0.0
