"""Fountain: the syntax, case by case."""

from pathlib import Path

import pytest

from circletake.errors import LimitExceeded
from circletake.model import ElementType as T
from circletake.plugins.formats.fountain import Fountain
from circletake.ports.formats import Format, Options, Report, Source, Writer
from circletake.tools import Limits

BRICK = """Title:
\t_**BRICK & STEEL**_
\t_**FULL RETIRED**_
Credit: Written by
Author: Stu Maschwitz
Draft date: 1/20/2012

EXT. BRICK'S POOL - DAY
"""


def read(text: str | bytes, folder: Path | None = None, **limits: int) -> Report:
    data = text if isinstance(text, bytes) else text.encode()
    source = Source(Path("a.fountain"), Limits(**limits))
    source.__dict__["data"] = data
    return Fountain().read(source, Options())


def pairs(text: str | bytes) -> list[tuple[str, str]]:
    return [(one.type.value, one.text) for one in read(text).items]


def of(kind: T, text: str) -> list[str]:
    return [one.text for one in read(text).items if one.type is kind]


def test_it_is_a_format_and_a_writer():
    assert isinstance(Fountain(), Format)
    assert isinstance(Fountain(), Writer)


# Each case is written after a row of the syntax's own page.
CASES = [
    ("EXT. BRICK'S POOL - DAY\n\nSteel.\n", "scene_heading action"),
    ("int. house - day\n\nX sits.\n", "scene_heading action"),
    ("INT/EXT CAR - DAY\n\nX sits.\n", "scene_heading action"),
    ("INT./EXT. CAR - DAY\n\nX sits.\n", "scene_heading action"),
    ("I/E CAR - DAY\n\nX sits.\n", "scene_heading action"),
    ("EST. CITY\n\nX sits.\n", "scene_heading action"),
    ("He looks.\n\nINTERCUT WITH:\n\nMore.\n", "action action action"),
    ("ESTABLISHING\n\nMore.\n", "action action"),
    ("X waits.\n\n...and waits.\n", "action action"),
    ("He runs.\nShe runs.\n\nNext.\n", "action action"),
    ("!SCANNING THE AISLES...\nWhere is that pit boss?\n", "action"),
    ("STEEL\nThe man is a myth!\n", "character dialogue"),
    ("R2D2\nBeep.\n", "character dialogue"),
    ("1ST SOLDIER\nHalt.\n", "character dialogue"),
    ("23\nBeep.\n", "action"),
    ("STEEL\n(starting the engine)\nSo much.\n", "character parenthetical dialogue"),
    ("STEEL\nA\n(pause)\n(then)\nB\n", "character dialogue parenthetical parenthetical dialogue"),
    ("STEEL\n(a long\naside)\n", "character dialogue"),
    ("DEALER\nTen.\n  \nHit or stand?\n\nAction.\n", "character dialogue action"),
    ("DEALER\nTen.\n\t\nHit or stand?\n\nAction.\n", "character dialogue action"),
    ("DEALER\nTen.\n \nHit or stand?\n", "character dialogue action"),
    ("DEALER\nTen.\n  \nBOB\nHit me.\n", "character dialogue character dialogue"),
    ("~Willy Wonka! Willy Wonka!\n\nX.\n", "lyrics action"),
    ("SINGER\n~La\nspoken\n~la\n\nX.\n", "character lyrics dialogue lyrics action"),
    ("X.\n\nCUT TO:\n\nEXT. A - DAY\n", "action transition scene_heading"),
    ("X.\n\nCUT TO: \n\nEXT. A - DAY\n", "action action scene_heading"),
    ("X.\n\nCUT TO:\nEXT. A - DAY\n", "action transition scene_heading"),
    ("X.\n\nCUT TO:\nBob says so.\n", "action character dialogue"),
    ("X.\n\nTO:\n\nY\n", "action action action"),
    ("X.\n\n> Burn to White.\n\nY.\n", "action transition action"),
    ("X.\n\n>THE END<\n", "action centered"),
    ("X.\n\n===\n\nY.\n", "action page_break action"),
    ("X.\n=====\nY.\n", "action page_break action"),
    ("# Act\n\n## Sequence\n\n### Scene\n\nX.\n", "section section section action"),
    ("INT. A - DAY\n\n= Set up.\n\nX.\n", "scene_heading synopsis action"),
    ("# Act 2\n= Told.\nINT. A - DAY\n", "section synopsis scene_heading"),
    ("== no\n\n==\n", "action action"),
    ("INT. A - DAY\r\n\r\nBOB\r\nHi.\r\n", "scene_heading character dialogue"),
    ("INT. A - DAY\r\rBOB\rHi.\r", "scene_heading character dialogue"),
    ("\ufeffINT. A - DAY\n\nX.\n", "scene_heading action"),
    ("ÉLODIE\nSalut.\n", "character dialogue"),
    ("МАША\nПривет.\n", "character dialogue"),
    ("JOHN\n\nX.\n", "action action"),
    ("He types \\*\\*\\*.\n", "action"),
    ("X.\n\n(JACK)\nKnife.\n", "action action"),
    ("BOB\nHi.\n!He leaves.\n", "character dialogue action"),
    ("BOB\nHi.\n> CUT TO BLACK\n", "character dialogue transition"),
    ("BOB\nI am his\n#1 fan.\n", "character dialogue"),
    ("BOB\nHi.\n# Act\n", "character dialogue section"),
    ("THE END\n===\n", "action page_break"),
    ("INT. A - DAY\nEXT. B - DAY\n", "scene_heading scene_heading"),
    ("INT. A - DAY\nHe sits.\n", "scene_heading action"),
    ("FADE IN:\n\nINT. A - DAY\n", "action scene_heading"),
    ("CUT TO:\n\nINT. A - DAY\n", "transition scene_heading"),
    ("", ""),
    ("\n \n\t\n", ""),
]


@pytest.mark.parametrize(("text", "kinds"), CASES)
def test_types(text: str, kinds: str):
    assert [one.type.value for one in read(text).items] == kinds.split()
    assert read(text).problems == ()


TEXTS = [
    (".SNIPER SCOPE POV\n\nX.\n", T.SCENE_HEADING, ["SNIPER SCOPE POV"]),
    ("    Indented.\n\nNext.\n", T.ACTION, ["    Indented.", "Next."]),
    ("He runs.\n  She runs. \n\nNext.\n", T.ACTION, ["He runs.\n  She runs.", "Next."]),
    ("!BANG\n!BANG\nBANG\n", T.ACTION, ["BANG\nBANG\nBANG"]),
    ("HANS (on the radio)\nWhat was it?\n", T.CHARACTER, ["HANS (on the radio)"]),
    ("@McCLANE\nYippie ki-yay.\n", T.CHARACTER, ["McCLANE"]),
    ("\t\tSTEEL\n\t  Yes. \n\t  No.\n", T.DIALOGUE, ["Yes.\nNo."]),
    ("DEALER\nTen.\n  \nHit?\n", T.DIALOGUE, ["Ten.\n\nHit?"]),
    ("STEEL\n  (softly) \nYes.\n", T.PARENTHETICAL, ["(softly)"]),
    ("~ La la\n~la\n", T.LYRICS, ["La la", "la"]),
    ("X.\n\n> Burn to White.\n", T.TRANSITION, ["Burn to White."]),
    (">  THE END\t<\n", T.CENTERED, ["THE END"]),
    ("##  Sequence \n", T.SECTION, ["Sequence"]),
    ("=  Set up. \n", T.SYNOPSIS, ["Set up."]),
    ("From *italic* to **bold**.\n", T.ACTION, ["From *italic* to **bold**."]),
    ("I am [[a **note**]] cold.\n", T.ACTION, ["I am  cold."]),
    ("I am [[a **note**]] cold.\n", T.NOTE, ["a **note**"]),
    ("X\n\n[[This note\n  \nis long]]\n\nY\n", T.NOTE, ["This note\n  \nis long"]),
    ("X.\n\n/*\nINT. CUT - DAY\n\nGone.\n*/\n\nY.\n", T.BONEYARD, ["INT. CUT - DAY\n\nGone."]),
    ("X.\n\n/*\nINT. CUT - DAY\n\nGone.\n*/\n\nY.\n", T.ACTION, ["X.", "Y."]),
    ("a /* b /* c */ d */ e\n", T.BONEYARD, ["b /* c */ d"]),
    ("INT. A - DAY [[n]]\n", T.SCENE_HEADING, ["INT. A - DAY"]),
    ("BOB [[n]]\nHi.\n", T.CHARACTER, ["BOB"]),
    ("X.\n\nCUT TO: [[n]]\n\nY\n", T.TRANSITION, ["CUT TO:"]),
    ("BOB\nHi.\n[[n]]\nBye.\n", T.DIALOGUE, ["Hi.\nBye."]),
    ("BOB\nHi.\n/* No. */\nBye.\n", T.DIALOGUE, ["Hi.\nBye."]),
    ("BOB\n[[n]]\nHi.\n", T.CHARACTER, ["BOB"]),
    ("One.\n/*\nx\n*/\nTwo.\n", T.ACTION, ["One.\nTwo."]),
    ("X.\n\nCUT TO:\n/*\nINT. B\n*/\nEXT. A - DAY\n", T.SCENE_HEADING, ["EXT. A - DAY"]),
    ("[[n]]\nBOB\nHi.\n", T.CHARACTER, ["BOB"]),
    ("[[n]] He runs.\n", T.ACTION, ["He runs."]),
]


@pytest.mark.parametrize(("text", "kind", "texts"), TEXTS)
def test_texts(text: str, kind: T, texts: list[str]):
    assert of(kind, text) == texts


@pytest.mark.parametrize(
    ("heading", "text", "number"),
    [
        ("INT. HOUSE - DAY #110-A#", "INT. HOUSE - DAY", "110-A"),
        (
            "INT. HOUSE - DAY - FLASHBACK (1944) #I-1.a# ",
            "INT. HOUSE - DAY - FLASHBACK (1944)",
            "I-1.a",
        ),
        (".KITCHEN #2#", "KITCHEN", "2"),
        ("INT. HOUSE #😆#", "INT. HOUSE #😆#", None),
        ("INT. HOUSE #5", "INT. HOUSE #5", None),
        ("INT. HOUSE #3# #rain", "INT. HOUSE #rain", "3"),
        ("INT. HOUSE ##", "INT. HOUSE ##", None),
    ],
)
def test_scene_numbers(heading: str, text: str, number: str | None):
    (one,) = read(heading + "\n").items
    assert (one.type, one.text, one.scene_number) == (T.SCENE_HEADING, text, number)


def test_section_levels():
    items = read("# A\n\n## B\n\n### C\n\n####### D\n").items
    assert [one.level for one in items] == [1, 2, 3, 7]


@pytest.mark.parametrize("heading", ["INT. OMITTED", ".OMITTED #12#", ".Omit", ".SCENE OMITTED"])
def test_omitted_headings(heading: str):
    assert [one.omitted for one in read(heading + "\n\nX.\n").items] == [True, False]


def test_a_heading_that_only_speaks_of_omitting_is_not_omitted():
    assert not read("INT. OMITTED FILES ROOM - DAY\n").items[0].omitted


def test_dual_dialogue_marks_both_sides_and_what_they_say():
    text = "ANN\nNo.\n\nBRICK\n(hot)\nScrew it.\n\nSTEEL ^\nScrew it.\n\nANN\nYes.\n"
    report = read(text)
    assert [(one.text, one.dual) for one in report.items] == [
        ("ANN", False),
        ("No.", False),
        ("BRICK", True),
        ("(hot)", True),
        ("Screw it.", True),
        ("STEEL", True),
        ("Screw it.", True),
        ("ANN", False),
        ("Yes.", False),
    ]
    assert report.problems == ()


def test_dual_without_a_speech_before_it_is_doubted():
    report = read("BRICK\nYes.\n\nHe sits.\n\nSTEEL ^\nNo.\n")
    assert [one.dual for one in report.items] == [False, False, False, True, True]
    assert [problem.line for problem in report.problems] == [6]


def test_title_page():
    report = read(BRICK)
    texts = [one.text for one in report.items if one.type is T.TITLE_PAGE]
    assert texts == [
        "Title:\n\t_**BRICK & STEEL**_\n\t_**FULL RETIRED**_",
        "Credit: Written by",
        "Author: Stu Maschwitz",
        "Draft date: 1/20/2012",
    ]
    script = report.record.script
    assert script is not None
    assert (script.title, script.draft) == ("BRICK & STEEL FULL RETIRED", "1/20/2012")
    assert report.items[-1].type is T.SCENE_HEADING


@pytest.mark.parametrize(
    "text",
    [
        "Mood: blue\nWith rain: yes\n\nX.\n",
        "[[Script note.]]\n\nTitle: A\n\nX.\n",
        "Title: A\nB\nAuthor: C\n\nX.\n",
        "\ufeff\nTitle: A\n\nX.\n",
    ],
)
def test_title_pages_of_other_shapes(text: str):
    assert T.TITLE_PAGE in {one.type for one in read(text).items}


@pytest.mark.parametrize(
    "text", ["FADE IN:\n\nX.\n", "As the girl runs: a truck.\n\nX.\n", "INT. A: DAY\n\nX.\n"]
)
def test_what_is_no_title_page(text: str):
    assert T.TITLE_PAGE not in {one.type for one in read(text).items}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("X [[ never\n\nclosed ]]\n", [1]),
        ("X\n\n/* never closed\n", [3]),
        ("X [[ one /* two\n", [1, 1]),
        ("X [[ one\n\n[[two\n\n]]\n", [1, 3]),
    ],
)
def test_what_is_never_closed_stays_text_and_is_told(text: str, lines: list[int]):
    report = read(text)
    assert not {one.type for one in report.items} & {T.NOTE, T.BONEYARD}
    assert [problem.line for problem in report.problems] == lines


def test_an_outer_comment_that_is_never_closed_ends_at_the_next_mark():
    assert of(T.BONEYARD, "a /* b /* c */ d\n") == ["b /* c"]


def test_many_unclosed_marks_are_counted():
    problems = read("[[\n\n" * 500).problems
    assert len(problems) == 101
    assert problems[-1].message.startswith("400 more")


def test_tags_behind_an_element_do_not_hide_what_it_is():
    text = "INT. A - DAY #one #two\n\nDAVE #tag\nNice.\n\nCUT TO: #tag\n\nX\n"
    assert [
        kind for kind, _ in pairs(text)
    ] == "scene_heading character dialogue transition action".split()


def test_lines_and_bytes_of_every_kind_of_line_end_and_encoding():
    text = "\ufeffINT. CAFÉ - DAY\n\nÉLODIE\n(à voix basse)\nSalut, 😀 ça va?\n\n[[né\n]] Fin.\n"
    for end in ("\n", "\r\n", "\r"):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le"):
            data = text.replace("\n", end).encode(encoding)
            items = read(data).items
            assert [one.line for one in items] == [1, 3, 4, 5, 7, 8]
            words = [data[one.start : one.end].decode(encoding) for one in items]
            assert words == [
                "INT. CAFÉ - DAY",
                "ÉLODIE",
                "(à voix basse)",
                "Salut, 😀 ça va?",
                f"[[né{end}]]",
                "Fin.",
            ]


def test_eight_bit_text_is_read_and_told():
    data = "ÉLODIE\nÇa va, Zoë.\n\nX.\n".encode("mac-roman")
    report = read(data)
    assert [one.text for one in report.items] == ["ÉLODIE", "Ça va, Zoë.", "X."]
    assert data[report.items[1].start : report.items[1].end] == "Ça va, Zoë.".encode("mac-roman")
    assert "mac-roman" in report.problems[0].message


def test_bytes_that_utf_8_does_not_have_keep_their_place():
    data = b"\xef\xbb\xbfBOB\nH\xff\xffi.\n\nX.\n"
    report = read(data)
    assert [one.text for one in report.items] == ["BOB", "H\ufffd\ufffdi.", "X."]
    assert [data[one.start : one.end] for one in report.items] == [b"BOB", b"H\xff\xffi.", b"X."]


def test_zeros_are_kept_as_a_mark_that_a_database_can_hold():
    report = read("Title: A\0\n\nHe\0 sits down and waits for a while.\n")
    script = report.record.script
    assert script is not None
    assert script.title == "A\ufffd"
    assert report.items[1].text == "He\ufffd sits down and waits for a while."
    assert script.written is None


def test_blanks_outside_ascii_are_blank_but_belong_to_an_element():
    data = "He sits.\n\u00a0\nBOB\n\u3000Hi.\u00a0\n".encode()
    items = read(data).items
    assert [one.text for one in items] == ["He sits.", "BOB", "Hi."]
    assert [(one.start, one.end) for one in items] == [(0, 11), (12, 15), (16, 24)]


def test_more_elements_than_the_limit_are_refused():
    with pytest.raises(LimitExceeded) as caught:
        read("[[A]] b\n\n" * 8, items=15)
    assert caught.value.file == "a.fountain"
    for text in ("[[X]] " * 50, "\n" * 50, "/* " * 50):
        with pytest.raises(LimitExceeded):
            read(text, items=20)


def test_everything_is_imported():
    report = read(BRICK)
    assert report.in_file == report.imported == len(report.items)
    assert report.record.script is not None
    assert report.record.script.elements == report.items


@pytest.mark.parametrize(
    ("text", "name", "low", "high"),
    [
        ("INT. A - DAY\n\nBOB\nHi.\n", "a.txt", 0.8, 1.0),
        (BRICK, "a.txt", 0.8, 1.0),
        ("Title: A\nAuthor: B\n\nFADE IN:\n\nX\n", "a.txt", 0.5, 1.0),
        ("He sits.\n", "a.fountain", 0.3, 0.3),
        ("He sits.\n", "a.txt", 0.0, 0.0),
        ("BOB\nYes.\n\nANN\n(softly)\nNo.\n", "a.txt", 0.3, 0.4),
        ("INSTALL\nRun make.\n\nLICENCE\nFree.\n\nMore.\n", "a.txt", 0.0, 0.0),
        ("Format: 1\nSource: x\nTitle: y\n\nFiles: *\n", "a.txt", 0.0, 0.0),
        ("", "a.txt", 0.0, 0.0),
        ("int main(void)\n{\n}\n", "a.c", 0.0, 0.0),
        (
            "TITLE: CUT\nFCM: NON-DROP FRAME\n\n001  AX  V  C  01:00:00:00 01:00:01:00\n",
            "a.edl",
            0,
            0.3,
        ),
        ("<?xml version='1.0'?>\n<a>\n\nINT. A - DAY\n\n</a>", "a.fountain", 0.0, 0.0),
        ("\0\1\2INT. A - DAY\n", "a.fountain", 0.0, 0.0),
        ("# Read me\n\nThis is a tool.\n\n## Install\n\n> no\n", "a.md", 0.0, 0.2),
    ],
)
def test_sniff(text: str, name: str, low: float, high: float):
    assert low <= Fountain().sniff(text.encode(), Path(name)) <= high


def test_sniff_of_a_head_that_is_cut_in_the_middle_of_a_character():
    data = ("ИНТ. КВАРТИРА\n\n.ДОМ\n\nINT. ДОМ - ДЕНЬ\n\nМАША\nПривет.\n" * 3000).encode()
    assert Fountain().sniff(data[: 64 * 1024], Path("a.txt")) > 0.8
