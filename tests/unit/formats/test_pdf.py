"""PDF screenplays: layout to elements."""

import difflib
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from circletake.errors import Damaged, LimitExceeded, ReadError
from circletake.model import Element, ElementType
from circletake.plugins.formats.pdf import PdfScript
from circletake.ports.formats import Options, Report, Source
from circletake.tools import Limits
from tests.unit.formats.pdf_pages import Sheet, write

SCENE = """
h INT. KITCHEN - DAY

a Ada stirs the pot. It has been on the stove all of the day
a and nobody asked.

c ADA
p (not looking up)
d Soup is a question of patience,
d and of salt.

c BEN (O.S.)
d Is it?

t CUT TO:

h EXT. YARD - NIGHT

a Rain.

c BEN
d I said: is it?
"""


@pytest.fixture
def read(tmp_path):
    def read(*pages: Sheet, limits: Limits | None = None) -> Report[Element]:
        path = tmp_path / "script.pdf"
        path.write_bytes(write(list(pages)))
        return PdfScript().read(Source(path, limits or Limits()), Options())

    return read


def sheet(text: str) -> Sheet:
    page = Sheet()
    page.script(text)
    return page


def kinds(report: Report[Element]) -> list[tuple[str, str]]:
    return [(element.type.value, element.text) for element in report.items]


def test_columns_tell_what_a_line_is(read):
    report = read(sheet(SCENE))
    assert kinds(report) == [
        ("scene_heading", "INT. KITCHEN - DAY"),
        ("action", "Ada stirs the pot. It has been on the stove all of the day and nobody asked."),
        ("character", "ADA"),
        ("parenthetical", "(not looking up)"),
        ("dialogue", "Soup is a question of patience, and of salt."),
        ("character", "BEN (O.S.)"),
        ("dialogue", "Is it?"),
        ("transition", "CUT TO:"),
        ("scene_heading", "EXT. YARD - NIGHT"),
        ("action", "Rain."),
        ("character", "BEN"),
        ("dialogue", "I said: is it?"),
    ]  # fmt: skip
    assert (report.in_file, report.imported, report.problems) == (12, 12, ())
    assert report.record.script is not None
    assert report.record.script.elements == report.items


def test_margins_are_found_in_each_document(read):
    page = Sheet(595, 842)
    left = {"h": 72, "a": 72, "c": 230, "p": 180, "d": 144}
    y = 770.0
    for line in SCENE.strip().split("\n"):
        if line:
            page.text(left.get(line[0], 470), y, line[2:])
        y -= 12
    assert kinds(read(page)) == kinds(read(sheet(SCENE)))


def shifted(text: str, points: float) -> Sheet:
    page = sheet(text)
    moved = re.compile(rb"Tf 1 0 0 1 (\S+) ")
    page.content = [
        moved.sub(lambda m: b"Tf 1 0 0 1 %g " % (float(m[1]) + points), each)
        for each in page.content
    ]
    return page


def test_a_gutter_moves_every_other_page(read):
    pages = [shifted(SCENE, 18 * (number % 2)) for number in range(6)]
    assert kinds(read(*pages)) == kinds(read(sheet(SCENE))) * 6


def test_cues_at_the_edge_of_dialogue(read):
    page = Sheet()
    left = {"h": 72, "a": 72, "c": 108, "p": 108, "d": 108, "t": 470}
    for number, line in enumerate(SCENE.strip().split("\n")):
        if line:
            page.text(left[line[0]], 740 - 12 * number, line[2:])
    assert kinds(read(page)) == kinds(read(sheet(SCENE)))


def test_a_cue_that_begins_many_pages_is_no_header(read):
    lines = ("No.", "So it is.", "I said salt.", "And more?", "Well then.", "Good night.")
    talk = "c ADA (CONT'D)\nd {}\n\nc BEN\nd You did.\n\na Rain."
    report = read(sheet(SCENE), *(sheet(talk.format(line)) for line in lines))
    assert [text for kind, text in kinds(report) if kind == "character"].count("ADA (CONT'D)") == 6


def test_page_furniture_is_no_script(read):
    pages = []
    for number in range(1, 7):
        page = sheet(SCENE)
        page.text(108, 750, "SOUP - Blue Rev. 3/4/24")
        page.text(530, 750, f"{number}.")
        page.text(250, 40, "(c) Nobody")
        page.tilted("SECRET")
        pages.append(page)
    report = read(*pages)
    assert kinds(report) == kinds(read(sheet(SCENE))) * 6
    said = [problem.message for problem in report.problems]
    assert any("6 pages" in text and "watermark" in text for text in said)
    assert any("SOUP - Blue Rev. 3/4/24" in text and "6 pages" in text for text in said)
    assert all(problem.line is None for problem in report.problems)


def test_speech_over_a_page_is_one_speech(read):
    first = sheet("h INT. A - DAY\n\na B.\n\nc ADA\nd One.\n\nc ADA\nd It goes on and\nc (MORE)")
    second = Sheet()
    second.text(530, 750, "2.")
    second.script("c ADA (CONT'D)\nd on.\n\nc BEN\nd Yes.")
    report = read(first, second)
    assert kinds(report)[2:] == [
        ("character", "ADA"), ("dialogue", "One."), ("character", "ADA"),
        ("dialogue", "It goes on and on."), ("character", "BEN"), ("dialogue", "Yes."),
    ]  # fmt: skip


def test_a_cue_overleaf_without_more_is_a_cue(read):
    first = sheet("h INT. A - DAY\n\nc ADA\nd One.\n\nc BEN\nd Two.")
    report = read(first, sheet("c BEN (CONT'D)\nd Three.\n\na End."))
    assert ("character", "BEN (CONT'D)") in kinds(report)


def test_continued_scenes_and_numbers_in_both_margins(read):
    first, second = Sheet(), Sheet()
    first.script("h INT. KITCHEN - DAY\n\nc ADA\nd One.\n\nc BEN\nd Two.\n\nt (CONTINUED)")
    first.text(60, 708, "24A")
    first.text(560, 708, "24A")
    second.text(108, 730, "CONTINUED: (2)")
    second.text(60, 730, "24A")
    second.text(560, 730, "24A")
    second.script("a A knock.\n\nh OMITTED\n\nh INT. ATTIC - NIGHT")
    for y, number in ((684, "25"), (660, "26")):
        second.text(60, y, number)
        second.text(560, y, number)
    report = read(first, second)
    heads = [element for element in report.items if element.type is ElementType.SCENE_HEADING]
    assert [(head.scene_number, head.text, head.omitted) for head in heads] == [
        ("24A", "INT. KITCHEN - DAY", False),
        ("25", "OMITTED", True),
        ("26", "INT. ATTIC - NIGHT", False),
    ]
    assert not [text for _, text in kinds(report) if "CONTINUED" in text]


def test_scene_number_before_the_heading_on_its_line(read):
    report = read(
        sheet("h 12 INT. HALL - DAY\n\nc ADA\nd One.\n\nh 13A. EXT. ROAD\n\nc BEN\nd Two.")
    )
    assert [(e.scene_number, e.text) for e in report.items if e.scene_number] == [
        ("12", "INT. HALL - DAY"), ("13A", "EXT. ROAD"),
    ]  # fmt: skip


def test_revision_marks(read):
    page = sheet(SCENE)
    page.text(570, 708 - 24, "*")
    page.text(570, 708 - 36, "*")
    report = read(page)
    assert [element.text[:4] for element in report.items if element.revision == "*"] == ["Ada "]
    assert not [element for element in report.items if "*" in element.text]


def test_dual_dialogue(read):
    page = sheet(SCENE)
    page.text(177, 372, "ADA")
    page.text(396, 372, "BEN")
    page.text(141, 360, "No.")
    page.text(380, 360, "(at once)")
    page.text(360, 348, "Yes.")
    page.text(108, 324, "They laugh.")
    report = read(page)
    assert [(e.type.value, e.text, e.dual) for e in report.items[-6:]] == [
        ("character", "ADA", True), ("dialogue", "No.", True), ("character", "BEN", True),
        ("parenthetical", "(at once)", True), ("dialogue", "Yes.", True),
        ("action", "They laugh.", False),
    ]  # fmt: skip


def test_title_page(read):
    title = Sheet()
    for y, text in ((480, "THE SOUP"), (444, "written by"), (420, "A. Cook")):
        title.text(306 - 3.6 * len(text), y, text)
    title.text(108, 90, "3 Spoon Street")
    title.text(108, 78, "Potsdam")
    title.text(400, 78, "Blue Revision 3/4/24")
    report = read(title, sheet(SCENE))
    script = report.record.script
    assert script is not None
    assert (script.title, script.draft) == ("THE SOUP", "Blue Revision 3/4/24")
    front = [text for kind, text in kinds(report) if kind == "title_page"]
    assert front == [
        "THE SOUP", "written by", "A. Cook", "3 Spoon Street\nPotsdam", "Blue Revision 3/4/24",
    ]  # fmt: skip


def test_centred_text_and_chosen_line_breaks(read):
    report = read(sheet(f"{SCENE.strip()}\n\na Longer.\na Much longer.\n\nm THE END"))
    assert kinds(report)[-2:] == [("action", "Longer.\nMuch longer."), ("centered", "THE END")]


def test_text_at_one_margin_is_read_by_its_words(read):
    flat = re.sub(r"(?m)^[cpd] ", "a ", SCENE).replace("t CUT TO:", "a CUT TO:")
    assert [kind for kind, _ in kinds(read(sheet(flat)))] == [
        kind for kind, _ in kinds(read(sheet(SCENE)))
    ]


def test_bold_headings_without_a_place_name(read):
    page = Sheet()
    y = 708.0
    for line in (*SCENE.strip().split("\n"), "", "h LATER", "", "a Soup."):
        if line.startswith("h"):
            page.text(108, y, line[2:], bold=True)
        elif line:
            one = Sheet()
            one.script(line, y)
            page.content += one.content
        y -= 12
    assert ("scene_heading", "LATER") in kinds(read(page))


def test_a_page_turned_by_the_file(read):
    page = Sheet(792, 612, rotate=90)
    # Shown, x is the file's y, and y is the width less the file's x.
    for x, y, text in (
        (108, 708, "INT. SHED - DAY"), (108, 684, "Dark."), (252, 660, "ADA"), (180, 648, "Hm."),
    ):  # fmt: skip
        page.turned(792 - y, x, text)
    assert kinds(read(page)) == [
        ("scene_heading", "INT. SHED - DAY"), ("action", "Dark."),
        ("character", "ADA"), ("dialogue", "Hm."),
    ]  # fmt: skip


def test_comments_become_notes(read):
    page = sheet(SCENE)
    page.text(60, 708, "7")
    page.notes.append((690, "Can we lose the pot?", "M. Director"))
    report = read(page)
    assert ("note", "Can we lose the pot?") in kinds(report)
    (note,) = report.record.notes
    assert (note.text, note.author) == ("Can we lose the pot?", "M. Director")
    assert [reference.value for reference in note.references] == ["7"]


def test_pictures_are_refused_in_words(read):
    with pytest.raises(ReadError, match="pages are pictures") as caught:
        read(Sheet(picture=True), Sheet(picture=True))
    assert "OCR" in (caught.value.fix or "")


def test_one_picture_among_pages_is_a_problem(read):
    report = read(sheet(SCENE), Sheet(picture=True), sheet(SCENE))
    assert report.in_file == report.imported + 1
    assert [problem.message for problem in report.problems] == [
        "page 2 is a picture; its words were not read"
    ]


def test_empty_pages_and_other_documents(read):
    with pytest.raises(ReadError, match="no text"):
        read(Sheet())
    report = read(sheet("a Dear all,\n\na lunch is at noon."))
    assert [problem.message for problem in report.problems] == [
        "no scene heading and no cue: it is not laid out as a screenplay"
    ]


def test_too_many_pages(read):
    with pytest.raises(LimitExceeded):
        read(sheet(SCENE), sheet(SCENE), limits=Limits(items=1))


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.4", b"%PDF-1.7\n" + b"\xff\0<</" * 500])
def test_no_pdf(tmp_path, data):
    path = tmp_path / "x.pdf"
    path.write_bytes(data)
    with pytest.raises(ReadError):
        PdfScript().read(Source(path), Options())


def test_a_cut_off_file_is_damaged_or_read(tmp_path):
    whole = write([sheet(SCENE)])
    path = tmp_path / "x.pdf"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Damaged):
        PdfScript().read(Source(path), Options())


def test_sniff():
    assert PdfScript().sniff(b"%PDF-1.7\n", Path("a.txt")) > 0.5
    assert PdfScript().sniff(b"FADE IN:", Path("a.pdf")) == 0


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _agreement(left: list[str], right: list[str]) -> float:
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    return same / max(len(left), len(right))


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["features/Big-Fish", "shorts/Brick-and-Steel"])
def test_agrees_with_the_final_draft_file(corpus, name):
    report = PdfScript().read(Source(corpus / "screenplays" / f"{name}.pdf"), Options())
    content = ET.parse(corpus / "screenplays" / f"{name}.fdx").getroot().find("Content")
    assert content is not None
    paragraphs = [
        (p.get("Type"), "".join(run.text or "" for run in p.findall("Text")))
        for p in content.iter("Paragraph")
    ]
    body = [e for e in report.items if e.type is not ElementType.TITLE_PAGE]
    words = [word for e in body for word in _words(e.text)]
    assert _agreement(words, [word for _, text in paragraphs for word in _words(text)]) > 0.999
    for kind, type_ in (
        ("Character", ElementType.CHARACTER),
        ("Transition", ElementType.TRANSITION),
    ):
        ours = [" ".join(e.text.split()) for e in body if e.type is type_]
        theirs = [" ".join(text.split()) for k, text in paragraphs if k == kind and text.strip()]
        assert _agreement(ours, theirs) == 1, kind
    # Headings that only a mark in the source makes headings cannot be seen on the page.
    placed = re.compile(r"(INT|EXT)\b")
    ours = [" ".join(e.text.split()) for e in body if e.type is ElementType.SCENE_HEADING]
    theirs = [
        " ".join(t.split()) for k, t in paragraphs if k == "Scene Heading" and placed.match(t)
    ]
    assert _agreement([h for h in ours if not h.startswith("EXT/INT")], theirs) == 1
