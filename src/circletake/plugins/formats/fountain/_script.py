"""A whole Fountain file: its elements, notes and boneyards among them, and what is doubtful."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from circletake.errors import LimitExceeded
from circletake.model import Element, Problem, Script
from circletake.plugins.formats.fountain._cuts import Cuts
from circletake.plugins.formats.fountain._reader import Reader
from circletake.plugins.formats.fountain._rows import Rows, read_rows, read_text
from circletake.tools import Text

# What stands for bytes that the encoding does not have, and what no database keeps in text.
_UNFIT = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says.

    Attributes:
        script: Its elements, in order of their first byte.
        problems: What is doubtful in it.
    """

    script: Script
    problems: tuple[Problem, ...]


def read_script(data: bytes, *, limit: int, file: Path | str = "") -> Reading:
    """Read a file.

    Args:
        data: All bytes.
        limit: Elements and lines that it may have.
        file: Its name, for errors.

    Raises:
        LimitExceeded: It has more.
    """
    try:
        return _read(data, limit)
    except LimitExceeded as error:
        raise LimitExceeded(
            error.message, file=file, fix="Raise `limits.items` if the file is really meant."
        ) from None


def _read(data: bytes, limit: int) -> Reading:
    decoded, width = read_text(data)
    rows = read_rows(decoded, width, limit)
    reader = Reader(rows)
    reader.read()
    elements = reader.elements
    cuts = list(_cut_elements(rows))
    _cover(elements or cuts, rows.gaps)
    if cuts:
        elements = sorted(elements + cuts, key=attrgetter("start"))
    if len(elements) > limit:
        raise LimitExceeded(f"more than {limit} elements")
    title, draft = reader.title, reader.draft
    if not decoded.certain or "\0" in decoded.text:
        elements = [one._replace(text=_UNFIT.sub("\ufffd", one.text)) for one in elements]
        title, draft = (text and _UNFIT.sub("\ufffd", text) for text in (title, draft))
    written = _written(decoded, data)
    script = Script(
        title,
        tuple(elements),
        draft,
        written=written,
        encoding=None if written is None else decoded.encoding,
    )
    return Reading(script, tuple(_problems(decoded, rows, reader)))


def _written(decoded: Text, data: bytes) -> str | None:
    """The text with its byte-order mark, if it gives the bytes of the file back."""
    if "\0" in decoded.text:
        return None
    try:
        text = decoded.mark.decode(decoded.encoding) + decoded.text
        return text if text.encode(decoded.encoding) == data else None
    except UnicodeError:
        return None


def _cut_elements(rows: Rows) -> Iterator[Element]:
    """Notes and boneyards with their place; counts on from each to the next."""
    text, width = rows.text, rows.width
    at, byte, line = 0, rows.mark, 1
    for cut in rows.cuts.found:
        byte += width(text[at : cut.start])
        line += text.count("\n", at, cut.start)
        whole = text[cut.start : cut.end]
        end = byte + width(whole)
        said = whole[2:-2].replace("\r\n", "\n").strip()
        yield Element(cut.type, said, line=line, start=byte, end=end)
        at, byte, line = cut.end, end, line + whole.count("\n")


def _cover(elements: list[Element], gaps: list[tuple[int, int, int]]) -> None:
    """Let the element before blanks outside ASCII hold them: each such byte is in one element."""
    if not gaps or not elements:
        return
    starts = [one.start or 0 for one in elements]
    for begin, end, line in gaps:
        at = bisect_right(starts, begin) - 1
        if at >= 0:
            elements[at] = elements[at]._replace(end=max(end, elements[at].end or 0))
        else:
            elements[0] = elements[0]._replace(start=begin, line=line)
            starts[0] = begin


def _problems(decoded: Text, rows: Rows, reader: Reader) -> Iterator[Problem]:
    if not decoded.certain:
        yield Problem(1, f"the encoding is not told; read as {decoded.encoding}")
    yield from _loose(rows.text, rows.cuts)
    for line in reader.lonely:
        yield Problem(line, "marked as dual dialogue, but no speech stands just before it")


def _loose(text: str, cuts: Cuts) -> Iterator[Problem]:
    at, line = 0, 1
    for start in cuts.loose:
        line += text.count("\n", at, start)
        at = start
        if text[start] == "/":
            yield Problem(line, "`/*` is never closed with `*/`; it is kept as text")
        else:
            yield Problem(
                line, "`[[` is not closed with `]]` before an empty line; it is kept as text"
            )
    if cuts.more_loose:
        yield Problem(None, f"{cuts.more_loose} more `[[` or `/*` are never closed")
