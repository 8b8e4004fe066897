"""One event line as `circletake inspect` shows it."""

from dataclasses import dataclass

from circletake.model import Marker


@dataclass(frozen=True, slots=True)
class Cdl:
    """A colour decision: slope, offset and power for red, green, blue, and one saturation.

    Source: ASC Color Decision List, release 1.2 (`ASC_SOP`, `ASC_SAT` comment lines).

    Attributes:
        asc_sop: Slope, offset and power, three numbers each; None when not told or malformed.
        asc_sat: Saturation; None when not told or malformed.
    """

    asc_sop: tuple[tuple[float, float, float], ...] | None = None
    asc_sat: float | None = None


@dataclass(frozen=True, slots=True)
class EdlEvent:
    """One event line with all that the following lines say of it.

    Attributes:
        event: Event number as written, empty where the line has none.
        reel: Reel as written.
        track: Channels, in capitals (`V`, `A2`, `AA/V`).
        transition: `C`, `D`, `W001`, `K`, `K B`, `K O`, in capitals.
        src_in: Source timecode or frame number as written, as the next three.
        src_out: End of the source range, exclusive.
        rec_in: First frame in the cut.
        rec_out: Frame after the last one.
        clip_name: Clip that this event plays.
        speed: Frames a second of its M2 line, negative backwards; None without one.
        comments: Each `*` line that follows it, without the star.
        line: Line of the file, counted from 1.
        transition_frames: Length of the transition in record frames.
        source_file: File that it plays, where a comment names it.
        locators: Locators of its `LOC` lines; the place as written, a timecode or a frame number.
        cdl: Its colour decision, where it has one.
        m2: Its M2 line as written.
        other: Following lines that are no comments, as written.
        raw: The event line as written.
    """

    event: str
    reel: str
    track: str
    transition: str
    src_in: str
    src_out: str
    rec_in: str
    rec_out: str
    clip_name: str | None
    speed: float | None
    comments: tuple[str, ...]
    line: int
    transition_frames: int = 0
    source_file: str | None = None
    locators: tuple[Marker, ...] = ()
    cdl: Cdl | None = None
    m2: str | None = None
    other: tuple[str, ...] = ()
    raw: str = ""
