"""The elements of a script to a Final Draft document that reads back to the same elements.

What Final Draft has no element for is put where it has one: sections are outline levels, notes are
script notes of the paragraph before, a boneyard is a script note of that name, a page break is an
empty paragraph that starts a new page, a summary stands in its heading.
"""

import re

from circletake.model import Element, ElementType, Script
from circletake.plugins.formats.fdx._names import BONEYARD, KEY, NAMES, is_placeholder

# What XML 1.0 cannot hold, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KEY = re.compile(r"([^\s:][^:\n]{0,40}):(.*)", re.DOTALL)
_NAMESPACE, _, _KEY_NAME = KEY[1:].partition("}")
_INSIDE = frozenset({ElementType.NOTE, ElementType.BONEYARD})


def write_document(script: Script) -> str:
    """The XML of a whole document."""
    writer = _Writer(script)
    title = [_title(one) for one in script.elements if one.type is ElementType.TITLE_PAGE]
    lines = [
        '<?xml version="1.0" encoding="UTF-8" standalone="no" ?>',
        '<FinalDraft DocumentType="Script" Template="No" Version="5"'
        f" xmlns:circletake={_quoted(_NAMESPACE)}>",
        "  <Content>",
        *writer.write(),
        "  </Content>",
        *_block("TitlePage", ["    <Content>", *title, "    </Content>"] if title else []),
        *_block("Revisions", writer.revisions()),
        "</FinalDraft>",
    ]
    return "\n".join(lines) + "\n"


def _block(name: str, lines: list[str]) -> list[str]:
    return [f"  <{name}>", *lines, f"  </{name}>"] if lines else []


def _plain(text: str) -> str:
    """Text as an XML document can hold it."""
    text = _FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    # xml.sax.saxutils does the same, but its import loads the network.
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(text: str) -> str:
    """An attribute's value; blanks of any kind become spaces when it is read."""
    return '"' + _plain(text).replace('"', "&quot;").replace("\n", "&#10;") + '"'


def _title(one: Element) -> str:
    key = _KEY.fullmatch(one.text)
    if key is None:
        return f'      <Paragraph Alignment="Center"><Text>{_plain(one.text)}</Text></Paragraph>'
    value = "\n".join(line.strip() for line in key[2].strip().split("\n"))
    return (
        f'      <Paragraph Alignment="Center" circletake:{_KEY_NAME}={_quoted(key[1])}>'
        f"<Text>{_plain(value)}</Text></Paragraph>"
    )


class _Writer:
    def __init__(self, script: Script) -> None:
        self._elements = [one for one in script.elements if one.type is not ElementType.TITLE_PAGE]
        self._lines: list[str] = []
        names = dict.fromkeys(one.revision for one in self._elements if one.revision)
        if script.draft in names:
            # The highest id is the latest, which is what the script calls its draft.
            names[script.draft] = names.pop(script.draft)
        self._ids = {name: at for at, name in enumerate(names, 1)}

    def write(self) -> list[str]:
        """The lines of all paragraphs."""
        self._range(0, len(self._elements), 2, omitted=False)
        return self._lines

    def revisions(self) -> list[str]:
        """One entry for each revision used."""
        return [
            f'    <Revision ID="{number}" Mark="*" Name={_quoted(name)}/>'
            for name, number in self._ids.items()
        ]

    def _range(self, at: int, end: int, depth: int, *, omitted: bool, dual: bool = False) -> None:
        while at < end:
            one = self._elements[at]
            if one.dual and not dual:
                last = self._dual_end(at, end)
                self._wrapped("DualDialogue", "", at, last, depth, omitted=omitted, dual=True)
                at = last
            elif one.omitted and not omitted and not is_placeholder(one):
                last = self._omitted_end(at, end)
                kind = ' Type="Scene Heading"'
                self._wrapped("OmittedScene", kind, at, last, depth, omitted=True, dual=False)
                at = last
            else:
                at = self._paragraph(at, end, depth, omitted=omitted)

    def _wrapped(
        self, block: str, kind: str, at: int, end: int, depth: int, *, omitted: bool, dual: bool
    ) -> None:
        """A paragraph without text of its own that only holds others."""
        self._put(depth, f"<Paragraph{kind}>")
        self._nested(block, at, end, depth + 1, omitted=omitted, dual=dual)
        self._put(depth, "</Paragraph>")

    def _nested(
        self, block: str, at: int, end: int, depth: int, *, omitted: bool, dual: bool
    ) -> None:
        self._put(depth, f"<{block}>")
        self._range(at, end, depth + 1, omitted=omitted, dual=dual)
        self._put(depth, f"</{block}>")

    def _dual_end(self, at: int, end: int) -> int:
        """After the two speeches that stand beside each other, and the notes on them."""
        cues = 0
        while at < end:
            one = self._elements[at]
            if not one.dual and one.type not in _INSIDE:
                break
            cues += one.type is ElementType.CHARACTER
            if cues > 2:
                break
            at += 1
        return at

    def _omitted_end(self, at: int, end: int) -> int:
        while at < end and self._elements[at].omitted and not is_placeholder(self._elements[at]):
            at += 1
        return at

    def _paragraph(self, at: int, end: int, depth: int, *, omitted: bool) -> int:
        """A paragraph with what belongs in it; gives the element after it."""
        one = self._elements[at]
        holds_note = one.type in _INSIDE
        kind = ' Type="General"' if holds_note else self._kind(one)
        self._put(depth, f"<Paragraph{kind}>")
        at += not holds_note
        if one.type is ElementType.SCENE_HEADING:
            at = self._summary(at, end, depth + 1, omitted=omitted)
        if not holds_note:
            number = self._ids.get(one.revision or "")
            mark = f' RevisionID="{number}"' if number else ""
            self._put(depth + 1, f"<Text{mark}>{_plain(one.text)}</Text>")
        while at < end and (note := self._elements[at]).type in _INSIDE and note.omitted == omitted:
            name = BONEYARD if note.type is ElementType.BONEYARD else ""
            text = f"<Paragraph><Text>{_plain(note.text)}</Text></Paragraph>"
            self._put(depth + 1, f"<ScriptNote Name={_quoted(name)}>{text}</ScriptNote>")
            at += 1
        if not omitted and is_placeholder(one):
            last = self._omitted_end(at, end)
            if last > at:
                self._nested("OmittedScene", at, last, depth + 1, omitted=True, dual=False)
            at = last
        self._put(depth, "</Paragraph>")
        return at

    def _summary(self, at: int, end: int, depth: int, *, omitted: bool) -> int:
        begin = at
        while at < end and self._elements[at].type is ElementType.SYNOPSIS:
            if self._elements[at].omitted != omitted:
                break
            at += 1
        if at > begin:
            told = "".join(
                f"<Paragraph><Text>{_plain(one.text)}</Text></Paragraph>"
                for one in self._elements[begin:at]
            )
            self._put(depth, f"<SceneProperties><Summary>{told}</Summary></SceneProperties>")
        return at

    def _kind(self, one: Element) -> str:
        """The attributes that say what a paragraph is."""
        match one.type:
            case ElementType.SECTION:
                return f' Type="Outline {min(max(one.level, 1), 9)}"'
            case ElementType.PAGE_BREAK:
                return ' StartsNewPage="Yes" Type="General"'
            case ElementType.CENTERED:
                return ' Alignment="Center" Type="Action"'
            case ElementType.SCENE_HEADING if one.scene_number:
                return f' Number={_quoted(one.scene_number)} Type="Scene Heading"'
            case _:
                return f" Type={_quoted(NAMES[one.type])}"

    def _put(self, depth: int, line: str) -> None:
        self._lines.append("  " * depth + line)
