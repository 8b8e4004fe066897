"""The format: what it looks like, and how a file of it becomes a report."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from circletake.errors import Damaged, LimitExceeded
from circletake.model import Problem
from circletake.plugins.formats._otio import Reading, read
from circletake.plugins.formats.xmeml._convert import Converter
from circletake.plugins.formats.xmeml._log import read_log
from circletake.plugins.formats.xmeml._values import line_of, text
from circletake.ports.formats import Options, Record, Report, Source
from circletake.tools import parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

_ROOT = re.compile(r"<\s*xmeml[\s>/]")
_DOCTYPE = re.compile(r"<!DOCTYPE\s+xmeml\b")
_FRAGMENTS = frozenset(
    {"sequence", "clip", "bin", "project", "track", "clipitem", "generatoritem", "filter"}
)
_FRAGMENT = re.compile(r"<\s*(?:" + "|".join(sorted(_FRAGMENTS)) + r")[\s>]")
_TYPICAL = re.compile(r"<(?:effectid|timebase|masterclipid|effectcategory|pproTicksIn)>")


class Xmeml:
    """xmeml: sequences, bins, master clips, and fragments of them."""

    name = "xmeml"
    suffixes: tuple[str, ...] = (".xml", ".xmeml")

    def sniff(self, head: bytes, path: Path) -> float:
        """By the root element or document type `xmeml`; a fragment by what only xmeml has."""
        found = head.replace(b"\0", b"").decode("latin-1")
        if _ROOT.search(found):
            return 0.97
        if _DOCTYPE.search(found):
            return 0.9
        if _root_like(found) and _TYPICAL.search(found):
            return 0.6
        return 0.0

    def read(self, source: Source, options: Options) -> Report[Any]:
        """Read every clip, marker and log entry, and a cut for each sequence.

        Raises:
            ReadError: It is not well-formed XML, or not xmeml.
        """
        root = parse_xml(source.data, file=source.path, limits=source.limits)
        if root.tag != "xmeml" and root.tag not in _FRAGMENTS:
            raise Damaged(
                f"its root is `{root.tag}`, not `xmeml`",
                file=source.path,
                line=line_of(root),
                fix="Export it as Final Cut Pro XML.",
            )
        problems: list[Problem] = []
        converter = Converter(root, problems)
        plain, effects = _collection(root, converter, problems)
        reading = read(plain, file=source.path, limits=source.limits, given=options.rate)
        items = (*reading.items, *effects)
        if len(items) > source.limits.items:
            raise LimitExceeded(f"more than {source.limits.items} clips", file=source.path)
        _say_what_is_missing(root, reading, problems)
        problems.extend(reading.problems)
        problems.sort(key=lambda problem: problem.line or 0)
        return Report(
            format=self.name,
            items=items,
            in_file=len(items),
            problems=tuple(problems),
            rate=reading.rate,
            rate_origin=reading.rate_origin,
            record=Record(
                cuts=reading.cuts,
                log=read_log(root, converter, options.columns),
                notes=reading.notes,
            ),
        )


def _root_like(found: str) -> bool:
    """Whether the first element is one of those that programs write out alone."""
    for match in re.finditer(r"<[^?!][^>]*>?", found):
        return _FRAGMENT.match(match[0] + " ") is not None
    return False


def _collection(
    root: "_Element", converter: Converter, problems: list[Problem]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """All sequences and master clips as one collection; and effects that stand alone."""
    children: list[dict[str, Any]] = []
    effects: list[dict[str, Any]] = []
    if root.tag in {"track", "clipitem", "generatoritem"}:
        problems.append(
            Problem(line_of(root), f"a `{root.tag}` alone, without its sequence; no cut")
        )
        children += [converter.clip(each) for each in root.iter("clipitem", "generatoritem")]
    elif root.tag == "filter":
        effects += [
            {
                "name": text(effect, "name"),
                "kind": "filter",
                "line": line_of(effect),
                "effect": text(effect, "effectid"),
                "parameters": {
                    text(each, "parameterid"): text(each, "value")
                    for each in effect.iterfind("parameter")
                },
            }
            for effect in root.iter("effect")
        ]
        problems.append(Problem(line_of(root), "a filter alone, without a clip; no cut"))
    else:
        for element in root.iter("sequence", "clip"):
            if _is_nested(element, root) or not len(element):
                continue
            make = converter.timeline if element.tag == "sequence" else converter.clip
            children.append(make(element))
    return {"OTIO_SCHEMA": "SerializableCollection.1", "children": children}, effects


def _is_nested(element: "_Element", root: "_Element") -> bool:
    """Whether a sequence or clip stands inside another, not in a bin."""
    if element is root:
        return False
    return next(element.iterancestors("sequence", "clip", "clipitem"), None) is not None


def _say_what_is_missing(root: "_Element", reading: Reading, problems: list[Problem]) -> None:
    if root.tag not in {"xmeml", "project", "bin", "sequence"}:
        return
    if not reading.cuts:
        what = f"{len(reading.items)} clips without a cut" if reading.items else "nothing to read"
        problems.append(Problem(line_of(root), f"no sequence in it: {what}"))
    problems.extend(
        Problem(line_of(root), f"sequence `{cut.name}` holds no clips")
        for cut in reading.cuts
        if not cut.events
    )
