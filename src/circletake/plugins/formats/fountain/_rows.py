"""The rows of a text: what is left of its lines when notes and boneyards are taken out.

A note or boneyard that runs over line ends joins the lines it begins and ends in to one row. All
that the reader needs of a row is computed at once for the whole file, because that is where the
time goes.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from operator import add, sub

from circletake.errors import LimitExceeded
from circletake.plugins.formats.fountain._cuts import Cut, Cuts, find_cuts
from circletake.tools import Text, decode

Width = Callable[[str], int]

_LONE_CR = re.compile(r"\r(?!\n)")
_SINGLE_BYTE = frozenset({"mac-roman", "cp1252"})
_BLANKS = " \t\r\n\v\f"


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a file; of each list the entry `n` is of row `n`.

    Attributes:
        text: The whole text; lone CRs are LF.
        width: Bytes that a piece of this text takes in the file.
        mark: Bytes before the text (byte-order mark).
        cuts: Notes and boneyards.
        filler: What `bare` holds of a row on which only notes and boneyards stand; no other row
            begins with it. Empty when there are none.
        full: Rows without their line end.
        bare: The same without blanks around.
        begins: Byte of the file at which the row begins, or its text after a note or boneyard.
        lefts: Byte of its first character that is not blank.
        ends: Byte after its last character that is not blank.
        numbers: Line of the file at which its text begins, from 1.
        gaps: Bytes of rows that hold nothing but blanks outside ASCII, from and to, and line.
    """

    text: str
    width: Width
    mark: int
    cuts: Cuts
    filler: str
    full: list[str]
    bare: list[str]
    begins: list[int]
    lefts: list[int]
    ends: list[int]
    numbers: list[int]
    gaps: list[tuple[int, int, int]]


def read_text(data: bytes) -> tuple[Text, Width]:
    """Text of a file such that every byte of it can be told from the text, and how to tell.

    Bytes that the encoding does not have become lone surrogates, one each.
    """
    decoded = decode(data)
    encoding, body = decoded.encoding, data[len(decoded.mark) :]
    if encoding == "utf-8":
        if not decoded.certain:
            text = body.decode("utf-8", errors="surrogateescape")
            decoded = Text(text, encoding, decoded.mark, certain=False)
        return decoded, len if decoded.text.isascii() else _utf8
    if encoding in _SINGLE_BYTE:
        return decoded, len
    if encoding.startswith("utf-16"):
        if not decoded.certain:
            text = body[: len(body) & ~1].decode(encoding, errors="surrogatepass")
            decoded = Text(text, encoding, decoded.mark, certain=False)
        return decoded, _utf16
    return decoded, _utf32


def _utf8(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", errors="surrogateescape"))


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", errors="surrogatepass"))


def _utf32(text: str) -> int:
    return 4 * len(text)


def read_rows(decoded: Text, width: Width, limit: int) -> Rows:
    """Split a text into rows, with the bytes of the file at which each stands.

    Args:
        decoded: The text.
        width: Bytes that a piece of it takes in the file.
        limit: Lines, and notes and boneyards, that it may have.

    Raises:
        LimitExceeded: It has more.
    """
    text = decoded.text
    if "\r" in text:
        text = _LONE_CR.sub("\n", text)
    if text.count("\n") > limit:
        raise LimitExceeded(f"more than {limit} lines")
    cuts = find_cuts(text, limit)
    filler = _unused(text) if cuts.found else ""
    masked = _masked(text, cuts.found, filler) if filler else text
    whole = masked.split("\n")
    stripped = [row.rstrip(_BLANKS) for row in whole]
    bare = [row.lstrip(_BLANKS) for row in stripped]
    sizes = list(map(len, whole))
    end_of_line = width("\n")
    special = _special(masked, whole, width, cuts.found)
    originals = _originals(text, sizes, special)
    for row in special:
        sizes[row] = width(originals[row])
    begins = list(accumulate([size + end_of_line for size in sizes], initial=len(decoded.mark)))
    begins.pop()
    ends = list(map(add, begins, map(len, stripped)))
    lefts = list(map(sub, ends, map(len, bare)))
    full = [row.removesuffix("\r") for row in whole] if "\r" in text else whole.copy()
    numbers = _numbers(whole, originals, filler)
    rows = Rows(
        text, width, len(decoded.mark), cuts, filler, full, bare, begins, lefts, ends, numbers, []
    )
    for row in special:
        _mend(rows, row, whole[row], originals[row])
    return rows


def _unused(text: str) -> str:
    """A character that the text does not have."""
    if "\0" not in text:
        return "\0"
    used = set(text)
    return next(mark for mark in map(chr, range(0xE000, 0x110000)) if mark not in used)


def _masked(text: str, cuts: list[Cut], filler: str) -> str:
    """The text with each character of a note or boneyard, line ends too, filled over."""
    pieces: list[str] = []
    at = 0
    for cut in cuts:
        pieces += (text[at : cut.start], filler * (cut.end - cut.start))
        at = cut.end
    pieces.append(text[at:])
    return "".join(pieces)


def _special(masked: str, whole: list[str], width: Width, cuts: list[Cut]) -> list[int]:
    """Rows of which bytes are not characters, or on which something is filled over."""
    if width("\n") != 1:
        return list(range(len(whole)))
    rows = set() if width is len else {at for at, row in enumerate(whole) if not row.isascii()}
    at = row = 0
    for cut in cuts:
        row += masked.count("\n", at, cut.start)
        at = cut.start
        rows.add(row)
    return sorted(rows)


def _originals(text: str, sizes: list[int], special: list[int]) -> dict[int, str]:
    """What stands in the text where special rows are."""
    begins = list(accumulate([size + 1 for size in sizes], initial=0))
    return {row: text[begins[row] : begins[row] + sizes[row]] for row in special}


def _numbers(whole: list[str], originals: Mapping[int, str], filler: str) -> list[int]:
    if not filler:
        return list(range(1, len(whole) + 1))
    ends = [1] * len(whole)
    for row, original in originals.items():
        ends[row] += original.count("\n")
    return list(accumulate(ends, initial=1))


def _mend(rows: Rows, row: int, masked: str, original: str) -> None:
    """Set right what counting characters got wrong for one special row."""
    filler, width = rows.filler, rows.width
    around = _BLANKS + filler
    stripped = masked.rstrip(around)
    core = stripped.lstrip(around)
    left, right = len(stripped) - len(core), len(stripped)
    if not core:
        if filler and filler in masked:
            rows.bare[row] = filler
            rows.full[row] = ""
        return
    begin = rows.begins[row]
    rows.lefts[row] = begin + width(original[:left])
    rows.ends[row] = begin + width(original[:right])
    if filler and filler in masked:
        core = core.replace(filler, "")
        head, tail = masked[:left], masked[right:].removesuffix("\r")
        if filler in head:
            head = ""
            rows.begins[row] = rows.lefts[row]
        rows.full[row] = head + core + ("" if filler in tail else tail)
        rows.numbers[row] += original[:left].count("\n")
    rows.bare[row] = core.strip()
    if not rows.bare[row]:
        rows.gaps.append((rows.lefts[row], rows.ends[row], rows.numbers[row]))
