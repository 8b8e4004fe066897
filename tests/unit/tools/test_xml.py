"""Hardened XML: what is refused, what is kept, and that nothing else is ever raised."""

import contextlib
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from circletake.errors import CircletakeError, Damaged, LimitExceeded
from circletake.tools import Limits, parse_xml


def parse(data: bytes, **limits: int):
    return parse_xml(data, file="a.xml", limits=Limits(**limits))


def lines(data: bytes) -> list[tuple[str, int | None]]:
    return [(child.tag, child.sourceline) for child in parse(data)]


LAUGHS = (
    b'<?xml version="1.0"?>\n<!DOCTYPE l [<!ENTITY a0 "lol">'
    + b"".join(b'<!ENTITY a%d "%s">' % (i, b"&a%d;" % (i - 1) * 10) for i in range(1, 10))
    + b"]>\n<l%s>&a9;</l>"
)


@pytest.mark.parametrize(
    "data",
    [
        LAUGHS % b"",
        LAUGHS % b' k="&a9;"',
        b'<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/hostname">]><l>&x;</l>',
        b'<!DOCTYPE l [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]><l/>',
        b'<!DOCTYPE l [<!ENTITY unused "x">]><l/>',
        b'<!DOCTYPE l SYSTEM "file:///etc/hostname"><l>&x;</l>',
        b'<!DOCTYPE l SYSTEM "file:///etc/hostname"><l k="&x;"/>',
        '<!DOCTYPE l [<!ENTITY x "y">]><l>&x;</l>'.encode("utf-16"),
    ],
)
def test_entities_are_refused_at_once(data: bytes):
    begun = time.perf_counter()
    with pytest.raises(Damaged) as caught:
        parse(data)
    assert caught.value.file == "a.xml"
    assert caught.value.cause
    assert time.perf_counter() - begun < 1.0


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE fcpxml><fcpxml>a &amp; &#66;</fcpxml>",
        b"<!DOCTYPE fcpxml [<!ELEMENT fcpxml ANY>]><fcpxml>a &amp; &#66;</fcpxml>",
        b'<!DOCTYPE fcpxml PUBLIC "-//A//B" "http://localhost/a.dtd"><fcpxml>a &amp; B</fcpxml>',
        b"<fcpxml>a <!-- no --><?no no?>&amp; <![CDATA[B]]></fcpxml>",
    ],
)
def test_a_plain_document_type_is_fine(data: bytes):
    assert parse(data).text == "a & B"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252", "macintosh"]
)
def test_declared_encodings_are_followed(encoding: str):
    head = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
    text = head + "<l>Élodie<a/>\n<b/></l>"
    root = parse(text.encode(encoding if encoding != "macintosh" else "mac-roman"))
    assert root.text == "Élodie"
    assert [child.sourceline for child in root] == [1, 2]


def test_lines_count_for_every_line_end_and_far_down():
    assert lines(b"<r>\n<a/>\n<b/></r>") == [("a", 2), ("b", 3)]
    assert lines(b"<r>\r<a/>\r<b/></r>") == [("a", 2), ("b", 3)]
    assert lines(b"<r>\r\n<a/>\r\n<b/></r>") == [("a", 2), ("b", 3)]
    assert lines(b"<r>" + b"\n" * 70_000 + b"<a/></r>") == [("a", 70_001)]


@pytest.mark.parametrize("head", [b"", b"<?xml version='1.0' encoding='macintosh'?>"])
def test_depth_and_items_are_bounded(head: bytes):
    def nested(depth: int) -> bytes:
        return head + b"<a>" * depth + b"</a>" * depth

    assert parse(nested(20), depth=20).tag == "a"
    for depth in (21, 300, 100_000):
        with pytest.raises(LimitExceeded):
            parse(nested(depth), depth=20)
    flat = head + b"<r>" + b"<a/>" * 9 + b"</r>"
    assert len(parse(flat, items=10)) == 9
    with pytest.raises(LimitExceeded, match="9 elements"):
        parse(flat, items=9)
    with pytest.raises(LimitExceeded):
        parse(flat, bytes=10)


def test_less_than_signs_in_text_are_no_items():
    assert parse(b"<r><![CDATA[<<<<<<]]><a/></r>", items=2).text == "<<<<<<"


@pytest.mark.parametrize(
    ("data", "line"),
    [(b"<a>\n<b></a>", 2), (b"<a>\r<b></a>", 2), (b"<a>\n\0</a>", 2), (b"<a>\n&nbsp;</a>", 2)],
)
def test_what_is_not_well_formed_says_where_and_why(data: bytes, line: int):
    with pytest.raises(Damaged) as caught:
        parse(data)
    assert caught.value.line == line
    assert caught.value.cause
    assert "column" not in caught.value.cause


@pytest.mark.parametrize("data", [b"", b"  ", b"hello", b"<?xml version='1.0' encoding='no'?><a/>"])
def test_no_document_at_all(data: bytes):
    with pytest.raises(Damaged):
        parse(data)


VALID = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE r [<!ENTITY x "y">]>\n'
    '<r a="é"><b c="&lt;">t<!-- n --></b><![CDATA[x]]>&x;</r>'
).encode()


@given(st.binary(max_size=300))
@example(b"\xff\xfe<\0")
@example("<?xml version='1.0' encoding='cp037'?><l/>".encode("cp037"))
def test_any_bytes_give_an_element_or_a_refusal(data: bytes):
    with contextlib.suppress(CircletakeError):
        assert parse(data).tag


@given(st.integers(0, len(VALID)), st.integers(0, 12), st.binary(max_size=6))
def test_any_damage_gives_an_element_or_a_refusal(at: int, cut: int, put: bytes):
    with contextlib.suppress(CircletakeError):
        assert parse(VALID[:at] + put + VALID[at + cut :]).tag
