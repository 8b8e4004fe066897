"""Rows of a page as lines of the script: what stands in the margins taken apart from the text."""

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from circletake.plugins.formats.pdf._extract import Piece, Row
from circletake.plugins.formats.pdf._furniture import Body
from circletake.plugins.formats.pdf._words import (
    SCENE_NUMBER,
    is_heading,
    is_omitted,
    split_number,
)


class Line(NamedTuple):
    """One line of the script.

    Attributes:
        page: Its page, from 1.
        base: Its height on the page, points from the bottom.
        gap: Line pitches from the line above; None at the top of a page.
        pieces: Text with places; two or more where columns stand side by side.
        number: Scene number in the margin.
        revision: Revision mark in the margin.
    """

    page: int
    base: float
    gap: float | None
    pieces: tuple[Piece, ...]
    number: str | None = None
    revision: str | None = None

    @property
    def left(self) -> float:
        """Left edge in points."""
        return self.pieces[0].left

    @property
    def right(self) -> float:
        """Right edge in points."""
        return self.pieces[-1].right

    @property
    def bold(self) -> bool:
        """True when it begins bold."""
        return self.pieces[0].bold

    @property
    def text(self) -> str:
        """Its text, holes between pieces as three blanks."""
        return "   ".join(piece.text for piece in self.pieces)

    def adjacent(self, blank: float) -> bool:
        """True when no empty line is above it and it does not begin a page."""
        return self.gap is not None and self.gap < blank


def lines_of(body: Body, pitch: float, marks: "Marks") -> list[Line]:
    """The lines of one page."""
    found: list[Line] = []
    above: Row | None = None
    for row in body.rows:
        gap = None if above is None else (above.base - row.base) / pitch
        pieces, number, revision = _taken_apart(row.pieces, marks)
        if not pieces:
            continue
        found.append(Line(body.page, row.base, gap, pieces, number, revision))
        above = row
    return found


class Marks(NamedTuple):
    """Where the margins begin: left of `left`, and right of `right` (points)."""

    left: float
    right: float


def marks_of(bodies: Sequence[Body]) -> Marks:
    """Find the margins by the scene headings, else by where most lines begin."""
    rows = [row for body in bodies for row in body.rows]
    width = max((body.width for body in bodies), default=612.0)
    lefts = [
        piece.left
        for row in rows
        for piece in row.pieces[:2]
        if is_heading(split_number(piece.text)[1]) and not split_number(piece.text)[0]
    ]
    if not lefts:
        lefts = [row.pieces[0].left for row in rows]
    return Marks(usual(lefts, 0.18 * width) - 4, 0.8 * width)


def usual(values: Iterable[float], otherwise: float) -> float:
    """The commonest of these places, neighbours within a point counted together."""
    counted = Counter(round(value) for value in values)
    if not counted:
        return otherwise
    best = max(
        counted, key=lambda at: (counted[at - 1] + counted[at] + counted[at + 1], counted[at], -at)
    )
    return float(best)


def share(values: Sequence[float], part: float, otherwise: float) -> float:
    """The value that this part of all values does not exceed."""
    if not values:
        return otherwise
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def advance_of(lines: Sequence[Line]) -> float:
    """The usual width of a letter in points."""
    widths = [
        (piece.right - piece.left) / len(piece.text)
        for line in lines
        for piece in line.pieces
        if len(piece.text) > 4
    ]
    return max(statistics.median(widths), 0.5) if widths else 7.2


def _taken_apart(
    pieces: tuple[Piece, ...], marks: Marks
) -> tuple[tuple[Piece, ...], str | None, str | None]:
    """The pieces of the text, the scene number and the revision mark."""
    pieces, revision = _revised(pieces, marks)
    pieces, number = _numbered(pieces, marks)
    if pieces and number is None:
        number, rest = split_number(pieces[0].text)
        if number:
            # The left edge stays that of the number: it tells the column.
            pieces = _without_number_after((pieces[0]._replace(text=rest), *pieces[1:]), number)
    return pieces, number, revision


def _revised(pieces: tuple[Piece, ...], marks: Marks) -> tuple[tuple[Piece, ...], str | None]:
    mark = None
    if pieces and not pieces[-1].text.strip("*") and pieces[-1].left > marks.right:
        mark, pieces = pieces[-1].text, pieces[:-1]
    if pieces and not pieces[0].text.strip("*") and pieces[0].left < marks.left:
        mark, pieces = mark or pieces[0].text, pieces[1:]
    if len(pieces) == 1 and pieces[0].text.endswith(" *") and pieces[0].right > marks.right:
        last = pieces[0]
        letter = (last.right - last.left) / len(last.text)
        text = last.text[:-1].rstrip()
        mark, pieces = "*", (last._replace(text=text, right=last.left + letter * len(text)),)
    return pieces, mark


def _numbered(pieces: tuple[Piece, ...], marks: Marks) -> tuple[tuple[Piece, ...], str | None]:
    if len(pieces) < 2:
        return pieces, None
    first, last = pieces[0].text.strip(), pieces[-1].text.strip()
    number = None
    if SCENE_NUMBER.fullmatch(first) and (
        pieces[0].left < marks.left or is_heading(pieces[1].text) or is_omitted(pieces[1].text)
    ):
        number, pieces = first.rstrip(".)"), pieces[1:]
        return _without_number_after(pieces, number), number
    if SCENE_NUMBER.fullmatch(last) and pieces[-1].left > marks.right and is_heading(first):
        number, pieces = last.rstrip(".)"), pieces[:-1]
    return pieces, number


def _without_number_after(pieces: tuple[Piece, ...], number: str) -> tuple[Piece, ...]:
    """The same without the number that stands again at the right."""
    last = pieces[-1]
    if len(pieces) > 1 and last.text.strip().rstrip(".)") == number:
        return pieces[:-1]
    bare = last.text.rstrip(" .)")
    if bare.endswith(f" {number}"):
        letter = (last.right - last.left) / len(last.text)
        text = bare[: -len(number)].rstrip()
        return (*pieces[:-1], last._replace(text=text, right=last.left + letter * len(text)))
    return pieces
