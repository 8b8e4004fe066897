"""Which elements are items, and what each says of itself.

An item is a clip that stands in a storyline (a `spine`), is connected to one (it has a lane), or
stands atop an event. What a clip is made of inside (no lane), the angles of a multicam, and the
clips of an audition that are not picked are no items.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, TypedDict

from circletake.model import Problem
from circletake.plugins.formats.fcpxml._resources import (
    CLIPS,
    Resources,
    file_name,
    line_of,
    read_metadata,
    seconds,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

_REEL = "com.apple.proapps.studio.reel"


class Rated(TypedDict):
    """A rating of a range of a clip; times as written."""

    value: str
    start: str | None
    duration: str | None
    note: str | None


class Marked(TypedDict):
    """A marker or a keyword of a clip; times as written."""

    kind: str
    value: str
    start: str | None
    duration: str | None
    note: str | None
    completed: str | None


@dataclass(frozen=True, slots=True)
class Item:
    """One clip, times as written.

    Attributes:
        name: Its name; that of its asset or medium where it has none.
        kind: Its tag.
        offset: Where it stands in its parent's time; of an audition's clip, the audition's.
        start: Where its own time begins.
        duration: How long it is, in its parent's time.
        ratings: Favourites and rejects.
        keywords: Keywords, each as written.
        audition_alternates: How many other clips the audition keeps for this place.
        line: Line of the file.
        lane: Above (positive) or below its parent; 0 in a storyline.
        depth: How many clips it is connected through; 0 in a project's own storyline.
        ref: Id of what it plays.
        enabled: False when it is switched off.
        role: Roles as written.
        notes: Its note.
        text: Words of a title or caption.
        markers: Markers and chapter markers.
        keyword_ranges: Keywords with the ranges they cover.
        metadata: Its `md` elements, key to value.
        source_file: Name of the file it plays.
        reel: Reel of the clip or its asset.
        alternates: Names of the audition's other clips.
        project: Project or compound that it stands in.
        event: Event that it stands in.
    """

    name: str | None
    kind: str
    offset: str | None
    start: str | None
    duration: str | None
    ratings: tuple[Rated, ...]
    keywords: tuple[str, ...]
    audition_alternates: int
    line: int | None
    lane: int
    depth: int
    ref: str | None
    enabled: bool
    role: str | None
    notes: str | None
    text: str | None
    markers: tuple[Marked, ...]
    keyword_ranges: tuple[Marked, ...]
    metadata: Mapping[str, str]
    source_file: str | None
    reel: str | None
    alternates: tuple[str, ...]
    project: str | None
    event: str | None


class _Place(Enum):
    """What an element is to those that stand in it."""

    TOP = "top"
    SEQUENCE = "sequence"
    STORY = "story"
    ITEM = "item"
    AUDITION = "audition"
    INNER = "inner"


@dataclass(frozen=True, slots=True)
class Found:
    """An element that is an item, with what its surroundings say.

    Attributes:
        element: The clip.
        audition: The audition that it is the pick of.
        depth: How many clips it is connected through.
        project: Name of the project or compound.
        event: Name of the event.
    """

    element: "_Element"
    audition: "_Element | None"
    depth: int
    project: str | None
    event: str | None


@dataclass(slots=True)
class _Around:
    place: _Place
    depth: int = 0
    project: str | None = None
    event: str | None = None


def find_items(root: "_Element") -> list[Found]:
    """All items in document order."""
    around: dict[_Element, _Around] = {root: _Around(_Place.TOP)}
    found: list[Found] = []
    elements = root.iter()
    next(elements)
    for element in elements:
        parent = element.getparent()
        outer = around.get(parent) if parent is not None else None
        if outer is None:
            continue  # inside something that holds no items
        inner = _placed(element, outer)
        if inner is None:
            continue
        around[element] = inner
        if inner.place is _Place.ITEM and element.tag != "gap":
            audition = parent if outer.place is _Place.AUDITION else None
            found.append(Found(element, audition, inner.depth, inner.project, inner.event))
    return found


def _placed(element: "_Element", outer: _Around) -> _Around | None:
    """What an element is; None when nothing in it can be an item."""
    tag = element.tag
    if tag in {"library", "event", "project", "resources", "media"}:
        return _Around(
            _Place.SEQUENCE if tag in {"resources", "media"} else _Place.TOP,
            0,
            element.get("name") if tag in {"project", "media"} else outer.project,
            element.get("name") if tag == "event" else outer.event,
        )
    place = _place(element, outer.place)
    if place is None:
        return None
    depth = outer.depth + (1 if is_connected(element) else 0)
    return _Around(place, depth, outer.project, outer.event)


def _place(element: "_Element", outer: _Place) -> _Place | None:
    tag = element.tag
    if tag == "multicam":
        return None
    if tag == "sequence":
        return _Place.SEQUENCE if outer in {_Place.TOP, _Place.SEQUENCE} else None
    if tag == "spine":
        return _Place.STORY
    if outer is _Place.AUDITION:
        return _Place.ITEM if _is_pick(element) else None
    holds = outer in {_Place.STORY, _Place.TOP} or (outer is _Place.ITEM and is_connected(element))
    if tag == "audition":
        return _Place.AUDITION if holds else None
    if tag in CLIPS:
        return _Place.ITEM if holds else _Place.INNER
    if tag == "gap":
        return _Place.ITEM if outer is _Place.STORY else _Place.INNER
    return None


def _is_pick(element: "_Element") -> bool:
    audition = element.getparent()
    return audition is not None and pick_of(audition) is element


def pick_of(audition: "_Element") -> "_Element | None":
    """The active clip of an audition: its first."""
    return next((clip for clip in audition if clip.tag in CLIPS), None)


def is_connected(element: "_Element") -> bool:
    """Whether it stands above or below its parent, not inside it."""
    return lane_of(element) != 0


def lane_of(element: "_Element") -> int:
    """Lane of an element; 0 where none is told or it is no number."""
    text = (element.get("lane") or "").strip()
    return int(text) if text.lstrip("-").isdecimal() and len(text) < 7 else 0


def read_item(found: Found, resources: Resources, problems: list[Problem]) -> Item:
    """The item that an element is; what is wrong with it goes to `problems`."""
    element = found.element
    frame = found.audition if found.audition is not None else element
    ref = element.get("ref")
    asset = resources.assets.get(ref or "")
    metadata = read_metadata(element)
    _check(element, frame, resources, problems)
    others = _alternates(found)
    marked = [_marked(part) for part in element.iterchildren("marker", "chapter-marker")]
    keywords = [_marked(part) for part in element.iterchildren("keyword")]
    return Item(
        name=element.get("name") or (asset.name if asset else None),
        kind=str(element.tag),
        offset=frame.get("offset"),
        start=element.get("start"),
        duration=element.get("duration"),
        ratings=tuple(_rated(part) for part in element.iterchildren("rating")),
        keywords=tuple(part["value"] for part in keywords),
        audition_alternates=len(others),
        line=line_of(element),
        lane=lane_of(frame),
        depth=found.depth,
        ref=ref,
        enabled=element.get("enabled") != "0" and frame.get("enabled") != "0",
        role=_roles(element),
        notes=_text(element.find("note")),
        text=_text(element.find("text")),
        markers=tuple(marked),
        keyword_ranges=tuple(keywords),
        metadata=metadata,
        source_file=asset.file if asset else file_name(element.get("src")),
        reel=metadata.get(_REEL) or (asset.metadata.get(_REEL) if asset else None),
        alternates=others,
        project=found.project,
        event=found.event,
    )


def _alternates(found: Found) -> tuple[str, ...]:
    if found.audition is None:
        return ()
    clips = (clip for clip in found.audition if clip.tag in CLIPS)
    return tuple(clip.get("name") or "" for clip in clips if clip is not found.element)


def _roles(element: "_Element") -> str | None:
    roles = (element.get(name) for name in ("role", "videoRole", "audioRole"))
    return ", ".join(role for role in roles if role) or None


def _text(element: "_Element | None") -> str | None:
    return (
        "".join(str(part) for part in element.itertext()).strip() or None
        if element is not None
        else None
    )


def _rated(element: "_Element") -> Rated:
    return Rated(
        value=element.get("value") or "",
        start=element.get("start"),
        duration=element.get("duration"),
        note=element.get("note"),
    )


def _marked(element: "_Element") -> Marked:
    return Marked(
        kind=str(element.tag),
        value=element.get("value") or "",
        start=element.get("start"),
        duration=element.get("duration"),
        note=element.get("note"),
        completed=element.get("completed"),
    )


def _check(
    element: "_Element", frame: "_Element", resources: Resources, problems: list[Problem]
) -> None:
    """Times and references that cannot be."""
    named = f"`{element.get('name') or element.tag}`"
    line = line_of(element)
    for name, holder in (("offset", frame), ("start", element), ("duration", element)):
        text = holder.get(name)
        if text is not None and seconds(text) is None:
            problems.append(Problem(line, f"{named}: {name} `{text}` is no time; kept as written"))
    length = seconds(element.get("duration"))
    if length is not None and length < Fraction(0):
        problems.append(Problem(line, f"{named} is shorter than nothing; kept as written"))
    ref = element.get("ref")
    if ref is not None and ref not in resources:
        problems.append(Problem(line, f"{named} plays `{ref}`, which is not among the resources"))
