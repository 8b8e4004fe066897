"""Directors' and editors' notes."""

import io
import random
import zipfile
from pathlib import Path

import docx
import docx.oxml
import pytest

from circletake.errors import Damaged, LimitExceeded
from circletake.model import Note, parse_slate
from circletake.plugins.formats.notes import Notes
from circletake.plugins.formats.notes._references import find
from circletake.ports.formats import Options, Report, Source
from circletake.tools import Limits

DATA = Path(__file__).parents[2] / "data" / "notes"


@pytest.fixture
def of(tmp_path):
    def of(data: str | bytes, name: str = "x.txt", limits: Limits | None = None) -> Report[Note]:
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return Notes().read(Source(path, limits or Limits()), Options())

    return of


def values(note: Note) -> list[str]:
    return [f"{reference.kind} {reference.value}" for reference in note.references]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sc 24 is long", ["scene 24"]),
        ("scene 24A, then sc. 7", ["scene 24A", "scene 7"]),
        ("sc. 12-14 drag", ["scene 12", "scene 13", "scene 14"]),
        ("scenes 3, 5 and 7A", ["scene 3", "scene 5", "scene 7A"]),
        ("Sc 2, 2-3, 01:00:21:14.", ["scene 2", "take 2-3", "timecode 01:00:21:14"]),
        ("Sc 2, 2A-3 for 2A-2", ["scene 2", "take 2A-3", "take 2A-2"]),
        ("scenes 1, 5-7 and 9", ["scene 1", "scene 5", "scene 6", "scene 7", "scene 9"]),
        ("24A-3", ["take 24A-3"]),
        ("24A/3 over 24a-04", ["take 24A-3", "take 24A-4"]),
        ("24A take 3", ["take 24A-3"]),
        ("24A T3 and 24At4", ["take 24A-3", "take 24A-4"]),
        ("tk 3 of 24A", ["take 24A-3"]),
        ("takes 2, 4 & 5 of 24A", ["take 24A-2", "take 24A-4", "take 24A-5"]),
        ("Scene 24A take 3, not take 5", ["take 24A-3", "take 24A-5"]),
        ("Scene 24, setup A, take 3", ["take 24A-3"]),
        ("slate 112 take 4", ["take 112-4"]),
        ("112-4 out, 112-5 in", ["take 112-4", "take 112-5"]),
        ("Setup 24H is best, so is 24B", ["slate 24H", "slate 24B"]),
        ("24K-2", ["take 24K-2"]),
        ("V8033-14 and 24A-3B", ["take V8033-14", "take 24A-3B"]),
        ("24A-PU2", ["take 24A-PU2"]),
        ("take 3 and 24A", ["take 3", "slate 24A"]),
        ("scene 24-3", ["take 24-3"]),
        ("at 01:00:12:04 or 01:00:12;04", ["timecode 01:00:12:04", "timecode 01:00:12;04"]),
        ("around 00:12", ["timecode 00:12"]),
        ("v3 was better than cut 5", ["cut v3", "cut v5"]),
        ("SOUP_V01 to SOUP_R2_v12_export", ["cut SOUP_V01", "cut SOUP_R2_v12_export"]),
        ("A012C003_240503_R1BY is soft", ["clip A012C003_240503_R1BY"]),
        ("use A012C003_240503_R1BY.mov", ["clip A012C003_240503_R1BY"]),
        ("use interview_ada.MOV", ["clip interview_ada"]),
    ],
)
def test_references(text, expected):
    assert [f"{f.reference.kind} {f.reference.value}" for f in find(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "cut 5 frames", "trim 12-14 frames", "on page 24-25", "5-10 days", "2024-03-01", "12/3/24",
        "a 4K master in 3D", "at 6:30 pm", "the 24mm", "an MP4-2", "I need 3 takes", "16:9, 2.39:1",
        "cut to the pot", "the 2nd half", "take your time",
    ],
)  # fmt: skip
def test_what_points_at_nothing(text):
    assert not list(find(text))


def test_values_are_spelled_as_takes_are():
    for found in find("24A-3, 112-4, tk 2 of 24b, 24A-PU2, V8033-14"):
        slate = parse_slate(found.reference.value)
        assert slate is not None
        assert slate.take in {2, 3, 4, 14}


def test_markdown():
    report = Notes().read(Source(DATA / "soup_notes.md"), Options())
    assert (report.in_file, report.imported, report.problems) == (6, 6, ())
    assert report.record.notes == report.items
    cuts = ["cut SOUP_V01", "cut SOUP_V02"]
    assert [(note.line, note.author, values(note)) for note in report.items] == [
        (5, "editor", ["take 24A-3", "take 24A-5", *cuts]),
        (6, "editor", ["scene 25", *cuts]),
        (7, "editor", ["take 25-2", *cuts, "scene 25"]),
        (8, "Director", [*cuts, "scene 25"]),
        (15, "AK", ["take 26A-3", "slate 26A", "scene 26"]),
        (17, "editor", ["timecode 01:00:12:04", "timecode 01:00:15:00", "scene 26"]),
    ]
    assert report.items[0].text == "24A-3 out, 24A-5 in: focus goes in the middle."
    assert report.items[3].text == "**Director:** keep the pot.\nIt matters."
    assert (report.items[5].start, report.items[5].end) == ("01:00:12:04", "01:00:15:00")


def test_plain_text():
    report = Notes().read(Source(DATA / "screening.txt"), Options())
    assert [(note.line, note.author, note.text, values(note)) for note in report.items] == [
        (4, "Ada Kovacs", "General: it works.", ["cut v3"]),
        (7, "Ada Kovacs", "24A-3 is the one.", ["take 24A-3", "cut v3", "scene 24"]),
        (8, "Ada Kovacs", "24A-4 is soft in the tail.", ["take 24A-4", "cut v3", "scene 24"]),
        (11, "BEN", "lose the dog", ["cut v3", "scene 24"]),
        (12, "BEN", "01:02:03:04 flash frame", ["timecode 01:02:03:04", "cut v3", "scene 24"]),
    ]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends(of, end):
    text = (DATA / "soup_notes.md").read_text(encoding="utf-8")
    assert of(text.replace("\n", end).encode()).items == of(text).items


def test_a_paragraph_stays_whole(of):
    (note,) = of("The pot is the heart of the\nfilm and we never\nsee it (24A-3)\n").items
    assert note.text == "The pot is the heart of the\nfilm and we never\nsee it (24A-3)"
    assert values(note) == ["take 24A-3"]


def test_front_matter(of):
    (note,) = of("---\nauthor: Ada\nmood: grim\n---\nToo long.\n", "x.md").items
    assert (note.author, note.line) == ("Ada", 5)


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("AK: too long", "AK"), ("**Ada Kovacs**: too long", "Ada Kovacs"), ("[AK] too long", "AK"),
        ("Producer - too long", "Producer"), ("Too long. -AK", "AK"), ("Too long - AK", "AK"),
        ("VFX: paint out the boom", None), ("Scene 24: too long", None), ("ADR: the line", None),
        ("**Opening:** too long", None), ("24A: too long", None),
    ],
)  # fmt: skip
def test_authors(of, text, author):
    assert of(text).items[0].author == author


@pytest.mark.parametrize(
    "line",
    ["Ada Kovacs, director, 4 November 2026", "Ada Kovacs (Director)", "**Ada Kovacs, editor**"],
)
def test_a_byline_names_the_author_of_what_follows(of, line):
    report = of(f"## Day 1\n\n{line}\n\n- too long\n- the dog\n", "x.md")
    assert [(note.author, note.text) for note in report.items] == [
        ("Ada Kovacs", "too long"), ("Ada Kovacs", "the dog"),
    ]  # fmt: skip
    assert of("Ada Kovacs, director, says it is too long.").items[0].author is None


def test_a_heading_that_says_something_is_kept(of):
    report = of(
        "## Sc 24 - cut the whole thing?\n\n# Title\n\nSCENE 25\n\nSHOUTING REMARK\n", "x.md"
    )
    assert [note.text for note in report.items] == [
        "Sc 24 - cut the whole thing?", "SHOUTING REMARK",
    ]  # fmt: skip
    assert [note.text for note in of("SCENE 25\n\nSCENE 26\n\nlong\n").items] == [
        "SCENE 25",
        "long",
    ]


def test_nothing_is_said_to_be_nothing(of):
    report = of("\n\n---\n")
    assert (report.in_file, report.imported) == (0, 0)
    assert report.problems[0].message == "nothing is written in it"


def test_a_guessed_encoding_is_said(of):
    report = of("Die Göttin bleibt.".encode("cp1252"))
    assert report.items[0].text == "Die Göttin bleibt."
    assert "cp1252" in report.problems[0].message


def test_limits(of):
    with pytest.raises(LimitExceeded):
        of("a.\n\nb.\n\nc.\n", limits=Limits(items=2))
    report = of("24A-3 " * 100_000)
    assert len(report.items[0].references) == 1
    assert "first 20000 characters" in report.problems[0].message


def word(path: Path) -> None:
    document = docx.Document()
    document.add_heading("SOUP: director's notes", 0)
    document.add_heading("Scene 24", 1)
    remark = document.add_paragraph("24A-3 is the one.")
    document.add_paragraph("lose the dog", style="List Bullet")
    document.add_heading("Scene 25", 1)
    table = document.add_table(rows=2, cols=3)
    for row, cells in zip(
        table.rows, (("TC", "Note", "By"), ("01:02:03:04", "flash", "AK")), strict=True
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.add_comment(remark.runs[0], text="Really?", author="Ben")
    document.save(str(path))


def test_word(tmp_path):
    path = tmp_path / "x.docx"
    word(path)
    report = Notes().read(Source(path), Options())
    assert (report.in_file, report.imported, report.problems) == (4, 4, ())
    assert [(note.author, note.text, values(note), note.line) for note in report.items] == [
        ("director", "24A-3 is the one.", ["take 24A-3", "scene 24"], None),
        ("Ben", "Really?", ["scene 24"], None),
        ("director", "lose the dog", ["scene 24"], None),
        ("AK", "01:02:03:04 | flash | AK", ["timecode 01:02:03:04", "scene 25"], None),
    ]


def test_word_keeps_tracked_insertions_and_leaves_deletions(tmp_path):
    path = tmp_path / "x.docx"
    document = docx.Document()
    paragraph = document.add_paragraph("It is ")
    for tag, inner, text in (("ins", "t", "too long."), ("del", "delText", "fine.")):
        element = docx.oxml.parse_xml(
            f'<w:{tag} xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            f"<w:r><w:{inner}>{text}</w:{inner}></w:r></w:{tag}>"
        )
        paragraph._p.append(element)
    document.save(str(path))
    assert Notes().read(Source(path), Options()).items[0].text == "It is too long."


def test_word_that_unpacks_to_too_much_is_refused(tmp_path, of):
    path = tmp_path / "x.docx"
    word(path)
    with pytest.raises(LimitExceeded, match="unpacks"):
        Notes().read(Source(path, Limits(expansion=1000)), Options())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(50_000_000))
    with pytest.raises(LimitExceeded):
        of(packed.getvalue(), "bomb.docx", Limits(expansion=10_000_000))


def test_broken_word_is_damaged(tmp_path, of):
    path = tmp_path / "x.docx"
    word(path)
    whole = path.read_bytes()
    chance = random.Random(1)
    broken = bytearray(whole)
    for _ in range(200):
        broken[chance.randrange(len(broken))] = chance.randrange(256)
    for data in (b"PK\x03\x04", whole[: len(whole) // 2], bytes(broken)):
        with pytest.raises(Damaged):
            of(data, "y.docx")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(Damaged):
        of(packed.getvalue(), "z.docx")


def test_sniff(tmp_path):
    sniff = Notes().sniff
    assert sniff(b"The pot is the heart of it.", Path("x.txt")) == 0.3
    assert sniff(b"The pot is the heart of it.", Path("x.MD")) == 0.3
    assert sniff(b"The pot is the heart of it.", Path("x.csv")) == 0
    assert 0 < sniff(b"The pot is the heart of it.", Path("NOTES")) < 0.3
    assert sniff(bytes(range(32)) * 10, Path("x.txt")) == 0
    path = tmp_path / "x.docx"
    word(path)
    assert sniff(path.read_bytes()[: 64 * 1024], path) == 0.9
    assert sniff(b"PK\x03\x04" + bytes(100), Path("x.zip")) == 0
