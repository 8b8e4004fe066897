"""The format itself: recognising an EDL and reading it."""

import re
from pathlib import Path

from circletake.errors import Damaged, LimitExceeded
from circletake.plugins.formats.cmx3600._cut import interpret
from circletake.plugins.formats.cmx3600._event import EdlEvent
from circletake.plugins.formats.cmx3600._rates import decide
from circletake.plugins.formats.cmx3600._scan import scan
from circletake.plugins.formats.cmx3600._write import write_cut
from circletake.ports.formats import Options, Record, Report, Source
from circletake.tools import Lines, decode

_EVENT = re.compile(
    r"\s*\S{1,40}\s.{0,80}?\s(?:C|D|W\d{1,3}|K)\s+(?:(?:B|O|\(F\))\s+)?(?:\d{1,4}\s+)?"
    r"(?:-?\d{1,3}[:;.,]\d\d?[:;.,]\d\d?[:;.,]\d{1,3}|\d{1,9})\s+"
    r"(?:-?\d{1,3}[:;.,]\d\d?[:;.,]\d\d?[:;.,]\d{1,3}|\d{1,9})\s+"
    r"-?\d{1,3}[:;.,]\d\d?[:;.,]\d\d?[:;.,]\d{1,3}\s+-?\d{1,3}[:;.,]\d\d?[:;.,]\d\d?[:;.,]\d{1,3}",
    re.IGNORECASE | re.ASCII,
)
_HEADING = re.compile(r"\s*FCM\s*:\s*(?:NON|DROP|ND|DF)", re.IGNORECASE)
_OWN = re.compile(
    r"\s*(?:\*|M2\s|FCM\s*:|TITLE\s*:|>>>|SPLIT|AUD\s|EFFECTS? NAME|REM\s|(?:FROM|TO) CLIP"
    r"|FINAL CUT)",
    re.IGNORECASE,
)


class Cmx3600:
    """CMX3600 edit decision lists."""

    name = "cmx3600"
    suffixes = (".edl",)

    def sniff(self, head: bytes, path: Path) -> float:
        """How sure it is that these bytes are an EDL: by its event lines, its FCM line."""
        lines = [line[:400] for line in _lines(head).lines[:400]]
        lines = [line for line in lines if line.strip("\0\x1a \t\f\v")]
        events = sum(_EVENT.match(line) is not None for line in lines)
        own = events + sum(_OWN.match(line) is not None for line in lines)
        fcm = any(_HEADING.match(line) for line in lines[:20])
        if events and own * 2 >= len(lines):
            return 0.97 if fcm or events > 1 or own > events else 0.9
        if events:
            return 0.45
        if fcm and own * 2 >= len(lines):
            return 0.85
        return 0.3 if path.suffix.lower() in self.suffixes else 0.0

    def read(self, source: Source, options: Options) -> Report[EdlEvent]:
        """Read every event line; a line that cannot be read is a problem of the report.

        Raises:
            Damaged: No line of it is of an EDL.
            LimitExceeded: It has more events than the limits allow.
        """
        found = scan(_lines(source.data), source.limits.items)
        if found is None:
            raise LimitExceeded(
                f"more than {source.limits.items} events",
                file=source.path,
                fix="Raise `limits.items` in circletake.toml if the file is really meant.",
            )
        if not found.in_file and not found.known:
            raise Damaged(
                "no line of it is of an edit decision list",
                file=source.path,
                fix="Check that it is a CMX3600 EDL.",
            )
        decision = decide(found.drafts, stated=found.stated, given=options.rate, drop=found.drop)
        items, cut, problems = interpret(found, decision, source.path.stem)
        told = decision.sure and (bool(found.drafts) or decision.origin != "inferred")
        return Report(
            self.name,
            tuple(items),
            found.in_file,
            tuple(problems),
            decision.rate if told else None,
            decision.origin if told else None,
            Record(cuts=(cut,)),
        )

    def write(self, record: Record) -> bytes:
        """The first cut as an EDL; CR LF line ends, UTF-8.

        Raises:
            AskedWrongly: The record holds no cut, or one without events.
        """
        return write_cut(record)


def _lines(data: bytes) -> Lines:
    """The lines without the padding that old systems fill their last block with."""
    end = len(data.rstrip(b"\0\x1a"))
    if len(data) - end > 4:
        data = data[: end + end % 2]  # an odd byte may be the first half of a UTF-16 unit
    return Lines.of(decode(data).text)
