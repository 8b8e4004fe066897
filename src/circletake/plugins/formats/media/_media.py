"""Media files: picture and sound, known by what their headers say."""

from pathlib import Path

from circletake.model import MediaFile
from circletake.ports.formats import Options, Report, Source

_SUFFIXES = (
    ".mov", ".mp4", ".m4v", ".m4a", ".mxf", ".mkv", ".webm", ".avi", ".wav", ".bwf", ".aif",
    ".aiff", ".mp3", ".flac", ".ogg", ".caf", ".mts", ".m2ts", ".ts", ".mpg", ".mpeg", ".3gp",
    ".wmv", ".flv", ".w64", ".dv", ".gxf",
)  # fmt: skip
_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
_STILLS = frozenset({b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis", b"crx ", b"jxl "})
# Start of the first partition's key (SMPTE ST 377-1, 7.1); up to 64 KiB may stand before it.
_PARTITION = bytes.fromhex("060e2b34020501010d01020101")
_MAGIC = (
    (b"\x1a\x45\xdf\xa3", 0.9),  # Matroska, WebM
    (b"fLaC\0", 0.9),
    (b"OggS\0", 0.9),
    (b"ID3\x02", 0.8),
    (b"ID3\x03", 0.8),
    (b"ID3\x04", 0.8),
    (b"caff\0", 0.9),
    (b"FLV\x01", 0.9),
    (b"riff\x2e\x91\xcf\x11", 0.9),  # Wave64
    (bytes.fromhex("3026b2758e66cf11"), 0.9),  # ASF
    (b"\0\0\x01\xba", 0.8),  # MPEG program stream
)
_PACKET = 188  # bytes of an MPEG transport stream (ISO/IEC 13818-1, 2.4.3.2)


class Media:
    """A media file is one item: duration, rate, first timecode, streams, header fields.

    Nothing is decoded and a file of any size is read in a moment. A sound file with the recorder's
    notes (iXML, or the fields that older recorders write) is also a row of the sound log.
    """

    name = "media"
    suffixes = _SUFFIXES

    def sniff(self, head: bytes, path: Path) -> float:
        """How sure it is, by the first bytes; a suffix alone, as of a broken file, earns 0.2."""
        if head[4:8] in _BOXES and not head[:4].isalpha() and not head[:3].isalpha():
            still = head[4:8] == b"ftyp" and head[8:12] in _STILLS
            return 0.0 if still else 0.9
        if head[:4] in {b"RIFF", b"RF64", b"BW64"} and head[8:12] in {b"WAVE", b"AVI "}:
            return 0.95
        if head[:4] == b"FORM" and head[8:12] in {b"AIFF", b"AIFC"}:
            return 0.95
        if _PARTITION in head:
            return 0.95
        known = path.suffix.lower() in _SUFFIXES
        return max(
            _by_start(head), _by_rhythm(head), 0.6 if known and _mpeg_audio(head) else 0.0
        ) or (0.2 if known else 0.0)

    def read(self, source: Source, options: Options) -> Report[MediaFile]:
        """Read the header.

        Raises:
            Damaged: It is no media file that can be opened.
            LimitExceeded: It takes too long.
        """
        from circletake.plugins.formats.media._reading import read

        return read(source, options, self.name)


def _by_start(head: bytes) -> float:
    return next((sure for magic, sure in _MAGIC if head.startswith(magic)), 0.0)


def _by_rhythm(head: bytes) -> float:
    """MPEG transport streams have a byte 0x47 at the start of each packet."""
    steady = len(head) > 4 * _PACKET and set(head[: 5 * _PACKET : _PACKET]) == {0x47}
    return 0.8 if steady else 0.0


def _mpeg_audio(head: bytes) -> bool:
    return len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0
