"""Fountain: whatever the bytes, each that is not blank is in one element, and nothing hangs."""

import contextlib
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from circletake.errors import ReadError
from circletake.model import Element, ElementType
from circletake.plugins.formats.fountain import Fountain
from circletake.ports.formats import Options, Source
from circletake.tools import Limits, decode

INNER = {ElementType.NOTE, ElementType.BONEYARD}


def read(data: bytes, limits: Limits | None = None):
    source = Source(Path("a.fountain"), limits or Limits())
    source.__dict__["data"] = data
    return Fountain().read(source, Options())


def check_spans(data: bytes, items: tuple[Element, ...]) -> None:
    """The contract: exactly one element for each byte, notes and boneyards aside."""
    outer, inner = bytearray(len(data)), bytearray(len(data))
    for one in items:
        assert one.start is not None
        assert one.end is not None
        assert 0 <= one.start < one.end <= len(data)
        owners = inner if one.type in INNER else outer
        assert not any(owners[one.start : one.end]), one
        owners[one.start : one.end] = b"\1" * (one.end - one.start)
        before = data[: one.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        assert one.line == before.count(b"\n") + 1
    for at, byte in enumerate(data):
        blank = bytes([byte]).isspace() or (at < 3 and data.startswith(b"\xef\xbb\xbf"))
        assert blank or outer[at] or inner[at], (at, data[max(at - 20, 0) : at + 20])
    starts = [one.start or 0 for one in items]
    assert starts == sorted(starts)


PIECES = st.sampled_from(
    ["INT. A - DAY", "BOB", "ÉVA", "Hi.", "(x)", "CUT TO:", "> a <", "> b", "~la", "# s", "= t",
     "===", "@Al", "!X", ".F", "...", "[[", "]]", "/*", "*/", " ", "  ", "\t", "\n", "\n", "\n\n",
     "\r\n", "\r", "^", " #1#", "Title:", "Title: é", "\u00a0", "\u3000", "😀", "\0", "\x1c",
     "\x0c", "\ue000"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(max_examples=600, deadline=None)
@example("[[n]]")
@example("\u00a0")
@example("\u00a0\nBOB\n\u00a0\u00a0\n\u00a0x")
@example("BOB\nHi.\n[[n]]\n(x)\n/* */\n")
@example("a [[ \u00a0 ]] \u00a0\n\u00a0")
@example("BOB\nx\n  \n[[n]]\n\n")
@example("Title: x\n[[a\nb]]\n /* */\n\ty")
def test_every_byte_is_in_one_element(text: str):
    data = text.encode()
    items = read(data).items
    # A file of nothing but blanks outside ASCII has no element that could hold them.
    # Zeros can make it UTF-16.
    if (items or text.strip()) and decode(data).encoding == "utf-8":
        check_spans(data, items)


@given(st.binary(max_size=400))
@settings(deadline=None)
@example(b"\xff\xfe\x00\xd8")
@example(b"\xfe\xff\xd8")
@example(b"\xef\xbb\xbf\xff[[\xff]]\n\xa0")
@example(b"\0[[\0]]")
def test_any_bytes_are_read(data: bytes):
    items = read(data).items
    assert all(one.text.encode() is not None for one in items)
    if decode(data).encoding == "utf-8" and items:
        check_spans(data, items)
    assert 0.0 <= Fountain().sniff(data, Path("a.txt")) <= 0.95


SCRIPT = (
    "Title: Café\nAuthor: Zoë\n\n# Act\n\nINT. HOUSE - DAY #1#\n\n= Set up.\n\nHe sits."
    " [[Why?]]\n\nBRICK\n(hot)\nNo.\n  \nNever.\n\nSTEEL ^\nYes.\n~la\n\n/*\nGONE\n*/\n\n"
    "CUT TO:\n\n> END <\n"
).encode()


@given(
    st.lists(
        st.tuples(st.integers(0, len(SCRIPT)), st.integers(0, 9), st.binary(max_size=4)), max_size=4
    )
)
@settings(deadline=None)
def test_any_damage_is_read(damage: list[tuple[int, int, bytes]]):
    data = SCRIPT
    for at, cut, put in damage:
        data = data[:at] + put + data[at + cut :]
    items = read(data).items
    if decode(data).encoding == "utf-8" and items:
        check_spans(data, items)


NASTY = [
    b"[[", b"/*", b"*/", b"]]", b"(", b">", b"*", b"#", b"=", b"~", b"@", b"!", b".", b"^", b" ",
    b"\t", b"[[\n", b"/*\n", b"[[ ]", b"/* /", b" #a", b"#1", b"A #a\n", b"(\n", b"BOB\n(\n",
    b"BOB\n  \n", b"BOB ^\nx\n\n", b"a\n\n", b"[[a]]\n", b"[[a\n\n", b"/*a*/", b"/*a*/\n",
    b"[[a]]\n  \n", b"A\n[[a]]\n", b"TO:", b"CUT TO:\n", b"Title:\n", b"a:", b"\r", b"\xef\xbb\xbf",
    b"\xc2\xa0\n", "\u3000[[é]]\n".encode(), b"BOB\n[[a]]\n", b"INT.\n", b" ^",
]  # fmt: skip


def seconds(data: bytes) -> float:
    # Of this process alone: what else the machine does is no fault of the reader's.
    begun = time.process_time()
    with contextlib.suppress(ReadError):
        read(data)
    return time.process_time() - begun


@pytest.mark.parametrize("mark", NASTY)
def test_time_grows_with_the_file_only(mark: bytes):
    small, large = (mark * (size // len(mark)) for size in (40_000, 320_000))
    # Eight times the file may take eight times as long, and a margin; a square would take 64.
    assert min(seconds(large) for _ in range(2)) < 24 * min(seconds(small) for _ in range(3)) + 0.2


@pytest.mark.slow
@pytest.mark.parametrize("mark", NASTY)
def test_twenty_megabytes_of_marks(mark: bytes):
    assert seconds(mark * (20_000_000 // len(mark))) < 90
    head = mark * (64 * 1024 // len(mark))
    begun = time.perf_counter()
    Fountain().sniff(head, Path("a.txt"))
    assert time.perf_counter() - begun < 1
