"""Pieces of a layout as events of a cut: whole frames, tracks, names, media."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from circletake.errors import TimecodeError
from circletake.model import Event, Marker
from circletake.plugins.formats._otio import Draft, View, nearest
from circletake.plugins.formats.fcpxml._layout import frame_speed
from circletake.plugins.formats.fcpxml._resources import Asset, Resources, line_of, read_metadata
from circletake.timecode import Rate

if TYPE_CHECKING:
    from lxml.etree import _Element

_REEL = "com.apple.proapps.studio.reel"


@dataclass(frozen=True, slots=True)
class Switches:
    """What of a clip plays.

    Attributes:
        enabled: Whether it is switched on.
        sound: Whether only its sound plays.
        mute: Whether only its picture plays.
    """

    enabled: bool = True
    sound: bool = False
    mute: bool = False

    def of(self, element: "_Element") -> "Switches":
        """What plays of a clip that stands in one with these switches."""
        return Switches(
            self.enabled and element.get("enabled") != "0",
            self.sound or element.get("srcEnable") == "audio",
            self.mute or element.get("srcEnable") == "video",
        )


@dataclass(frozen=True, slots=True)
class Piece:
    """A clip that plays over a stretch of the cut.

    Attributes:
        element: The clip.
        view: Which stretch, in the clip's own time.
        lane: Above or below the primary storyline; lanes of what it is connected through added.
        named: The clip whose inside it is; the event carries that one's name.
        outers: Compounds and multicams whose markers and notes belong to it, being their first.
        story: Whether what is connected to it plays too; not inside a clip or an angle.
        plays: What of it plays.
        around: What plays of that which it lies in; what it is connected to does not count.
        alternates: Other clips of the audition.
        path: Ids of the compounds that it lies in.
        bounds: Where the innermost compound begins and ends in the cut.
        transition: Length of the transition into it, in seconds.
        wipe: True when that is a wipe.
    """

    element: "_Element"
    view: View
    lane: int = 0
    named: "Piece | None" = None
    outers: "tuple[_Element, ...]" = ()
    story: bool = True
    plays: Switches = Switches()
    around: Switches = Switches()
    alternates: tuple[str, ...] = ()
    path: frozenset[str] = frozenset()
    bounds: tuple[Fraction, Fraction] | None = None
    transition: Fraction = field(default_factory=Fraction)
    wipe: bool = False


def drafted(piece: Piece, resources: Resources, rate: Rate) -> Draft | None:
    """The event that a piece is; None when it is shorter than a frame."""
    element, view = piece.element, piece.view
    record_in = nearest(view.record * rate.fps)
    record_out = nearest((view.record + view.length) * rate.fps)
    if record_out <= record_in:
        return None
    asset = resources.assets.get(element.get("ref") or "")
    named = piece.named.element if piece.named else element
    picture = _is_picture(piece, asset)
    source_rate = _source_rate(piece, asset, rate)
    speed = _speed(piece, source_rate or rate, rate)
    source_in, source_out = (
        _source(view.local * source_rate.fps, speed, record_out - record_in)
        if source_rate is not None
        else (None, None)
    )
    about = (*piece.outers, named) if named is not element else (*piece.outers, element)
    event = Event(
        number="",
        track="",
        picture=picture,
        record_in=record_in,
        record_out=record_out,
        source_in=source_in,
        source_out=source_out,
        source_rate=source_rate,
        clip_name=named.get("name") or element.get("name") or (asset.name if asset else None),
        reel=_reel(element, named, asset),
        source_file=asset.file if asset else None,
        speed=speed,
        transition=("W001" if piece.wipe else "D") if piece.transition else "C",
        transition_frames=nearest(piece.transition * rate.fps),
        alternates=piece.alternates,
        markers=tuple(_markers(about)),
        comments=tuple(_notes(about)),
        record_in_label=rate.label(record_in),
        record_out_label=rate.label(record_out),
        line=line_of(named),
        enabled=piece.plays.enabled,
    )
    return Draft(event, _level(piece.lane, picture=picture))


def _level(lane: int, *, picture: bool) -> int:
    if picture:
        return lane + 1 if lane >= 0 else lane
    return abs(lane) or 1


def _is_picture(piece: Piece, asset: Asset | None) -> bool:
    if piece.plays.sound or piece.element.tag == "audio":
        return False
    if piece.element.tag == "asset-clip" and asset is not None:
        return asset.picture
    return True


def _source_rate(piece: Piece, asset: Asset | None, rate: Rate) -> Rate | None:
    """The rate that the media's frames count at; the cut's where it has none of its own."""
    if asset is None:
        return None
    found = asset.rate or rate
    named = piece.named.element if piece.named else piece.element
    drop = "DF" in {piece.element.get("tcFormat"), named.get("tcFormat")}
    try:
        return Rate(found.fps, drop=drop)
    except TimecodeError:
        return Rate(found.fps)


def _speed(piece: Piece, source: Rate, record: Rate) -> Fraction:
    element = piece.element
    if element.find("conform-rate") is None and piece.named:
        element = piece.named.element
    return frame_speed(element, piece.view.speed, source.fps, record.fps)


def _source(first: Fraction, speed: Fraction, frames: int) -> tuple[int, int]:
    """First source frame and the one after the last, low to high whichever way it plays."""
    length = max(1, nearest(abs(speed) * frames))
    begin = nearest(first)
    return (begin - length, begin) if speed < 0 else (begin, begin + length)


def _reel(element: "_Element", named: "_Element", asset: Asset | None) -> str | None:
    for clip in (element, named):
        reel = read_metadata(clip).get(_REEL)
        if reel:
            return reel
    return asset.metadata.get(_REEL) or asset.name if asset else None


def _markers(elements: "Iterable[_Element]") -> Iterable[Marker]:
    for element in elements:
        for part in element.iterchildren("marker", "chapter-marker"):
            yield Marker(part.get("start") or "", part.get("value") or "")


def _notes(elements: "Iterable[_Element]") -> Iterable[str]:
    for element in elements:
        text = (element.findtext("note") or "").strip()
        if text:
            yield text
