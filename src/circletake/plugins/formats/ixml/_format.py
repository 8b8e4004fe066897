"""The format itself: recognising an iXML document and reading it."""

import re
from collections.abc import Mapping
from pathlib import Path

from circletake.errors import Damaged
from circletake.model import Problem
from circletake.plugins.formats.ixml._fields import fields_of, log_row, rate_of
from circletake.ports.formats import Options, Record, Report, Source
from circletake.tools import decode, parse_xml

_ROOT = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*)*<BWFXML\b", re.DOTALL)


class IXml:
    """An iXML document, cut out of a sound file or written beside it."""

    name = "ixml"
    suffixes = (".xml",)

    def sniff(self, head: bytes, path: Path) -> float:
        """How sure it is that these bytes are iXML: by the root element."""
        del path  # the root alone decides
        return 0.98 if _ROOT.match(decode(head[:4096]).text) else 0.0

    def read(self, source: Source, options: Options) -> Report[Mapping[str, str]]:
        """Read the document's fields.

        Raises:
            Damaged: It is not well-formed, or not iXML.
            LimitExceeded: It is larger or deeper than the limits allow.
        """
        data = source.data
        if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            data = data.strip(b" \0\t\r\n")  # recorders pad the chunk
        root = parse_xml(data, file=source.path, limits=source.limits)
        if root.tag != "BWFXML":
            raise Damaged(
                "this is not iXML",
                file=source.path,
                cause=f"its root is `{str(root.tag)[:60]}`, not `BWFXML`",
                fix="Give the iXML chunk of a sound file.",
            )
        fields = fields_of(root)
        row = log_row(fields, columns=options.columns)
        problems = () if row else (Problem(1, "it names neither a scene and take nor a file"),)
        rate = rate_of(fields) or options.rate
        origin = ("file" if rate_of(fields) else "given") if rate else None
        record = Record(log=(row,) if row else ())
        return Report(self.name, (fields,), 1, problems, rate, origin, record)
