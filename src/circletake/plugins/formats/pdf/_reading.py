"""From the pages of a PDF to the elements of a script."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from circletake.errors import ReadError
from circletake.model import Element, ElementType, Note, Problem, Reference, Script
from circletake.plugins.formats.pdf._align import aligned
from circletake.plugins.formats.pdf._elements import Draft, Reading
from circletake.plugins.formats.pdf._extract import Page, pages_of
from circletake.plugins.formats.pdf._furniture import Body, clear, pitch_of
from circletake.plugins.formats.pdf._joining import joined
from circletake.plugins.formats.pdf._lines import Line, lines_of, marks_of
from circletake.plugins.formats.pdf._margins import margins_of
from circletake.plugins.formats.pdf._title import blocks_of, draft_of, title_of, title_pages
from circletake.plugins.formats.pdf._words import is_omitted
from circletake.ports.formats import Record, Report, Source
from circletake.tools import run_limited


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A problem, and whether something was lost by it."""

    message: str
    lost: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    title: str | None
    draft: str | None
    elements: tuple[Element, ...]
    notes: tuple[Note, ...]
    problems: tuple[_Doubt, ...]


def read(source: Source, name: str) -> Report[Element]:
    """Read a screenplay in a process of its own.

    Args:
        source: The file.
        name: Name of the format, for the report.

    Raises:
        ReadError: Its pages are pictures, or it is locked.
        Damaged: It is no PDF that opens.
        LimitExceeded: It is too large, or takes too long.
    """
    outcome = run_limited(
        "circletake.plugins.formats.pdf._extract:extract",
        [str(source.path.resolve()), source.limits.items],
        limits=source.limits,
        file=source.path,
    )
    pages = pages_of(outcome.value)
    found = _understand(pages)
    if not found.elements:
        raise _textless(pages, source.path)
    lost = [problem for problem in found.problems if problem.lost]
    return Report(
        name,
        found.elements,
        len(found.elements) + len(lost),
        tuple(Problem(None, problem.message) for problem in found.problems),
        record=Record(script=Script(found.title, found.elements, found.draft), notes=found.notes),
    )


def _understand(pages: Sequence[Page]) -> _Found:
    pages = aligned(pages)
    pitch = pitch_of(pages)
    cleared = clear(pages, pitch)
    titles = title_pages(cleared.bodies, pages[0].height if pages else 0.0)
    front, script = cleared.bodies[:titles], cleared.bodies[titles:]
    blocks = blocks_of(_lines(front, pitch), pitch)
    elements = [Element(ElementType.TITLE_PAGE, joined(block, math.inf)) for block in blocks]
    lines = _lines(script, pitch)
    margins = margins_of(lines)
    more = frozenset(body.page for body in script if body.more)
    drafts = Reading(lines, margins, more).read()
    notes: list[Note] = []
    elements += _with_notes(drafts, pages, notes)
    doubts = [*_page_doubts(pages), *_layout_doubts(cleared.headers, elements)]
    return _Found(title_of(blocks), draft_of(blocks), tuple(elements), tuple(notes), tuple(doubts))


def _lines(bodies: Sequence[Body], pitch: float) -> list[Line]:
    marks = marks_of(bodies)
    return [line for body in bodies for line in lines_of(body, pitch, marks)]


def _with_notes(
    drafts: Sequence[Draft], pages: Sequence[Page], notes: list[Note]
) -> Iterator[Element]:
    """The elements, each comment after the element beside which it is pinned."""
    pinned = sorted(
        (
            (number, -base, text, author)
            for number, page in enumerate(pages, 1)
            for base, text, author in page.notes
        ),
        reverse=True,
    )
    scene: str | None = None
    for draft in drafts:
        start = (draft.lines[0].page, -draft.lines[0].base)
        while pinned and (pinned[-1][0], pinned[-1][1]) < start:
            yield _noted(pinned.pop(), scene, notes)
        element = _element(draft)
        if draft.type is ElementType.SCENE_HEADING:
            scene = element.scene_number
        yield element
    while pinned:
        yield _noted(pinned.pop(), scene, notes)


def _noted(pin: tuple[int, float, str, str], scene: str | None, notes: list[Note]) -> Element:
    _, _, text, author = pin
    references = (Reference("scene", scene, scene),) if scene else ()
    notes.append(Note(text, author=author or None, references=references))
    return Element(ElementType.NOTE, text)


def _element(draft: Draft) -> Element:
    heading = draft.type is ElementType.SCENE_HEADING
    number = next((line.number for line in draft.lines if line.number), None) if heading else None
    text = joined(draft.lines, 0.0 if heading else draft.right)
    return Element(
        draft.type,
        text,
        scene_number=number,
        dual=draft.dual,
        revision=next((line.revision for line in draft.lines if line.revision), None),
        omitted=heading and is_omitted(text),
    )


def _page_doubts(pages: Sequence[Page]) -> Iterator[_Doubt]:
    for number, page in enumerate(pages, 1):
        if not page.width:
            yield _Doubt(f"page {number} is damaged and was left out", lost=True)
        elif page.pictures and not page.rows:
            yield _Doubt(f"page {number} is a picture; its words were not read", lost=True)
        if page.unknown:
            yield _Doubt(
                f"page {number}: the file does not tell {page.unknown} of its letters; "
                "they stand as \ufffd"
            )
    tilted = [number for number, page in enumerate(pages, 1) if page.tilted]
    if tilted:
        yield _Doubt(
            f"text that stands aslant (a watermark?) was left out on {len(tilted)} pages, "
            f"the first is {tilted[0]}"
        )


def _layout_doubts(
    headers: Sequence[tuple[str, int]], elements: Sequence[Element]
) -> Iterator[_Doubt]:
    for header, count in headers:
        yield _Doubt(f"left out as header or footer on {count} pages: `{header}`")
    kinds = {element.type for element in elements}
    if kinds and not kinds & {ElementType.SCENE_HEADING, ElementType.CHARACTER}:
        yield _Doubt("no scene heading and no cue: it is not laid out as a screenplay")


def _textless(pages: Sequence[Page], path: Path) -> ReadError:
    if any(page.pictures for page in pages):
        return ReadError(
            "the pages are pictures",
            file=path,
            cause=f"{len(pages)} pages without a text layer",
            fix="Run it through OCR first, or export a PDF from the writing program.",
        )
    return ReadError(
        "no text in it", file=path, cause=f"{len(pages)} pages", fix="Export it again."
    )
