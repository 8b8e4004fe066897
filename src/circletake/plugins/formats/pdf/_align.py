"""Pages brought over one another: a gutter, or a scanner, moves some of them sideways."""

from collections import Counter
from collections.abc import Sequence

from circletake.plugins.formats.pdf._extract import Page

_MOST = 28  # points that a page may be moved
_ROWS = 4  # rows that must agree


def aligned(pages: Sequence[Page]) -> list[Page]:
    """The pages with their columns at the same places, by where most lines begin."""
    if not pages:
        return []
    known = Counter(_lefts(max(pages, key=lambda page: len(page.rows))))
    found: list[Page] = []
    for page in pages:
        lefts = _lefts(page)
        shift = _shift(lefts, known)
        found.append(_moved(page, shift) if shift else page)
        known.update(left + shift for left in lefts)
    return found


def _lefts(page: Page) -> list[int]:
    return [round(row.pieces[0].left) for row in page.rows]


def _shift(lefts: Sequence[int], known: Counter[int]) -> int:
    """Points to the right that bring a page's lines over known columns; 0 unless it is plain."""
    least = max(2, sum(known.values()) // 50)
    columns = {at for at in known if known[at - 1] + known[at] + known[at + 1] >= least}
    counted = Counter(lefts)

    def meets(shift: int) -> int:
        return sum(count for left, count in counted.items() if left + shift in columns)

    best = max(range(-_MOST, _MOST + 1), key=lambda shift: (meets(shift), -abs(shift)))
    enough = max(_ROWS, 1.5 * meets(0))
    return best if abs(best) > 2 and meets(best) >= enough else 0


def _moved(page: Page, shift: int) -> Page:
    rows = tuple(
        row._replace(
            pieces=tuple(
                piece._replace(left=piece.left + shift, right=piece.right + shift)
                for piece in row.pieces
            )
        )
        for row in page.rows
    )
    return page._replace(rows=rows)
