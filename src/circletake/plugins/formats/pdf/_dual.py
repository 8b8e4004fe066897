"""Two speeches side by side."""

from collections.abc import Sequence

from circletake.plugins.formats.pdf._furniture import BLANK
from circletake.plugins.formats.pdf._lines import Line
from circletake.plugins.formats.pdf._margins import Margins
from circletake.plugins.formats.pdf._words import is_cue, is_heading

_SHARE = 0.35  # speech begins left of its cue: the right one's so far from cue to cue, or more


def stands_beside(line: Line, under: Line, margins: Margins) -> bool:
    """True when two cues stand on a line with speech under at least one of them."""
    if len(line.pieces) != 2 or line.number or line.adjacent(BLANK) or not under.adjacent(BLANK):
        return False
    left, right = line.pieces
    if not (is_cue(left.text) and is_cue(right.text)) or is_heading(left.text):
        return False
    if right.left < (margins.action + margins.right) / 2 - 2 * margins.advance:
        return False
    return under.left < left.left + margins.advance or under.right > right.left


def split_columns(lines: Sequence[Line], margins: Margins) -> tuple[list[Line], list[Line]]:
    """The lines of the left speech and of the right one, each from its cue on.

    Args:
        lines: From the line with both cues to the last of either.
        margins: The document's columns.
    """
    cues = lines[0].pieces
    least = cues[0].left + _SHARE * (cues[-1].left - cues[0].left)
    border = min(piece.left for line in lines for piece in line.pieces if piece.left > least) - 1
    lefts: list[Line] = []
    rights: list[Line] = []
    for line in lines:
        for part in _parts(line, border, margins.advance):
            (rights if part.left >= border else lefts).append(part)
    return lefts, rights


def _parts(line: Line, border: float, advance: float) -> list[Line]:
    """A line in its pieces; one that runs over the border is cut at a blank there."""
    found: list[Line] = []
    for piece in line.pieces:
        letter = (piece.right - piece.left) / max(len(piece.text), 1)
        cut = round((border + 1 - piece.left) / max(letter, 0.1))
        across = piece.left < border and piece.right > border + advance
        if across and 0 < cut < len(piece.text) and piece.text[cut - 1] == " ":
            text = piece.text[:cut].rstrip()
            head = piece._replace(text=text, right=piece.left + letter * len(text))
            tail = piece._replace(text=piece.text[cut:], left=border + 1)
            found += [line._replace(pieces=(head,)), line._replace(pieces=(tail,))]
        else:
            found.append(line._replace(pieces=(piece,)))
    return [*_joined(found, border)]


def _joined(parts: list[Line], border: float) -> list[Line]:
    """Pieces of one column put together again."""
    found: list[Line] = []
    for part in parts:
        if found and (found[-1].left >= border) == (part.left >= border):
            found[-1] = found[-1]._replace(pieces=found[-1].pieces + part.pieces)
        else:
            found.append(part)
    return found
