"""The format itself: what it recognises, reads and writes."""

import re
from pathlib import Path

from circletake.errors import AskedWrongly, Damaged
from circletake.model import Element, Problem, Script
from circletake.plugins.formats.fdx._reader import Reader
from circletake.plugins.formats.fdx._writer import write_document
from circletake.ports.formats import Options, Record, Report, Source
from circletake.tools import decode, parse_xml

_ROOT = re.compile(
    r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<FinalDraft[\s>/]", re.DOTALL
)


class FinalDraft:
    """Final Draft screenplays.

    Items are `Element`s: the lines of the title page, then each paragraph of the script that has
    text, each followed by the summary of its scene (synopsis) and its script notes; notes that
    stand at the end of the file come after the paragraph that their range begins in. `line` is the
    paragraph's; bytes mean nothing in this format.

    `dual` is True for all that stands in a dual dialogue, `omitted` for all of a scene that is kept
    as omitted and for the heading in its place; `revision` is the name of the latest revision set
    that marks any run. A shot is action, a new act a section, an outline level a section of that
    level, text set in the middle centered. Arc beats and alternative lines are named as problems;
    styles of runs and the lengths of scenes are not kept.
    """

    name = "fdx"
    suffixes = (".fdx", ".fdxt")

    def sniff(self, head: bytes, path: Path) -> float:
        """How sure it is: by its root element; a suffix alone earns 0.3."""
        if b"FinalDraft" in head or b"F\0i\0n\0a\0l" in head:
            text = decode(head[: len(head) & ~1]).text
            if _ROOT.match(text) is not None:
                return 0.99
        return 0.3 if path.suffix.lower() in self.suffixes and head else 0.0

    def read(self, source: Source, options: Options) -> Report[Element]:
        """Read every paragraph.

        Raises:
            Damaged: It is not well-formed XML, or of another kind.
            LimitExceeded: It is larger or deeper than the limits allow.
        """
        root = parse_xml(source.data, file=source.path, limits=source.limits)
        if root.tag != "FinalDraft":
            raise Damaged(
                "not a Final Draft document",
                file=source.path,
                cause=f"its root element is `{root.tag}`",
                fix="Save it as .fdx; older formats (.fdr) must be opened in Final Draft first.",
            )
        reader = Reader()
        reader.read(root)
        problems = reader.problems
        if root.find("Content") is None:
            problems = [Problem(1, "the document has no `Content`, and so no script"), *problems]
        elements = tuple(reader.elements)
        script = Script(reader.title, elements, reader.draft)
        return Report(
            self.name, elements, len(elements), tuple(problems), record=Record(script=script)
        )

    def write(self, record: Record) -> bytes:
        """The document of a script, in UTF-8; it reads back to the same elements.

        Raises:
            AskedWrongly: The record has no script.
        """
        if record.script is None:
            raise AskedWrongly("there is no script to write", fix="Read a screenplay first.")
        return write_document(record.script).encode("utf-8", errors="replace")
