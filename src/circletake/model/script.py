"""What was written: a screenplay as its elements."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class ElementType(StrEnum):
    """Kinds of element; the names of the command line's contract."""

    SCENE_HEADING = "scene_heading"
    ACTION = "action"
    CHARACTER = "character"
    DIALOGUE = "dialogue"
    PARENTHETICAL = "parenthetical"
    LYRICS = "lyrics"
    TRANSITION = "transition"
    SECTION = "section"
    SYNOPSIS = "synopsis"
    NOTE = "note"
    BONEYARD = "boneyard"
    CENTERED = "centered"
    PAGE_BREAK = "page_break"
    TITLE_PAGE = "title_page"


class Element(NamedTuple):
    """One element of a screenplay (a tuple, because a feature has thousands).

    Attributes:
        type: Its kind.
        text: As written, without the element's own marks.
        scene_number: Number printed beside a scene heading, as written.
        dual: True for a cue and its speech beside another.
        line: Line of the file, counted from 1; None where the format has none.
        start: First byte in the file; None where bytes mean nothing (FDX, PDF).
        end: Byte after the last one.
        level: Depth of a section, from 1; 0 elsewhere.
        revision: Revision mark (coloured pages) as written.
        omitted: True for a scene heading whose scene is kept only as omitted, and, where the file
            still holds that scene (FDX), for each element of it.
    """

    type: ElementType
    text: str
    scene_number: str | None = None
    dual: bool = False
    line: int | None = None
    start: int | None = None
    end: int | None = None
    level: int = 0
    revision: str | None = None
    omitted: bool = False


@dataclass(frozen=True, slots=True)
class Script:
    """A screenplay: its elements in order.

    Attributes:
        title: From the title page, else None.
        elements: Everything in the file, cut text and notes included.
        draft: Name of the draft or revision, where the file tells.
        written: The whole text of the file, byte-order mark and line ends included, where its
            format can give the same bytes back (Fountain); None where it cannot.
        encoding: How `written` was encoded.
    """

    title: str | None
    elements: tuple[Element, ...]
    draft: str | None = None
    written: str | None = None
    encoding: str | None = None
