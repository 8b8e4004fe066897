"""XML of strangers: no entities, no network, no runaway depth, size or memory.

XML 1.0 lets a document type declare entities that multiply ("billion laughs") or fetch files. No
format of this trade needs them, so a file that declares one is refused.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from circletake.errors import Damaged, LimitExceeded, ReadError
from circletake.tools._limits import Limits

if TYPE_CHECKING:
    from lxml.etree import XMLPullParser, XMLSyntaxError, _Element, _ListErrorLog

# The stubs of lxml miss members and the types of events; what they miss is `Any` below.

_CHUNK = 16 * 1024
_DECLARED = re.compile(
    rb"""\A(?:\xef\xbb\xbf)?<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']"""
)
# In these a byte 0x3C is always `<`, so elements can be counted before anything is parsed.
_ASCII_LIKE = frozenset({b"utf-8", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"})
# libxml2 itself stops at this depth while it parses.
_DEPTH = 255
_PLACE = re.compile(r"\s*,?\s*line \d+, column \d+$")
_RESOURCE = 114  # XML_ERR_RESOURCE_LIMIT
_UNDECLARED = frozenset({"ERR_UNDECLARED_ENTITY", "WAR_UNDECLARED_ENTITY"})


def parse_xml(data: bytes, *, file: Path | str, limits: Limits) -> "_Element":
    """The root element of a document, parsed without entities, DTDs or network.

    Comments and processing instructions are left out. `sourceline` of an element is its line,
    counted from 1, whether LF, CR LF or CR ends lines.

    Args:
        data: The whole file, in any encoding that XML allows.
        file: Its name, for errors.
        limits: `bytes`, `depth` and `items` (elements) are kept.

    Returns:
        The root, an lxml element.

    Raises:
        Damaged: It is not well-formed, or it declares or uses entities of its own.
        LimitExceeded: It is larger, deeper or of more elements than the limits allow.
    """
    if len(data) > limits.bytes:
        raise LimitExceeded(f"{len(data)} bytes are more than {limits.bytes}", file=file)
    from lxml import etree

    plain = _is_plain(data)
    if plain and b"\r" in data:
        # XML 1.0, 2.11 wants this; libxml2 does it but counts no line for a lone CR.
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        if plain and data.count(b"<") - data.count(b"</") <= limits.items:
            root = _parse_at_once(data, file, limits)
        else:
            root = _parse_stepwise(data, file, limits)
    except ReadError:
        raise
    except etree.XMLSyntaxError as error:
        raise _explained(error, file) from error
    except (etree.LxmlError, ValueError, LookupError) as error:
        raise Damaged("not well-formed XML", file=file, cause=str(error)) from error
    return root


def _is_plain(data: bytes) -> bool:
    """Whether bytes can be counted as characters and no entity can be declared."""
    if b"\0" in data[:64] or b"<!ENTITY" in data:
        return False
    if data.startswith((b"\xef\xbb\xbf", b"<", b"\n", b"\r", b" ", b"\t")):
        declared = _DECLARED.match(data[:1024])
        return declared is None or declared[1].lower() in _ASCII_LIKE
    return False


def _parse_at_once(data: bytes, file: Path | str, limits: Limits) -> "_Element":
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = etree.fromstring(data, parser)
    _refuse_undeclared(parser.error_log, file)
    if limits.depth < _DEPTH and root.xpath(f"boolean({'/*' * (limits.depth + 1)})"):
        raise _too_deep(file, None, limits)
    return root


def _parse_stepwise(data: bytes, file: Path | str, limits: Limits) -> "_Element":
    """Chunk by chunk, so that a file which hides its size is stopped before memory runs away."""
    from lxml import etree

    parser: XMLPullParser = etree.XMLPullParser(
        ("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    depth = items = 0
    for start in range(0, len(data), _CHUNK):
        parser.feed(data[start : start + _CHUNK])
        element: Any
        for event, element in parser.read_events():
            if event == "end":
                depth -= 1
                continue
            if not items:
                _refuse_entities(element, file)
            depth += 1
            items += 1
            if depth > limits.depth:
                raise _too_deep(file, element.sourceline, limits)
            if items > limits.items:
                raise LimitExceeded(
                    f"more than {limits.items} elements", file=file, line=element.sourceline
                )
    root: _Element = parser.close()
    _refuse_undeclared(parser.error_log, file)
    return root


def _refuse_entities(root: "_Element", file: Path | str) -> None:
    subset: Any = root.getroottree().docinfo.internalDTD
    for entity in subset.iterentities() if subset is not None else ():
        raise Damaged(
            f"declares the entity `{entity.name}`",
            file=file,
            cause="entities can multiply or fetch other files",
            fix="Save it again without a document type that declares entities.",
        )


def _refuse_undeclared(log: "_ListErrorLog", file: Path | str) -> None:
    for entry in log:
        if entry.type_name in _UNDECLARED:
            raise Damaged(
                "uses an entity that it does not declare",
                file=file,
                line=entry.line,
                cause=entry.message,
            )


def _too_deep(file: Path | str, line: int | None, limits: Limits) -> LimitExceeded:
    return LimitExceeded(f"elements nest deeper than {limits.depth}", file=file, line=line)


def _explained(error: "XMLSyntaxError", file: Path | str) -> ReadError:
    cause = _PLACE.sub("", " ".join((error.msg or "no element in it").split()))
    code: Any = getattr(error, "code", None)
    if code == _RESOURCE and "amplification" not in cause:
        return LimitExceeded("too much in one place", file=file, line=error.lineno, cause=cause)
    return Damaged("not well-formed XML", file=file, line=error.lineno or None, cause=cause)
