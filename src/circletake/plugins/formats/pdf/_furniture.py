"""What the page adds to the script: headers, footers, page numbers, (MORE), CONTINUED."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from circletake.plugins.formats.pdf._extract import Page, Row
from circletake.plugins.formats.pdf._words import SCENE_NUMBER, is_heading, is_transition

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


_Run = tuple[int, ...]  # places of rows on their page


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
    runs = [_runs(page, pitch) for page in pages]
    gone = _gone(pages, runs)
    bodies: list[Body] = []
    headers: dict[str, tuple[str, int]] = {}
    for number, page in enumerate(pages):
        for index in sorted(gone[number]):
            text = " ".join(t for t in _texts(page.rows[index]) if not _says_nothing(t))
            if text:
                first, count = headers.get(_countless(text), (text, 0))
                headers[_countless(text)] = first, count + 1
        rows = [row for index, row in enumerate(page.rows) if index not in gone[number]]
        bodies.append(_unmarked(number + 1, page.width, rows))
    return Cleared(tuple(bodies), tuple(headers.values()))


def _runs(page: Page, pitch: float) -> list[_Run]:
    """Blocks that may be header or footer: a few rows near an edge, an empty line from the rest."""
    rows = page.rows
    found: dict[_Run, None] = {}
    for order in (range(len(rows)), range(len(rows) - 1, -1, -1)):
        run: list[int] = []
        for index in order:
            if run and abs(rows[run[-1]].base - rows[index].base) > BLANK * pitch:
                found[tuple(run)] = None
                run = []
            if len(run) == _ROWS or _from_edge(page, rows[index]) > _ZONE:
                break
            run.append(index)
        else:
            if run:
                found[tuple(run)] = None
        if order and _lone_number(page, rows[order[0]]):
            found[order[0],] = None
    return list(found)


def _from_edge(page: Page, row: Row) -> float:
    """How far from the nearer edge a row stands, in heights of the page."""
    return min(row.base, page.height - row.base) / max(page.height, 1.0)


def _gone(pages: Sequence[Page], runs: Sequence[list[_Run]]) -> list[set[int]]:
    """Rows of each page that are furniture: all of their block repeat, or count the pages."""
    seen: Counter[tuple[str, int]] = Counter()
    offsets: Counter[int] = Counter()
    for number, (page, found) in enumerate(zip(pages, runs, strict=True)):
        rows = [page.rows[index] for index in {index for run in found for index in run}]
        seen.update({key for row in rows for key in _keys(page, row)})
        offsets.update({n - number for row in rows for n in _numbers(row)})
    often = {key for key, count in seen.items() if count >= max(3, len(pages) // 5)}
    steady = {offset for offset, count in offsets.items() if count >= max(2, len(pages) // 10)}
    gone: list[set[int]] = []
    heights: Counter[int] = Counter()
    for number, (page, found) in enumerate(zip(pages, runs, strict=True)):
        strong = {
            index
            for run in found
            if all(_repeats(page, number, page.rows[index], often, steady) for index in run)
            for index in run
        }
        heights.update({_height(page, page.rows[index]) for index in strong})
        gone.append(strong)
    # Where most pages have a header, the others have nothing else.
    usual = {height for height, count in heights.items() if 2 * count > max(len(pages), 5)}
    for page, found, strong in zip(pages, runs, gone, strict=True):
        for run in found:
            if all(_height(page, page.rows[index]) in usual for index in run):
                strong.update(run)
        strong.update(_further_out(page, found, strong))
    return gone


def _repeats(
    page: Page, number: int, row: Row, often: set[tuple[str, int]], steady: set[int]
) -> bool:
    counts = any(n - number in steady for n in _numbers(row))
    return bool(often & _keys(page, row)) or counts or _lone_number(page, row)


def _further_out(page: Page, runs: Sequence[_Run], strong: set[int]) -> set[int]:
    """Rows of blocks between a header or footer and the edge."""
    rows = page.rows
    top = min((rows[index].base for index in strong if index * 2 < len(rows)), default=None)
    foot = max((rows[index].base for index in strong if index * 2 >= len(rows)), default=None)
    return {
        index
        for run in runs
        for index in run
        if (top is not None and rows[index].base > top)
        or (foot is not None and rows[index].base < foot)
    }


def _height(page: Page, row: Row) -> int:
    return round((page.height - row.base) / 6)


def _keys(page: Page, row: Row) -> set[tuple[str, int]]:
    """What a row says and how high it stands, to be counted over the pages."""
    return {
        (_countless(text), _height(page, row))
        for text in _texts(row)
        if not (is_heading(text) or is_transition(text) or _continues(text))
        and not SCENE_NUMBER.fullmatch(text)
    }


def _countless(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _says_nothing(text: str) -> bool:
    """True for page numbers, CONTINUED and scene numbers."""
    return any(known.fullmatch(text) for known in (_NUMBER, _CONTINUED, SCENE_NUMBER))


def _continues(text: str) -> bool:
    """True for CONTINUED and (MORE), which mark the script's own rows."""
    return (_CONTINUED.fullmatch(text) or _MORE.fullmatch(text)) is not None


def _lone_number(page: Page, row: Row) -> bool:
    """True for a page number and nothing else, where no line of a script stands."""
    text = " ".join(_texts(row))
    if _from_edge(page, row) > _EDGE or not _NUMBER.fullmatch(text):
        return False
    middle = (row.pieces[0].left + row.pieces[-1].right) / 2 / max(page.width, 1.0)
    return middle > 0.6 or abs(middle - 0.5) < 0.04


def _numbers(row: Row) -> set[int]:
    """Page numbers that a row may show; scene numbers stand beside a heading."""
    pieces = _texts(row)
    if len(pieces) > 1 and (pieces[0] == pieces[-1] or any(map(is_heading, pieces))):
        return set()
    return {int(match[1]) for text in pieces if (match := _NUMBER.fullmatch(text))}


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
