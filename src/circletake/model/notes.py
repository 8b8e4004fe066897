"""What was remarked: notes, cues, ratings, and the places they speak of."""

from dataclasses import dataclass
from enum import StrEnum


class NoteKind(StrEnum):
    """Where a remark comes from."""

    NOTE = "note"
    MARKER = "marker"
    RATING = "rating"
    KEYWORD = "keyword"
    CUE = "cue"


@dataclass(frozen=True, slots=True)
class Reference:
    """Something that a note points at.

    Attributes:
        kind: `scene`, `slate`, `take`, `timecode`, `cut` or `clip`.
        text: As written.
        value: Brought to the form that takes and cuts use (`24`, `24A-3`, `01:00:12:04`).
    """

    kind: str
    text: str
    value: str


@dataclass(frozen=True, slots=True)
class Note:
    """A written remark, whole, with what it points at.

    Attributes:
        text: Verbatim.
        kind: Where it comes from.
        line: Line of the file, counted from 1.
        author: Who wrote it, where told.
        references: What it points at, in order.
        value: `favorite` or `reject` of a rating; the reason of a cue; else None.
        start: First timecode or time as written, where it covers a range.
        end: Last one as written.
    """

    text: str
    kind: NoteKind = NoteKind.NOTE
    line: int | None = None
    author: str | None = None
    references: tuple[Reference, ...] = ()
    value: str | None = None
    start: str | None = None
    end: str | None = None
