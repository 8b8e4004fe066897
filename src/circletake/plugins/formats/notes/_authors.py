"""Who wrote a remark, where it is told."""

import re
from collections.abc import Mapping, Sequence

_ROLE = (
    r"(?:assistant\s+|co-?|executive\s+|line\s+|lead\s+|associate\s+)?(?:director|editor|producer|writer"
    r"|showrunner|cinematographer|dop|dp|studio|network|exec(?:utive)?|composer|sound\s+(?:designer|mixer|editor)"
    r"|script\s+supervisor|supervisor|vfx\s+supervisor|colou?rist|client|agency)"
)
# Capitals before a colon that are terms of the trade, not somebody's initials.
_TERMS = frozenset(
    "VO ADR VFX SFX FX MOS INT EXT POV OK NB PS RE FYI TC CU MS WS LS ECU OTS DX MX NG TK SC BG FG "
    "CG DI GFX WIP TBD TBC TODO ALT OS OC EDL AAF QC HD UHD SDR HDR LUT CDL SOT TX RX II III IV VI "
    "VII NOTE".split()
)
_NO_NAMES = frozenset(
    "note notes scene scenes sc take takes slate setup cut reel act music sound picture dialogue "
    "title titles opening ending general overall ps re todo alt option question answer the a an "
    "this that color colour vfx adr pacing performance summary action actions fix idea ideas "
    "important pros cons screening version day".split()
)
_BOLD = re.compile(
    r"(?:\*\*|__)\s*(?P<name>[^\W\d_][\w.'’ -]{0,40}?)\s*(?::\s*(?:\*\*|__)|(?:\*\*|__)\s*:)"
)
_PLAIN = re.compile(
    rf"\[?(?P<name>(?i:{_ROLE})|[A-Z](?:\.?[A-Z]){{1,2}}\.?)\]?\s*(?::|\s[-–—]\s)\s*(?=\S|$)"
)
_BRACKETED = re.compile(rf"[\[(](?P<name>(?i:{_ROLE})|[A-Z](?:\.?[A-Z]){{1,2}}\.?)[\])]\s*")
_SIGNED = re.compile(rf"\s[-–—]\s?(?P<name>(?i:{_ROLE})|[A-Z](?:\.?[A-Z]){{1,2}}\.?)\s*$")
_NOTES_BY = re.compile(
    rf"\b(?i:notes?)\s+(?:from|by)\s+(?:the\s+)?(?P<name>(?i:{_ROLE})\b|[A-Z][\w.'’ -]{{0,40}}?)"
    r"\s*(?:[,(–—]|\s-|\d|$)"
)
_OWN_NOTES = re.compile(
    rf"(?:^|[\s:,(–—-])(?P<name>(?i:{_ROLE})|[A-Z][\w.'’-]{{1,20}}(?:\s[A-Z][\w.'’-]{{1,20}})?(?=[’']s?\s)"
    rf"|[A-Z]{{2,3}})(?:[’']s|s[’']|s)?\s+(?i:notes?|comments?|remarks?)\b"
)
_DATE = r"(?:[,\s]+(?:\d{1,2}[./ -]+)?(?:[^\W\d]{3,9}\.?[ ,]+)?(?:\d{1,2}[, ]+)?\d{1,4}[\d./-]*)?"
_BYLINE = re.compile(
    rf"(?:[*_]*)(?P<name>[^\W\d_a-z][\w.'’-]*(?:\s[^\W\d_a-z][\w.'’-]*){{0,3}})\s*[,(–—-]\s*"
    rf"(?i:{_ROLE})\)?{_DATE}[*_]*"
)
_BYLINE_LENGTH = 80
_KEYS = (
    "from", "author", "authors", "by", "notes by", "note by", "notes from", "written by",
    "prepared by",
)  # fmt: skip
_COLUMNS = frozenset({"author", "by", "from", "who", "name", "role", "noteby", "notesby"})


def of_meta(metas: Mapping[str, str]) -> str | None:
    """The author that the lines at the top name."""
    for key in _KEYS:
        if value := metas.get(key):
            return re.sub(r"\s*<[^<>]*>", "", value).strip("\"' ") or None
    return None


def of_heading(text: str) -> str | None:
    """The author that a heading names: `Director's notes`, `Notes from Ada`, `AK notes`."""
    match = _NOTES_BY.search(text) or _OWN_NOTES.search(text)
    return match["name"].strip() if match and _may_be_name(match["name"]) else None


def of_remark(text: str) -> str | None:
    """The author that a remark itself names: `**Director:** ...`, `AK: ...`, `[AK] ...`."""
    for pattern in (_BOLD, _PLAIN, _BRACKETED):
        match = pattern.match(text)
        if match and _may_be_name(match["name"]):
            return match["name"].strip()
    match = _SIGNED.search(text[-60:])
    return match["name"] if match and _may_be_name(match["name"]) else None


def alone(text: str) -> str | None:
    """The author when a line holds nothing else: `AK:`, `Ada Kovacs, editor, 3 May 2024`."""
    if len(text) <= _BYLINE_LENGTH and (match := _BYLINE.fullmatch(text.strip())):
        return match["name"].strip()
    for pattern in (_BOLD, _PLAIN):
        match = pattern.match(text)
        if match and not text[match.end() :].strip() and _may_be_name(match["name"]):
            return match["name"].strip()
    return None


def of_row(cells: Sequence[str], names: Sequence[str]) -> str | None:
    """The author in a row's own column."""
    for name, cell in zip(names, cells, strict=False):
        if re.sub(r"\W+", "", name).lower() in _COLUMNS and cell:
            return cell
    return None


def _may_be_name(name: str) -> bool:
    bare = name.strip().rstrip(".")
    if bare.upper() in _TERMS or any(letter.isdigit() for letter in bare):
        return False
    words = bare.split()
    return len(words) <= 3 and not (set(map(str.lower, words)) & _NO_NAMES)
