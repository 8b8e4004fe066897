"""Lines as elements, by the column in which they stand and by their neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from circletake.model import ElementType
from circletake.plugins.formats.pdf._dual import split_columns, stands_beside
from circletake.plugins.formats.pdf._furniture import BLANK
from circletake.plugins.formats.pdf._lines import Line
from circletake.plugins.formats.pdf._margins import Margins
from circletake.plugins.formats.pdf._words import (
    bare_name,
    is_capital,
    is_cue,
    is_heading,
    is_omitted,
    is_sung,
    is_transition,
)

_SPEECH = frozenset(
    {
        ElementType.CHARACTER,
        ElementType.DIALOGUE,
        ElementType.PARENTHETICAL,
        ElementType.LYRICS,
    }
)

_LONGEST_ASIDE = 12  # lines


@dataclass(slots=True)
class Draft:
    """An element while its lines are gathered.

    Attributes:
        type: Its kind.
        lines: Its lines.
        right: How far its lines may reach, in points.
        dual: True beside another speech.
    """

    type: ElementType
    lines: list[Line] = field(default_factory=list)
    right: float = 0.0
    dual: bool = False


class Reading:
    """Goes through the lines of a script once, from the top.

    Args:
        lines: All lines of the script, in order.
        margins: The document's columns.
        more: Pages at whose foot (MORE) stands.
    """

    def __init__(self, lines: Sequence[Line], margins: Margins, more: frozenset[int]) -> None:
        self._lines = lines
        self._margins = margins
        self._more = more
        self.drafts: list[Draft] = []
        self._speaker = ""

    def read(self) -> list[Draft]:
        """The elements in order, as drafts."""
        at = 0
        while at < len(self._lines):
            columns = self._columns(at)
            if columns:
                self._beside(self._lines[at : at + columns])
                at += columns
            else:
                self._one(at)
                at += 1
        return self.drafts

    def _one(self, at: int) -> None:
        line = self._lines[at]
        if self._repeats_cue(line):
            return
        if self._is_cue(at):
            self._speaker = bare_name(line.text)
            self._begin(ElementType.CHARACTER, line)
        elif self._goes_on_speaking(line):
            self._speech(line)
        elif self._is_heading(line):
            self._begin(ElementType.SCENE_HEADING, line)
        elif self._goes_on(line):
            self.drafts[-1].lines.append(line)
        else:
            self._begin(self._apart(line), line)

    def _begin(self, kind: ElementType, line: Line, *, dual: bool = False) -> None:
        spoken = kind in _SPEECH
        right = self._margins.dialogue_right if spoken else self._margins.right
        self.drafts.append(Draft(kind, [line], right, dual))

    def _next(self, at: int) -> Line | None:
        return self._lines[at + 1] if at + 1 < len(self._lines) else None

    def _last(self) -> ElementType | None:
        return self.drafts[-1].type if self.drafts else None

    # Speech.

    def _repeats_cue(self, line: Line) -> bool:
        """True for the cue that is set again overleaf after (MORE)."""
        return (
            line.gap is None
            and line.page - 1 in self._more
            and self._last() in _SPEECH
            and is_cue(line.text)
            and bare_name(line.text).casefold() == self._speaker.casefold()
        )

    def _is_cue(self, at: int) -> bool:
        line, under = self._lines[at], self._next(at)
        margins = self._margins
        if len(line.pieces) > 1 or line.number or not self._may_be_cue(line):
            return False
        if under is None or len(under.pieces) > 1:
            return False
        if under.gap is None:  # at the foot of a page
            return margins.indented and self._at_cue(line) and margins.speech(under.left)
        if under.gap >= BLANK or not margins.speech(under.left):
            return False
        if not margins.indented or not margins.hanging:
            return not line.adjacent(BLANK)
        below = under.left < line.left - 1 or self._at_cue(line)
        return below and (not line.adjacent(BLANK) or self._at_cue(line))

    def _may_be_cue(self, line: Line) -> bool:
        if not self._margins.indented or not self._margins.hanging:
            place = not self._margins.indented or self._margins.speech(line.left)
            words = is_cue(line.text) and not is_heading(line.text)
            return place and words and not is_transition(line.text)
        if line.left <= self._margins.dialogue + 1.5 * self._margins.advance:
            return False
        if line.text.startswith("(") or is_transition(line.text):
            return False
        return is_cue(line.text) or (self._at_cue(line) and len(line.text) < 40)

    def _at_cue(self, line: Line) -> bool:
        margins = self._margins
        return margins.hanging and abs(line.left - margins.cue) <= 1.5 * margins.advance

    def _goes_on_speaking(self, line: Line) -> bool:
        margins = self._margins
        if self._last() not in _SPEECH or not margins.speech(line.left):
            return False
        if line.gap is None:
            return margins.indented and not margins.at_action(line.left)
        if line.gap < BLANK:
            return True
        # An empty line inside a speech; what stands so far to the right is nothing else.
        return (
            margins.indented
            and abs(line.left - margins.dialogue) < margins.advance
            and not margins.at_action(line.left)
        )

    def _speech(self, line: Line) -> None:
        last = self.drafts[-1]
        kind = self._spoken(last, line)
        if kind is last.type:
            last.lines.append(line)
        else:
            self._begin(kind, line, dual=last.dual)

    def _spoken(self, last: Draft, line: Line) -> ElementType:
        """Whether a line of a speech is said, sung or an aside."""
        text = line.text
        if last.type is ElementType.PARENTHETICAL and not _closed(last):
            return ElementType.PARENTHETICAL
        margins = self._margins
        apart = margins.parenthetical > margins.dialogue + margins.advance
        if text.startswith("("):
            inside = apart and line.left < (margins.parenthetical + margins.dialogue) / 2
            alone = text.rstrip().endswith(")") or ")" not in text
            if not inside and alone:
                return ElementType.PARENTHETICAL
        return ElementType.LYRICS if is_sung(text) else ElementType.DIALOGUE

    # Speech beside speech.

    def _columns(self, at: int) -> int:
        """How many lines from here stand in two columns; 0 when none do."""
        under = self._next(at)
        if under is None or not stands_beside(self._lines[at], under, self._margins):
            return 0
        count = 1
        while at + count < len(self._lines) and self._lines[at + count].adjacent(BLANK):
            count += 1
        return count

    def _beside(self, lines: Sequence[Line]) -> None:
        for column in split_columns(lines, self._margins):
            right = max(line.right for line in column)
            self.drafts.append(Draft(ElementType.CHARACTER, [column[0]], right, dual=True))
            self._speaker = bare_name(column[0].text)
            for line in column[1:]:
                last = self.drafts[-1]
                kind = self._aside(last, line)
                if kind is last.type:
                    last.lines.append(line)
                else:
                    self.drafts.append(Draft(kind, [line], right, dual=True))

    @staticmethod
    def _aside(last: Draft, line: Line) -> ElementType:
        if last.type is ElementType.PARENTHETICAL and not _closed(last):
            return ElementType.PARENTHETICAL
        text = line.text.strip()
        if text.startswith("(") and (text.endswith(")") or ")" not in text):
            return ElementType.PARENTHETICAL
        return ElementType.DIALOGUE

    # The rest.

    def _is_heading(self, line: Line) -> bool:
        margins = self._margins
        if not margins.at_action(line.left):
            return False
        if line.number:
            return True
        if self._last() is ElementType.SCENE_HEADING and line.adjacent(BLANK):
            return False
        text = line.text
        if is_heading(text):
            return not line.adjacent(BLANK) or is_capital(text)
        if line.adjacent(BLANK) or not is_capital(text) or text.rstrip().endswith(":"):
            return False
        if is_omitted(text):
            return True
        wide = margins.apart is not None and line.gap is not None and line.gap >= margins.apart
        return (margins.bold and line.bold) or wide

    def _goes_on(self, line: Line) -> bool:
        """True when a line continues the paragraph above it."""
        last = self._last()
        if last is None or line.number:
            return False
        above = self.drafts[-1].lines[-1]
        margins = self._margins
        if last is ElementType.SCENE_HEADING:
            return (
                line.adjacent(BLANK)
                and is_capital(line.text)
                and not is_heading(line.text)
                and _filled(above, line, margins)
            )
        if last is not ElementType.ACTION or not margins.at_action(above.left):
            return False
        if line.gap is not None:
            return line.gap < BLANK and margins.at_action(line.left)
        broken = above.text.rstrip()[-1:] not in {".", "!", "?", ":", '"', "”", ")"}
        return margins.at_action(line.left) and broken and _filled(above, line, margins)

    def _apart(self, line: Line) -> ElementType:
        """What a paragraph is that is neither heading nor speech."""
        margins = self._margins
        text = line.text
        if is_transition(text) or self._at_right(line):
            return ElementType.TRANSITION
        middle = (margins.action + margins.right) / 2
        if (
            line.left > margins.action + 3 * margins.advance
            and abs((line.left + line.right) / 2 - middle) < 3 * margins.advance
        ):
            return ElementType.CENTERED
        return ElementType.ACTION

    def _at_right(self, line: Line) -> bool:
        margins = self._margins
        near = max(line.right, margins.right) - 4 * margins.advance
        return (
            is_capital(line.text)
            and line.left > max(margins.cue, (margins.action + margins.right) / 2)
            and line.right > near
        )


def _closed(draft: Draft) -> bool:
    """True when the brackets of an aside are closed, or never will be."""
    if len(draft.lines) > _LONGEST_ASIDE:
        return True
    text = " ".join(line.text for line in draft.lines)
    return text.count("(") <= text.count(")")


def _filled(above: Line, line: Line, margins: Margins) -> bool:
    """True when the first word of a line had no room above it."""
    word = line.text.split(maxsplit=1)[0] if line.text.strip() else ""
    return above.right + margins.advance * (1 + len(word)) > margins.right - margins.advance
