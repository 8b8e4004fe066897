"""Where a document's own columns stand: action, dialogue, cues; found anew in each document."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from circletake.plugins.formats.pdf._furniture import BLANK
from circletake.plugins.formats.pdf._lines import Line, advance_of, share, usual
from circletake.plugins.formats.pdf._words import is_capital, is_cue, is_heading

_PAIRS = 2  # cues with speech under them that show where dialogue stands


class Margins(NamedTuple):
    """Left edges of the columns, and how far lines reach, in points.

    Attributes:
        action: Left edge of action.
        dialogue: Left edge of dialogue.
        parenthetical: Left edge of parentheticals.
        cue: Left edge of cues.
        right: Where the longest line of action ends.
        dialogue_right: Where the longest line of dialogue ends.
        advance: Width of a letter.
        indented: False when dialogue stands at the left edge of action.
        bold: True when scene headings, and hardly anything else at their place, are bold.
        apart: Line pitches above a scene heading and above hardly anything else; None if no such.
    """

    action: float
    dialogue: float
    parenthetical: float
    cue: float
    right: float
    dialogue_right: float
    advance: float
    indented: bool
    bold: bool
    apart: float | None

    @property
    def hanging(self) -> bool:
        """True when cues stand right of dialogue."""
        return self.cue > self.dialogue + self.advance

    def speech(self, left: float) -> bool:
        """True where dialogue or a parenthetical may begin."""
        reach = 1.5 * self.advance
        return self.dialogue - reach <= left <= max(self.parenthetical, self.dialogue) + reach

    def at_action(self, left: float) -> bool:
        """True at the left edge of action, or left of it."""
        return left <= self.action + 1.5 * self.advance


def margins_of(lines: Sequence[Line]) -> Margins:
    """Find the columns by what stands in them."""
    advance = advance_of(lines)
    start = usual((line.left for line in lines if is_heading(line.text)), -1.0)
    if start < 0:
        start = _leftmost(lines)
    pairs = _pairs(lines, start + 2 * advance)
    indented = len(pairs) >= _PAIRS or (bool(pairs) and len(lines) < 60)
    if not indented:
        pairs = _pairs(lines, start - advance)
    said = [under for _, under in pairs if not under.text.startswith("(")]
    dialogue = usual((line.left for line in said), start)
    action = usual((line.left for line in lines if line.left < dialogue - 2 * advance), start)
    cue = usual((line.left for line, _ in pairs), dialogue)
    asides = (line.left for line in lines if _is_aside(line, dialogue, cue))
    aside = usual(asides, dialogue)
    spoken = [line.right for line in lines if abs(line.left - dialogue) < advance]
    broad = [line.right for line in lines if abs(line.left - action) < advance]
    bold, apart = _headings(lines, action + advance)
    return Margins(
        action, dialogue, max(aside, dialogue), cue,
        share(broad, 0.98, 540.0), share(spoken, 0.98, 430.0), advance, indented, bold, apart,
    )  # fmt: skip


def _is_aside(line: Line, dialogue: float, cue: float) -> bool:
    close = line.adjacent(BLANK) and dialogue - 1 <= line.left <= max(cue, dialogue) + 1
    return close and line.text.startswith("(")


def _leftmost(lines: Sequence[Line]) -> float:
    """The leftmost place where a tenth of all lines begin."""
    lefts = Counter(round(line.left) for line in lines)
    for place in sorted(lefts):
        if sum(lefts[place + near] for near in (-1, 0, 1)) * 10 >= len(lines):
            return float(place)
    return float(min(lefts, default=108))


def _pairs(lines: Sequence[Line], least: float) -> list[tuple[Line, Line]]:
    """Cues right of a place, each with the line under it."""
    return [
        (cue, under)
        for cue, under in pairwise(lines)
        if len(cue.pieces) == len(under.pieces) == 1
        and not cue.adjacent(BLANK)
        and under.adjacent(BLANK)
        and cue.left > least
        and is_cue(cue.text)
        and not is_heading(cue.text)
        and _under(cue, under, least)
    ]


def _under(cue: Line, under: Line, least: float) -> bool:
    return under.left < cue.left - 1 or least < under.left <= cue.left + 1


def _headings(lines: Sequence[Line], most: float) -> tuple[bool, float | None]:
    """Whether bold type, or a wide gap above, marks scene headings and little else."""
    first = [line for line in lines if line.left <= most and not line.adjacent(BLANK)]
    heads = [line for line in first if is_heading(line.text)]
    others = [line for line in first if not is_capital(line.text)]
    if len(heads) < 2:
        return False, None
    bold = sum(line.bold for line in heads) >= 0.9 * len(heads)
    bold = bold and sum(line.bold for line in others) <= 0.2 * len(others)
    gap = share([line.gap for line in heads if line.gap is not None], 0.1, 0.0) - 0.3
    wide = sum(line.gap is not None and line.gap >= gap for line in others)
    return bold, gap if gap > 2 and wide <= 0.2 * len(others) else None
