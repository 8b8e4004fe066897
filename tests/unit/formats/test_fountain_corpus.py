"""Fountain: other people's files, against what their own tools expect of them."""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from circletake.model import Element
from circletake.model import ElementType as T
from circletake.plugins.formats.fountain import Fountain
from circletake.ports.formats import Options, Record, Source
from tests.unit.formats.test_fountain_spans import check_spans

pytestmark = pytest.mark.corpus

Pair = tuple[str, str]


def read(path: Path):
    return Fountain().read(Source(path), Options())


def read_text(text: str):
    source = Source(Path("a.fountain"))
    source.__dict__["data"] = text.encode()
    return Fountain().read(source, Options())


def files(corpus: Path) -> list[Path]:
    found = sorted(corpus.glob("screenplays/**/*.fountain"))
    assert len(found) > 40
    return found


def flat(text: str) -> str:
    return " ".join(text.split())


def merged(pairs: Iterator[Pair]) -> list[Pair]:
    """Neighbouring paragraphs of one kind as one, because some tools join them."""
    found: list[Pair] = []
    for kind, text in pairs:
        if found and found[-1][0] == kind == "action":
            found[-1] = (kind, flat(f"{found[-1][1]} {text}"))
        elif text.strip() or kind == "page_break":
            found.append((kind, flat(text)))
    return found


def test_every_byte_of_every_file_is_in_one_element(corpus: Path):
    for path in files(corpus):
        check_spans(path.read_bytes(), read(path).items)


def test_every_file_is_written_byte_for_byte(corpus: Path):
    for path in files(corpus):
        assert Fountain().write(read(path).record) == path.read_bytes(), path


def test_every_file_written_anew_says_the_same(corpus: Path):
    for path in files(corpus):
        report = read(path)
        script = report.record.script
        assert script is not None
        bare = type(script)(script.title, script.elements)
        again = read_text(Fountain().write(Record(script=bare)).decode())
        assert [
            (one.type, one.text, one.scene_number, one.dual, one.level) for one in report.items
        ] == [(one.type, one.text, one.scene_number, one.dual, one.level) for one in again.items], (
            path
        )


def test_every_file_is_known_by_its_content(corpus: Path):
    """Without their suffix; what has neither heading, cue nor title page may stay unknown."""
    sure = {path.name: Fountain().sniff(path.read_bytes(), Path("a")) for path in files(corpus)}
    assert sum(value > 0.3 for value in sure.values()) >= 31
    assert sure["Big-Fish.fountain"] > 0.8


# Element dumps: KIND:"text" and a remark, text over several lines.
_DUMP = re.compile(
    r'^(?P<kind>[A-Z]+):"(?P<text>.*?)"(?P<rest>[^"\n]*(?:"[^"\n]*")?[^"\n]*)$',
    re.DOTALL | re.MULTILINE,
)
_DUMPED = {
    "HEADING": "scene_heading", "ACTION": "action", "CHARACTER": "character",
    "DIALOGUE": "dialogue", "PARENTHETICAL": "parenthetical", "LYRIC": "lyrics",
    "TRANSITION": "transition", "SECTION": "section", "SYNOPSIS": "synopsis",
    "PAGEBREAK": "page_break", "TITLEENTRY": "title_page",
}  # fmt: skip
# Where that tool leaves the syntax: `3CPO` has a letter and so is a name; a first line `CUT TO:` is
# no title page entry; a parenthetical may follow another.
_ELSEWHERE: dict[str, list[tuple[list[Pair], list[Pair]]]] = {
    "Character": [
        ([("action", "3CPO Not work.")], [("character", "3CPO"), ("dialogue", "Not work.")])
    ],
    "Sections": [([("title_page", "CUT TO")], [("transition", "CUT TO:")])],
    "Parenthetical": [
        (
            [("dialogue", "(bouncy) Also trying this?")],
            [("parenthetical", "bouncy"), ("dialogue", "Also trying this?")],
        )
    ],
}


def dumped(path: Path) -> list[Pair]:
    def pairs() -> Iterator[Pair]:
        for entry in _DUMP.finditer(path.read_text(encoding="utf-8")):
            kind = _DUMPED[entry["kind"]]
            yield "centered" if "(centered)" in entry["rest"] else kind, entry["text"]

    found = merged(pairs())
    for theirs, ours in _ELSEWHERE.get(path.stem, []):
        at = found.index(theirs[0])
        found[at : at + len(theirs)] = ours
    return found


def as_dumped(items: tuple[Element, ...]) -> list[Pair]:
    def pairs() -> Iterator[Pair]:
        for one in items:
            text = re.sub(r"(\s+#[^\s#]+)+$", "", one.text)
            if one.type is T.CHARACTER:
                text = text.partition("(")[0]
            elif one.type is T.PARENTHETICAL:
                text = text[1:-1]
            yield one.type.value, text

    return merged(pairs())


def test_element_dumps(corpus: Path):
    folder = corpus / "screenplays/fountain/screenplay-tools"
    dumps = sorted(folder.glob("*.txt"))
    assert len(dumps) == 9
    for dump in dumps:
        assert as_dumped(read(dump.with_suffix(".fountain")).items) == dumped(dump), dump.stem


def test_dumped_scene_numbers_and_levels(corpus: Path):
    folder = corpus / "screenplays/fountain/screenplay-tools"
    numbers = [one.scene_number for one in read(folder / "Tags.fountain").items if one.scene_number]
    assert numbers == ["3", "A3-1"]
    levels = [one.level for one in read(folder / "Sections.fountain").items if one.level]
    assert levels == [1, 1, 2, 3, 4, 5, 6, 2, 1, 1]
    dual = [one.text for one in read(folder / "Character.fountain").items if one.dual]
    assert dual == [
        "ME", "Should work", "BUT (Dual)", "Should work.",
        "TEST", "Proper dual.", "TEST2", "Proper dual.",
    ]  # fmt: skip


# YAML documents: `in` (a quoted string or a block), `out` (a list of quoted strings).
_LIST_ITEM = re.compile(r"""^\s+- (?P<quoted>"(?:[^"\\]|\\.)*"|'[^']*')\s*$""", re.MULTILINE)
_MARKS = {
    ".": "scene_heading", "!": "action", "@": "character", "=": "dialogue", "_": "parenthetical",
    ">": "transition", "#": "section", "+": "synopsis",
}  # fmt: skip


def documents(path: Path) -> Iterator[tuple[str, list[Pair]]]:
    for document in path.read_text(encoding="utf-8").split("---\n")[1:]:
        said, _, expected = document.partition("\nout:")
        said = said.partition("\ntitle:")[0]
        if said.startswith("in: |"):
            lines = said.splitlines()[1:]
            text = "\n".join(line[4:] for line in lines) + "\n"
        else:
            text = json.loads(said.removeprefix("in: ").strip())
        yield text, merged(map(_expected, _LIST_ITEM.finditer(expected)))


def _expected(item: re.Match[str]) -> Pair:
    quoted = item["quoted"]
    text = json.loads(quoted) if quoted[0] == '"' else quoted[1:-1]
    if text == "<pagebreak>":
        return "page_break", ""
    if text.startswith("!><"):
        return "centered", text[3:]
    return _MARKS[text[0]], text[1:]


def test_yaml_expectations(corpus: Path):
    count = 0
    for path in sorted(corpus.glob("screenplays/fountain/jouvence/*.yaml")):
        for text, expected in documents(path):
            items = (
                one for one in read_text(text).items if one.type not in {T.BONEYARD, T.TITLE_PAGE}
            )
            assert merged((one.type.value, one.text) for one in items) == expected, (path, text)
            count += 1
    assert count == 29


_BLOCK = re.compile(r"<(h\d|p|span|div)\b([^>]*)>((?:(?!<(?:p|div|h\d)\b).)*?)</\1>", re.DOTALL)


def exported(path: Path) -> list[Pair]:
    """Kind and words of each paragraph of an HTML export; upper and lower case count the same."""
    text = re.sub(r'<span class="scnum.">.*?</span>|<br ?/>', " ", path.read_text(encoding="utf-8"))
    found: list[Pair] = []
    for tag, attributes, body in _BLOCK.findall(text):
        words = flat(html.unescape(body)).casefold()
        if not words:
            continue
        if tag == "h6":
            kind = "scene_heading"
        elif tag in {"h1", "h2"}:
            kind = "section"
        elif "character" in attributes:
            kind = "character"
        elif "transition" in attributes:
            kind = "transition"
        else:
            kind = "synopsis" if "synopsis" in attributes else "text"
        found.append((kind, words))
    return found


def test_html_exports(corpus: Path):
    exports = sorted(corpus.glob("screenplays/fountain/screenplain/*.html"))
    assert len(exports) >= 12
    plain = {T.ACTION: "text", T.DIALOGUE: "text", T.PARENTHETICAL: "text"}
    left_out = {T.NOTE, T.BONEYARD, T.PAGE_BREAK, T.TITLE_PAGE}
    for export in exports:
        ours = [
            (plain.get(one.type, one.type.value), flat(line).casefold())
            for one in read(export.with_suffix(".fountain")).items
            if one.type not in left_out
            for line in (one.text.split("\n") if one.type is T.DIALOGUE else [one.text])
            if line.strip()
        ]
        assert ours == exported(export), export.stem


def test_big_fish(corpus: Path):
    report = read(corpus / "screenplays/features/Big-Fish.fountain")
    counts = {kind: sum(one.type is kind for one in report.items) for kind in T}
    assert {kind.value: count for kind, count in counts.items() if count} == {
        "scene_heading": 190, "action": 864, "character": 768, "dialogue": 799,
        "parenthetical": 97, "transition": 34, "centered": 2, "page_break": 1, "title_page": 6,
    }  # fmt: skip
    assert report.problems == ()
    assert report.record.script is not None
    assert report.record.script.title == "Big Fish"
