"""The title page."""

import re
from collections.abc import Sequence

from circletake.plugins.formats.pdf._extract import Piece
from circletake.plugins.formats.pdf._furniture import BLANK, Body
from circletake.plugins.formats.pdf._lines import Line
from circletake.plugins.formats.pdf._words import is_heading

_CREDIT = re.compile(
    r"(?:(?:original\s+)?(?:written|screenplay|teleplay|story|script|created|adapted)\b.*"
    r"|an?\s.+\sby|by|based\s+(?:on|upon)\b.*|par|von|de|por|di)\s*:?",
    re.IGNORECASE,
)
_DRAFT = re.compile(
    r"\b(?:draft|revis(?:ed|ion|ions)|rev\.|shooting\s+script|polish|final\s+production"
    r"|(?:white|blue|pink|yellow|green|goldenrod|buff|salmon|cherry|tan)\s+(?:pages|rev\w*))",
    re.IGNORECASE,
)
_PAGES = 2  # more title pages than this no script has
_ROWS = 40


def title_pages(bodies: Sequence[Body], height: float) -> int:
    """How many of the first pages are title pages."""
    count = 0
    while count < min(_PAGES, len(bodies) - 1) and _is_title(bodies[count], height):
        count += 1
    return count


def _is_title(body: Body, height: float) -> bool:
    rows = body.rows
    if not rows or len(rows) > _ROWS or max(len(row.pieces) for row in rows) > _ROWS:
        return False
    texts = [" ".join(piece.text for piece in row.pieces) for row in rows]
    if any(is_heading(text) for text in texts):
        return False
    low = rows[0].base < 0.83 * height
    credit = any(_CREDIT.fullmatch(text.strip()) for text in texts)
    centred = sum(abs(_middle(row.pieces) - body.width / 2) < 0.06 * body.width for row in rows)
    return credit or (low and 2 * centred >= len(rows))


def _middle(pieces: Sequence[Piece]) -> float:
    return (pieces[0].left + pieces[-1].right) / 2


def blocks_of(lines: Sequence[Line], pitch: float) -> list[list[Line]]:
    """The blocks of a title page: lines close under one another that overlap sideways."""
    blocks: list[list[Line]] = []
    for line in lines:
        for piece in line.pieces:
            part = line._replace(pieces=(piece,))
            for block in reversed(blocks):
                if _close(block[-1], part, pitch):
                    block.append(part)
                    break
            else:
                blocks.append([part])
    return blocks


def _close(above: Line, part: Line, pitch: float) -> bool:
    near = above.page == part.page and 0 < above.base - part.base < BLANK * pitch
    return near and above.left < part.right and part.left < above.right


def title_of(blocks: Sequence[Sequence[Line]]) -> str | None:
    """What stands above the credit, else the first block."""
    lines = [line.text.strip() for block in blocks for line in block]
    for at, text in enumerate(lines):
        if at and _CREDIT.fullmatch(text):
            return " ".join(lines[:at]).strip("\"“”'_* ") or None
    first = [line.text.strip() for line in blocks[0]] if blocks else []
    return " ".join(first).strip("\"“”'_* ") or None


def draft_of(blocks: Sequence[Sequence[Line]]) -> str | None:
    """The line that names the draft."""
    for block in blocks:
        for line in block:
            if _DRAFT.search(line.text):
                return line.text.strip()
    return None
