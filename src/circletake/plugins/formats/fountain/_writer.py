"""Elements to a Fountain text that reads back to the same elements.

Marks are put only where the text would otherwise be read as something else: `!` before action that
looks like a cue, `@` before a cue that does not, and so on. What the syntax has no way to say is
brought to the nearest that it has: dialogue without a cue becomes action, two dialogues in a row
become one, an omitted scene becomes a boneyard, marks of notes inside other text are broken by a
blank (`[ [`).
"""

from collections.abc import Sequence

from circletake.model import Element, ElementType
from circletake.plugins.formats.fountain import _grammar as grammar
from circletake.plugins.formats.fountain import _marks as marks

_SPOKEN = frozenset({ElementType.DIALOGUE, ElementType.PARENTHETICAL})
_CUTS = frozenset({ElementType.NOTE, ElementType.BONEYARD})


def write_elements(elements: Sequence[Element]) -> str:
    """The text, with LF line ends."""
    return _Writer(elements).write()


class _Writer:
    def __init__(self, elements: Sequence[Element]) -> None:
        self._title = [one for one in elements if one.type is ElementType.TITLE_PAGE]
        self._elements = [one for one in elements if one.type is not ElementType.TITLE_PAGE]
        self._blocks: list[str] = []
        # Whether the last block is a speech that can go on, and whether it stands on the left.
        self._in_speech = False
        self._left = False
        # Whether nothing but notes and boneyards is written: a title page could still come.
        self._first = True
        self._look_ahead()

    def _look_ahead(self) -> None:
        """For each place: whether speech goes on there, and whether the next cue stands beside."""
        count = len(self._elements)
        self._goes_on = [False] * (count + 1)
        self._beside = [False] * (count + 1)
        for at in range(count - 1, -1, -1):
            one = self._elements[at]
            if one.type in _SPOKEN and one.text.strip():
                self._goes_on[at] = True
            elif one.type in _SPOKEN or one.type in _CUTS:
                self._goes_on[at] = self._goes_on[at + 1]
            elif one.type is ElementType.LYRICS:
                self._goes_on[at] = one.dual or self._goes_on[at + 1]
            if one.type is ElementType.CHARACTER:
                self._beside[at] = one.dual
            elif one.type in _SPOKEN or one.type in _CUTS or one.type is ElementType.LYRICS:
                self._beside[at] = self._beside[at + 1]

    def write(self) -> str:
        if self._title:
            self._block(marks.title_page(self._title))
        at = 0
        while at < len(self._elements):
            if self._is_omitted(at):
                at = self._omitted(at)
            else:
                self._element(at)
                at += 1
        return "\n\n".join(self._blocks) + "\n" if self._blocks else ""

    def _is_omitted(self, at: int) -> bool:
        one = self._elements[at]
        return one.omitted and not grammar.is_omitted(one.text)

    def _omitted(self, at: int) -> int:
        """Put a scene that is only kept into a boneyard; gives the element after it."""
        end = at
        while end < len(self._elements) and self._is_omitted(end):
            end += 1
        kept = [one._replace(omitted=False) for one in self._elements[at:end]]
        self._block(marks.boneyard(write_elements(kept)), cut=True)
        return end

    def _block(self, text: str, *, cut: bool = False) -> None:
        self._in_speech = False
        if text:
            self._blocks.append(text)
            self._first = self._first and cut

    def _line(self, text: str, *, in_speech: bool) -> None:
        if in_speech:
            self._blocks[-1] += "\n" + text
        else:
            self._block(text)

    def _element(self, at: int) -> None:
        one = self._elements[at]
        kind = one.type
        if kind is ElementType.CHARACTER:
            self._cue(at)
        elif kind in _CUTS:
            self._cut(one, in_speech=self._in_speech and self._goes_on[at + 1])
        elif kind is ElementType.LYRICS:
            inside = self._is_sung(at) or one.dual or self._goes_on[at + 1]
            text = "~" + marks.on_one_line(one.text)
            self._line(text, in_speech=self._in_speech and inside)
        elif kind in _SPOKEN:
            self._spoken(one)
        elif kind is ElementType.ACTION:
            self._block(marks.action(one.text, first=self._first))
        else:
            self._block(marks.one_row(one))

    def _is_sung(self, at: int) -> bool:
        """Whether it is lyrics just below their cue."""
        if not 0 < at < len(self._elements):
            return False
        cue, one = self._elements[at - 1 : at + 1]
        return (
            cue.type is ElementType.CHARACTER
            and one.type is ElementType.LYRICS
            and cue.dual == one.dual
        )

    def _cut(self, one: Element, *, in_speech: bool) -> None:
        text = marks.note(one.text) if one.type is ElementType.NOTE else marks.boneyard(one.text)
        if in_speech:
            # Behind a line of the speech it cannot make the next one look like a new block.
            self._blocks[-1] += " " + text
        else:
            self._block(text, cut=True)

    def _cue(self, at: int) -> None:
        one = self._elements[at]
        name = marks.on_one_line(one.text)
        if not name.strip("^ \t"):
            self._block("")
            return
        right = one.dual and (self._left or not self._beside[at + 1])
        unforced = (
            (self._goes_on[at + 1] or self._is_sung(at + 1))
            and grammar.is_name(name)
            and name[-1] != "^"
            and name[0] not in "!@~>#=."
            and not grammar.is_heading(name)
            and not grammar.is_cut_to(name)
            and (not self._first or ":" not in name)
        )
        self._block(("" if unforced else "@") + name + " ^" * right)
        self._in_speech = True
        self._left = one.dual and not right

    def _spoken(self, one: Element) -> None:
        if not one.text.strip():
            return
        if not self._in_speech:
            self._block(marks.action(one.text, first=self._first))
        elif one.type is ElementType.PARENTHETICAL:
            text = marks.on_one_line(one.text)
            wrapped = text[0] == "(" and text[-1] == ")"
            self._line(text if wrapped else f"({text})", in_speech=True)
        else:
            self._line(marks.dialogue(one.text), in_speech=True)
