"""From the blocks of a document to notes with their references and authors."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from circletake.errors import LimitExceeded
from circletake.model import ColumnTable, Note, Problem, Reference
from circletake.plugins.formats.notes import _authors, _blocks, _docx
from circletake.plugins.formats.notes._blocks import Block
from circletake.plugins.formats.notes._context import Context, is_capital_line
from circletake.plugins.formats.notes._references import Found, find, names_only, span_of
from circletake.ports.formats import Options, Record, Report, Source
from circletake.tools import decode

_LOOKED = 20_000
"""Characters of one remark in which references are looked for."""

_SENTENCE = re.compile(r"\w\W+\w+\W+\w.*[.!?][\"'”’)*_]*$")


def read(source: Source, options: Options, name: str) -> Report[Note]:
    """Read notes.

    Args:
        source: The file.
        options: The studio's own column names count in tables.
        name: Name of the format, for the report.

    Raises:
        Damaged: It is a Word document that cannot be opened.
        LimitExceeded: It is larger than the limits allow.
    """
    if source.data[:2] == b"PK":
        blocks: Iterable[tuple[Block, str | None]] = _docx.blocks_of(source)
        problems: list[Problem] = []
    else:
        text = decode(source.data)
        blocks = ((block, None) for block in _blocks.blocks_of(text.text))
        problems = [] if text.certain else [_guessed(text.encoding)]
    notes: list[Note] = []
    for note in _notes(blocks, ColumnTable(options.columns), problems):
        if len(notes) >= source.limits.items:
            raise LimitExceeded(f"more than {source.limits.items} notes", file=source.path)
        notes.append(note)
    if not notes:
        problems.append(Problem(None, "nothing is written in it"))
    items = tuple(notes)
    return Report(name, items, len(items), tuple(problems), record=Record(notes=items))


def _guessed(encoding: str) -> Problem:
    return Problem(None, f"its encoding is not told; it was read as {encoding}")


def _notes(
    blocks: Iterable[tuple[Block, str | None]], columns: ColumnTable, problems: list[Problem]
) -> Iterator[Note]:
    context = Context()
    held: Block | None = None  # a heading by its looks; it is a note when none stands under it
    for block, author in blocks:
        plain = block.kind == "paragraph"
        named = plain and names_only(block.text)
        if held and (named or block.kind == "heading"):
            yield _note(held, None, Context(), columns, problems)
        held = block if named else None
        if block.kind == "meta":
            context.meta(block)
        elif named or block.kind == "heading":
            context.heading(block)
            if block.kind == "heading" and _SENTENCE.search(block.text):
                yield _note(block, None, context, columns, problems)
        elif plain and (name := _authors.alone(block.text)):
            context.author = name
        else:
            if plain and is_capital_line(block.text):
                context.heading(block)
            yield _note(block, author, context, columns, problems)
    if held:
        yield _note(held, None, Context(), columns, problems)


def _note(
    block: Block,
    author: str | None,
    context: Context,
    columns: ColumnTable,
    problems: list[Problem],
) -> Note:
    text = block.text
    if len(text) > _LOOKED:
        problems.append(
            Problem(
                block.line, f"references were looked for in its first {_LOOKED} characters only"
            )
        )
    above = context.above(block)
    found = list(find(text[:_LOOKED], _about(above)))
    own = [*_in_row(block, columns), *(each.reference for each in found)]
    start, end = span_of(text, found)
    return Note(
        text,
        line=block.line,
        author=author
        or _authors.of_row(block.cells, block.names)
        or _authors.of_remark(text)
        or context.author,
        references=_once([*own, *_carried(own, above)]),
        start=start,
        end=end,
    )


def _once(references: Iterable[Reference]) -> tuple[Reference, ...]:
    """The same without what was pointed at before."""
    found: dict[tuple[str, str], Reference] = {}
    for each in references:
        found.setdefault((each.kind, each.value), each)
    return tuple(found.values())


def _about(above: Iterable[Reference]) -> str | None:
    """The slate or scene that the context names, if it names one alone."""
    for kind in ("slate", "scene"):
        values = {reference.value for reference in above if reference.kind == kind}
        if len(values) == 1:
            return values.pop()
    return None


def _carried(own: Iterable[Reference], above: Iterable[Reference]) -> Iterator[Reference]:
    """References of the context that a remark does not replace by its own."""
    kinds = {reference.kind for reference in own}
    places = {"scene", "slate", "take", "clip"}
    for reference in above:
        if reference.kind in kinds or (
            reference.kind in {"slate", "take", "clip"} and kinds & places
        ):
            continue
        yield reference


def _in_row(block: Block, columns: ColumnTable) -> Iterator[Reference]:
    """What the cells of a row point at by the names of their columns."""
    cells = (
        {
            columns.field_of(name): cell
            for name, cell in zip(reversed(block.names), reversed(block.cells), strict=False)
            if cell
        }
        if len(block.names) == len(block.cells)
        else {}
    )
    scene, slate, take = (cells.get(field) for field in ("scene", "slate", "take"))
    if scene and re.fullmatch(r"[A-Z]{0,3}\d{1,4}[A-Z]{0,3}", scene):
        yield Reference("scene", scene, scene)
    if slate and scene and slate.isalpha() and len(slate) <= 2:
        slate = f"{scene}{slate}"
    setup = slate or scene
    if setup and take and re.fullmatch(r"\d{1,3}", take):
        yield from _of(find(f"slate {setup} take {take}"), take)
    elif slate and not take:
        yield from _of(find(f"slate {slate}"), slate)


def _of(found: Iterable[Found], text: str) -> Iterator[Reference]:
    return (replace(each.reference, text=text) for each in found)
