"""What lies on disk: media files as their own headers describe them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from circletake.timecode import Rate


@dataclass(frozen=True, slots=True)
class Stream:
    """One stream of a media file.

    Attributes:
        kind: `video`, `audio`, `data` or `subtitle`.
        codec: Codec name.
        width: Pixels; None unless video.
        height: Pixels; None unless video.
        rate: Frames a second, exact; None unless video.
        sample_rate: Samples a second; None unless audio.
        channels: Audio channels; None unless audio.
    """

    kind: str
    codec: str | None
    width: int | None = None
    height: int | None = None
    rate: Rate | None = None
    sample_rate: int | None = None
    channels: int | None = None


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A media file: what it holds, not the pictures themselves.

    Attributes:
        name: File name without folder.
        duration: Seconds, exact; None where the header does not tell.
        start: First timecode as written in the file; None where there is none.
        rate: Rate of picture, or the timecode rate of a sound file.
        streams: In file order.
        metadata: Other fields of the header, verbatim (iXML and bext of a WAV among them).
    """

    name: str
    duration: Fraction | None = None
    start: str | None = None
    rate: Rate | None = None
    streams: tuple[Stream, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel of a storyboard.

    Attributes:
        number: Place in the board, from 1.
        shot: Shot or board name as written.
        picture: File name of the drawing, where there is one.
        duration: Seconds, exact; None where not told.
        dialogue: Words spoken, verbatim.
        action: What happens, verbatim.
        notes: Remarks, verbatim.
        new_shot: True when it begins a shot.
    """

    number: int
    shot: str | None = None
    picture: str | None = None
    duration: Fraction | None = None
    dialogue: str = ""
    action: str = ""
    notes: str = ""
    new_shot: bool = False
