"""Plain text and Markdown as headings, paragraphs, list items and table rows."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from circletake.plugins.formats.notes._references import find, names_only
from circletake.tools import Lines

_HASHES = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)(?:\s+#+)?\s*$")
_RULE = re.compile(r"\s*(?:[-_*=~]\s*){3,}$")
_ITEM = re.compile(
    r"(?P<indent>\s*)(?:[-*+•‣◦▪–—·]|\d{1,3}[.)]|\((?:\d{1,3}|[a-z])\)|[a-z]\))[ \t]+"
    r"(?:\[[ xX]\]\s+)?(?P<text>\S.*)$"
)
_ROW = re.compile(r"\s*\|.*\|\s*$")
_UNDER_ROW = re.compile(r"[\s|:-]+$")
_QUOTE = re.compile(r"\s{0,3}(?:>\s?)+")
_ENDS = re.compile(r"[.!?…:;][\"'”’)*_]*\s*$")
_KEY = re.compile(r"(?P<key>[A-Za-z][A-Za-z ]{0,24}?)\s*:\s*(?P<value>\S.*)$")
_KEYS = frozenset(
    {
        "from", "to", "cc", "sent", "date", "subject", "re", "author", "authors", "by", "project",
        "production", "title", "show", "cut", "version", "reel", "screening", "notes by",
        "note by", "notes from", "written by", "prepared by",
    }
)  # fmt: skip


class Block(NamedTuple):
    """A piece of a document.

    Attributes:
        kind: `heading`, `paragraph`, `item`, `row`, `comment` (beside the text above it) or `meta`
            (a line at the top such as `From: A`).
        text: Verbatim, without the marks of list, heading or quotation.
        line: Its first line, counted from 1; None where the document has no lines.
        level: Depth of a heading from 1, or indentation of an item in blanks.
        cells: Cells of a row.
        names: Names of the row's columns, where the table has a heading.
    """

    kind: str
    text: str
    line: int | None
    level: int = 0
    cells: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def blocks_of(text: str) -> Iterator[Block]:
    """The blocks of a text in order; rules and empty lines are none."""
    lines = list(Lines.of(text))
    metas, place = _front(lines)
    yield from metas
    table: tuple[str, ...] | None = None
    gathered: list[tuple[int, str]] = []
    for at in range(place, len(lines)):
        number, line = lines[at]
        if _ROW.match(line):
            yield from _paragraphs(gathered)
            gathered = []
            yield from _row(lines, at, table)
            table = table if table is not None else _names(lines, at)
            continue
        table = None
        heading = _HASHES.match(line)
        if heading or _RULE.match(line) or not line.strip():
            if gathered and _underlines(line):
                *gathered, title = gathered
                yield from _paragraphs(gathered)
                yield Block("heading", title[1].strip(), title[0], 1)
            else:
                yield from _paragraphs(gathered)
            gathered = []
            if heading and heading[2]:
                yield Block("heading", heading[2], number, len(heading[1]))
            continue
        gathered.append((number, _QUOTE.sub("", line, count=1)))
    yield from _paragraphs(gathered)


def _underlines(line: str) -> bool:
    bare = line.strip()
    return len(bare) >= 3 and set(bare) in ({"="}, {"-"})


def _front(lines: Sequence[tuple[int, str]]) -> tuple[list[Block], int]:
    """What stands at the top as `Key: value`, between `---` or as a first block of its own."""
    place = 0
    while place < len(lines) and not lines[place][1].strip():
        place += 1
    fenced = place < len(lines) and lines[place][1].strip() == "---"
    metas: list[Block] = []
    at = place + fenced
    for at in range(place + fenced, min(len(lines), place + 40)):
        number, line = lines[at]
        bare = line.strip()
        if not bare or bare in {"---", "..."}:
            break
        match = _KEY.match(bare)
        if not match or (not fenced and match["key"].lower() not in _KEYS):
            return [], place
        metas.append(Block("meta", bare, number, cells=(match["key"].lower(), match["value"])))
    return (metas, at + 1) if metas else ([], place)


def _names(lines: Sequence[tuple[int, str]], at: int) -> tuple[str, ...]:
    """The names of a table's columns when the line under this one says that it is a heading."""
    if at + 1 < len(lines) and _UNDER_ROW.match(lines[at + 1][1]) and "-" in lines[at + 1][1]:
        return _cells(lines[at][1])
    return ()


def _row(
    lines: Sequence[tuple[int, str]], at: int, table: tuple[str, ...] | None
) -> Iterator[Block]:
    number, line = lines[at]
    if _UNDER_ROW.match(line) or (table is None and _names(lines, at)):
        return
    yield Block("row", line.strip(), number, cells=_cells(line), names=table or ())


def _cells(line: str) -> tuple[str, ...]:
    parts = re.split(r"(?<!\\)\|", line.strip())
    return tuple(part.strip() for part in parts[1:-1])


def _paragraphs(lines: Sequence[tuple[int, str]]) -> Iterator[Block]:
    """List items and paragraphs of lines that no empty line parts."""
    plain: list[tuple[int, str]] = []
    item: Block | None = None
    for number, line in lines:
        match = _ITEM.match(line)
        if match:
            yield from _parted(plain)
            plain = []
            if item:
                yield item
            indent = len(match["indent"].expandtabs(4))
            item = Block("item", match["text"].rstrip(), number, indent)
        elif item:
            item = item._replace(text=f"{item.text}\n{line.strip()}")
        else:
            plain.append((number, line))
    yield from _parted(plain)
    if item:
        yield item


def _parted(lines: Sequence[tuple[int, str]]) -> Iterator[Block]:
    """One paragraph; several when each line ends as a sentence does, or begins with a reference."""
    if not lines:
        return
    if len(lines) > 1 and _names_place(lines[0][1]):
        yield _paragraph(lines[:1])
        lines = lines[1:]
    each = all(_ENDS.search(line) for _, line in lines)
    pointing = _points(lines[0][1])
    gathered = [lines[0]]
    for number, line in lines[1:]:
        if each or (pointing and _points(line)):
            yield _paragraph(gathered)
            gathered = []
        gathered.append((number, line))
    yield _paragraph(gathered)


def _names_place(line: str) -> bool:
    """True for a line that names a scene or a cut and says no more: what follows is about it."""
    return names_only(line) and any(
        found.reference.kind in {"scene", "cut"} for found in find(line)
    )


def _paragraph(lines: Sequence[tuple[int, str]]) -> Block:
    return Block("paragraph", "\n".join(line.strip() for _, line in lines), lines[0][0])


def _points(line: str) -> bool:
    """True when a line begins with a reference."""
    first = next(find(line.strip()[:200]), None)
    return first is not None and first.start == 0
