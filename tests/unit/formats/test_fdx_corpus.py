"""Final Draft: other people's files, and the same script in two formats."""

import re
from pathlib import Path

import pytest

from circletake.model import Element
from circletake.model import ElementType as T
from circletake.plugins.formats.fdx import FinalDraft
from circletake.plugins.formats.fountain import Fountain
from circletake.ports.formats import Options, Record, Source

pytestmark = pytest.mark.corpus


def read(path: Path) -> tuple[Element, ...]:
    format_ = FinalDraft() if path.suffix == ".fdx" else Fountain()
    report = format_.read(Source(path), Options())
    assert report.in_file == report.imported
    return report.items


def texts(items: tuple[Element, ...], kind: T) -> list[str]:
    """Texts of one kind, one line each; blanks count as one, since exports leave some out."""
    return [
        " ".join(re.sub(r"\\(.)", r"\1", line).replace("*", "").replace("_", "").split())
        for one in items
        if one.type is kind
        for line in one.text.split("\n")
        if line.strip()
    ]


def words(items: tuple[Element, ...]) -> list[str]:
    """All words that are script, in order."""
    script = {T.TITLE_PAGE, T.NOTE, T.BONEYARD, T.SECTION, T.SYNOPSIS, T.PAGE_BREAK}
    text = " ".join(one.text for one in items if one.type not in script)
    return re.sub(r"[*_\\]", "", text).split()


PAIRS = [
    "features/Big-Fish",
    "shorts/Brick-and-Steel",
    "fdx/finaldraft/TestFDX-FD",
    "fountain/screenplain/dialogue",
    "fountain/screenplain/dialogue-with-blank-line",
    "fountain/screenplain/dual-dialogue",
    "fountain/screenplain/forced-action",
    "fountain/screenplain/simple",
    "fountain/screenplain/utf-8-bom",
]


@pytest.mark.parametrize("name", PAIRS)
def test_a_script_in_two_formats_says_the_same(corpus: Path, name: str):
    fountain, final = (
        read(corpus / "screenplays" / f"{name}{end}") for end in (".fountain", ".fdx")
    )
    assert words(fountain) == words(final)
    for kind in (T.SCENE_HEADING, T.CHARACTER, T.DIALOGUE, T.PARENTHETICAL, T.ACTION, T.CENTERED):
        assert texts(fountain, kind) == texts(final, kind), kind
    assert [one.text for one in fountain if one.dual] == [one.text for one in final if one.dual]
    numbers = [one.scene_number for one in fountain if one.scene_number]
    assert numbers == [one.scene_number for one in final if one.scene_number]


def test_notes_and_summaries(corpus: Path):
    folder = corpus / "screenplays/fdx/afterwriting"
    for name in ("note", "synopsis"):
        fountain, final = read(folder / f"{name}.fountain"), read(folder / f"{name}.fdx")
        assert [(one.type, one.text) for one in fountain] == [(one.type, one.text) for one in final]


def test_counts_of_a_feature(corpus: Path):
    items = read(corpus / "screenplays/features/Big-Fish.fdx")
    assert len(items) == 2766
    assert sum(one.type is T.SCENE_HEADING for one in items) == 190
    assert sum(one.type is T.CHARACTER for one in items) == 768


def test_every_file_is_written_and_reads_back(corpus: Path):
    paths = sorted(corpus.glob("screenplays/**/*.fdx"))
    assert len(paths) >= 11
    for path in paths:
        report = FinalDraft().read(Source(path), Options())
        assert report.problems == ()
        source = Source(Path("a.fdx"))
        source.__dict__["data"] = FinalDraft().write(report.record)
        again = FinalDraft().read(source, Options())
        assert [one._replace(line=None) for one in again.items] == [
            one._replace(line=None) for one in report.items
        ]


@pytest.mark.parametrize("name", PAIRS)
def test_final_draft_written_as_fountain_says_the_same(corpus: Path, name: str):
    record = FinalDraft().read(Source(corpus / "screenplays" / f"{name}.fdx"), Options()).record
    source = Source(Path("a.fountain"))
    source.__dict__["data"] = Fountain().write(record)
    again = Fountain().read(source, Options()).items
    assert record.script is not None
    final = record.script.elements
    for kind in (T.SCENE_HEADING, T.CHARACTER, T.DIALOGUE, T.PARENTHETICAL, T.ACTION, T.TRANSITION):
        assert texts(again, kind) == texts(final, kind), kind
    assert [one.dual for one in again if one.type is T.CHARACTER] == [
        one.dual for one in final if one.type is T.CHARACTER
    ]


def test_fountain_written_as_final_draft_says_the_same(corpus: Path):
    for path in sorted(corpus.glob("screenplays/**/*.fountain")):
        script = Fountain().read(Source(path), Options()).record.script
        assert script is not None
        source = Source(Path("a.fdx"))
        source.__dict__["data"] = FinalDraft().write(Record(script=script))
        again = FinalDraft().read(source, Options()).items
        for kind in set(T) - {T.TITLE_PAGE, T.PAGE_BREAK}:
            assert texts(again, kind) == texts(script.elements, kind), (path, kind)
