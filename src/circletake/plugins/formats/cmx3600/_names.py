"""What the comment lines of an event say: clip names, files, locators, colour."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from circletake.model import Marker
from circletake.plugins.formats.cmx3600._event import Cdl
from circletake.plugins.formats.cmx3600._grammar import Draft

_KEY = re.compile(
    r"(FROM CLIP NAME|TO CLIP NAME|KEY CLIP NAME|CLIP NAME|SOURCE FILE|FROM FILE|FROM CLIP|TO FILE"
    r"|TO CLIP|LOC|ASC_SOP|ASC_SAT|FINAL CUT PRO REEL)(?![A-Z_])\s*(:|IS\b)?\s*(.*)",
    re.IGNORECASE | re.DOTALL,
)
_FIRST = frozenset("FTKCSLAftkcsla")
_LOCATOR = re.compile(r"(\S+)(?:\s+(\S+)(?:\s+(.*))?)?", re.DOTALL)
_REPLACED = re.compile(r"(.+?)\s+REPLACED BY:?\s+(\S.*)", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?", re.IGNORECASE | re.ASCII)
_USUAL = frozenset({"FROM CLIP NAME", "TO CLIP NAME", "SOURCE FILE", "LOC"})
_SLOTS = {
    "FROM CLIP NAME": "from_name",
    "CLIP NAME": "from_name",
    "TO CLIP NAME": "to_name",
    "KEY CLIP NAME": "key_name",
    "TO CLIP": "to_file",
    "TO FILE": "to_file",
}


@dataclass(slots=True)
class Said:
    """What was said after one event line, not yet shared out between the sides of a transition."""

    from_name: str | None = None
    to_name: str | None = None
    key_name: str | None = None
    from_file: str | None = None
    to_file: str | None = None
    locators: list[Marker] = field(default_factory=list)
    cdl: Cdl | None = None
    reel: str | None = None
    frozen: bool = False


def read_notes(draft: Draft, doubts: list[tuple[int, str]]) -> Said:
    """Read the lines after an event; malformed ones are added to `doubts` and stay comments."""
    said = Said()
    for line, _, text in draft.notes:
        key, _, value = text.partition(":")
        if key in _USUAL and (value := value.strip()):
            _take(said, key, value, (line, draft.number, doubts))
            continue
        bare = text.lstrip("* ")
        if bare[:1] not in _FIRST:
            continue
        match = _KEY.match(bare)
        if match:
            key, mark, value = match[1].upper(), match[2], match[3].strip()
            if value and not (mark and mark.upper() == "IS"):
                _take(said, key, value, (line, draft.number, doubts))
        elif bare[:12].upper() == "FREEZE FRAME":
            said.frozen = True
    return said


def _take(said: Said, key: str, value: str, where: tuple[int, str, list[tuple[int, str]]]) -> None:
    slot = _SLOTS.get(key)
    if slot is not None:
        if getattr(said, slot) is None:
            setattr(said, slot, value)
    elif key == "LOC":
        said.locators.append(locator(value))
    elif key.startswith("ASC_"):
        _colour(said, key, value, where)
    elif key == "FINAL CUT PRO REEL":
        match = _REPLACED.fullmatch(value)
        if match:
            said.reel = match[1]
    elif value.upper() == "(NULL)":
        return
    elif said.from_file is None:
        said.from_file = value
    else:
        said.to_file = value  # the second `SOURCE FILE` of a transition is the incoming one's


def locator(text: str) -> Marker:
    """A locator: place (timecode or frame number), colour, remark."""
    match = _LOCATOR.match(text)
    if match is None:
        return Marker("", text)
    place, colour, remark = match.groups()
    if not any(char.isdigit() for char in place):
        return Marker("", text)
    return Marker(place, (remark or "").strip(), colour)


def _colour(
    said: Said, key: str, value: str, where: tuple[int, str, list[tuple[int, str]]]
) -> None:
    line, number, doubts = where
    numbers = [float(found) for found in _NUMBER.findall(value)]
    before = said.cdl or Cdl()
    plain = not re.search(r"[^\d\s()+\-.,eE]", value)
    if key == "ASC_SOP" and plain and len(numbers) == 9:
        sop = tuple((numbers[at], numbers[at + 1], numbers[at + 2]) for at in (0, 3, 6))
        said.cdl = Cdl(sop, before.asc_sat)
    elif key == "ASC_SAT" and plain and len(numbers) == 1:
        said.cdl = Cdl(before.asc_sop, numbers[0])
    else:
        doubts.append(
            (line, f"{key} of event {number} is malformed (`{value[:60]}`): kept as text")
        )


def clip_names(drafts: Sequence[Draft], said: Sequence[Said]) -> list[str | None]:
    """The clip that each event plays: what stands under both sides of a transition shared out."""
    names: list[str | None] = []
    for place, (draft, notes) in enumerate(zip(drafts, said, strict=True)):
        kind = draft.transition[0]
        if kind == "C" or draft.transition == "K B":
            names.append(notes.from_name)
            continue
        paired = place > 0 and drafts[place - 1].number == draft.number != ""
        if kind == "K":
            names.append(notes.key_name or notes.to_name or (None if paired else notes.from_name))
            spare = notes.from_name
        else:
            own, spare = _incoming(notes, names[-1] if place else None, paired=paired)
            names.append(own)
        if paired and names[-2] is None:
            names[-2] = spare
    return names


def _incoming(notes: Said, before: str | None, *, paired: bool) -> tuple[str | None, str | None]:
    """Name of the incoming clip, and the name left for the outgoing one."""
    if notes.to_name is not None or notes.from_name is None:
        return notes.to_name, notes.from_name
    if before is None:
        return (None, notes.from_name) if paired else (notes.from_name, None)
    if notes.from_name == before:
        return None, before
    return notes.from_name, None


def source_files(drafts: Sequence[Draft], said: Sequence[Said]) -> list[str | None]:
    """The file that each event plays; of two under a transition the first is the outgoing one's."""
    files: list[str | None] = []
    for place, (draft, notes) in enumerate(zip(drafts, said, strict=True)):
        if draft.transition in {"C", "K B"}:
            files.append(notes.from_file)
            continue
        paired = place > 0 and drafts[place - 1].number == draft.number != ""
        if notes.to_file is not None:
            files.append(notes.to_file)
            if paired and files[-2] is None:
                files[-2] = notes.from_file
        else:
            files.append(notes.from_file if notes.to_name or not notes.from_name else None)
            if (
                paired
                and files[-2] is None
                and (notes.from_name == notes.to_name or not notes.to_name)
            ):
                files[-2] = notes.from_file
    return files
