"""What the header of a media file says, by FFmpeg in a process of its own; no picture is decoded.

FFmpeg opens whatever a file names: playlists, other files, network addresses. So only local files
are allowed as a protocol and only containers as a format.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from circletake.errors import Damaged, TimecodeError
from circletake.timecode import RATES, Rate
from circletake.tools._limits import Limits
from circletake.tools._process import run_limited

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.stream import Stream as AvStream

# Names of FFmpeg's demuxers. Playlists and lists of pictures are not among them.
CONTAINERS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mxf,mxf_opatom,avi,wav,w64,aiff,caf,mp3,flac,ogg,aac,ac3,"
    "mpegts,mpeg,dv,gxf,asf,flv,nut,au,h264,hevc,ivf,y4m"
)
_MOST = 200  # streams, and header fields, that are told
_LONGEST = 64 * 1024  # characters of a header field


@dataclass(frozen=True, slots=True)
class ProbedStream:
    """One stream of a media file.

    Attributes:
        kind: `video`, `audio`, `data` or `subtitle`; a cover picture is `data`.
        codec: FFmpeg's name of the codec; None where it has none.
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
class Probe:
    """What a header says.

    Attributes:
        container: FFmpeg's name of the container.
        duration: Seconds, exact as the header has it; None where it does not tell.
        start: First timecode as written; None where there is none.
        rate: Rate of the first picture stream, drop-frame where its timecode is written so.
        varies: True when the frames are not evenly spaced, so that `rate` is a mean.
        streams: In file order.
        metadata: Fields of the header, those of streams as `stream.N.field`.
    """

    container: str
    duration: Fraction | None
    start: str | None
    rate: Rate | None
    varies: bool = False
    streams: tuple[ProbedStream, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)


def probe(path: Path, *, limits: Limits) -> Probe:
    """Read the header of a media file.

    Args:
        path: The file; it is not read whole.
        limits: `seconds` and `memory` are kept.

    Raises:
        Damaged: It is no media file that FFmpeg can open, or FFmpeg crashes on it.
        LimitExceeded: It takes too long or too much memory.
        MissingDependency: PyAV is not installed.
    """
    told = run_limited(
        "circletake.tools._media:inspect", [str(path.resolve())], limits=limits, file=path
    ).value
    streams = tuple(_stream(stream) for stream in told["streams"])
    picture = next((stream for stream in streams if stream.rate), None)
    start = told["start"]
    return Probe(
        told["container"],
        Fraction(told["duration"]) if told["duration"] else None,
        start,
        _dropping(picture.rate, start) if picture and picture.rate else None,
        told["varies"],
        streams,
        told["metadata"],
    )


def _stream(told: Mapping[str, Any]) -> ProbedStream:
    rate = None
    if told["rate"]:
        try:
            rate = Rate(Fraction(told["rate"]))
        except TimecodeError:
            rate = None
    return ProbedStream(
        told["kind"], told["codec"], told["width"], told["height"], rate, told["sample_rate"],
        told["channels"],
    )  # fmt: skip


def _dropping(rate: Rate, start: str | None) -> Rate:
    """The rate with drop-frame counting when the first timecode is written with a `;`."""
    if start and ";" in start:
        try:
            return Rate(rate.fps, drop=True)
        except TimecodeError:
            return rate
    return rate


def inspect(path: str) -> dict[str, Any]:
    """The header as plain data; runs in a process of its own.

    Raises:
        Damaged: FFmpeg cannot open it.
    """
    import av

    av.logging.set_level(None)
    options = {"protocol_whitelist": "file", "format_whitelist": CONTAINERS}
    try:
        with av.open(f"file:{path}", options=options, metadata_errors="replace") as container:
            return _told(container)
    except (av.FFmpegError, ValueError, OverflowError) as error:
        raise Damaged(
            "the media file cannot be opened",
            file=path,
            cause=getattr(error, "strerror", None) or str(error),
            fix="Copy it from the card again.",
        ) from error


def _told(container: "InputContainer") -> dict[str, Any]:
    streams = list(container.streams)[:_MOST]
    pictures = [stream for stream in streams if stream.type == "video" and not _cover(stream)]
    metadata = _metadata(container, streams)
    rate, varies = _rate(pictures[0]) if pictures else (None, False)
    return {
        "container": container.format.name,
        "duration": str(found) if (found := _duration(container, streams, pictures)) else None,
        "start": next((t for key, t in metadata.items() if _says_timecode(key)), None),
        "varies": varies,
        "streams": [_plain(stream, rate if stream in pictures[:1] else None) for stream in streams],
        "metadata": metadata,
    }


def _says_timecode(key: str) -> bool:
    return key.rsplit(".", 1)[-1].lower() == "timecode"


def _cover(stream: "AvStream") -> bool:
    from av.stream import Disposition

    return bool(stream.disposition & Disposition.attached_pic)


def _metadata(container: "InputContainer", streams: "list[AvStream]") -> dict[str, str]:
    found = dict(container.metadata)
    for stream in streams:
        found |= {f"stream.{stream.index}.{key}": text for key, text in stream.metadata.items()}
    return {key: text[:_LONGEST] for key, text in list(found.items())[:_MOST]}


def _duration(
    container: "InputContainer", streams: "list[AvStream]", pictures: "list[AvStream]"
) -> Fraction | None:
    """Seconds of the picture, else of the longest sound, else as the container rounds it."""
    sounds = [stream for stream in streams if stream.type == "audio"]
    for group in (pictures[:1], sounds):
        told = [
            stream.duration * stream.time_base
            for stream in group
            if stream.duration and stream.duration > 0 and stream.time_base
        ]
        if told:
            return max(told)
    micro = container.duration
    return Fraction(micro, 1_000_000) if micro and micro > 0 else None


def _rate(stream: Any) -> tuple[Fraction | None, bool]:
    """Frames a second, and whether they vary.

    Containers that keep a time for each frame give a mean; where it is not a rate of the trade,
    the smallest step between two frames tells the rate that was meant.
    """
    mean, step = stream.average_rate, stream.base_rate
    known = {rate.fps for rate in RATES}
    if mean in known or (mean and mean == step):
        return mean, False
    if mean and step and abs(mean - step) * 100 <= step:
        return step, False
    return mean or step, bool(mean and step)


def _plain(stream: Any, rate: Fraction | None) -> dict[str, Any]:
    context = stream.codec_context
    kind = stream.type if stream.type in {"video", "audio", "subtitle"} else "data"
    if _cover(stream):
        kind = "data"
    elif kind == "video" and rate is None:
        rate = _rate(stream)[0]
    video, audio = kind == "video", kind == "audio"
    return {
        "kind": kind,
        "codec": context.codec.canonical_name if context else None,
        "width": context.width if video else None,
        "height": context.height if video else None,
        "rate": str(rate) if video and rate else None,
        "sample_rate": context.sample_rate if audio else None,
        "channels": context.channels if audio else None,
    }
