"""A minimal writer of PDF pages for tests: Courier at given places, a grey picture, a comment."""

from dataclasses import dataclass, field

LINE = 12.0
TOP = 708.0


@dataclass
class Sheet:
    """One page; places are points from the left and the bottom."""

    width: int = 612
    height: int = 792
    rotate: int = 0
    content: list[bytes] = field(default_factory=list)
    notes: list[tuple[float, str, str]] = field(default_factory=list)
    picture: bool = False

    def text(self, x: float, y: float, text: str, *, bold: bool = False, size: float = 12) -> None:
        font = b"F2" if bold else b"F1"
        data = text.encode("cp1252").replace(b"\\", b"\\\\")
        data = data.replace(b"(", b"\\(").replace(b")", b"\\)")
        self.content.append(b"BT /%s %g Tf 1 0 0 1 %g %g Tm (%s) Tj ET" % (font, size, x, y, data))

    def tilted(self, text: str) -> None:
        matrix = b"0.7071 0.7071 -0.7071 0.7071 150 200"
        self.content.append(b"BT /F1 60 Tf %s Tm (%s) Tj ET" % (matrix, text.encode("cp1252")))

    def turned(self, x: float, y: float, text: str) -> None:
        """Text that reads upwards in the file, for a page that is turned when shown."""
        self.content.append(
            b"BT /F1 12 Tf 0 1 -1 0 %g %g Tm (%s) Tj ET" % (x, y, text.encode("cp1252"))
        )

    def script(self, text: str, top: float = TOP) -> None:
        """Lines as a screenplay sets them, by their first letter.

        `h` heading, `a` action, `c` cue, `p` parenthetical, `d` dialogue, `t` transition (right
        edge), `m` centred, `n` page number; an empty line is an empty line.
        """
        left = {"h": 108, "a": 108, "c": 252, "p": 209, "d": 180, "n": 530}
        y = top
        for line in text.strip("\n").split("\n"):
            kind, words = line[:1], line[2:]
            if kind == "t":
                self.text(547 - 7.2 * len(words), y, words)
            elif kind == "m":
                self.text(327 - 3.6 * len(words), y, words)
            elif kind:
                self.text(left[kind], y, words)
            y -= LINE


def write(pages: list[Sheet]) -> bytes:
    """The bytes of a PDF 1.4 with these pages."""
    objects: list[bytes] = [b"", b""]

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    fonts = b"<< /F1 %d 0 R /F2 %d 0 R >>" % (add(_font(b"Courier")), add(_font(b"Courier-Bold")))
    image = add(
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray "
        b"/BitsPerComponent 8 /Length 1 >>\nstream\n\x80\nendstream"
    )
    kids = []
    for page in pages:
        parts = list(page.content)
        if page.picture:
            parts.append(b"q %d 0 0 %d 0 0 cm /Im Do Q" % (page.width, page.height))
        stream = b"\n".join(parts)
        content = add(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        notes = b" ".join(
            b"%d 0 R"
            % add(
                b"<< /Type /Annot /Subtype /Text /Rect [560 %g 580 %g] /Contents (%s) /T (%s) >>"
                % (y, y + 12, said.encode("cp1252"), author.encode("cp1252"))
            )
            for y, said, author in page.notes
        )
        kids.append(
            add(
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Rotate %d /Contents %d 0 R "
                b"/Annots [%s] /Resources << /Font %s /XObject << /Im %d 0 R >> >> >>"
                % (page.width, page.height, page.rotate, content, notes, fonts, image)
            )
        )
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (
        len(kids),
        b" ".join(b"%d 0 R" % kid for kid in kids),
    )
    return _file(objects)


def _font(name: bytes) -> bytes:
    return b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>" % name


def _file(objects: list[bytes]) -> bytes:
    data = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"  # the second line says that it is no text (7.5.2)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return data
