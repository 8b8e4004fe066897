"""What a written remark points at: scenes, slates, takes, timecodes, cuts, clips.

The forms are those that directors and editors type: `Sc 24`, `24A-3`, `24A T3`, `tk 3 of 24A`,
`01:00:12:04`, `v3`. Values are spelled as takes and cuts spell them, so that both can be compared.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from circletake.model import Reference, clip_stem, is_camera_file, setup_spelling

_MANY = 50  # scenes that one range may name

_SETUP = r"[A-Z]{0,3}\d{1,4}[A-Za-z]{0,2}(?![A-Za-z\d])"
_LETTERED = r"(?:[A-Z]{0,3}\d{1,4}[A-Za-z]{1,2}|[A-Z]{1,3}\d{1,4})(?![A-Za-z\d])"
_TAKE = r"(?:(?i:pu)[- ]?)?\d{1,2}[A-H]?(?![A-Za-z\d])"
_AND = r"\s*(?:,|&|/|(?i:and|or))\s*"
_TAKES = rf"{_TAKE}(?:{_AND}[Tt]?\d{{1,2}}(?![A-Za-z\d]))*"
_TAKE_WORD = r"(?i:takes?|tks?|t)(?![a-z])[.\s]*"
_LONE = rf"{_SETUP}(?!\s?[-–/:.]\d)"  # not the slate of a take, nor the hour of a timecode
_TO = r"\s*(?:[-–]|(?i:to|thru|through|bis))\s*"
_SCENE_WORD = r"(?i:scenes?|scs?|szenen?|sz|bild)[.\s#]*(?=[A-Z]{0,3}\d)"
_SLATE_WORD = r"(?i:slate|setup|klappe|sl)[.\s#]*(?=[A-Z]{0,3}\d)"
_FREE = r"(?<![\w.:/-])"  # nothing that would make it part of a date, a ratio, a name
_SUFFIX = r"(?i:mov|mxf|mp4|m4v|avi|ari|arx|r3d|braw|dng|wav|bwf|aiff?|mts|mkv)"
# What follows a number that counts something.
_COUNTED = re.compile(
    r"\s*(?:%|(?:frames?|fr|f|seconds?|secs?|s|minutes?|mins?|hours?|hrs?|days?|weeks?|years?|pages?"
    r"|pp?|shots?|lines?|words?|beats?|times|scenes?|angles?|people|feet|ft|px|mm|cm|am|pm|x|k"
    r"|percent|takes?|notes?|points?|places)\b)|[-/.:]\d",
    re.IGNORECASE,
)
# What stands before a number that is no slate.
_OTHER = re.compile(
    r"\b(?:pages?|pp?\.?|days?|reels?|acts?|rolls?|cards?|frames?|chapters?|parts?|episodes?|ep\.?"
    r"|versions?|cuts?|channels?|tracks?|scores?|for)\s*$",
    re.IGNORECASE,
)
# Digits and capitals that, standing alone, are sizes, rates and ordinals.
_SIZE = re.compile(
    r"\d+(?:K|P|X|S|M|H|MM|CM|KM|FT|GB|MB|TB|HZ|AM|PM|TH|ND|RD|ST|I|MS|IN)|[2357]D", re.IGNORECASE
)
# Formats, versions, rolls: no slates even with a number after them.
_NO_SLATE = re.compile(r"(?:MP|AR|H|AC|EP)\d+|[VTR]\d{1,2}", re.IGNORECASE)
_SPAN = re.compile(
    r"(\d{1,4})([A-Z]*)\s*(?:[-–]|to|thru|through|bis)\s*(\d{1,4})([A-Z]*)", re.IGNORECASE
)
_DESCENDING = re.compile(r"(\d{1,4})\s*[-/]\s*(\d{1,2})")
_SHORT = 80  # characters: no heading is longer
_FILLER = re.compile(
    r"\b(?:notes?|comments?|the|for|of|on|and|to|in|day|night|continued|cont'd|reel|act|part|screening)\b"
    r"|[\W\d_]+",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.!?…][\"'”’)*_]*$")
_BETWEEN = re.compile(r"\s*(?:[-–—→]|->|\bto\b|\buntil\b|\bbis\b)\s*", re.IGNORECASE)

_Make = Callable[[re.Match[str], str | None], Iterator[Reference]]


class Found(NamedTuple):
    """A reference and where it stands in the text."""

    start: int
    end: int
    reference: Reference


def find(text: str, slate: str | None = None) -> Iterator[Found]:
    """The references of a text, in order.

    Args:
        text: The remark.
        slate: Slate or scene that the remark is about; a bare `take 3` is a take of it.
    """
    matches = [
        (match.start(), order, match)
        for order, (pattern, _) in enumerate(_RULES)
        for match in pattern.finditer(text)
    ]
    end = 0
    for start, order, match in sorted(matches, key=lambda each: each[:2]):
        if start < end:
            continue
        for reference in _RULES[order][1](match, slate):
            end = match.end()
            if reference.kind in {"slate", "scene"}:
                slate = reference.value
            elif reference.kind == "take" and "-" in reference.value:
                slate = reference.value.rsplit("-", 1)[0]
            yield Found(start, end, reference)


def span_of(text: str, found: Sequence[Found]) -> tuple[str | None, str | None]:
    """First and last time of a range such as `01:00:12:04 - 01:00:15:00`; none without one."""
    times = [each for each in found if each.reference.kind == "timecode"]
    for first, last in pairwise(times):
        if _BETWEEN.fullmatch(text[first.end : last.start]):
            return first.reference.text, last.reference.text
    return None, None


def names_only(text: str) -> bool:
    """True for a short line that only names something: `SCENE 24`, `**Sc 24A:**`, `v3 notes`."""
    bare = bare_line(text)
    found = list(find(bare)) if bare else []
    rest = bare
    for each in reversed(found):
        rest = rest[: each.start] + " " + rest[each.end :]
    return bool(found) and not _FILLER.sub("", rest)


def bare_line(text: str) -> str:
    """A short line without its marks; empty for what no heading is."""
    bare = text.strip(" \t*_#")
    return "" if "\n" in bare or len(bare) > _SHORT or _STOP.search(bare) else bare


def _timecode(match: re.Match[str], slate: str | None) -> Iterator[Reference]:
    yield Reference("timecode", match[0], match[0])


def _file(match: re.Match[str], slate: str | None) -> Iterator[Reference]:
    yield Reference("clip", match[0], clip_stem(match[0]))


def _camera_file(match: re.Match[str], slate: str | None) -> Iterator[Reference]:
    if is_camera_file(match[0]):
        yield Reference("clip", match[0], match[0])


def _cut_file(match: re.Match[str], slate: str | None) -> Iterator[Reference]:
    yield Reference("cut", match[0], match[0])


def _cut(match: re.Match[str], slate: str | None) -> Iterator[Reference]:
    if not _COUNTED.match(match.string, match.end()):
        yield Reference("cut", match[0], f"v{int(match['cut'])}")


def _scenes(match: re.Match[str], slate: str | None) -> Iterator[Reference]:
    pair = _DESCENDING.fullmatch(match["scenes"])
    if pair and int(pair[2]) < int(pair[1]):  # `scene 24-3` counts no scenes
        yield Reference("take", match[0], f"{int(pair[1])}-{int(pair[2])}")
        return
    for scene in _listed(match["scenes"]):
        yield Reference("scene", match[0], scene)


def _setup(match: re.Match[str], slate: str | None) -> Iterator[Reference]:
    yield Reference("slate", match[0], setup_spelling(match["setup"]))


def _bare_setup(match: re.Match[str], slate: str | None) -> Iterator[Reference]:
    if not _SIZE.fullmatch(match["setup"]):
        yield from _setup(match, slate)


def _takes(match: re.Match[str], slate: str | None) -> Iterator[Reference]:
    setup = match["setup"] + (match.groupdict().get("letter") or "")
    if not _NO_SLATE.fullmatch(setup):
        for take in _numbers(match["takes"]):
            yield Reference("take", match[0], f"{setup_spelling(setup)}-{take}")


def _running(match: re.Match[str], slate: str | None) -> Iterator[Reference]:
    """`112-4`: a running slate and a take, unless it counts or dates something."""
    before = match.string[max(0, match.start() - 20) : match.start()]
    if not _COUNTED.match(match.string, match.end()) and not _OTHER.search(before):
        yield from _takes(match, slate)


def _bare_takes(match: re.Match[str], slate: str | None) -> Iterator[Reference]:
    if not _COUNTED.match(match.string, match.end()):
        for take in _numbers(match["takes"]):
            yield Reference("take", match[0], f"{slate}-{take}" if slate else take)


_RULES: tuple[tuple[re.Pattern[str], _Make], ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (r"(?<![\d:;])\d{1,2}[:;]\d{2}[:;]\d{2}(?:[:;.,]\d{2,3})?(?![\d:;])", _timecode),
        (r"(?<![\d:;.])\d{1,3}:[0-5]\d(?![\d:;])(?!\s?(?i:[ap]\.?m\b))", _timecode),
        (rf"(?<![\w-])[\w-]{{1,80}}\.{_SUFFIX}\b", _file),
        (r"(?<![\w-])(?=\w{0,20}\d)[A-Z]\w{4,60}(?!\w)", _camera_file),
        (r"(?<![\w-])[A-Za-z0-9][\w-]{0,80}?[_-][vV]\d{1,3}(?:[_-]\w{1,40})?(?![\w-])", _cut_file),
        (
            rf"\b(?i:takes?|tks?)[.\s]*(?P<takes>{_TAKES})\s+(?i:of|from|on|in)\s+"
            rf"(?:{_SCENE_WORD}|{_SLATE_WORD})?(?P<setup>{_SETUP})",
            _takes,
        ),
        (
            rf"\b(?:{_SCENE_WORD}|{_SLATE_WORD})(?P<setup>{_SETUP})"
            rf"(?:[,\s]+(?i:setup)\s+(?P<letter>[A-Z]{{1,2}})\b)?[,\s/-]+{_TAKE_WORD}(?P<takes>{_TAKES})",
            _takes,
        ),
        (rf"\b{_SCENE_WORD}(?P<setup>{_LETTERED})[-/](?P<takes>{_TAKE})", _takes),
        (rf"\b{_SLATE_WORD}(?P<setup>{_SETUP})(?:\s*[-/]\s*(?P<takes>{_TAKE}))", _takes),
        (rf"\b{_SLATE_WORD}(?P<setup>{_SETUP})", _setup),
        (
            rf"\b(?i:scenes|scs|szenen)[.\s]+(?P<scenes>{_SETUP}(?:{_TO}{_SETUP})?"
            rf"(?:{_AND}{_SETUP}(?:{_TO}{_SETUP})?(?!\s?[-–/:.]\d))*)",
            _scenes,
        ),
        (rf"\b{_SCENE_WORD}(?P<scenes>{_SETUP}(?:{_TO}{_SETUP})?(?:{_AND}{_LONE})*)", _scenes),
        (rf"{_FREE}(?P<setup>{_LETTERED})\s*[-/]\s*(?P<takes>{_TAKE})(?![-/]\d)", _takes),
        (rf"{_FREE}(?P<setup>{_SETUP})[,\s]+{_TAKE_WORD}(?P<takes>{_TAKES})", _takes),
        (rf"{_FREE}(?P<setup>[A-Z]{{0,3}}\d{{1,4}}[A-Z]{{1,2}})(?i:t)(?P<takes>{_TAKE})", _takes),
        (rf"{_FREE}(?P<setup>\d{{1,4}})-(?P<takes>{_TAKE})", _running),
        (r"\b(?:(?i:cut|version|ver|edit)[.\s#]*[vV]?|[vV])(?P<cut>\d{1,3})(?!\w)", _cut),
        (rf"{_FREE}(?P<setup>\d{{1,4}}[A-Z]{{1,2}})(?!\w|[-/.]\d)", _bare_setup),
        (rf"\b(?:(?i:takes?|tks?)[.\s]*|T(?=\d))(?P<takes>{_TAKES})", _bare_takes),
    )
)  # fmt: skip
"""Patterns and what each makes, the first counting where two begin at one place."""


def _numbers(text: str) -> Iterator[str]:
    """Take numbers in one spelling: `03` is `3`, `PU 3` is `PU3`."""
    for take in re.findall(r"(?i:pu)?[- ]?\d{1,2}[A-H]?", text):
        packed = re.sub(r"[-\s]", "", take).upper()
        yield re.sub(r"^(PU)?0+(?=\d)", lambda match: match[1] or "", packed)


def _listed(text: str) -> Iterator[str]:
    """The scenes of `24`, `12-14`, `3, 5 and 7A`."""
    place = 0
    for match in _SPAN.finditer(text):
        yield from _singly(text[place : match.start()])
        place = match.end()
        first, last = int(match[1]), int(match[3])
        if match[2] or match[4] or not first < last <= first + _MANY:
            yield setup_spelling(match[1] + match[2])
            yield setup_spelling(match[3] + match[4])
        else:
            yield from (str(number) for number in range(first, last + 1))
    yield from _singly(text[place:])


def _singly(text: str) -> Iterable[str]:
    return (setup_spelling(part) for part in re.findall(rf"\b{_SETUP}", text))
