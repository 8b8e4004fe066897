"""The chunks of a WAV file: RIFF, RF64 and BW64, Broadcast Wave fields.

Sources: Microsoft RIFF MCI (1991), EBU Tech 3285 (bext), EBU Tech 3306 and ITU-R BS.2088 (ds64).
Sound itself is passed over, so a file of any length is read in a moment.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import IO

from circletake.errors import Damaged
from circletake.tools import decode

_UNTOLD = 0xFFFFFFFF
_KEPT = {b"fmt ": 4096, b"bext": 2**20, b"iXML": 2**24, b"ds64": 2**16, b"fact": 64, b"LIST": 2**20}
"""Chunks that are read, with the most bytes that are taken of each."""

_CHUNKS = 10_000
_FIELDS = 500  # of a LIST chunk
_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_CODECS = {
    0x02: "adpcm_ms", 0x06: "pcm_alaw", 0x07: "pcm_mulaw", 0x11: "adpcm_ima_wav", 0x50: "mp2",
    0x55: "mp3",
}  # fmt: skip
_TEXTS = (
    ("description", 0, 256), ("originator", 256, 32), ("originator_reference", 288, 32),
    ("origination_date", 320, 10), ("origination_time", 330, 8),
)  # fmt: skip
_HISTORY = 602  # where the coding history begins (EBU Tech 3285, 2.3)


@dataclass(slots=True)
class Wave:
    """What the chunks of a WAV file say.

    Attributes:
        codec: As FFmpeg names it, else the format's number.
        channels: Audio channels.
        sample_rate: Samples a second.
        duration: Seconds, exact.
        bext: Fields of the Broadcast Wave chunk as text, `time_reference` in samples.
        info: Fields of the LIST chunk by their four letters.
        ixml: The iXML document as written, without the blanks that pad it.
        ixml_bytes: The same as bytes.
        problems: What is wrong with the chunks.
    """

    codec: str = ""
    channels: int = 0
    sample_rate: int = 0
    duration: Fraction | None = None
    bext: dict[str, str] = field(default_factory=dict)
    info: dict[str, str] = field(default_factory=dict)
    ixml: str | None = None
    ixml_bytes: bytes = b""
    problems: list[str] = field(default_factory=list)


def is_wave(head: bytes) -> bool:
    """True for the first bytes of a WAV file."""
    return head[:4] in {b"RIFF", b"RF64", b"BW64"} and head[8:12] == b"WAVE"


def read_wave(file: IO[bytes], size: int, path: str) -> Wave:
    """Read the chunks.

    Args:
        file: At its start.
        size: Its size in bytes.
        path: Its name, for errors.

    Raises:
        Damaged: It does not say how its sound is written.
    """
    wave = Wave()
    kept: dict[bytes, bytes] = {}
    sound: int | None = None
    for name, place, length in _chunks(file, size, kept, wave.problems):
        if name == b"data" and sound is None:
            sound = _sound(place, length, size, wave.problems)
        elif name in _KEPT and name not in kept:
            file.seek(place)
            data = file.read(min(length, _KEPT[name]))
            if name == b"LIST" and data[:4] != b"INFO":
                continue
            kept[name] = data
            if length > _KEPT[name]:
                wave.problems.append(
                    f"the `{_name(name)}` chunk is too large; its end was left out"
                )
    layout = kept.get(b"fmt ", b"")
    if len(layout) < 16:
        raise Damaged("the sound file has no format chunk", file=path, fix="Copy it again.")
    _format(wave, layout, kept.get(b"fact", b""), sound)
    wave.bext = _bext(kept.get(b"bext", b""))
    wave.info = dict(_info(kept.get(b"LIST", b"")))
    if ixml := kept.get(b"iXML", b"").rstrip(b"\0 \t\r\n"):
        wave.ixml_bytes, wave.ixml = ixml, decode(ixml).text
    return wave


def _chunks(
    file: IO[bytes], size: int, kept: dict[bytes, bytes], problems: list[str]
) -> Iterator[tuple[bytes, int, int]]:
    """Name, place and length of each chunk; lengths over 4 GiB are those of the ds64 chunk."""
    place = 12
    for _ in range(_CHUNKS):
        file.seek(place)
        header = file.read(8)
        if len(header) < 8:
            return
        name, length = struct.unpack("<4sI", header)
        if not all(0x20 <= byte < 0x7F for byte in name):
            problems.append(f"no chunk begins at byte {place}; the rest was left out")
            return
        if length == _UNTOLD:
            length = _large(name, kept.get(b"ds64", b""), size - place - 8)
        yield name, place + 8, length
        place += 8 + length + length % 2
    problems.append(f"more than {_CHUNKS} chunks; the rest was left out")


def _large(name: bytes, ds64: bytes, rest: int) -> int:
    """The length of a chunk that the ds64 chunk tells (ITU-R BS.2088, 4.3)."""
    if name == b"data" and len(ds64) >= 16:
        return int(struct.unpack_from("<Q", ds64, 8)[0])
    for place in range(28, len(ds64) - 11, 12):
        listed, length = struct.unpack_from("<4sQ", ds64, place)
        if listed == name:
            return int(length)
    return max(rest, 0)


def _sound(place: int, length: int, size: int, problems: list[str]) -> int:
    """Bytes of sound that are really there."""
    there = max(size - place, 0)
    if length > there:
        problems.append(f"the file is cut off: {length - there} bytes of sound are missing")
        return there
    if length == 0 and there > 0:
        problems.append(
            "the recording was not closed; its sound was counted to the end of the file"
        )
        return there
    return length


def _format(wave: Wave, layout: bytes, fact: bytes, sound: int | None) -> None:
    tag, wave.channels, wave.sample_rate, speed, block, bits = struct.unpack_from("<HHIIHH", layout)
    if tag == _EXTENSIBLE and len(layout) >= 26:
        tag = struct.unpack_from("<H", layout, 24)[0]
    if tag == _PCM:
        wave.codec = "pcm_u8" if bits == 8 else f"pcm_s{bits}le"
    else:
        wave.codec = f"pcm_f{bits}le" if tag == _FLOAT else _CODECS.get(tag, f"wav 0x{tag:04x}")
    if sound is None:
        wave.problems.append("it holds no sound")
    elif tag in {_PCM, _FLOAT}:
        if block and wave.sample_rate:
            wave.duration = Fraction(sound // block, wave.sample_rate)
    elif len(fact) >= 4 and wave.sample_rate:
        wave.duration = Fraction(struct.unpack_from("<I", fact)[0], wave.sample_rate)
    elif speed:
        wave.duration = Fraction(sound, speed)


def _bext(data: bytes) -> dict[str, str]:
    if len(data) < 346:
        return {}
    found = {name: _text(data[start : start + length]) for name, start, length in _TEXTS}
    low, high = struct.unpack_from("<II", data, 338)
    found["time_reference"] = str(low | high << 32)
    found["coding_history"] = _text(data[_HISTORY:])
    return {name: text for name, text in found.items() if text}


def _info(data: bytes) -> Iterator[tuple[str, str]]:
    """The fields of a LIST chunk of the kind INFO."""
    place = 4
    for _ in range(_FIELDS):
        if place + 8 > len(data):
            return
        name, length = struct.unpack_from("<4sI", data, place)
        text = _text(data[place + 8 : place + 8 + length])
        if text:
            yield _name(name), text
        place += 8 + length + length % 2


def _text(data: bytes) -> str:
    return decode(data.split(b"\0", 1)[0]).text.rstrip(" ")


def _name(name: bytes) -> str:
    return name.decode("latin-1").strip()
