"""What an FCPXML refers to: formats, assets and media; and how it writes time."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from circletake.errors import TimecodeError
from circletake.timecode import Rate

if TYPE_CHECKING:
    from lxml.etree import _Element

CLIPS = frozenset(
    {
        "clip", "asset-clip", "ref-clip", "sync-clip", "mc-clip", "video", "audio", "title",
        "caption",
    }
)  # fmt: skip
"""Elements that are items when they stand in a storyline, connected to one or atop an event."""

_TIME = re.compile(r"\s*(-?\d{1,24})(?:/(\d{1,24})|(\.\d{1,24}))?\s*s?\s*")
_FINEST = 10**12  # denominators beyond it are no clock's; sums of them would grow without bound
_FORMAT_NAME = re.compile(r"([pi])(\d{2,4})$")
_NAMED_RATES = {
    "2398": "24000/1001", "24": "24", "25": "25", "2997": "30000/1001", "30": "30",
    "4795": "48000/1001", "48": "48", "50": "50", "5994": "60000/1001", "60": "60",
    "90": "90", "100": "100", "11988": "120000/1001", "120": "120",
}  # fmt: skip


@lru_cache(maxsize=16384)
def seconds(text: str | None) -> Fraction | None:
    """Exact seconds of `6037031/24000s`, `5s` or `2.5s`; None when it is no time."""
    match = _TIME.fullmatch(text) if text else None
    if not match:
        return None
    whole, under, decimals = match.groups()
    if under is not None:
        if not int(under):
            return None
        return Fraction(int(whole), int(under)).limit_denominator(_FINEST)
    return Fraction(whole + (decimals or "")).limit_denominator(_FINEST)


def as_written(time: Fraction) -> str:
    """A time in the notation of the format."""
    return f"{time}s"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file of media.

    Attributes:
        name: Its name, as the library calls it.
        file: File name without folder; None where no file is named.
        start: First timecode, in seconds.
        duration: Seconds; None where not told.
        rate: Rate of its picture; None for sound and stills.
        picture: Whether it has picture.
        metadata: Its `md` elements, key to value.
    """

    name: str | None
    file: str | None
    start: Fraction
    duration: Fraction | None
    rate: Rate | None
    picture: bool
    metadata: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Resources:
    """What stands under `resources`, by id.

    Attributes:
        formats: Rate of each format that has one.
        assets: Files of media.
        media: Compounds and multicams: the `sequence` or `multicam` inside.
        others: Ids of effects, locators and whatever else can be referred to.
    """

    formats: Mapping[str, Rate]
    assets: Mapping[str, Asset]
    media: "Mapping[str, _Element]"
    others: frozenset[str]

    def __contains__(self, ref: str) -> bool:
        return ref in self.assets or ref in self.media or ref in self.others


def read_resources(root: "_Element") -> Resources:
    """The resources of a document; the first of two with one id counts."""
    formats: dict[str, Rate] = {}
    assets: dict[str, _Element] = {}
    media: dict[str, _Element] = {}
    others: set[str] = set()
    for element in _resource_elements(root):
        ref = element.get("id") or ""
        if element.tag == "format":
            rate = _format_rate(element)
            if rate is not None:
                formats.setdefault(ref, rate)
        elif element.tag == "asset":
            assets.setdefault(ref, element)
        elif element.tag == "media":
            inside = next((part for part in element if part.tag in {"sequence", "multicam"}), None)
            if inside is not None:
                media.setdefault(ref, inside)
        others.add(ref)
    read = {ref: _read_asset(element, formats) for ref, element in assets.items()}
    return Resources(formats, read, media, frozenset(others))


def _resource_elements(root: "_Element") -> "Iterator[_Element]":
    for resources in root.iter("resources"):
        yield from resources


def _format_rate(element: "_Element") -> Rate | None:
    """By `frameDuration`, else by the name (`FFVideoFormat1080p2398`, `...1080i50`)."""
    duration = seconds(element.get("frameDuration"))
    try:
        if duration is not None and duration > 0:
            return Rate(1 / duration)
        match = _FORMAT_NAME.search(element.get("name") or "")
        if match and match[2] in _NAMED_RATES:
            fps = Fraction(_NAMED_RATES[match[2]])
            return Rate(fps / 2 if match[1] == "i" and fps > 30 else fps)
    except TimecodeError:
        return None
    return None


def _read_asset(element: "_Element", formats: Mapping[str, Rate]) -> Asset:
    rep = element.find("media-rep")
    src = element.get("src") or (rep.get("src") if rep is not None else None)
    return Asset(
        name=element.get("name"),
        file=file_name(src),
        start=seconds(element.get("start")) or Fraction(0),
        duration=seconds(element.get("duration")),
        rate=formats.get(element.get("format") or ""),
        picture=element.get("hasVideo") == "1"
        or (element.get("hasVideo") is None and element.get("hasAudio") != "1"),
        metadata=read_metadata(element),
    )


def line_of(element: "_Element") -> int | None:
    """Line of the file that an element begins on, counted from 1."""
    line: Any = element.sourceline  # its stub has no type
    return None if line is None else int(line)


def file_name(url: str | None) -> str | None:
    """The file's name in a URL or path, without folder."""
    if not url:
        return None
    try:
        path = urlsplit(url).path if "://" in url else url
    except ValueError:  # `file://[`
        path = url
    return unquote(path).replace("\\", "/").rstrip("/").rsplit("/", 1)[-1] or None


def read_metadata(element: "_Element") -> dict[str, str]:
    """The `md` elements that stand in an element's own `metadata`, key to value."""
    found: dict[str, str] = {}
    for block in element.iterchildren("metadata"):
        for md in block.iterchildren("md"):
            value = md.get("value")
            if value is None:
                parts = (str(text).strip() for text in md.itertext())
                value = ", ".join(part for part in parts if part)
            if md.get("key") and value:
                found.setdefault(str(md.get("key")), value)
    return found
