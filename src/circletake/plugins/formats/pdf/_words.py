"""Words that tell what a line of a screenplay is."""

import re

SCENE_NUMBER = re.compile(
    r"[A-Z]{0,3}\d{1,4}[A-Z]{0,4}(?:[.-]\d{1,3})?(?:(?:\s?[-–&]\s?|\s(?:thru|to|and)\s)"
    r"[A-Z]{0,3}\d{1,4}[A-Z]{0,4})?[.)]?",
    re.IGNORECASE,
)
"""A scene number: `12`, `A12`, `12AB`, `110-1`, `14-17`, `3 thru 5`, with or without a dot."""

_PLACE = (
    r"INT|EXT|EST|INT[./ ]{1,3}EXT|EXT[./ ]{1,3}INT|I[./]{1,2}E|E[./]{1,2}I|INNEN|AU(?:SS|ß|SZ)EN"
    r"|INT[EÉ]RIEUR|EXT[EÉ]RIEUR|INTERIORE?|EXTERIORE?|EST(?:ERNO)|INTERNO|ИНТ|НАТ|ЭКСТ|ІНТ|ЕКСТ"
)
_HEADING = re.compile(rf"(?:{_PLACE}|(?i:int|ext|est)(?=\.))(?:[.:/,]|\s|(?=[-–—]))\s*\S")
_NUMBERED = re.compile(
    rf"(?P<number>[A-Z]?\d{{1,4}}[A-Z]{{0,3}})[.):]?\s+(?=(?:{_PLACE})[.:/, -]|OMIT)"
)
_OMITTED = re.compile(r"(?:scenes?\s+)?(?:omit(?:ted)?|deleted)[.]?", re.IGNORECASE)
_TAIL = re.compile(r"\s*\([^()]*\)?")
_QUOTED_SOUND = re.compile(r"[♪♫~]")


def is_heading(text: str) -> bool:
    """True for text that begins as a scene heading does."""
    return _HEADING.match(text.strip()) is not None


def split_number(text: str) -> tuple[str | None, str]:
    """The scene number written before a heading on the same line, and the heading."""
    match = _NUMBERED.match(text)
    return (match["number"], text[match.end() :]) if match else (None, text)


def is_omitted(text: str) -> bool:
    """True for what stands in place of a scene that was taken out."""
    return _OMITTED.fullmatch(text.strip()) is not None


def is_capital(text: str) -> bool:
    """True when no letter is small, or hardly one (`McCLANE`); digits and other scripts count."""
    small = sum(letter.islower() for letter in text)
    large = sum(letter.isupper() for letter in text)
    return small <= large // 3 and any(letter.isalnum() for letter in text)


def bare_name(text: str) -> str:
    """A cue without what stands in brackets after it."""
    return _TAIL.sub("", text).strip()


def is_cue(text: str) -> bool:
    """True for text that may name who speaks."""
    name = bare_name(text)
    return (
        0 < len(name) <= 48
        and not text.startswith("(")
        and is_capital(name)
        and any(letter.isalpha() for letter in name)
        and not name.endswith((":", "!", "?"))
    )


def is_transition(text: str) -> bool:
    """True for text that says how one scene gives way to the next (`CUT TO:`)."""
    return is_capital(text) and text.rstrip().endswith("TO:")


def is_sung(text: str) -> bool:
    """True for a line marked as sung."""
    return _QUOTED_SOUND.match(text) is not None
