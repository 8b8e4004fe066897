"""Fountain: what is written reads back."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from circletake.errors import AskedWrongly
from circletake.model import Element, Script, from_plain, to_plain
from circletake.model import ElementType as T
from circletake.plugins.formats.fountain import Fountain
from circletake.ports.formats import Options, Record, Source
from circletake.tools import decode


def read(data: bytes) -> Script:
    source = Source(Path("a.fountain"))
    source.__dict__["data"] = data
    script = Fountain().read(source, Options()).record.script
    assert script is not None
    return script


def write(*elements: Element) -> str:
    return Fountain().write(Record(script=Script(None, elements))).decode()


def said(elements) -> list[tuple]:
    return [(one.type, one.text, one.scene_number, one.dual, one.level) for one in elements]


@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)))
@settings(deadline=None)
@example("\ufeffBOB\r\n\tHi.  \r\n\r\n\r\n".encode())
@example("BOB\rHi.".encode("utf-16"))
@example("ÉLODIE\nÇa va.".encode("mac-roman"))
@example(b"")
def test_what_was_read_is_written_byte_for_byte(data: bytes):
    script = read(data)
    if script.written is None:
        # Only bytes that their encoding does not have, and zeros, cannot be given back.
        assert b"\0" in data or b"\xef\xbf\xbd" in decode(data).text.encode(errors="replace")
    else:
        assert Fountain().write(Record(script=script)) == data


def test_a_script_that_went_through_the_ledger_is_written_byte_for_byte():
    data = "\ufeffTitle: É\r\n\r\nBOB\r\n\tHi.\r\n".encode()
    script = from_plain(Script, to_plain(read(data)))
    assert Fountain().write(Record(script=script)) == data


def test_a_script_that_was_changed_is_written_anew():
    script = read(b"\tBOB\n\tHi.\n\n\n\nX.\n")
    first = script.elements[0]._replace(text="ANN")
    changed = replace(script, elements=(first, *script.elements[1:]))
    assert Fountain().write(Record(script=changed)) == b"ANN\nHi.\n\nX.\n"


def test_an_encoding_that_does_not_exist_is_not_trusted():
    script = replace(read(b"BOB\nHi.\n"), encoding="no-such-thing")
    assert Fountain().write(Record(script=script)) == b"BOB\nHi.\n"


def test_nothing_to_write():
    with pytest.raises(AskedWrongly):
        Fountain().write(Record())
    assert write() == ""


def line(first: str = "") -> st.SearchStrategy[str]:
    """A line of text that holds every mark, but none that opens a note or ends a row early."""
    letters = st.sampled_from([*"ABab éÉ1.:!@~>#=^()<*_-,'\"/[]", "TO:", "INT. ", "...", " #x"])
    text = st.lists(letters, min_size=1, max_size=12).map("".join).map(str.strip)
    return text.filter(lambda t: t and "[[" not in t and "/*" not in t and (first + t).strip())


PLAIN = st.lists(st.sampled_from([*"ABab é.,!?'- ", "Bob ", "word "]), min_size=1, max_size=12)
PROSE = PLAIN.map("".join).map(str.strip).filter(bool)
NUMBER = st.one_of(st.none(), st.from_regex(r"[A-Z0-9.\-]{1,4}", fullmatch=True))


def action(text: str) -> Element:
    return Element(T.ACTION, text)


HEADINGS = st.builds(
    lambda text, number: Element(T.SCENE_HEADING, text, number),
    st.one_of(PROSE, PROSE.map("INT. {}".format)).filter(lambda t: t[0] != "."),
    NUMBER,
)
ACTIONS = st.lists(line(), min_size=1, max_size=3).map("\n".join).map(action)
ONE_ROW = st.one_of(
    PROSE.map(lambda t: Element(T.TRANSITION, t)),
    PROSE.map(lambda t: Element(T.TRANSITION, f"{t.upper()} TO:")),
    PROSE.map(lambda t: Element(T.CENTERED, t)),
    PROSE.map(lambda t: Element(T.SYNOPSIS, t)),
    PROSE.map(lambda t: Element(T.LYRICS, t)),
    st.builds(lambda t, n: Element(T.SECTION, t, level=n), PROSE, st.integers(1, 6)),
    st.just(Element(T.PAGE_BREAK, "")),
    st.lists(PROSE, min_size=1, max_size=3).map(lambda t: Element(T.NOTE, "\n".join(t))),
    line().filter(lambda t: "*/" not in t).map(lambda t: Element(T.BONEYARD, t)),
)


@st.composite
def speeches(draw) -> list[Element]:
    """A cue, then lines of dialogue with parentheticals and lyrics between them; or two at once."""

    def one(*, dual: bool) -> list[Element]:
        cue = draw(line().map(lambda t: t.strip("^ ")).filter(bool))
        parts = [Element(T.CHARACTER, cue, dual=dual)]
        for _ in range(draw(st.integers(1, 3))):
            kind = draw(st.sampled_from([T.PARENTHETICAL, T.LYRICS, None]))
            text = draw(PROSE)
            if kind is T.PARENTHETICAL:
                parts.append(Element(kind, f"({text})", dual=dual))
            elif kind is T.LYRICS:
                parts.append(Element(kind, text, dual=dual))
            rows = draw(st.lists(PROSE.filter(lambda t: t[0] not in "!(."), min_size=1, max_size=3))
            gap = draw(st.sampled_from(["\n", "\n\n"]))
            calm = [row if not row.isupper() else row.lower() + "x" for row in rows]
            if parts[-1].type is not T.DIALOGUE:
                parts.append(Element(T.DIALOGUE, gap.join(calm), dual=dual))
        return parts

    if draw(st.booleans()):
        return [*one(dual=True), *one(dual=True)]
    return one(dual=False)


SCRIPTS = st.lists(
    st.one_of(
        HEADINGS.map(lambda e: [e]),
        ACTIONS.map(lambda e: [e]),
        ONE_ROW.map(lambda e: [e]),
        speeches(),
    ),
    max_size=8,
).map(lambda blocks: [one for block in blocks for one in block])


@given(SCRIPTS)
@settings(max_examples=300, deadline=None)
@example([action("INT. A"), action("BOB\nsits"), action("FADE TO:"), action("Title: a")])
@example([Element(T.CHARACTER, "Bob"), Element(T.DIALOGUE, "a\n\nb"), action("(x)\ny")])
def test_a_script_made_by_hand_reads_back(elements: list[Element]):
    text = write(*elements)
    assert said(read(text.encode()).elements) == said(elements), text


FORCED = [
    (action("BOB\nsits."), "!BOB\nsits."),
    (action("INT. is a word"), "!INT. is a word"),
    (action("CUT TO:"), "!CUT TO:"),
    (action(".45"), "!.45"),
    (action("He says\n# nothing"), "He says\n!# nothing"),
    (action("  Indented\n    deep"), "  Indented\n    deep"),
    (action("Title: a word"), "!Title: a word"),
    (action("see [[this]]"), "see [ [this]]"),
    (action("see /*this"), "see / *this"),
    (action("a [[ b"), "a [[ b"),
    (action(""), "!"),
    (Element(T.SCENE_HEADING, "THE HOUSE", "4"), ".THE HOUSE #4#"),
    (Element(T.SCENE_HEADING, "INT. HOUSE", "4 A/B"), "INT. HOUSE #4-A-B#"),
    (Element(T.TRANSITION, "Burn to white."), "> Burn to white."),
    (Element(T.TRANSITION, "CUT TO:"), "CUT TO:"),
    (Element(T.CHARACTER, "McCLANE"), "@McCLANE"),
    (Element(T.CHARACTER, "BOB"), "@BOB"),
    (Element(T.NOTE, "a\n\nb]"), "[[a\n  \nb] ]]"),
    (Element(T.BONEYARD, "a */ b"), "/* a * / b */"),
    (Element(T.BONEYARD, "a /* b */ c"), "/* a /* b */ c */"),
    (Element(T.DIALOGUE, "No cue."), "No cue."),
    (Element(T.SECTION, "Act", level=0), "# Act"),
]


@pytest.mark.parametrize(("element", "text"), FORCED)
def test_marks_are_put_where_needed(element: Element, text: str):
    assert write(element) == text + "\n"


def test_speech_is_one_block_and_its_notes_do_not_break_it():
    elements = (
        Element(T.CHARACTER, "SINGER"),
        Element(T.NOTE, "first"),
        Element(T.PARENTHETICAL, "softly"),
        Element(T.DIALOGUE, "One\r\ntwo"),
        Element(T.LYRICS, "la"),
        Element(T.DIALOGUE, "three"),
        Element(T.NOTE, "last"),
        Element(T.CHARACTER, "SINGER"),
        Element(T.LYRICS, "lu"),
    )
    text = "SINGER [[first]]\n(softly)\nOne\ntwo\n~la\nthree\n\n[[last]]\n\nSINGER\n~lu\n"
    assert write(*elements) == text


def test_three_at_once_stand_on_the_right_of_the_one_before():
    cues = [Element(T.CHARACTER, name, dual=True) for name in ("A", "B", "C")]
    lines = [Element(T.DIALOGUE, "Now.", dual=True)] * 3
    text = write(*(one for pair in zip(cues, lines, strict=True) for one in pair))
    assert text == "A\nNow.\n\nB ^\nNow.\n\nC ^\nNow.\n"
    assert all(one.dual for one in read(text.encode()).elements)


def test_title_pages_with_and_without_keys():
    title = [Element(T.TITLE_PAGE, text) for text in ("BIG PIKE", "by", "A. Writer\nB. Writer")]
    text = write(*title, action("X."))
    assert text == "Title:\n\tBIG PIKE\nNotes:\n\tby\n\tA. Writer\n\tB. Writer\n\nX.\n"
    assert read(text.encode()).title == "BIG PIKE"
    kept = (Element(T.TITLE_PAGE, "Title: A\n\tB"), Element(T.TITLE_PAGE, "Mood: grey"))
    assert said(read(write(*kept).encode()).elements) == said(kept)


def test_an_omitted_scene_becomes_a_boneyard():
    text = write(
        Element(T.SCENE_HEADING, "OMITTED", "4", omitted=True),
        Element(T.SCENE_HEADING, "INT. A - DAY", omitted=True),
        Element(T.ACTION, "Gone.", omitted=True),
        action("Kept."),
    )
    assert text == ".OMITTED #4#\n\n/*\nINT. A - DAY\n\nGone.\n*/\n\nKept.\n"


def test_many_notes_in_a_row_are_written_in_time():
    elements = [Element(T.CHARACTER, "BOB"), *[Element(T.NOTE, "n")] * 50_000]
    assert len(read(write(*elements).encode()).elements) == 50_001
