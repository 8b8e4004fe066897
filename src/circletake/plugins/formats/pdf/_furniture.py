"""What the page adds to the script: headers, footers, page numbers, (MORE), CONTINUED."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from circletake.plugins.formats.pdf._extract import Page, Row
from circletake.plugins.formats.pdf._words import SCENE_NUMBER, is_heading

BLANK = 1.4
"""A gap of so many line pitches and more is an empty line."""

_NUMBER = re.compile(
    r"(?:(?:page|p\.|seite|стр\.)\s*)?[-–(]?\s*(\d{1,4})[A-Z]{0,2}\s*[-–).]{0,2}"
    r"(?:\s*(?:/|of|von|de)\s*\d{1,4}\.?)?",
    re.IGNORECASE,
)
_CONTINUED = re.compile(
    r"\(?(?:continued|cont[’']?d\.?|suite|fortsetzung)\)?\s*:?\s*(?:\(\d+\))?", re.IGNORECASE
)
_MORE = re.compile(r"\(\s*(?:more|m[aá]s|segue|weiter|mehr|plus)\s*\)", re.IGNORECASE)
_SHORT = re.compile(r"\(.*\)")
_ROWS = 3  # a header or a footer has at most so many rows
_EDGE = 0.09  # of the height: nothing but page numbers stands alone so near the edge
_ZONE = 0.15  # of the height: where a header or a footer may stand


class Body(NamedTuple):
    """A page without its furniture.

    Attributes:
        page: Its number, from 1.
        width: Points.
        rows: From the top.
        more: True when a speech goes on overleaf, as (MORE) says.
    """

    page: int
    width: float
    rows: tuple[Row, ...]
    more: bool


class Cleared(NamedTuple):
    """All pages without furniture.

    Attributes:
        bodies: One for each page.
        headers: Header and footer texts that were left out, and on how many pages; page numbers
            and CONTINUED do not count.
    """

    bodies: tuple[Body, ...]
    headers: tuple[tuple[str, int], ...]


def pitch_of(pages: Sequence[Page]) -> float:
    """The usual distance of two lines in points."""
    gaps: Counter[float] = Counter()
    for page in pages:
        for upper, lower in pairwise(page.rows):
            gap, size = upper.base - lower.base, max(lower.pieces[0].size, 1.0)
            if 0.7 * size < gap < 1.6 * size:
                gaps[round(gap * 2) / 2] += 1
    return gaps.most_common(1)[0][0] if gaps else 12.0


def clear(pages: Sequence[Page], pitch: float) -> Cleared:
    """Take the furniture off all pages."""
    edges = [_edges(page, pitch) for page in pages]
    strong = _strong(pages, edges)
    bodies: list[Body] = []
    headers: dict[str, tuple[str, int]] = {}
    for number, page in enumerate(pages):
        gone = _zone(page, strong[number])
        for index in sorted(gone):
            text = " ".join(t for t in _texts(page.rows[index]) if not _says_nothing(t))
            if text:
                first, count = headers.get(_countless(text), (text, 0))
                headers[_countless(text)] = first, count + 1
        rows = [row for index, row in enumerate(page.rows) if index not in gone]
        bodies.append(_unmarked(number + 1, page.width, rows))
    return Cleared(tuple(bodies), tuple(headers.values()))


def _edges(page: Page, pitch: float) -> tuple[int, ...]:
    """Rows that may be header or footer: few, at the edge, an empty line from the rest."""
    rows = page.rows
    found: list[int] = []
    for order in (range(len(rows)), range(len(rows) - 1, -1, -1)):
        run: list[int] = []
        for index in list(order)[: _ROWS + 1]:
            if run and abs(rows[run[-1]].base - rows[index].base) > BLANK * pitch:
                found.extend(run)
                run = []
            run.append(index)
        if len(rows) <= len(run):
            found.extend(run)
    zone = _ZONE * page.height
    return tuple(
        sorted({at for at in found if min(rows[at].base, page.height - rows[at].base) < zone})
    )


def _strong(pages: Sequence[Page], edges: Sequence[tuple[int, ...]]) -> list[set[int]]:
    """Rows that are furniture by what they say: they repeat, or count the pages."""
    seen: Counter[tuple[str, int]] = Counter()
    offsets: Counter[int] = Counter()
    for number, (page, rows) in enumerate(zip(pages, edges, strict=True)):
        seen.update({key for index in rows for key in _keys(page, page.rows[index])})
        offsets.update({n - number for index in rows for n in _numbers(page.rows[index])})
    enough = max(3, len(pages) // 5)
    often = {key for key, count in seen.items() if count >= enough}
    steady = {offset for offset, count in offsets.items() if count >= max(2, len(pages) // 10)}
    strong = [
        {
            index
            for index in rows
            if often & _keys(page, page.rows[index])
            or any(n - number in steady for n in _numbers(page.rows[index]))
            or _lone_number(page, page.rows[index])
        }
        for number, (page, rows) in enumerate(zip(pages, edges, strict=True))
    ]
    # Where most pages have a header, the others have nothing else.
    heights = Counter(
        height
        for page, rows in zip(pages, strong, strict=True)
        for height in {_height(page, page.rows[index]) for index in rows}
    )
    usual = {height for height, count in heights.items() if 2 * count > max(len(pages), 5)}
    for page, rows, found in zip(pages, edges, strong, strict=True):
        found.update(index for index in rows if _height(page, page.rows[index]) in usual)
    return strong


def _height(page: Page, row: Row) -> int:
    return round((page.height - row.base) / 6)


def _keys(page: Page, row: Row) -> set[tuple[str, int]]:
    """What a row says and how high it stands, to be counted over the pages."""
    return {
        (_countless(text), _height(page, row))
        for text in _texts(row)
        if not is_heading(text) and not SCENE_NUMBER.fullmatch(text)
    }


def _countless(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _says_nothing(text: str) -> bool:
    """True for page numbers, CONTINUED and scene numbers."""
    return any(known.fullmatch(text) for known in (_NUMBER, _CONTINUED, SCENE_NUMBER))


def _lone_number(page: Page, row: Row) -> bool:
    near = min(row.base, page.height - row.base) < _EDGE * page.height
    return near and _NUMBER.fullmatch(" ".join(_texts(row))) is not None


def _numbers(row: Row) -> set[int]:
    """Page numbers that a row may show; scene numbers stand beside a heading."""
    pieces = _texts(row)
    if len(pieces) > 1 and (pieces[0] == pieces[-1] or any(map(is_heading, pieces))):
        return set()
    return {int(match[1]) for text in pieces if (match := _NUMBER.fullmatch(text))}


def _zone(page: Page, strong: set[int]) -> set[int]:
    """The strong rows and everything further out than they are."""
    rows = page.rows
    tops = [index for index in strong if rows[index].base > page.height / 2]
    feet = [index for index in strong if rows[index].base <= page.height / 2]
    found = set(range(max(tops) + 1)) if tops else set()
    return found | (set(range(min(feet), len(rows))) if feet else set())


def _texts(row: Row) -> list[str]:
    return [piece.text.strip() for piece in row.pieces]


def _unmarked(number: int, width: float, rows: list[Row]) -> Body:
    """The page without CONTINUED at its head, and CONTINUED and (MORE) at its foot."""
    if rows and _CONTINUED.fullmatch(_unnumbered(rows[0])):
        rows = rows[1:]
    more = False
    while rows:
        text = _unnumbered(rows[-1])
        if _MORE.fullmatch(text):
            more = True
        elif not _CONTINUED.fullmatch(text):
            break
        elif _SHORT.fullmatch(text) and rows[-1].pieces[0].right < 0.7 * width:
            more = True  # (CONT'D) under a speech; under a scene it stands at the right
        rows = rows[:-1]
    return Body(number, width, tuple(rows), more)


def _unnumbered(row: Row) -> str:
    """A row's text without the scene numbers and revision marks beside it."""
    kept = [
        text
        for piece in row.pieces
        if not SCENE_NUMBER.fullmatch(text := piece.text.strip()) and text.strip("*")
    ]
    return " ".join(kept)
