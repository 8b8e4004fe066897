"""What holds for the notes under a heading: the scene, the take, the cut, the author."""

from collections.abc import Mapping

from circletake.model import Reference
from circletake.plugins.formats.notes import _authors
from circletake.plugins.formats.notes._blocks import Block
from circletake.plugins.formats.notes._references import bare_line, find

# A kind that is named anew ends those that lie within it.
_WITHIN: Mapping[str, frozenset[str]] = {
    "cut": frozenset({"cut", "scene", "slate", "take", "clip", "timecode"}),
    "scene": frozenset({"scene", "slate", "take", "clip", "timecode"}),
    "slate": frozenset({"slate", "take", "clip", "timecode"}),
    "take": frozenset({"take", "clip", "timecode"}),
    "clip": frozenset({"take", "clip", "timecode"}),
    "timecode": frozenset({"timecode"}),
}


class Context:
    """References and author that headings gave, from the outermost on."""

    def __init__(self) -> None:
        self.author: str | None = None
        self._metas: dict[str, str] = {}
        self._levels: list[tuple[int, tuple[Reference, ...], str | None]] = []
        self._items: list[tuple[int, tuple[Reference, ...]]] = []

    def meta(self, block: Block) -> None:
        """Take in a line of the top: `From: Ada`, `Cut: v3`."""
        key, value = block.cells
        self._metas[key] = value
        self.author = _authors.of_meta(self._metas)
        if key in {"subject", "re", "cut", "version", "title", "screening"}:
            text = f"cut {value}" if key in {"cut", "version"} and value.isdigit() else value
            references = tuple(found.reference for found in find(text))
            self._levels.append((0, references, self.author))

    def heading(self, block: Block) -> None:
        """Take in a heading; deeper and equal ones before it end."""
        self._items.clear()
        references = tuple(found.reference for found in find(block.text[:320]))
        level = block.level or _depth(references)
        while self._levels and self._levels[-1][0] >= level:
            self._levels.pop()
        outer = self._levels[-1][2] if self._levels else _authors.of_meta(self._metas)
        self.author = _authors.of_heading(block.text) or outer
        self._levels.append((level, references, self.author))

    def above(self, block: Block) -> tuple[Reference, ...]:
        """What holds for a block: headings, and list items that it is indented under."""
        held: list[Reference] = []
        for _, references, _ in self._levels:
            held = _added(held, references)
        if block.kind != "item":
            self._items.clear()
            return tuple(held)
        while self._items and self._items[-1][0] >= block.level:
            self._items.pop()
        for _, references in self._items:
            held = _added(held, references)
        own = tuple(found.reference for found in find(block.text[:80]))
        self._items.append((block.level, own))
        return tuple(held)


def _added(held: list[Reference], new: tuple[Reference, ...]) -> list[Reference]:
    ended = frozenset[str]().union(*(_WITHIN[reference.kind] for reference in new))
    return [*(reference for reference in held if reference.kind not in ended), *new]


def _depth(references: tuple[Reference, ...]) -> int:
    """How deep a heading without marks stands: a cut over a scene over a take."""
    kinds = {reference.kind for reference in references}
    if "cut" in kinds:
        return 10
    if "scene" in kinds or not kinds:
        return 20
    return 30 if "slate" in kinds else 40


def is_capital_line(text: str) -> bool:
    """True for a short line in capitals: it may be a heading, and may be a remark."""
    bare = bare_line(text)
    return len(bare) > 3 and bare.isupper()
