"""Tags in names: `{R=Off mic}`, `$QN=R101`, `[EFF]`; and places in time, however counted."""

import re
from collections.abc import Mapping
from fractions import Fraction

_TAG = re.compile(
    r"\{\s*(?P<braced>[^{}=\s]+)\s*=\s*(?P<value>[^{}]*)\}"
    r"|\$(?P<word>[A-Za-z_]\w*)=(?P<bare>\S+)"
    r"|\[(?P<flag>[A-Za-z_][\w ]*)\]"
)
_QUOTED = re.compile(r"[\"“”„](.*)[\"“”]", re.DOTALL)
_TIMECODE = re.compile(r"(\d{1,3}):(\d{1,2}):(\d{1,2})[:;](\d{1,3})(\.\d{1,3})?", re.ASCII)
_FEET = re.compile(r"(\d{1,7})\+(\d{1,2})(\.\d{1,3})?", re.ASCII)
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,4}):(\d{1,2})(\.\d{1,6})?", re.ASCII)
_SAMPLES = re.compile(r"\d{1,15}", re.ASCII)


def read_tags(text: str) -> dict[str, str]:
    """Tags and their values, in order; a tag without a value has its own name as value."""
    tags: dict[str, str] = {}
    for match in _TAG.finditer(text):
        if match["braced"]:
            tags.setdefault(match["braced"], match["value"].strip())
        elif match["word"]:
            tags.setdefault(match["word"], match["bare"])
        else:
            tags.setdefault(match["flag"], match["flag"])
    return tags


def without_tags(text: str) -> str:
    """The text without its tags and the signs before it."""
    return " ".join(_TAG.sub(" ", text.lstrip("@& ")).split())


def spoken(name: str, tags: Mapping[str, str]) -> str:
    """The line to speak: the `Line` tag, else what stands in quotes, else the name without tags."""
    if tags.get("Line"):
        return tags["Line"]
    bare = without_tags(name)
    match = _QUOTED.search(bare)
    return match[1].strip() if match else bare


def place(text: str) -> Fraction | None:
    """A place in the session as a number that can be compared with others of the same session.

    Timecode counts at its face value with frames as thousandths of a second, feet and frames in
    frames of 35 mm, minutes and seconds in seconds, samples as they are; bars and beats are None.
    """
    match = _TIMECODE.fullmatch(text)
    if match:
        hours, minutes, seconds, frames = (int(match[part]) for part in range(1, 5))
        whole = (hours * 60 + minutes) * 60 + seconds
        return Fraction(whole) + (Fraction(frames) + Fraction(match[5] or 0)) / 1000
    match = _FEET.fullmatch(text)
    if match:
        return Fraction(int(match[1]) * 16 + int(match[2])) + Fraction(match[3] or 0)
    match = _CLOCK.fullmatch(text)
    if match:
        minutes = int(match[1] or 0) * 60 + int(match[2])
        return Fraction(minutes * 60 + int(match[3])) + Fraction(match[4] or 0)
    return Fraction(int(text)) if _SAMPLES.fullmatch(text) else None
