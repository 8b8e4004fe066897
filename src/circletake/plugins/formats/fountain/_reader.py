"""Rows to elements: the blocks of a Fountain text.

A block begins where nothing goes before it: after an empty row, or after an element of one row
(heading, section, synopsis, transition, centered text, page break, note, boneyard). What is no
other element is action.
"""

import re
from collections.abc import Callable

from circletake.model import Element, ElementType
from circletake.plugins.formats.fountain import _grammar as grammar
from circletake.plugins.formats.fountain._rows import Rows

_BLANKS = " \t\r\n\v\f"
_BANG = re.compile(r"^([ \t]*)!", re.MULTILINE)
_ACTION = ElementType.ACTION
_DIALOGUE = ElementType.DIALOGUE
_make = tuple.__new__

Handler = Callable[[int, str], int]
"""Takes a row and its text, adds its element, gives the next row; 0 when it is none of its own."""


class Reader:
    """Reads the rows of one file.

    Args:
        rows: What `read_rows` gives.

    Attributes:
        elements: What was read, notes and boneyards excepted, in order.
        title: Value of the title page's `Title`.
        draft: Value of its `Draft date`, `Draft` or `Revision`.
        lonely: Lines of cues marked dual that stand beside none.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._numbers, self._lefts, self._ends = rows.numbers, rows.lefts, rows.ends
        self._bare = rows.bare
        self._full = rows.full
        self._count = len(rows.bare)
        self._filler = rows.filler
        self._empty = frozenset({"", rows.filler})
        # First characters at which a run of plain action or dialogue may be over.
        self._stops = frozenset({*"!~>#=@", *rows.filler})
        self._speech_stops = self._stops | {"("}
        self._speech = (0, 0)
        self.elements: list[Element] = []
        self.title: str | None = None
        self.draft: str | None = None
        self.lonely: list[int] = []
        self._marked: dict[str, Handler] = {
            "!": self._action,
            "@": self._forced_cue,
            "~": self._lyric,
            ">": self._arrow,
            "#": self._section,
            "=": self._equals,
            ".": self._forced_heading,
        }
        if rows.filler:
            self._marked[rows.filler] = lambda row, _bare: row + 1

    def read(self) -> None:
        """Read all rows."""
        bare, marked = self._bare, self._marked
        row = self._title_page()
        while row < self._count:
            text = bare[row]
            if not text:
                row += 1
                continue
            handler = marked.get(text[0])
            after = handler(row, text) if handler is not None else 0
            row = after or self._unmarked(row, text)

    def _unmarked(self, row: int, bare: str) -> int:
        if bare[0] in "IiEe" and grammar.is_heading(bare):
            return self._heading(row, bare)
        tagged = " #" in bare
        if bare.isupper() or bare[-1] in ")^" or tagged:
            if (tagged or bare.endswith("TO:")) and self._is_transition(row):
                return self._add(ElementType.TRANSITION, bare, row)
            if self._is_cue(row):
                return self._read_speech(row, bare)
        return self._action(row, bare)

    def _add(
        self,
        kind: ElementType,
        text: str,
        row: int,
        *,
        dual: bool = False,
        level: int = 0,
        number: str | None = None,
    ) -> int:
        """Add the element of one row; gives the next row."""
        line, start, end = self._numbers[row], self._lefts[row], self._ends[row]
        self.elements.append(
            _make(Element, (kind, text, number, dual, line, start, end, level, None, False))
        )
        return row + 1

    # Blocks of one row.

    def _heading(self, row: int, bare: str) -> int:
        text, number = grammar.split_number(bare)
        after = self._add(ElementType.SCENE_HEADING, text, row, number=number)
        if grammar.is_omitted(text):
            self.elements[-1] = self.elements[-1]._replace(omitted=True)
        return after

    def _forced_heading(self, row: int, bare: str) -> int:
        return self._heading(row, bare[1:]) if grammar.is_forced_heading(bare) else 0

    def _lyric(self, row: int, bare: str) -> int:
        return self._add(ElementType.LYRICS, bare[1:].strip(), row)

    def _arrow(self, row: int, bare: str) -> int:
        if bare == ">":
            return 0
        if bare[-1] == "<":
            return self._add(ElementType.CENTERED, bare[1:-1].strip(), row)
        return self._add(ElementType.TRANSITION, bare[1:].strip(), row)

    def _section(self, row: int, bare: str) -> int:
        text = bare.lstrip("#")
        return self._add(ElementType.SECTION, text.strip(), row, level=len(bare) - len(text))

    def _equals(self, row: int, bare: str) -> int:
        if grammar.is_page_break(bare):
            return self._add(ElementType.PAGE_BREAK, "", row)
        if grammar.is_synopsis(bare):
            return self._add(ElementType.SYNOPSIS, bare[1:].strip(), row)
        return 0

    def _is_transition(self, row: int) -> bool:
        if not grammar.is_cut_to(self._bare[row]) or self._full[row][-1].isspace():
            return False  # blanks after the colon are the syntax's way to say action
        after = self._bare[row + 1] if row + 1 < self._count else ""
        return not after or after == self._filler or grammar.is_heading(after)

    # Action.

    def _action(self, row: int, bare: str) -> int:
        all_bare, stops = self._bare, self._stops
        end, forced = row + 1, bare[0] == "!"
        while end < self._count and (bare := all_bare[end]):
            if bare[0] not in stops:
                end += 1
            elif bare[0] == "!":
                forced = True
                end += 1
            elif after := self._goes_on(end, bare):
                end = after
            else:
                break
        text = self._text_of(self._full, row, end).rstrip(_BLANKS)
        if forced:
            text = _BANG.sub(r"\1", text)
        rows = self._rows
        place = (rows.numbers[row], rows.begins[row], rows.ends[self._last(end)])
        self.elements.append(_make(Element, (_ACTION, text, None, False, *place, 0, None, False)))
        return end

    def _goes_on(self, row: int, bare: str) -> int:
        """The row at which a paragraph goes on, seen from one with a mark; 0 when it is over."""
        if bare == self._filler:
            row = self._after_cuts(row)
            return 0 if self._is_new_block(row) else row
        if bare[0] == "@":
            over = self._speaks(row) and len(bare) > 1
        else:
            over = bare[0] in "!~" or grammar.ends_paragraph(bare)
        return 0 if over else row + 1

    def _is_new_block(self, row: int) -> bool:
        """Whether no paragraph goes on at a row that follows a note, a boneyard or a blank row."""
        if row >= self._count or not self._bare[row]:
            return True
        bare = self._bare[row]
        return (
            grammar.is_heading(bare)
            or grammar.is_forced_heading(bare)
            or self._is_transition(row)
            or self._is_cue(row)
        )

    def _after_cuts(self, row: int) -> int:
        """The first row from this one on that is not of notes and boneyards only."""
        if self._filler:
            while row < self._count and self._bare[row] == self._filler:
                row += 1
        return row

    def _last(self, end: int) -> int:
        """The last row before `end` that has text."""
        end -= 1
        while self._bare[end] in self._empty:
            end -= 1
        return end

    def _text_of(self, column: list[str], row: int, end: int) -> str:
        """Some rows as one text, without those of notes and boneyards only."""
        if end == row + 1:
            return column[row]
        filler = self._filler
        if not filler or filler not in self._bare[row:end]:
            return "\n".join(column[row:end])
        return "\n".join(column[at] for at in range(row, end) if self._bare[at] != filler)

    # Speech.

    def _is_cue(self, row: int) -> bool:
        return grammar.is_name(self._bare[row]) and self._speaks(row)

    def _speaks(self, row: int) -> bool:
        """Whether text that can be spoken follows the row at once."""
        after = row + 1
        if after < self._count and (bare := self._bare[after]) and bare[0] not in self._stops:
            return True
        after = self._after_cuts(after)
        if after >= self._count or not self._bare[after]:
            return False
        bare = self._bare[after]
        return bare[0] not in "!@" and not grammar.ends_paragraph(bare)

    def _forced_cue(self, row: int, bare: str) -> int:
        name = bare[1:].strip()
        return self._read_speech(row, name) if name.strip("^ \t") else 0

    def _read_speech(self, row: int, name: str) -> int:
        dual = name[-1] == "^"
        if dual:
            name = name[:-1].rstrip()
            self._pair(row)
        first = len(self.elements)
        row = self._read_lines(self._add(ElementType.CHARACTER, name, row, dual=dual), dual=dual)
        self._speech = (first, len(self.elements))
        return row

    def _pair(self, row: int) -> None:
        """Mark the speech just before as the one that this one stands beside."""
        first, end = self._speech
        if end != len(self.elements) or first == end:
            self.lonely.append(self._rows.numbers[row])
            return
        for at in range(first, end):
            self.elements[at] = self.elements[at]._replace(dual=True)

    def _read_lines(self, row: int, *, dual: bool) -> int:
        """Dialogue, parentheticals and lyrics after a cue; gives the row after them."""
        all_bare, stops = self._bare, self._speech_stops
        begin = row
        while row < self._count:
            bare = all_bare[row]
            if not bare:
                after = self._after_blank(row)
            elif bare[0] not in stops:
                after = row + 1
            elif kind := _kind_in_speech(bare):
                self._add_dialogue(begin, row, dual=dual)
                text = bare[1:].strip() if bare[0] == "~" else bare
                after = begin = self._add(kind, text, row, dual=dual)
            else:
                after = self._goes_on(row, bare)
            if not after:
                break
            row = after
        self._add_dialogue(begin, row, dual=dual)
        return row

    def _after_blank(self, row: int) -> int:
        """The row at which dialogue goes on after blank ones that hold two blanks; 0 if not."""
        while row < self._count and not self._bare[row]:
            if len(self._full[row]) < 2 and self._full[row] != "\t":
                return 0
            row += 1
        return 0 if self._is_new_block(row) else row

    def _add_dialogue(self, row: int, end: int, *, dual: bool) -> None:
        if row == end:
            return
        bare = self._bare
        if end == row + 1 and bare[row] not in self._empty:
            self._add(_DIALOGUE, bare[row], row, dual=dual)
            return
        while row < end and bare[row] in self._empty:
            row += 1
        if row == end:
            return
        last = self._last(end)
        self._add(_DIALOGUE, self._text_of(bare, row, last + 1), row, dual=dual)
        if last != row:
            self.elements[-1] = self.elements[-1]._replace(end=self._rows.ends[last])

    # The title page.

    def _title_page(self) -> int:
        """Read it, if there is one; gives the row after it."""
        first = 0
        while first < self._count and self._bare[first] in self._empty:
            first += 1
        end = first
        while end < self._count and self._bare[end]:
            end += 1
        rows = [at for at in range(first, end) if self._bare[at] != self._filler]
        if not rows:
            return first
        texts = [self._bare[first], *(self._full[at] for at in rows[1:])]
        if not grammar.is_title_page(texts):
            return first
        entry: list[int] = []
        for at, text in zip(rows, texts, strict=True):
            if entry and not text[0].isspace() and grammar.title_key(text) is not None:
                self._add_title(entry)
                entry = []
            entry.append(at)
        self._add_title(entry)
        return end

    def _add_title(self, entry: list[int]) -> None:
        first, *rest = entry
        texts = [self._bare[first], *(self._full[at] for at in rest)]
        self._add(ElementType.TITLE_PAGE, "\n".join(texts).rstrip(_BLANKS), first)
        self.elements[-1] = self.elements[-1]._replace(end=self._rows.ends[entry[-1]])
        key = (grammar.title_key(texts[0]) or "").lower()
        if key == "title":
            self.title = grammar.plain_value(texts)
        elif key in {"draft date", "draft", "revision"} and self.draft is None:
            self.draft = grammar.plain_value(texts)


def _kind_in_speech(bare: str) -> ElementType | None:
    if bare[0] == "~":
        return ElementType.LYRICS
    return ElementType.PARENTHETICAL if bare[0] == "(" and bare[-1] == ")" else None
