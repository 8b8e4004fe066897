"""PDF screenplays by their text layer and layout."""

from pathlib import Path

from circletake.errors import ReadError
from circletake.model import Element
from circletake.ports.formats import Options, Report, Source

_SIGNATURE = b"%PDF-"
_WITHIN = 1024  # readers look so far for the signature (ISO 32000-2, Annex I)


class PdfScript:
    """Screenplays as PDF: the text layer is read, and the page's layout tells what each line is.

    Items are elements in order. A PDF has no lines, so neither elements nor problems have one;
    problems name the page. What the page adds (page numbers, headers, (MORE), CONTINUED) is no
    item. Comments pinned to the pages become notes.
    """

    name = "pdf"
    suffixes = (".pdf",)

    def sniff(self, head: bytes, path: Path) -> float:
        """How sure it is that this is a PDF."""
        return 0.9 if _SIGNATURE in head[:_WITHIN] else 0.0

    def read(self, source: Source, options: Options) -> Report[Element]:
        """Read a screenplay.

        Raises:
            ReadError: Its pages are pictures, or it is locked.
            Damaged: It is no PDF that opens.
            LimitExceeded: It is too large, or takes too long.
        """
        if _SIGNATURE not in source.data[:_WITHIN]:
            raise ReadError("this is no PDF", file=source.path, fix="Name its format.")
        from circletake.plugins.formats.pdf._reading import read

        return read(source, self.name)
