"""The format itself: what it recognises, reads and writes."""

import codecs
import re
from pathlib import Path

from circletake.errors import AskedWrongly
from circletake.model import Element, Script
from circletake.plugins.formats.fountain import _grammar as grammar
from circletake.plugins.formats.fountain._script import read_script
from circletake.plugins.formats.fountain._writer import write_elements
from circletake.ports.formats import HEAD, Options, Record, Report, Source
from circletake.tools import Limits, decode

_ROWS = 2000
_MARKED = re.compile(r"\[\[|/\*|>.*<$|~\S|={3,}$|#{1,6} \S|@\w|\.\w")
# `int x` and `Ext drive` are headings to the syntax, but no proof that the file is a screenplay.
_SURE_HEADING = re.compile(r"[A-Z]{3}[ ./]|[A-Za-z./]{3,}[./]")
_TIMECODE = re.compile(r"\b\d\d:\d\d:\d\d[:;.]\d\d\b")
_EVENT = re.compile(_TIMECODE.pattern + r"\s+" + _TIMECODE.pattern)
_NOT_IN_NAME = re.compile(r"[_;{}=<>|\[\]]")


class Fountain:
    """Fountain screenplays, the whole syntax of fountain.io.

    Items are `Element`s: typed, with the line and the bytes at which each stands. Every byte that
    is not blank is in exactly one of them, marks included; notes and boneyards are elements of
    their own, in order of their first byte, and may lie inside another, whose text is then without
    them. `text` is as written, line ends as LF, without the element's own marks and, action
    excepted, without blanks at its line ends; emphasis marks stay.

    `dual` is True for both cues of dual dialogue and for what either says. A title page has one
    element for each key. Script elements of an omitted scene are in the boneyard that holds them.
    """

    name = "fountain"
    suffixes = (".fountain", ".spmd")

    def sniff(self, head: bytes, path: Path) -> float:
        """How sure it is: by title page, headings, cues and marks; a suffix alone earns 0.3."""
        least = 0.3 if path.suffix.lower() in self.suffixes else 0.0
        if len(head) >= HEAD:
            head = head[: head.rfind(b"\n") + 1] or head
        text = decode(head).text
        if "\0" in text or text.lstrip()[:1] in {"<", "{", "%"}:
            return 0.0
        return max(least, _likeness([row.strip() for row in text.splitlines()[:_ROWS]]))

    def read(self, source: Source, options: Options) -> Report[Element]:
        """Read every element.

        Raises:
            LimitExceeded: It is larger or has more elements than the limits allow.
        """
        data = source.data
        reading = read_script(data, limit=source.limits.items, file=source.path)
        script = reading.script
        return Report(
            self.name,
            script.elements,
            len(script.elements),
            reading.problems,
            record=Record(script=script),
        )

    def write(self, record: Record) -> bytes:
        """The file of a script.

        A script that was read from Fountain and not changed gives the same bytes back. Any other
        is written anew in UTF-8, and reads back to the same elements as far as the syntax can say
        them (`_writer` tells what it cannot).

        Raises:
            AskedWrongly: The record has no script.
        """
        script = record.script
        if script is None:
            raise AskedWrongly("there is no script to write", fix="Read a screenplay first.")
        kept = _as_written(script)
        if kept is not None:
            return kept
        return write_elements(script.elements).encode("utf-8", errors="replace")


def _as_written(script: Script) -> bytes | None:
    """The bytes it was read from, if they still say what the script says."""
    if script.written is None or script.encoding is None:
        return None
    try:
        codecs.lookup(script.encoding)
        data = script.written.encode(script.encoding)
    except (LookupError, UnicodeError):
        return None
    same = read_script(data, limit=Limits().items).script.elements == script.elements
    return data if same else None


def _likeness(rows: list[str]) -> float:
    """How much rows look like a screenplay, 0 to 1."""
    texts = [row for row in rows if row]
    timecodes = sum(_TIMECODE.search(row) is not None for row in texts)
    if not texts or timecodes * 5 > len(texts) or any(map(_EVENT.search, texts)):
        return 0.0
    first = rows[rows.index(texts[0]) :]
    first = first[: first.index("") if "" in first else len(first)]
    keys = [grammar.title_key(row) or "" for row in first]
    known = grammar.known_keys(keys) if grammar.known_keys(keys[:1]) else 0
    blocks = [
        (row, rows[at + 1] if at + 1 < len(rows) else "")
        for at, row in enumerate(rows)
        if row and not (at and rows[at - 1])
    ]
    headings = sum(grammar.is_heading(row) and _SURE_HEADING.match(row) is not None
                   for row, _ in blocks)  # fmt: skip
    names = [
        row
        for row, after in blocks
        if after and grammar.is_name(row) and not _NOT_IN_NAME.search(row)
    ]
    cues = len(names)
    marks = sum(_MARKED.match(row) is not None for row in texts)
    if headings:
        return 0.9 if cues or known else 0.7
    if known > 1 or (known and (cues or marks)):
        return 0.6
    # Any text has capitals above a paragraph; speech has them in every other block, and again.
    asides = any(after[0] == "(" and row in names for row, after in blocks if after)
    certain = asides or len(set(names)) < cues or "^" in "".join(names)
    return 0.35 if cues > 1 and cues * 3 >= len(blocks) and certain else 0.0
