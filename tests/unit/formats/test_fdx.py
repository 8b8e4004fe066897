"""Final Draft: what each paragraph becomes, and what is not script."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from circletake.errors import AskedWrongly, CircletakeError, Damaged, LimitExceeded
from circletake.model import Element, Script
from circletake.model import ElementType as T
from circletake.plugins.formats.fdx import FinalDraft
from circletake.plugins.formats.fountain import Fountain
from circletake.ports.formats import Format, Options, Record, Report, Source, Writer
from circletake.tools import Limits
from tests.unit.formats.test_fountain_write import SCRIPTS


def read(data: str | bytes, **limits: int) -> Report:
    source = Source(Path("a.fdx"), Limits(**limits))
    source.__dict__["data"] = data if isinstance(data, bytes) else data.encode()
    return FinalDraft().read(source, Options())


def document(content: str, rest: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="no" ?>\n'
        f'<FinalDraft DocumentType="Script" Version="5">\n<Content>\n{content}\n</Content>\n'
        f"{rest}\n</FinalDraft>\n"
    )


def paragraph(kind: str, text: str, more: str = "") -> str:
    return f'<Paragraph Type="{kind}">{more}<Text>{text}</Text></Paragraph>'


def pairs(content: str, rest: str = "") -> list[tuple[str, str]]:
    return [(one.type.value, one.text) for one in read(document(content, rest)).items]


def test_it_is_a_format_and_a_writer():
    assert isinstance(FinalDraft(), Format)
    assert isinstance(FinalDraft(), Writer)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("Scene Heading", T.SCENE_HEADING),
        ("Action", T.ACTION),
        ("General", T.ACTION),
        ("Shot", T.ACTION),
        ("Cast List", T.ACTION),
        ("Character", T.CHARACTER),
        ("Dialogue", T.DIALOGUE),
        ("Parenthetical", T.PARENTHETICAL),
        ("Lyrics", T.LYRICS),
        ("Singing", T.LYRICS),
        ("Transition", T.TRANSITION),
        ("New Act", T.SECTION),
        ("End of Act", T.CENTERED),
        ("Outline Body", T.SYNOPSIS),
        ("scene  heading", T.SCENE_HEADING),
    ],
)
def test_types(kind: str, expected: T):
    report = read(document(paragraph(kind, "Text.")))
    assert [(one.type, one.text, one.line) for one in report.items] == [(expected, "Text.", 4)]
    assert report.problems == ()


def test_section_levels():
    kinds = ["New Act", "Sequence", "Outline 1", "Outline 3 (Beats)"]
    items = read(document("".join(paragraph(kind, "A") for kind in kinds))).items
    assert [(one.type, one.level) for one in items] == [
        (T.SECTION, 1), (T.SECTION, 2), (T.SECTION, 1), (T.SECTION, 3),
    ]  # fmt: skip


def test_types_that_are_not_known_are_kept_and_told_once():
    content = "\n".join(paragraph(kind, "A") for kind in ("Beat Box", "Beat Box", "Other"))
    report = read(document(content + "\n<Paragraph><Text>B</Text></Paragraph>"))
    assert [one.type for one in report.items] == [T.ACTION] * 4
    assert [problem.line for problem in report.problems] == [4, 6, 7]


def test_runs_are_one_text_and_empty_paragraphs_are_none():
    content = (
        '<Paragraph Type="Action"><Text Style="Bold">One </Text><Text>two\n</Text>'
        "<Text>three</Text></Paragraph>"
        '<Paragraph Type="Action"><Text> </Text></Paragraph><Paragraph Type="Dialogue"/>'
        '<Paragraph Type="Action">No run.</Paragraph>'
    )
    assert pairs(content) == [("action", "One two\nthree"), ("action", "No run.")]


def test_action_keeps_its_indent_and_centered_text_is_centered():
    content = paragraph("Action", "\n   A\n  b \n") + (
        '<Paragraph Alignment="Center" Type="Action"><Text>THE END</Text></Paragraph>'
    )
    assert pairs(content) == [("action", "   A\n  b"), ("centered", "THE END")]


def test_scene_numbers_and_properties():
    content = (
        '<Paragraph Number=" 12A " Type="Scene Heading"><SceneProperties Length="3/8" Page="1">'
        "<Summary><Paragraph><Text>They meet.</Text></Paragraph></Summary><SceneArcBeats>"
        '<CharacterArcBeat Name="MARA"><Paragraph><Text>She\ndoubts.</Text></Paragraph>'
        "</CharacterArcBeat><CharacterArcBeat Name='JON'><Paragraph/></CharacterArcBeat>"
        "</SceneArcBeats></SceneProperties><Text>INT. HALL - DAY</Text></Paragraph>"
    )
    report = read(document(content))
    assert [(one.type, one.text, one.scene_number) for one in report.items] == [
        (T.SCENE_HEADING, "INT. HALL - DAY", "12A"),
        (T.SYNOPSIS, "They meet.", None),
    ]
    assert [(problem.line, problem.message) for problem in report.problems] == [
        (4, "an arc beat of MARA is no script text: 'She\\ndoubts.'")
    ]


def test_dual_dialogue():
    inner = paragraph("Character", "A") + paragraph("Dialogue", "Now!")
    content = f"<Paragraph><DualDialogue>{inner}{inner}</DualDialogue></Paragraph>"
    report = read(document(content + paragraph("Character", "B")))
    assert [one.dual for one in report.items] == [True] * 4 + [False]
    assert report.problems == ()


def test_omitted_scenes_are_kept_as_omitted():
    content = (
        '<Paragraph Number="21" Type="Scene Heading"><Text>Omitted</Text><OmittedScene>'
        + paragraph("Scene Heading", "EXT. YARD - DUSK")
        + paragraph("Action", "Mara waits.")
        + "</OmittedScene></Paragraph>"
        + paragraph("Action", "The kettle screams.")
    )
    assert [(one.text, one.scene_number, one.omitted) for one in read(document(content)).items] == [
        ("Omitted", "21", True),
        ("EXT. YARD - DUSK", None, True),
        ("Mara waits.", None, True),
        ("The kettle screams.", None, False),
    ]


def note(text: str, attributes: str = "") -> str:
    return f"<ScriptNote {attributes}><Paragraph><Text>{text}</Text></Paragraph></ScriptNote>"


def test_notes_in_a_paragraph_follow_it():
    lines = "".join(f"<Paragraph><Text>{text}</Text></Paragraph>" for text in "ab")
    two = f"<ScriptNote ID='1'>{lines}</ScriptNote>"
    content = paragraph("Action", "He sits.", two + note("c")) + paragraph("Action", "X.")
    assert pairs(content) == [
        ("action", "He sits."), ("note", "a\nb"), ("note", "c"), ("action", "X."),
    ]  # fmt: skip


def test_notes_at_the_end_follow_the_paragraph_of_their_range():
    dual = paragraph("Character", "MARA") + paragraph("Dialogue", "Yes.")
    content = (
        paragraph("Action", "Hum.")  # 0 to 4, then its break
        + f"<Paragraph><DualDialogue>{dual}</DualDialogue></Paragraph>"  # 5 to 7
        + paragraph("Action", "😀o.")  # 8: Final Draft counts UTF-16
        + paragraph("Action", "Last.")  # 13 to 18
    )
    ranges = ["13,14", "0,2", "5,7", "4,4", "99,100", "x", "12,13"]
    notes = "".join(note(text, f'Range="{text}"') for text in ranges)
    rest = f"<ScriptNotes>{notes}{note('')}</ScriptNotes>"
    assert [text for _, text in pairs(content, rest)] == [
        "Hum.", "0,2", "4,4", "MARA", "Yes.", "5,7", "😀o.", "12,13",
        "Last.", "13,14", "99,100", "x",
    ]  # fmt: skip


def test_title_page_comes_first():
    title = (
        "<TitlePage><HeaderAndFooter><Header><Paragraph><Text>.</Text></Paragraph></Header>"
        "</HeaderAndFooter><Content><Paragraph/><Paragraph><Text>THE  HALL</Text></Paragraph>"
        "<Paragraph><Text>by A. Writer</Text></Paragraph></Content></TitlePage>"
    )
    report = read(document(paragraph("Action", "X."), title))
    assert [(one.type, one.text) for one in report.items] == [
        (T.TITLE_PAGE, "THE  HALL"), (T.TITLE_PAGE, "by A. Writer"), (T.ACTION, "X."),
    ]  # fmt: skip
    assert report.record.script is not None
    assert report.record.script.title == "THE HALL"
    assert report.record.script.elements == report.items


def test_revisions():
    sets = '<Revisions><Revision ID="1" Name="Blue"/><Revision ID="2" Name="Pink"/></Revisions>'
    content = (
        '<Paragraph Type="Action"><Text RevisionID="0">A</Text></Paragraph>'
        '<Paragraph Type="Action"><Text RevisionID="1">B</Text><Text>c</Text></Paragraph>'
        '<Paragraph Type="Action"><Text RevisionID="2">B</Text><Text RevisionID="1">c</Text>'
        "</Paragraph>"
        '<Paragraph Type="Action"><Text RevisionID="x">D</Text></Paragraph>'
    )
    report = read(document(content, sets))
    assert [one.revision for one in report.items] == [None, "Blue", "Pink", None]
    assert report.record.script is not None
    assert report.record.script.draft == "Pink"
    unnamed = read(document('<Paragraph Type="Action"><Text RevisionID="7">A</Text></Paragraph>'))
    assert unnamed.items[0].revision == "7"


def test_alternative_lines_are_named():
    alternatives = f"<AltCollection>\n<Alt Id='1'>{paragraph('', 'Or so.')}</Alt></AltCollection>"
    report = read(document(paragraph("Dialogue", "So."), alternatives))
    assert [one.text for one in report.items] == ["So."]
    assert [(problem.line, "Or so." in problem.message) for problem in report.problems] == [
        (7, True)
    ]


def test_what_stands_elsewhere_is_no_script():
    rest = (
        "<HeaderAndFooter><Header><Paragraph><Text>.</Text></Paragraph></Header></HeaderAndFooter>"
        "<ListItems><ListItem><Content><Paragraph><Text>Beat.</Text></Paragraph></Content></ListItem></ListItems>"
    )
    assert pairs(paragraph("Action", "X."), rest) == [("action", "X.")]


@pytest.mark.parametrize("data", ["", "no", "<a/>", "<FinalDraft>", "<fcpxml version='1.9'/>"])
def test_what_is_no_final_draft_is_damaged(data: str):
    with pytest.raises(Damaged) as caught:
        read(data)
    assert caught.value.file == "a.fdx"


def test_a_document_without_content_says_so():
    report = read("<FinalDraft/>")
    assert report.items == ()
    assert len(report.problems) == 1


def test_limits():
    with pytest.raises(LimitExceeded):
        read(document(paragraph("Action", "X.") * 50), items=40)
    deep = "<Paragraph>" * 60 + "</Paragraph>" * 60
    with pytest.raises(LimitExceeded):
        read(document(deep), depth=50)
    assert read(document(deep)).items == ()


@pytest.mark.parametrize(
    ("head", "name", "low", "high"),
    [
        (document(paragraph("Action", "X.")).encode(), "a.txt", 0.9, 1.0),
        (b"<!-- x --><FinalDraft>", "a", 0.9, 1.0),
        ("<?xml version='1.0'?><FinalDraft>".encode("utf-16"), "a", 0.9, 1.0),
        (b"<a>FinalDraft</a>", "a.xml", 0.0, 0.0),
        (b"I use FinalDraft", "a.txt", 0.0, 0.0),
        (b"x", "a.fdx", 0.3, 0.3),
        (b"", "a.fdx", 0.0, 0.0),
    ],
)
def test_sniff(head: bytes, name: str, low: float, high: float):
    assert low <= FinalDraft().sniff(head, Path(name)) <= high


# Writing.


def said(elements) -> list[Element]:
    return [one._replace(line=None, start=None, end=None) for one in elements]


def again(*elements: Element, draft: str | None = None) -> list[Element]:
    script = Script(None, elements, draft)
    return said(read(FinalDraft().write(Record(script=script))).items)


@given(SCRIPTS)
@settings(max_examples=150, deadline=None)
@example([Element(T.PAGE_BREAK, ""), Element(T.NOTE, "n"), Element(T.SECTION, "A", level=9)])
@example([Element(T.NOTE, "first"), Element(T.BONEYARD, "a & <b>"), Element(T.ACTION, "X")])
def test_what_is_written_reads_back(elements: list[Element]):
    assert again(*elements) == said(elements)


def test_everything_that_a_script_can_hold_reads_back():
    elements = (
        Element(T.TITLE_PAGE, "Title: The Hall"),
        Element(T.TITLE_PAGE, "Author:\n\tA\n\tB"),
        Element(T.TITLE_PAGE, "no key"),
        Element(T.SCENE_HEADING, 'INT. "HALL" & <YARD>', "1"),
        Element(T.SYNOPSIS, "They\nmeet."),
        Element(T.SYNOPSIS, "And part."),
        Element(T.NOTE, "Why?\nSo."),
        Element(T.ACTION, "  Indented\n\n  twice.", revision="Blue"),
        Element(T.SYNOPSIS, "Alone."),
        Element(T.CHARACTER, "A", dual=True),
        Element(T.DIALOGUE, "Now.", revision="Pink", dual=True),
        Element(T.NOTE, "loud"),
        Element(T.CHARACTER, "B", dual=True),
        Element(T.DIALOGUE, "Now.", dual=True),
        Element(T.CHARACTER, "C", dual=True),
        Element(T.DIALOGUE, "Late.", dual=True),
        Element(T.SCENE_HEADING, "OMITTED", "2", omitted=True),
        Element(T.NOTE, "cut for time"),
        Element(T.SCENE_HEADING, "EXT. YARD", omitted=True),
        Element(T.SYNOPSIS, "Gone.", omitted=True),
        Element(T.CHARACTER, "A", omitted=True, dual=True),
        Element(T.NOTE, "in the cut", omitted=True),
        Element(T.SCENE_HEADING, "OMITTED", "3", omitted=True),
        Element(T.ACTION, "Kept."),
        Element(T.ACTION, "Cut without a card.", omitted=True),
        Element(T.BONEYARD, "INT. OLD\n\nGone."),
        Element(T.PAGE_BREAK, ""),
        Element(T.CENTERED, "THE END"),
    )
    assert again(*elements, draft="Blue") == said(elements)
    data = FinalDraft().write(Record(script=Script(None, elements, "Blue")))
    script = read(data).record.script
    assert script is not None
    assert (script.title, script.draft) == ("The Hall", "Blue")


def test_characters_that_xml_cannot_hold_are_replaced():
    assert again(Element(T.ACTION, "a\x00b\x0cc\ud800d\uffffe")) == [
        Element(T.ACTION, "a\ufffdb\ufffdc\ufffdd\ufffde")
    ]


def test_nothing_to_write():
    with pytest.raises(AskedWrongly):
        FinalDraft().write(Record())


@given(SCRIPTS)
@settings(max_examples=100, deadline=None)
def test_fountain_to_final_draft_and_back(elements: list[Element]):
    text = Fountain().write(Record(script=Script(None, tuple(elements))))
    source = Source(Path("a.fountain"))
    source.__dict__["data"] = text
    script = Fountain().read(source, Options()).record.script
    assert script is not None
    back = read(FinalDraft().write(Record(script=script))).record.script
    assert back is not None
    assert Fountain().write(Record(script=back)) == text


# Any bytes.

VALID = document(
    '<Paragraph Number="1" Type="Scene Heading"><SceneProperties Length="1/8"><Summary><Paragraph>'
    "<Text>S</Text></Paragraph></Summary></SceneProperties><Text RevisionID='1'>INT. É</Text>"
    "<OmittedScene><Paragraph Type='Action'><Text>X</Text></Paragraph></OmittedScene></Paragraph>"
    "<Paragraph><DualDialogue><Paragraph Type='Character'><Text>A</Text></Paragraph></DualDialogue>"
    "</Paragraph>",
    '<ScriptNotes><ScriptNote Range="1,2"><Paragraph><Text>n</Text></Paragraph></ScriptNote>'
    "</ScriptNotes><Revisions><Revision ID='1' Name='Blue'/></Revisions>",
).encode()


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes):
    with contextlib.suppress(CircletakeError):
        assert read(data).imported >= 0
    assert 0.0 <= FinalDraft().sniff(data, Path("a.txt")) <= 1.0


@given(
    st.lists(
        st.tuples(st.integers(0, len(VALID)), st.integers(0, 15), st.binary(max_size=5)), max_size=3
    )
)
@settings(max_examples=300, deadline=None)
def test_any_damage_is_read_or_refused(damage: list[tuple[int, int, bytes]]):
    data = VALID
    for at, cut, put in damage:
        data = data[:at] + put + data[at + cut :]
    with contextlib.suppress(CircletakeError):
        report = read(data)
        assert report.in_file == report.imported
