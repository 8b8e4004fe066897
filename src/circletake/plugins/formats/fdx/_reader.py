"""A Final Draft document to the elements of a script.

Paragraphs nest: arc beats and the summary stand in a heading's properties, notes in the paragraph
that they are about, dual dialogue and omitted scenes in a paragraph that only holds them. Only what
is script is taken for script; each other thing with text is kept as what it is, or named.
"""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from circletake.model import Element, ElementType, Problem
from circletake.plugins.formats.fdx._names import BONEYARD, KEY, kind_of, says_omitted

if TYPE_CHECKING:
    from lxml.etree import _Element as Node

_BLANKS = " \t\r\n\v\f"
_RANGE = re.compile(r"\s*(\d{1,9})\s*,")


@dataclass(slots=True)
class Reader:
    """Reads one document.

    Attributes:
        elements: What was read, in the order of a script: title page first.
        problems: What was left out or is doubtful.
        revisions: Names of the revision sets, by their id.
        latest: Id of the latest revision that marks any text.
    """

    elements: list[Element] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    revisions: dict[str, str] = field(default_factory=dict)
    latest: int = 0
    _strange: set[str] = field(default_factory=set)
    # Where each top paragraph begins in Final Draft's count of characters, and the next element.
    _places: list[tuple[int, int]] = field(default_factory=list)
    _title: str | None = None

    @property
    def title(self) -> str | None:
        """The first line of the title page, or the value of its entry `Title`."""
        return self._title

    @property
    def draft(self) -> str | None:
        """Name of the latest revision that marks any text."""
        return self.revisions.get(str(self.latest), str(self.latest)) if self.latest else None

    def read(self, root: "Node") -> None:
        """Read a whole document."""
        for revision in root.iterfind("Revisions/Revision"):
            number, name = revision.get("ID"), revision.get("Name")
            if number and name:
                self.revisions[number] = name
        for paragraph in root.iterfind("TitlePage/Content/Paragraph"):
            self._title_page(paragraph)
        offset, has_notes = 0, root.find("ScriptNotes/ScriptNote") is not None
        for paragraph in root.iterfind("Content/Paragraph"):
            self._places.append((offset, len(self.elements)))
            self._paragraph(paragraph)
            offset += _length(paragraph) if has_notes else 0
        self._places.append((offset, len(self.elements)))
        if has_notes:
            self._notes_by_range(root)
        for alternative in root.iterfind("AltCollection/Alt"):
            text = _texts(alternative)
            if text:
                self._leave_out(alternative, f"an alternative line is left out: {text!r}")

    def _leave_out(self, node: "Node", message: str) -> None:
        self.problems.append(Problem(_line(node), message))

    # Title page.

    def _title_page(self, paragraph: "Node") -> None:
        text = _text(paragraph).strip()
        if not text:
            return
        if self._title is None:
            self._title = " ".join(text.split())
        key = paragraph.get(KEY)
        if key:
            lines = text.split("\n")
            text = f"{key}: {text}" if len(lines) == 1 else "\n\t".join((f"{key}:", *lines))
            if key.lower() == "title":
                self._title = " ".join(line.strip("*_ ") for line in lines)
        self.elements.append(Element(ElementType.TITLE_PAGE, text, line=_line(paragraph)))

    # Script.

    def _paragraph(self, node: "Node", *, dual: bool = False, omitted: bool = False) -> None:
        """A paragraph and, after it, what stands in it."""
        self._own_text(node, dual=dual, omitted=omitted)
        for child in node:
            match child.tag:
                case "SceneProperties":
                    self._properties(child, omitted=omitted)
                case "Summary":
                    self._summary(child, omitted=omitted)
                case "ScriptNote":
                    self._note(child, omitted=omitted)
                case "DualDialogue":
                    for inner in child.iterfind("Paragraph"):
                        self._paragraph(inner, dual=True, omitted=omitted)
                case "OmittedScene":
                    for inner in child.iterfind("Paragraph"):
                        self._paragraph(inner, dual=dual, omitted=True)
                case "Paragraph":
                    self._paragraph(child, dual=dual, omitted=omitted)
                case _:
                    pass

    def _own_text(self, node: "Node", *, dual: bool, omitted: bool) -> None:
        text = _text(node)
        centered = (node.get("Alignment") or "").lower() == "center"
        if not text.strip():
            new_page = (node.get("StartsNewPage") or "").lower() == "yes"
            if new_page and all(child.tag in {"Text", "ScriptNote"} for child in node):
                self.elements.append(Element(ElementType.PAGE_BREAK, "", line=_line(node)))
            return
        name = node.get("Type")
        kind, level = kind_of(name, centered=centered)
        if kind is None:
            self._doubt(node, name)
            kind = ElementType.CENTERED if centered else ElementType.ACTION
        text = text.strip(_BLANKS) if kind is not ElementType.ACTION else _flush(text)
        heading = kind is ElementType.SCENE_HEADING
        self.elements.append(
            Element(
                kind,
                text,
                (node.get("Number") or "").strip() or None if heading else None,
                dual,
                _line(node),
                level=level,
                revision=self._revision(node),
                omitted=omitted or (heading and says_omitted(text)),
            )
        )

    def _doubt(self, node: "Node", name: str | None) -> None:
        """Say once for each type that is not known what became of its paragraphs."""
        if (name or "") not in self._strange:
            self._strange.add(name or "")
            what = f"the type `{name}` is not known" if name else "a paragraph has no type"
            self._leave_out(node, f"{what}; such paragraphs are kept as action")

    def _revision(self, node: "Node") -> str | None:
        """Name of the latest revision set that marks any run of the paragraph."""
        latest = max(
            (
                int(mark)
                for run in node
                if run.tag == "Text" and (mark := _number(run, "RevisionID"))
            ),
            default=0,
        )
        if not latest:
            return None
        self.latest = max(self.latest, latest)
        return self.revisions.get(str(latest), str(latest))

    def _properties(self, node: "Node", *, omitted: bool) -> None:
        for summary in node.iterfind("Summary"):
            self._summary(summary, omitted=omitted)
        for beat in node.iterfind("SceneArcBeats/CharacterArcBeat"):
            text = _texts(beat)
            if text:
                name = beat.get("Name") or "somebody"
                self._leave_out(beat, f"an arc beat of {name} is no script text: {text!r}")

    def _summary(self, node: "Node", *, omitted: bool) -> None:
        for paragraph in list(node.iter("Paragraph")) or [node]:
            text = _text(paragraph).strip()
            if text:
                self.elements.append(
                    Element(ElementType.SYNOPSIS, text, line=_line(paragraph), omitted=omitted)
                )

    # Notes.

    def _note(self, node: "Node", *, omitted: bool = False) -> None:
        note = _note_of(node)
        if note is not None:
            self.elements.append(note._replace(omitted=omitted))

    def _notes_by_range(self, root: "Node") -> None:
        """Put notes that stand at the end of the file after the paragraph their range begins in."""
        found: dict[int, list[Element]] = {}
        for node in root.iterfind("ScriptNotes/ScriptNote"):
            note = _note_of(node)
            if note is not None:
                found.setdefault(self._place(node), []).append(note)
        if found:
            merged: list[Element] = []
            for at, one in enumerate((*self.elements, None)):
                merged += found.get(at, ())
                if one is not None:
                    merged.append(one)
            self.elements = merged

    def _place(self, node: "Node") -> int:
        """The element before which a note belongs; the end when its range does not tell."""
        begin = _RANGE.match(node.get("Range") or "")
        end = len(self.elements)
        if begin is None or not self._places or int(begin[1]) >= self._places[-1][0]:
            return end
        low, high = 0, len(self._places) - 1
        while high - low > 1:
            middle = (low + high) // 2
            if self._places[middle][0] <= int(begin[1]):
                low = middle
            else:
                high = middle
        return self._places[low + 1][1]


def _note_of(node: "Node") -> Element | None:
    text = _texts(node)
    if not text:
        return None
    kind = ElementType.BONEYARD if node.get("Name") == BONEYARD else ElementType.NOTE
    return Element(kind, text, line=_line(node))


def _line(node: "Node") -> int | None:
    # The stubs of lxml know a line as a sentinel, too, which no parsed element has.
    line: Any = node.sourceline
    return int(line) if line else None


def _number(node: "Node", name: str) -> str:
    """An attribute that is a small whole number above 0; else an empty text."""
    value = node.get(name)
    if not value or value == "0":
        return ""
    value = value.strip()
    return value if value.isascii() and value.isdigit() and len(value) < 7 and int(value) else ""


def _text(node: "Node") -> str:
    """The runs of a paragraph as one text; text outside runs (some programs) counts."""
    runs = [_run(child) for child in node if child.tag == "Text"]
    text = "".join(runs) if runs else node.text or ""
    if "\r" not in text:
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _run(node: "Node") -> str:
    if not len(node):
        return node.text or ""
    return "".join(str(piece) for piece in node.itertext())


def _texts(node: "Node") -> str:
    """All paragraphs in something as one text; its own text when it has none."""
    paragraphs = [_text(inner).strip() for inner in node.iter("Paragraph")]
    return "\n".join(filter(None, paragraphs)) if paragraphs else _text(node).strip()


def _flush(text: str) -> str:
    """Action keeps its indent, not the empty lines around it."""
    lines = text.rstrip(_BLANKS).split("\n")
    while lines and not lines[0].strip():
        del lines[0]
    return "\n".join(lines)


def _length(paragraph: "Node") -> int:
    """Characters that Final Draft counts for a paragraph: its text, a break, two for each block."""
    blocks = sum(child.tag in {"DualDialogue", "OmittedScene"} for child in paragraph)
    return len(_text(paragraph).encode("utf-16-le", "surrogatepass")) // 2 + 1 + 2 * blocks
