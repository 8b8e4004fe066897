"""The format: what it looks like, and how a file of it becomes a report."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from circletake.errors import Damaged, LimitExceeded
from circletake.model import Cut, Problem
from circletake.plugins.formats.fcpxml._cuts import read_cuts
from circletake.plugins.formats.fcpxml._items import Item, find_items, read_item
from circletake.plugins.formats.fcpxml._remarks import read_log, read_notes
from circletake.plugins.formats.fcpxml._resources import Resources, line_of, read_resources
from circletake.ports.formats import Options, Record, Report, Source
from circletake.timecode import Rate
from circletake.tools import parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

_ROOT = re.compile(r"<\s*fcpxml[\s>/]")
_DOCTYPE = re.compile(r"<!DOCTYPE\s+fcpxml\b")
_OPENED = 20_000  # clips that compounds of compounds may multiply to
_NEWEST = (1, 14)


class FcpXml:
    """FCPXML of Final Cut Pro: libraries, events, projects, bundles (`.fcpxmld`)."""

    name = "fcpxml"
    suffixes: tuple[str, ...] = (".fcpxml", ".fcpxmld")

    def sniff(self, head: bytes, path: Path) -> float:
        """By the root element or document type `fcpxml`, in UTF-8 or UTF-16."""
        text = head.replace(b"\0", b"").decode("latin-1")
        if _ROOT.search(text):
            return 0.98
        if _DOCTYPE.search(text):
            return 0.9
        looks_xml = text.lstrip("\ufeff\xef\xbb\xbf\xfe\xff \t\r\n").startswith("<?xml")
        return 0.2 if looks_xml and path.suffix.lower() in self.suffixes else 0.0

    def read(self, source: Source, options: Options) -> Report[Any]:
        """Read every clip, rating, keyword, marker and note, and a cut for each project.

        Raises:
            ReadError: It is not well-formed XML, or not FCPXML.
        """
        if source.path.suffix.lower() == ".fcpxmld" and source.path.is_dir():
            source = Source(source.path / "Info.fcpxml", source.limits)
        root = parse_xml(source.data, file=source.path, limits=source.limits)
        if root.tag != "fcpxml":
            raise Damaged(
                f"its root is `{root.tag}`, not `fcpxml`",
                file=source.path,
                line=line_of(root),
                fix="Export it from Final Cut Pro as XML.",
            )
        problems: list[Problem] = []
        _check_version(root, problems)
        resources = read_resources(root)
        found = find_items(root)
        if len(found) > source.limits.items:
            raise LimitExceeded(f"more than {source.limits.items} clips", file=source.path)
        items = [read_item(each, resources, problems) for each in found]
        each_item = list(zip(found, items, strict=True))
        cuts = read_cuts(
            root, resources, options.rate, source.path.stem, len(found) + _OPENED, problems
        )
        record = Record(
            cuts=cuts,
            log=read_log(each_item, resources, options.columns),
            notes=read_notes(root, each_item, resources),
        )
        rate, origin = _rate_of(cuts, resources, items)
        problems.sort(key=lambda problem: problem.line or 0)
        return Report(
            format=self.name,
            items=tuple(items),
            in_file=len(found),
            problems=tuple(problems),
            rate=rate,
            rate_origin=origin,
            record=record,
        )


def _check_version(root: "_Element", problems: list[Problem]) -> None:
    text = root.get("version") or ""
    match = re.fullmatch(r"(\d{1,3})\.(\d{1,3})", text)
    if not match:
        problems.append(Problem(line_of(root), f"`{text}` is no version of FCPXML; read anyway"))
    elif (int(match[1]), int(match[2])) > _NEWEST:
        problems.append(
            Problem(line_of(root), f"version {text} is newer than 1.14; read as far as known")
        )


def _rate_of(
    cuts: tuple[Cut, ...], resources: Resources, items: list[Item]
) -> tuple[Rate | None, str | None]:
    """The rate that all cuts share; without cuts, the one that all its clips' media share."""
    if cuts:
        first = cuts[0]
        same = all(cut.rate == first.rate for cut in cuts)
        return (first.rate, first.rate_origin) if same else (None, None)
    assets = (resources.assets.get(item.ref or "") for item in items)
    rates = {asset.rate for asset in assets if asset is not None and asset.rate is not None}
    return (rates.pop(), "file") if len(rates) == 1 else (None, None)
