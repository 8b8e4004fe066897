"""Tiny media files for tests, made with PyAV."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.video.frame import VideoFrame


def film(
    path: Path,
    *,
    fps: Fraction = Fraction(24),
    frames: int = 12,
    timecode: str | None = None,
    codec: str = "mpeg4",
    gaps: bool = False,
) -> Path:
    """A grey picture of 64 by 48 with these frames; `gaps` spaces them unevenly."""
    with av.open(str(path), "w") as container:
        if timecode:
            container.metadata["timecode"] = timecode
        stream: Any = container.add_stream(codec, rate=fps)
        stream.width, stream.height = 64, 48
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        stream.time_base = 1 / fps
        for number in range(frames):
            frame = VideoFrame(64, 48, "yuv420p")
            for plane in frame.planes:
                plane.update(bytes([128]) * plane.buffer_size)
            frame.pts = number + (number * number if gaps else 0)
            frame.time_base = 1 / fps
            container.mux(stream.encode(frame.reformat(format=stream.pix_fmt)))
        container.mux(stream.encode(None))
    return path


def tone(path: Path, codec: str, *, rate: int = 48000, samples: int = 4800) -> Path:
    """Silence, mono."""
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream(codec, rate=rate, layout="mono")
        for start in range(0, samples, 480):
            frame = av.AudioFrame(format=stream.format.name, layout="mono", samples=480)
            for plane in frame.planes:
                plane.update(bytes(plane.buffer_size))
            frame.sample_rate = rate
            frame.pts = start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path
