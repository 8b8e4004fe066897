"""One element to Fountain text, with the marks that make it read back as what it is."""

import re
from collections.abc import Iterator, Sequence

from circletake.model import Element, ElementType
from circletake.plugins.formats.fountain import _grammar as grammar
from circletake.plugins.formats.fountain._cuts import find_cuts

_LINE_END = re.compile(r"\r\n?|\n")
_NOT_IN_NUMBER = re.compile(r"[^\w.\-]+")
_BLANKS = " \t\r\n\v\f"
_MARKS = "!@~>#="


def lines_of(text: str) -> list[str]:
    """Lines whatever ends them."""
    return _LINE_END.split(text)


def on_one_line(text: str) -> str:
    """The text without line ends, blanks around and marks of notes."""
    return _unmarked(" ".join(lines_of(text))).strip(_BLANKS)


def _unmarked(text: str, *, alone: bool = False) -> str:
    """Break what would open a note or a boneyard, seen alone or with what may follow it."""
    if "/*" not in text and ("[[" not in text or (alone and not find_cuts(text).found)):
        return text
    return re.sub(r"\[(?=\[)", "[ ", text).replace("/*", "/ *")


def action(text: str, *, first: bool) -> str:
    """Paragraphs of action; `!` before each line that would be read as something else.

    Args:
        text: As the element has it.
        first: Whether nothing stands before it in the file, where a title page would.
    """
    paragraphs: list[list[str]] = [[]]
    for line in lines_of(_unmarked(text, alone=True).rstrip(_BLANKS)):
        if line.strip():
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    blocks = []
    for lines in paragraphs:
        if lines:
            blocks.append("\n".join(_forced(lines, first=first)))
            first = False
    return "\n\n".join(blocks) or "!"


def _forced(lines: list[str], *, first: bool) -> Iterator[str]:
    bare = lines[0].strip()
    looks = (
        grammar.is_heading(bare)
        or grammar.is_forced_heading(bare)
        or (grammar.is_cut_to(bare) and lines[0].rstrip() == lines[0])
        or (grammar.is_name(bare) and len(lines) > 1)
        or (first and grammar.is_title_page([bare, *lines[1:]]))
    )
    for line in lines:
        yield f"!{line}" if looks or line.lstrip()[0] in _MARKS else line
        looks = False


def one_row(element: Element) -> str:
    """An element that is one row, forced where its text alone does not say what it is."""
    text = on_one_line(element.text)
    match element.type:
        case ElementType.SCENE_HEADING:
            return _heading(text, element.scene_number)
        case ElementType.TRANSITION:
            plain = grammar.is_cut_to(text) and text[0] not in f"{_MARKS}."
            return text if plain and not grammar.is_heading(text) else f"> {text}"
        case ElementType.SECTION:
            return f"{'#' * max(element.level, 1)} {text}"
        case ElementType.SYNOPSIS:
            return f"= {text}"
        case ElementType.CENTERED:
            return f"> {text} <"
        case ElementType.PAGE_BREAK:
            return "==="
        case _:
            return text


def _heading(text: str, number: str | None) -> str:
    text = text.lstrip(". \t")
    if not text:
        return ""
    if number and (number := _NOT_IN_NUMBER.sub("-", number.strip())):
        return f"{'' if grammar.is_heading(text) else '.'}{text} #{number}#"
    return text if grammar.is_heading(text) else f".{text}"


def note(text: str) -> str:
    """A note; an empty line in it holds two blanks, which keep it together."""
    text = text.replace("]]", "] ]").strip()
    lines = ["  " if line in {"", " "} else line for line in lines_of(text)]
    return f"[[{chr(10).join(lines)}{' ' * text.endswith(']')}]]"


def boneyard(text: str) -> str:
    """A boneyard; marks in it that would end it too soon or too late are broken."""
    text = "\n".join(lines_of(text.strip()))
    whole = f"/*\n{text}\n*/" if "\n" in text else f"/* {text} */"
    cuts = find_cuts(whole).found
    if len(cuts) == 1 and (cuts[0].start, cuts[0].end) == (0, len(whole)):
        return whole
    return boneyard(text.replace("*/", "* /").replace("/*", "/ *"))


def title_page(entries: Sequence[Element]) -> str:
    """Entries as written; a line that has no key of its own (Final Draft) is put below one."""
    rows: list[str] = []
    keyless = "Title" if grammar.title_key(entries[0].text) is None else "Notes"
    for entry in entries:
        first, *rest = [line for line in lines_of(entry.text) if line.strip()] or [""]
        if grammar.title_key(first) is not None:
            rows += [first, *rest]
            keyless = "Notes"
        elif keyless:
            rows += [f"{keyless}:", *(f"\t{line.strip()}" for line in (first, *rest))]
            keyless = "" if keyless == "Notes" else "Notes"
        else:
            rows += [f"\t{line.strip()}" for line in (first, *rest)]
    return "\n".join(rows)


def dialogue(text: str) -> str:
    """Dialogue below its cue; an empty line in it holds two blanks, which keep it together."""
    lines = lines_of(_unmarked(text).strip(_BLANKS))
    return "\n".join(line.strip(_BLANKS) or "  " for line in lines)
