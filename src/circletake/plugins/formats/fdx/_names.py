"""Final Draft's names of paragraph types, and what a script calls them.

Final Draft publishes no schema. The names are those of its own files (templates for film,
television and stage) and of other programs' exports; users may define more.
"""

import re
from functools import lru_cache

from circletake.model import Element, ElementType

KEY = "{https://circletake.org/fdx}key"
"""Attribute that keeps the key of a title page entry, of which Final Draft shows the value only."""
BONEYARD = "Boneyard"
"""Name of a script note that stands for a boneyard, which Final Draft does not have."""

_TYPES = {
    "scene heading": ElementType.SCENE_HEADING,
    "slugline": ElementType.SCENE_HEADING,
    "action": ElementType.ACTION,
    "general": ElementType.ACTION,
    # A shot is a line of a scene, not a scene of its own, although it is set like a heading.
    "shot": ElementType.ACTION,
    "cast list": ElementType.ACTION,
    "stage direction": ElementType.ACTION,
    "character": ElementType.CHARACTER,
    "dialogue": ElementType.DIALOGUE,
    "dialog": ElementType.DIALOGUE,
    "parenthetical": ElementType.PARENTHETICAL,
    "lyrics": ElementType.LYRICS,
    "singing": ElementType.LYRICS,
    "transition": ElementType.TRANSITION,
    # An act begins where it is announced: structure first, as `#` is in Fountain. Its end is not.
    "act": ElementType.SECTION,
    "new act": ElementType.SECTION,
    "cold opening": ElementType.SECTION,
    "teaser": ElementType.SECTION,
    "sequence": ElementType.SECTION,
    "end of act": ElementType.CENTERED,
    "show/episode": ElementType.CENTERED,
    "centered": ElementType.CENTERED,
    "outline body": ElementType.SYNOPSIS,
    "summary": ElementType.SYNOPSIS,
    "synopsis": ElementType.SYNOPSIS,
    "note": ElementType.NOTE,
}
_LEVELS = {"sequence": 2}
_OMITTED = re.compile(
    r"(?:(?:INT|EXT|INT\.?/EXT|I/E)[. ]\s*)?\W*(?:SCENES? )?OMIT(?:TED)?\W*", re.IGNORECASE
)
# `Outline 2 (Sequences)`: the number is the level, the rest is what the user calls it.
_OUTLINE = re.compile(r"outline (\d)\b")

NAMES = {
    ElementType.SCENE_HEADING: "Scene Heading",
    ElementType.ACTION: "Action",
    ElementType.CHARACTER: "Character",
    ElementType.DIALOGUE: "Dialogue",
    ElementType.PARENTHETICAL: "Parenthetical",
    ElementType.LYRICS: "Lyrics",
    ElementType.TRANSITION: "Transition",
    ElementType.SYNOPSIS: "Summary",
    ElementType.CENTERED: "Action",
}


@lru_cache(maxsize=1000)
def kind_of(name: str | None, *, centered: bool) -> tuple[ElementType | None, int]:
    """Element type and level of a section, by a paragraph's `Type`; None for one not known.

    Args:
        name: As written; None when the paragraph has none.
        centered: Whether the paragraph is set in the middle.
    """
    known = " ".join((name or "").lower().split())
    outline = _OUTLINE.match(known)
    if outline:
        return ElementType.SECTION, max(int(outline[1]), 1)
    kind = _TYPES.get(known)
    if kind is ElementType.ACTION and centered:
        return ElementType.CENTERED, 0
    return kind, _LEVELS.get(known, 1) if kind is ElementType.SECTION else 0


def says_omitted(heading: str) -> bool:
    """Whether the heading stands for a scene that was taken out."""
    return "OMIT" in heading.upper() and _OMITTED.fullmatch(heading) is not None


def is_placeholder(element: Element) -> bool:
    """Whether it is the heading that stands where an omitted scene was."""
    heading = element.type is ElementType.SCENE_HEADING
    return heading and element.omitted and says_omitted(element.text)
