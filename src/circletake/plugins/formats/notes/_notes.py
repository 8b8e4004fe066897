"""Directors' and editors' notes: each paragraph, list item and table row, whole."""

import re
from pathlib import Path

from circletake.model import Note
from circletake.ports.formats import Options, Report, Source
from circletake.tools import decode

_TEXT = frozenset({".txt", ".md", ".markdown", ".text", ""})


class Notes:
    """Notes in plain text, Markdown or Word: one item for each paragraph, list item and table row.

    Headings are no notes; what they name (a scene, a cut, an author) holds for the notes under
    them. A comment in a Word document is a note of its author.
    """

    name = "notes"
    suffixes = (".md", ".txt", ".docx", ".markdown", ".text")

    def sniff(self, head: bytes, path: Path) -> float:
        """Any prose may be notes, so other formats are surer of their own; Word is Word."""
        if head.startswith(b"PK"):
            return _is_word(head, path)
        if path.suffix.lower() not in _TEXT:
            return 0.0
        text = decode(head[:8192]).text
        odd = sum(
            letter == "\ufffd" or (letter < " " and letter not in "\t\r\n\f") for letter in text
        )
        if odd * 50 > len(text):
            return 0.0
        words = len(re.findall(r"[^\W\d_]{2,}", text))
        sure = 0.3 if words >= 3 else 0.1
        return sure if path.suffix else sure / 3

    def read(self, source: Source, options: Options) -> Report[Note]:
        """Read notes.

        Raises:
            Damaged: It is a Word document that cannot be opened.
            LimitExceeded: It is larger than the limits allow.
        """
        from circletake.plugins.formats.notes._reading import read

        return read(source, options, self.name)


def _is_word(head: bytes, path: Path) -> float:
    """How sure it is that a zip archive is a Word document."""
    if not head.startswith(b"PK\x03\x04"):
        return 0.0
    if b"word/document.xml" in head or (b"[Content_Types].xml" in head and b"word/" in head):
        return 0.9
    return 0.3 if path.suffix.lower() == ".docx" else 0.0
