"""WAV files for tests, chunk by chunk."""

import struct

IXML = """<?xml version="1.0" encoding="UTF-8"?>
<BWFXML>
  <IXML_VERSION>2.10</IXML_VERSION>
  <PROJECT>SOUP</PROJECT>
  <SCENE>24A</SCENE>
  <TAKE>03</TAKE>
  <TAPE>S012</TAPE>
  <CIRCLED>{circled}</CIRCLED>
  <NOTE>plane over the tail</NOTE>
  <SPEED>
    <TIMECODE_RATE>{rate}</TIMECODE_RATE>
    <TIMECODE_FLAG>{flag}</TIMECODE_FLAG>
    <TIMESTAMP_SAMPLE_RATE>48000</TIMESTAMP_SAMPLE_RATE>
    <TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI>{high}</TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI>
    <TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO>{low}</TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO>
  </SPEED>
</BWFXML>
"""


def ixml(
    samples: int = 0, *, rate: str = "24000/1001", flag: str = "NDF", circled: str = "TRUE"
) -> bytes:
    text = IXML.format(
        circled=circled, rate=rate, flag=flag, high=samples >> 32, low=samples & 0xFFFFFFFF
    )
    return chunk(b"iXML", text.encode() + b"\0" * 7)


def chunk(name: bytes, data: bytes, length: int | None = None) -> bytes:
    head = struct.pack("<4sI", name, len(data) if length is None else length)
    return head + data + b"\0" * (len(data) % 2)


def layout(*, tag: int = 1, channels: int = 2, rate: int = 48000, bits: int = 24) -> bytes:
    block = channels * bits // 8
    return chunk(b"fmt ", struct.pack("<HHIIHH", tag, channels, rate, rate * block, block, bits))


def bext(reference: int = 0, description: str = "") -> bytes:
    head = (
        description.encode().ljust(256, b"\0")
        + b"Recorder".ljust(32, b"\0")
        + b"REF1".ljust(32, b"\0")
    )
    head += (
        b"2024-05-03"
        + b"10:20:30"
        + struct.pack("<IIH", reference & 0xFFFFFFFF, reference >> 32, 1)
    )
    return chunk(b"bext", head.ljust(602, b"\0") + b"A=PCM,F=48000\r\n")


def wave(*chunks: bytes, form: bytes = b"RIFF") -> bytes:
    body = b"WAVE" + b"".join(chunks)
    return form + struct.pack("<I", len(body) if form == b"RIFF" else 0xFFFFFFFF) + body
