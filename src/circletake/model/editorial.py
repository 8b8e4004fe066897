"""What was cut: cuts, their events, and what changed between two of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from pathlib import PurePosixPath

from circletake.model.evidence import Evidence
from circletake.timecode import Rate


@dataclass(frozen=True, slots=True)
class Marker:
    """A remark pinned to a place of a cut.

    Attributes:
        at: Timecode or time as written.
        text: The remark, verbatim.
        colour: Colour as written.
    """

    at: str
    text: str
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One use of a source range in a cut. Frames count from 00:00:00:00; ends are exclusive.

    Under a transition the record range belongs to the incoming event from where the transition
    begins, so that no record frame of a track belongs to two events.

    Attributes:
        number: Event number as written; its place in the track where the format has none.
        track: Track as written (`V`, `V2`, `A1`).
        picture: True on a picture track.
        record_in: First frame in the cut, at the cut's rate.
        record_out: Frame after the last one, at the cut's rate.
        source_in: First frame in the source, at `source_rate`; None where not told.
        source_out: Frame after the last one, at `source_rate`; None where not told.
        source_rate: Rate that source frames count at.
        clip_name: Name of the clip as the cut names it.
        reel: Reel or tape name, possibly truncated.
        source_file: Name of the media file, where told.
        speed: Source frames played for each record frame; negative backwards, 0 a freeze.
        transition: `C`, `D`, `W001`, `K` as written; `C` for a plain cut point.
        transition_frames: Length of the transition into this event, in record frames.
        alternates: Names of clips kept beside this one for the same place (an audition).
        markers: Remarks pinned to it.
        comments: Comment lines that follow it, verbatim.
        record_in_label: `record_in` as the cut writes it.
        record_out_label: `record_out` as the cut writes it.
        line: Line of the file, counted from 1.
        enabled: False when it is in the cut but switched off.
    """

    number: str
    track: str
    picture: bool
    record_in: int
    record_out: int
    source_in: int | None = None
    source_out: int | None = None
    source_rate: Rate | None = None
    clip_name: str | None = None
    reel: str | None = None
    source_file: str | None = None
    speed: Fraction = Fraction(1)
    transition: str = "C"
    transition_frames: int = 0
    alternates: tuple[str, ...] = ()
    markers: tuple[Marker, ...] = ()
    comments: tuple[str, ...] = ()
    record_in_label: str = ""
    record_out_label: str = ""
    line: int | None = None
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Cut:
    """One version of the edited film.

    Attributes:
        name: The file's stem, or what the file calls it where it holds several.
        rate: Rate that record frames count at.
        rate_origin: `file` when the file says it, `given` when the user did, else `inferred`.
        events: In record order within each track.
        title: Title as written inside.
        metadata: What else the file says of the whole cut.
    """

    name: str
    rate: Rate
    rate_origin: str
    events: tuple[Event, ...]
    title: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tie:
    """An event tied to the take it plays.

    Attributes:
        cut: Name of the cut.
        event: Place of the event in `Cut.events`.
        clip: Camera file of the take, or its slate where it has none; None when nothing fits.
        confidence: 0 to 1; by rule, see the docstring of `mine`.
        evidence: What tied them, in words.
    """

    cut: str
    event: int
    clip: str | None
    confidence: float
    evidence: tuple[str, ...]


def cut_name(file: str) -> str:
    """The name of a cut that is alone in its file: the file's stem, or the bundle's it lies in."""
    path = PurePosixPath(file)
    bundle = path.parent
    return bundle.stem if bundle.suffix.lower() == ".fcpxmld" else path.stem


class ChangeKind(StrEnum):
    """What differs between two cuts; a ripple is not a change."""

    TAKE_SWAP = "take_swap"
    TRIM_HEAD = "trim_head"
    TRIM_TAIL = "trim_tail"
    EXTEND_HEAD = "extend_head"
    EXTEND_TAIL = "extend_tail"
    LIFT = "lift"
    INSERT = "insert"
    MOVE = "move"
    RETIME = "retime"


@dataclass(frozen=True, slots=True)
class Shown:
    """The take that an event shows, as far as it is known; the clip's name alone otherwise."""

    scene: str | None = None
    setup: str | None = None
    take: int | None = None
    camera: str | None = None
    clip: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One change between two cuts.

    Attributes:
        kind: What happened.
        shown: The take it happened to (in a swap the new one).
        frames: Frames trimmed or added; the shot's record length for lift, insert, move and swap
            (the new one); how much longer (positive) or shorter a retime made it.
        old_record_in: Record timecode in the old cut as written; None where the shot is not there.
        new_record_in: The same in the new cut.
        replaced: In a swap, the take that was there before.
        vfx: What a cut import of a tracking system calls it: `new`, `omitted`, `reinstated`,
            `cut_change`, `rescan`, or None.
        evidence: Where both cuts say so.
    """

    kind: ChangeKind
    shown: Shown
    frames: int
    old_record_in: str | None = None
    new_record_in: str | None = None
    replaced: Shown | None = None
    vfx: str | None = None
    evidence: tuple[Evidence, ...] = ()
