"""Word documents (ISO/IEC 29500) as blocks; the document is opened in a process of its own."""

import zipfile
from collections.abc import Iterator
from typing import Any

from circletake.errors import Damaged, LimitExceeded
from circletake.plugins.formats.notes._blocks import Block
from circletake.ports.formats import Source
from circletake.tools import run_limited

_MEMBERS = 20_000
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SIGNS = {f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}cr": "\n", f"{_WORD}noBreakHyphen": "-"}

_Plain = tuple[str, str, int, list[str], list[str], str | None]


def blocks_of(source: Source) -> list[tuple[Block, str | None]]:
    """The blocks of a document in order, comments under what they speak of, with authors.

    Raises:
        Damaged: It is no Word document that can be opened.
        LimitExceeded: It unpacks to more than the limits allow, or takes too long.
    """
    _guard(source)
    outcome = run_limited(
        "circletake.plugins.formats.notes._docx:extract",
        [str(source.path.resolve())],
        limits=source.limits,
        file=source.path,
    )
    return [
        (Block(kind, text, None, level, tuple(cells), tuple(names)), author)
        for kind, text, level, cells, names, author in outcome.value
    ]


def _guard(source: Source) -> None:
    """Refuse what unpacks to more than the limits allow, before anything is unpacked."""
    limit = source.limits.expansion
    try:
        with zipfile.ZipFile(source.path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Damaged(
            "the Word document cannot be opened",
            file=source.path,
            cause=str(error),
            fix="Save it again as .docx.",
        ) from error
    if len(members) > _MEMBERS or sum(member.file_size for member in members) > limit:
        raise LimitExceeded(
            f"the Word document unpacks to more than {limit} bytes",
            file=source.path,
            fix="Raise `limits.expansion` in circletake.toml if the file is really meant.",
        )


def extract(path: str) -> list[_Plain]:
    """Kind, text, level, cells, column names and author of each block.

    Raises:
        Damaged: It is no Word document.
    """
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table

    try:
        document = docx.Document(path)
    except (PackageNotFoundError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise Damaged(
            "the Word document cannot be opened",
            file=path,
            cause=f"{type(error).__name__}: {error}",
        ) from error
    comments = _comments(document)
    found: list[_Plain] = []
    for part in document.iter_inner_content():
        element = part._tbl if isinstance(part, Table) else part._p  # noqa: SLF001 - see `_text`
        if isinstance(part, Table):
            found.extend(_rows(element))
        elif text := _text(element).strip():
            kind, level = _kind(part)
            found.append((kind, text, level, [], [], None))
        marks = [mark.get(f"{_WORD}id", "") for mark in element.iter(f"{_WORD}commentReference")]
        found.extend(comments.pop(mark) for mark in dict.fromkeys(marks) if mark in comments)
    return [*found, *comments.values()]


def _text(element: Any) -> str:
    """All text below an element: tracked insertions too, which python-docx leaves out."""
    return "".join(_runs(element))


def _runs(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_WORD}t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag not in {_FALLBACK, f"{_WORD}del", f"{_WORD}moveFrom"}:
            yield from _runs(child)


def _kind(paragraph: Any) -> tuple[str, int]:
    name = ((paragraph.style.name if paragraph.style is not None else "") or "").lower()
    if name == "title":
        return "heading", 1
    if name.startswith("heading"):
        digits = "".join(letter for letter in name if letter.isdigit())
        return "heading", 1 + int(digits[:2] or 1)
    properties = paragraph._p.pPr  # noqa: SLF001 - python-docx has no public way to lists
    numbered = properties is not None and properties.numPr is not None
    if not numbered and not name.startswith("list"):
        return "paragraph", 0
    level = properties.numPr.ilvl.val if numbered and properties.numPr.ilvl is not None else 0
    return "item", int(level)


def _rows(table: Any) -> Iterator[_Plain]:
    """The rows of a table; its first one names the columns when all its cells are short words."""
    rows = [
        [_text(cell).strip() for cell in row.iterchildren(f"{_WORD}tc")]
        for row in table.iterchildren(f"{_WORD}tr")
    ]
    names: list[str] = []
    if len(rows) > 1 and _is_head(rows[0]):
        names, rows = rows[0], rows[1:]
    for cells in rows:
        if any(cells):
            yield "row", " | ".join(cells), 0, cells, names, None


def _is_head(cells: list[str]) -> bool:
    return all(
        0 < len(cell) <= 24 and not any(letter.isdigit() for letter in cell) for cell in cells
    )


def _comments(
    document: Any,
) -> dict[str, _Plain]:
    """Comments by their id."""
    found: dict[str, _Plain] = {}
    for comment in document.comments:
        parts = [
            _text(paragraph._p)  # noqa: SLF001 - python-docx gives no other way to its element
            for paragraph in comment.paragraphs
        ]
        if text := "\n".join(parts).strip():
            found[str(comment.comment_id)] = "comment", text, 0, [], [], comment.author or None
    return found
