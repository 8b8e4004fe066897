"""Bytes to text, whatever wrote them: byte-order marks, UTF-16, Mac Roman, any line ends."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The three ways a file ends its lines; str.splitlines would also split at form feeds and U+2028.
_LINE_END = re.compile(r"\r\n|\r|\n")
# Bytes that are letters in Mac Roman and controls or rare marks in Windows-1252.
_MAC_LETTERS = frozenset(b"\x81\x87\x88\x89\x8a\x8b\x8d\x8e\x8f\x90\x92\x97\x98\x99\x9a\x9d\x9f")
# Letters of Mac Roman (É, Ä, Ü, Ñ, Ö, å, ø) that are signs in Windows-1252 and stand beside none.
_MAC_BESIDE = re.compile(
    rb"[A-Za-z]\x83|\x83[A-Za-z]|[\x80\x86][A-Za-z]|[A-Z][\x84\x85][A-Z]|[a-z]\x8c|[A-Za-z]\xbf"
)
# Dashes and quotes of Mac Roman; in Windows-1252 they are capitals, which do not follow a small
# letter and do not stand between blanks.
_MAC_SIGNS = re.compile(
    rb"(?<=[a-z])[\xd2-\xd5]|(?<=[\s])[\xd0\xd1](?=\s)|[\xd2\xd4](?=[a-z]+\W)|[A-Za-z][\x91\x93]"
)
_WINDOWS_LETTERS = frozenset(range(0xC0, 0x100))


@dataclass(frozen=True, slots=True)
class Text:
    """Decoded text.

    Attributes:
        text: Without the byte-order mark.
        encoding: Name of the encoding.
        mark: Bytes of the byte-order mark that was there.
        certain: False when the encoding was guessed or bytes had to be replaced.
    """

    text: str
    encoding: str
    mark: bytes
    certain: bool


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a text, counted from 1 whether LF, CR LF or CR ends them."""

    lines: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Lines":
        """Split at line ends only; a final line end makes no empty last line."""
        lines = _LINE_END.split(text) if "\r" in text else text.split("\n")
        if lines and not lines[-1]:
            lines.pop()
        return cls(tuple(lines))

    def __iter__(self) -> Iterator[tuple[int, str]]:
        return enumerate(self.lines, 1)

    def __len__(self) -> int:
        return len(self.lines)


def decode(data: bytes) -> Text:
    """Text of a file by its byte-order mark, else UTF-8, else UTF-16 by its zeros, else 8 bits.

    Never fails: bytes that no guess explains are replaced and `certain` is False.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return Text(data[len(mark) :].decode(encoding), encoding, mark, certain=True)
            except UnicodeDecodeError:
                text = data[len(mark) :].decode(encoding, errors="replace")
                return Text(text, encoding, mark, certain=False)
    head = data[:4096]
    if b"\0" in head:
        for encoding, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
            if zeros.count(0) * 2 > len(zeros):
                return Text(data.decode(encoding, errors="replace"), encoding, b"", certain=False)
    try:
        return Text(data.decode("utf-8"), "utf-8", b"", certain=True)
    except UnicodeDecodeError:
        encoding = _eight_bit(data)
        return Text(data.decode(encoding, errors="replace"), encoding, b"", certain=False)


def _eight_bit(data: bytes) -> str:
    high = [byte for byte in data if byte >= 0x80]
    mac = sum(byte in _MAC_LETTERS for byte in high) + len(_MAC_BESIDE.findall(data))
    mac += len(_MAC_SIGNS.findall(data))
    windows = sum(byte in _WINDOWS_LETTERS for byte in high) - len(_MAC_SIGNS.findall(data))
    return "mac-roman" if mac > windows else "cp1252"
