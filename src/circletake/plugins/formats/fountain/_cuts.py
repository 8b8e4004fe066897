"""Notes and boneyards: where they begin and end, whatever else stands in the text.

Fountain syntax, "Notes" and "Boneyard". A boneyard runs over anything; a balanced one inside it
belongs to it. A note may run over line ends, but over an empty line only when that line holds two
spaces. One that never ends is no note and no boneyard: its text stays where it is.
"""

import re
import sys
from dataclasses import dataclass

from circletake.errors import LimitExceeded
from circletake.model import ElementType

_COMMENT_MARK = re.compile(r"/\*|\*/")
# A line end, then nothing or one blank, then a line end: two blanks or a tab keep a note together.
_EMPTY_LINE = re.compile(r"\n ?\r?(?=\n)")
_MOST_LOOSE = 100
_KINDS = (ElementType.BONEYARD, ElementType.NOTE)


@dataclass(frozen=True, slots=True)
class Cut:
    """A note or a boneyard in the text.

    Attributes:
        start: First character, its opening mark.
        end: Character after its closing mark.
        type: NOTE or BONEYARD.
    """

    start: int
    end: int
    type: ElementType


@dataclass(slots=True)
class Cuts:
    """What was found.

    Attributes:
        found: In order, none inside another.
        loose: Characters at which an opening mark stands that nothing closes (the first hundred).
        more_loose: How many more there are.
    """

    found: list[Cut]
    loose: list[int]
    more_loose: int = 0

    def leave(self, at: int) -> None:
        """Count an opening mark that nothing closes."""
        if len(self.loose) < _MOST_LOOSE:
            self.loose.append(at)
        else:
            self.more_loose += 1


def find_cuts(text: str, limit: int = sys.maxsize) -> Cuts:
    """All notes and boneyards, the outermost ones, in time linear in the text.

    Args:
        text: With LF or CR LF line ends.
        limit: How many there may be.

    Raises:
        LimitExceeded: There are more.
    """
    cuts = Cuts([], [])
    if "/*" not in text and "[[" not in text:
        return cuts
    if text.count("/*") > limit or text.count("]]") > limit:
        raise LimitExceeded(f"more than {limit} notes and boneyards")
    comments = _Comments(text)
    notes = _Notes(text)
    next_comment, next_note = text.find("/*"), text.find("[[")
    while next_comment >= 0 or next_note >= 0:
        is_note = next_comment < 0 or 0 <= next_note < next_comment
        start = next_note if is_note else next_comment
        end = (notes if is_note else comments).end_of(start)
        if end >= 0:
            cuts.found.append(Cut(start, end, _KINDS[is_note]))
        else:
            cuts.leave(start)
            end = start + 2
            while is_note and text[end : end + 1] == "[":
                end += 1  # a run of brackets is one opening
        if 0 <= next_comment < end:
            next_comment = text.find("/*", end)
        if 0 <= next_note < end:
            next_note = text.find("[[", end)
    return cuts


class _Comments:
    def __init__(self, text: str) -> None:
        self._text = text
        self._partners: dict[int, int] | None = None
        self._close = 0

    def end_of(self, start: int) -> int:
        """After the mark that closes it: its partner, else the next one; -1 without any."""
        if self._partners is None:
            self._partners = self._pair()
        end = self._partners.get(start)
        if end is not None:
            return end
        if 0 <= self._close < start + 2:
            self._close = self._text.find("*/", start + 2)
        return self._close + 2 if self._close >= 0 else -1

    def _pair(self) -> dict[int, int]:
        partners: dict[int, int] = {}
        open_: list[int] = []
        for mark in _COMMENT_MARK.finditer(self._text):
            if mark[0] == "/*":
                open_.append(mark.start())
            elif open_:
                partners[open_.pop()] = mark.end()
        return partners


class _Notes:
    def __init__(self, text: str) -> None:
        self._text = text
        self._close = 0
        self._empty = -1

    def end_of(self, start: int) -> int:
        """After the `]]` that closes it; -1 when an empty line or the end comes first."""
        if 0 <= self._close < start + 2:
            self._close = self._text.find("]]", start + 2)
        if self._close < 0:
            return -1
        if self._empty < start:
            empty = _EMPTY_LINE.search(self._text, start)
            self._empty = empty.start() if empty else len(self._text)
        return self._close + 2 if self._close < self._empty else -1
