"""Statuses, camera letters and takes, in the many ways logs write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circletake.model import Status, read_status
from circletake.model.marks import leading_status, read_cameras, split_take

CIRCLED, HOLD, NG, FALSE_START = Status.CIRCLED, Status.HOLD, Status.NG, Status.FALSE_START


@pytest.mark.parametrize(
    ("text", "status"),
    [
        *(
            (text, CIRCLED)
            for text in (
                "Circled",
                "CIRCLED",
                "circ",
                "Circle",
                "Print",
                "PRINT!",
                "Printed",
                "P",
                "C",
                "OK",
                "ok.",
                "Good",
                "*",
                "**",
                "✓",
                "○",
                "Select",
                "best so far",
                "circled (A only)",
                "K",
                "Buy",
                "G",
            )
        ),
        *((text, HOLD) for text in ("Hold", "HOLD", "H", "hold - maybe", "Alt", "△", "keep")),
        *(
            (text, NG)
            for text in (
                "NG",
                "N.G.",
                "N/G",
                "ng",
                "No good",
                "NG sound",
                "NG - boom in shot",
                "not good",
                "×",
                "no good for sound",
                "Do not print",
                "NK",
                "rejected",
                "not usable",
                "bad",
            )
        ),
        *(
            (text, FALSE_START)
            for text in (
                "FS",
                "F/S",
                "F.S.",
                "False Start",
                "false start",
                "FALSE-START",
                "FS - slate",
                "aborted",
            )
        ),
        *(
            (text, None)
            for text in (
                "",
                " ",
                "INC",
                "Incomplete",
                "incomplete - good until the door",
                "Complete",
                "?",
                "3",
                "tail slate",
                "x",
                "-",
            )
        ),
    ],
)
def test_written_status(text: str, status: Status | None) -> None:
    assert read_status(text) is status


@pytest.mark.parametrize(
    ("text", "column", "status"),
    [
        ("Y", "Circled", CIRCLED),
        ("x", "Print", CIRCLED),
        ("1", "Circle?", CIRCLED),
        ("TRUE", "CIRCLED", CIRCLED),
        ("✓", "Good Take", CIRCLED),
        ("yes", "Circled (Y/N)", CIRCLED),
        ("*", "Select", CIRCLED),
        ("NG", "Circled", NG),
        ("A only", "Circled", CIRCLED),
        ("N", "Circled", None),
        ("no", "Print", None),
        ("0", "Circled", None),
        ("FALSE", "CIRCLED", None),
        ("-", "Circled", None),
        ("", "Circled", None),
        ("Y", "NG", NG),
        ("x", "N.G.", NG),
        ("sound", "NG", NG),
        ("N", "NG", None),
        ("Y", "Hold", HOLD),
        ("1", "FS", FALSE_START),
        ("true", "False Start", FALSE_START),
        ("cutaway", "Use", None),
        ("Y", "Status", None),
    ],
)
def test_marked_status(text: str, column: str, status: Status | None) -> None:
    assert read_status(text, column) is status


@pytest.mark.parametrize(
    ("note", "status"),
    [
        ("NG - boom in shot", NG),
        ("N.G. sound", NG),
        ("no good: flare", NG),
        ("FS", FALSE_START),
        ("FS - slate only", FALSE_START),
        ("False start, went again", FALSE_START),
        ("HOLD - first half good", HOLD),
        ("Hold", HOLD),
        ("Circled - but soft", CIRCLED),
        ("Print!", CIRCLED),
        ("PU from line 36; HOLD - good", HOLD),
        ("soft\nNG", NG),
        ("Hold on the door longer", None),
        ("fs - Anna by the window", None),
        ("Good energy", None),
        ("Printed shirt visible", None),
        ("", None),
        ("the NG light was on", None),
    ],
)
def test_status_that_a_note_begins_with(note: str, status: Status | None) -> None:
    assert leading_status(note) is status


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("A", "A"),
        ("a", "A"),
        ("A/B", "AB"),
        ("A + B cam", "AB"),
        ("CAM C", "C"),
        ("ABC", "ABC"),
        ("A, B, C", "ABC"),
        ("A&B", "AB"),
        ("A and B", "AB"),
        ("BCAM", "B"),
        ("b cam", "B"),
        ("Acam/Bcam", "AB"),
        ("A-Cam", "A"),
        ("Camera A", "A"),
        ("A cam (Alexa LF)", "A"),
        ("1", "1"),
        ("Cam 2", "2"),
        ("2nd unit D", "D"),
        ("", ""),
        ("ALEXA 35", ""),
        ("FX3", ""),
        ("FX 3", ""),
        ("RED", ""),
        ("ALEXA Mini LF", ""),
        ("VENICE 2", ""),
        ("V-RAPTOR", ""),
        ("EOS R5", ""),
    ],
)
def test_camera_letters(text: str, letters: str) -> None:
    assert read_cameras(text) == tuple(letters)


@pytest.mark.parametrize(
    ("text", "take", "letters", "status"),
    [
        ("3", "3", "", None),
        ("03", "3", "", None),
        ("3.0", "3", "", None),
        ("T3", "3", "", None),
        ("Take 3", "3", "", None),
        ("TK 3", "3", "", None),
        ("#3", "3", "", None),
        ("3*", "3", "", CIRCLED),
        ("*3", "3", "", CIRCLED),
        ("(3)", "3", "", CIRCLED),
        ("[3]", "3", "", CIRCLED),
        ("③", "3", "", CIRCLED),
        ("3✓", "3", "", CIRCLED),
        ("2A*", "2", "A", CIRCLED),
        ("3A", "3", "A", None),
        ("3-B", "3", "B", None),
        ("3/B", "3", "B", None),
        ("3AB", "3", "AB", None),
        ("3 A/B", "3", "AB", None),
        ("3 (B cam)", "3", "B", None),
        ("3PU", "PU3", "", None),
        ("PU3", "PU3", "", None),
        ("3 PU", "PU3", "", None),
        ("3 pickup", "PU3", "", None),
        ("3PU*", "PU3", "", CIRCLED),
        ("3NG", "3", "", NG),
        ("3 N.G.", "3", "", NG),
        ("3 FS", "3", "", FALSE_START),
        ("FS", None, "", FALSE_START),
        ("3 MOS", "3 MOS", "", None),
        ("1xa", "1xa", "", None),
        ("WT1", "WT1", "", None),
        ("wild", "wild", "", None),
    ],
)
def test_take_cell(text: str, take: str | None, letters: str, status: Status | None) -> None:
    assert split_take(text) == (take, tuple(letters), status)


@given(text=st.text(max_size=40), column=st.text(max_size=20))
def test_any_text(text: str, column: str) -> None:
    assert read_status(text, column) in {None, *Status}
    read_cameras(text)
    split_take(text)
    leading_status(text)
