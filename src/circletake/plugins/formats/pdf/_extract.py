"""The text layer of a PDF as pieces of lines with their places; runs in a process of its own.

PDF has no lines (ISO 32000-2, 9.4): only glyphs at places. Glyphs on one baseline are a row; where
a row has a hole wider than `HOLE` glyphs it falls into pieces (scene numbers, columns). Lengths are
points, from the left and from the bottom of the page as it is shown.
"""

import ctypes
import math
import statistics
import sys
import unicodedata
from collections.abc import Iterator
from typing import Any, NamedTuple

from circletake.errors import Damaged, LimitExceeded, ReadError

HOLE = 2.5
_BLANK = 0.3  # a gap of so many glyphs is a blank
_GLYPHS = 5_000_000  # a feature has 150,000
_SCANNED = 50  # fewer glyphs are a page number, a stamp, not a page of a script


class Glyph(NamedTuple):
    """One glyph: left and right edge, baseline, size in points, its text, its index on the page."""

    left: float
    right: float
    base: float
    size: float
    text: str
    at: int


class Piece(NamedTuple):
    """Glyphs of one row without a hole: left and right edge, size in points, weight, text."""

    left: float
    right: float
    size: float
    bold: bool
    text: str


class Row(NamedTuple):
    """Pieces on one baseline, from the left."""

    base: float
    pieces: tuple[Piece, ...]


class Page(NamedTuple):
    """One page.

    Attributes:
        width: Points.
        height: Points.
        rows: From the top.
        tilted: Glyphs that do not stand upright and were left out (stamps, watermarks).
        unknown: Glyphs whose letter the file does not tell.
        pictures: How many pictures the page holds, counted only where it has hardly any text.
        notes: Texts and authors of its annotations, with the height at which each is pinned.
    """

    width: float
    height: float
    rows: tuple[Row, ...]
    tilted: int = 0
    unknown: int = 0
    pictures: int = 0
    notes: tuple[tuple[float, str, str], ...] = ()


def extract(path: str, items: int) -> list[Page]:
    """The pages of a PDF.

    Args:
        path: The file.
        items: Pages that it may have, and a tenth of the glyphs, up to five million.

    Raises:
        Damaged: It is no PDF that can be opened.
        ReadError: It is locked with a password.
        LimitExceeded: It has more pages or glyphs than allowed.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise _unopened(path, str(error)) from error
    pages: list[Page] = []
    left = min(items * 10, _GLYPHS)
    try:
        if len(document) > items:
            raise LimitExceeded(f"more than {items} pages", file=path)
        for number in range(len(document)):
            try:
                page = document[number]
            except pypdfium2.PdfiumError:
                pages.append(Page(0.0, 0.0, ()))
                continue
            read, glyphs = _page(page, left, path)
            page.close()
            pages.append(read)
            left -= glyphs
    finally:
        document.close()
    return pages


def pages_of(plain: Any) -> list[Page]:
    """The pages again, from what JSON made of them."""
    return [
        Page(
            width,
            height,
            tuple(Row(base, tuple(Piece(*piece) for piece in pieces)) for base, pieces in rows),
            tilted,
            unknown,
            pictures,
            tuple((base, text, author) for base, text, author in notes),
        )
        for width, height, rows, tilted, unknown, pictures, notes in plain
    ]


def _unopened(path: str, cause: str) -> ReadError:
    if "password" in cause.lower() or "security" in cause.lower():
        return ReadError(
            "the PDF is locked", file=path, cause="it needs a password", fix="Save it without one."
        )
    return Damaged("the PDF cannot be opened", file=path, cause=cause, fix="Export it again.")


def _page(page: Any, most: int, path: str) -> tuple[Page, int]:
    width, height = page.get_size()
    place = _Placing(page.get_rotation(), *page.get_cropbox())
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        if count > most:
            raise LimitExceeded("more glyphs than a script has", file=path)
        glyphs, tilted = _glyphs(textpage.raw, count, place)
        rows = tuple(_rows(glyphs, textpage.raw))
    finally:
        textpage.close()
    pictures = _pictures(page) if len(glyphs) < _SCANNED else 0
    unknown = sum(glyph.text == "\ufffd" for glyph in glyphs)
    notes = tuple(_notes(page, place))
    return Page(width, height, rows, tilted, unknown, pictures, notes), count


class _Placing(NamedTuple):
    """Turns places of the file into places on the page as it is shown (`Rotate`, `CropBox`)."""

    turn: int
    left: float
    bottom: float
    right: float
    top: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.turn == 90:
            return y - self.bottom, self.right - x
        if self.turn == 180:
            return self.right - x, self.top - y
        if self.turn == 270:
            return self.top - y, x - self.left
        return x - self.left, y - self.bottom

    def upright(self, along: float, up: float) -> bool:
        dx, dy = {90: (up, -along), 180: (-along, -up), 270: (-up, along)}.get(
            self.turn, (along, up)
        )
        return dx > 0 and abs(dy) <= 0.05 * dx


def _glyphs(raw: Any, count: int, place: _Placing) -> tuple[list[Glyph], int]:
    import pypdfium2.raw as pdfium

    x, y = ctypes.c_double(), ctypes.c_double()
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    found: list[Glyph] = []
    tilted = 0
    high = 0
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        text, high = _letter(code, high), 0
        if not text:
            continue
        pdfium.FPDFText_GetMatrix(raw, index, matrix)
        if not place.upright(matrix.a, matrix.b):
            tilted += 1
            continue
        pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(raw, index, box)
        left, base = place.point(x.value, y.value)
        edges = place.point(box.left, box.bottom)[0], place.point(box.right, box.top)[0]
        size = pdfium.FPDFText_GetFontSize(raw, index) * math.hypot(matrix.c, matrix.d)
        glyph = Glyph(left, max(left, *edges), base, size, text, index)
        if all(math.isfinite(value) for value in glyph[:4]):
            found.append(glyph)
    return found, tilted


def _letter(code: int, high: int) -> str:
    """The text of a code; empty for blanks (places tell those) and for what is no letter."""
    if 0xDC00 <= code < 0xE000:
        return chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00) if high else "\ufffd"
    if code == 2:  # a hyphen at the end of a line
        return "-"
    if code in {0xFFFE, 0xFFFF} or code > sys.maxunicode:
        return "\ufffd"
    letter = chr(code)
    if letter.isspace() or unicodedata.category(letter) in {"Cc", "Cf"}:
        return ""
    if 0xFB00 <= code <= 0xFB06:  # ligatures
        return unicodedata.normalize("NFKC", letter)
    return letter


def _rows(glyphs: list[Glyph], raw: Any) -> Iterator[Row]:
    glyphs.sort(key=lambda glyph: (-glyph.base, glyph.left))
    row: list[Glyph] = []
    for glyph in glyphs:
        if row and row[0].base - glyph.base > max(2.0, 0.3 * row[0].size):
            yield Row(row[0].base, tuple(_pieces(row, raw)))
            row = []
        row.append(glyph)
    if row:
        yield Row(row[0].base, tuple(_pieces(row, raw)))


def _pieces(row: list[Glyph], raw: Any) -> Iterator[Piece]:
    row.sort(key=lambda glyph: glyph.left)
    widths = [glyph.right - glyph.left for glyph in row if glyph.right > glyph.left]
    advance = max(statistics.median(widths) if widths else row[0].size * 0.6, 0.1)
    text = ""
    start = last = row[0]
    for glyph in row:
        gap = glyph.left - last.right
        if text and glyph.text == last.text and glyph.left - last.left < 0.2 * advance:
            continue  # struck twice to look bold
        if text and gap > HOLE * advance:
            yield Piece(start.left, last.right, start.size, _bold(start, raw), text)
            text, start = "", glyph
        elif text and gap > _BLANK * advance:
            text += " " * max(1, round(gap / advance))
        text += glyph.text
        last = glyph
    yield Piece(start.left, last.right, start.size, _bold(start, raw), text)


def _bold(glyph: Glyph, raw: Any) -> bool:
    import pypdfium2.raw as pdfium

    name = ctypes.create_string_buffer(256)
    pdfium.FPDFText_GetFontInfo(raw, glyph.at, name, 256, ctypes.c_int())
    heavy: bool = pdfium.FPDFText_GetFontWeight(raw, glyph.at) >= 600
    return heavy or b"bold" in name.value.lower()


def _pictures(page: Any) -> int:
    import pypdfium2.raw as pdfium

    return sum(1 for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _notes(page: Any, place: _Placing) -> Iterator[tuple[float, str, str]]:
    import pypdfium2.raw as pdfium

    rect = pdfium.FS_RECTF()
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), 10_000)):
        note = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if not note:
            continue
        try:
            said = _entry(note, b"Contents")
            popup = pdfium.FPDFAnnot_GetSubtype(note) == pdfium.FPDF_ANNOT_POPUP
            if said and not popup and pdfium.FPDFAnnot_GetRect(note, rect):
                base = max(
                    place.point(rect.left, rect.bottom)[1], place.point(rect.right, rect.top)[1]
                )
                yield base, said, _entry(note, b"T")
        finally:
            pdfium.FPDFPage_CloseAnnot(note)


def _entry(note: Any, key: bytes) -> str:
    """The text that a dictionary of an annotation has under a key (ISO 32000-2, 12.5.2)."""
    import pypdfium2.raw as pdfium

    size = pdfium.FPDFAnnot_GetStringValue(note, key, None, 0)
    if not 2 < size <= 2**20:
        return ""
    buffer = (pdfium.FPDF_WCHAR * (size // 2))()
    pdfium.FPDFAnnot_GetStringValue(note, key, buffer, size)
    return bytes(buffer).decode("utf-16-le", errors="replace").rstrip("\0").strip()
