"""Files that were right once: what falls out of a bad copy, a bad export or a bad mood."""

from collections.abc import Callable, Sequence

from hypothesis import strategies as st

# What readers of text, XML, JSON, timecode and chunks stumble over.
_TOKENS = (
    b"\0", b"\r", b"\r\n", b"\n\n", b"\xff\xfe", b"\xef\xbb\xbf", b"\xe9", b"\x1a", b"\f", b"\t",
    b'"', b"'", b"<", b">", b"&", b"&amp;", b"&x;", b"]]>", b"<!--", b"<![CDATA[", b"<!DOCTYPE a [",
    b"{", b"}", b"[", b"]", b":", b",", b"-1", b"0", b"1/0", b"0/1", b"1e400", b"NaN", b"null",
    b"true", b"99999999999999999999", b"4294967295", b"2147483648", b"-0.0", b"24000/1001",
    b"30000/1001s", b"00:00:00:00", b"23:59:59:29", b"99:99:99:99", b"01:00:00;00",
    b"-01:00:00:00", b"000", b"*", b"* FROM CLIP NAME:", b"M2", b"FCM: DROP FRAME", b"TITLE:",
    b"/*", b"*/", b"[[", b"]]", b"#", b"~", b"^", b"@", b".", b"!", b"===", b"%PDF-1.7", b"endobj",
    b"stream", b"RIFF", b"data", b"\xff\xff\xff\xff", b"\x80\0\0\0", b"\0\0\0\0",
    b"\xf0\x9f\x98\x80", b"\xed\xa0\x80", b"\xe2\x80\xa8",
)  # fmt: skip
_MOST = 2**17  # bytes: broken files need not be long

_Change = tuple[str, float, float, bytes]


def mutated(samples: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """Samples with up to twelve changes, or bytes that never were a file.

    Args:
        samples: Whole files.
    """
    anything = st.binary(max_size=2048)
    if not samples:
        return anything
    place = st.floats(0, 1, exclude_max=True)
    change = st.tuples(
        st.sampled_from(sorted(_CHANGES)),
        place,
        place,
        st.one_of(st.sampled_from(_TOKENS), st.binary(min_size=1, max_size=16)),
    )
    changes = st.lists(change, min_size=1, max_size=12)
    broken = st.builds(_change, st.sampled_from(list(samples)), changes)
    return st.one_of(broken, broken, broken, anything)


def _change(data: bytes, changes: Sequence[_Change]) -> bytes:
    for kind, first, second, token in changes:
        start, end = sorted((int(first * len(data)), int(second * len(data))))
        data = _CHANGES[kind](data, start, end, token)[:_MOST]
    return data


def _flip(data: bytes, start: int, end: int, token: bytes) -> bytes:
    if start >= len(data):
        return token
    return data[:start] + bytes([data[start] ^ (1 << end % 8)]) + data[start + 1 :]


def _shuffle_line(data: bytes, start: int, end: int, token: bytes) -> bytes:
    lines = data.split(b"\n")
    line = lines.pop(start % len(lines))
    lines.insert(end % (len(lines) + 1), line)
    return b"\n".join(lines)


def _change_number(data: bytes, start: int, end: int, token: bytes) -> bytes:
    """Put other digits where the next digits stand."""
    at = next((i for i in range(start, len(data)) if 0x30 <= data[i] <= 0x39), len(data))
    stop = next((i for i in range(at, len(data)) if not 0x30 <= data[i] <= 0x39), len(data))
    return data[:at] + str(end * 7919).encode() + data[stop:]


_CHANGES: dict[str, Callable[[bytes, int, int, bytes], bytes]] = {
    "insert": lambda data, start, end, token: data[:start] + token + data[start:],
    "replace": lambda data, start, end, token: data[:start] + token + data[start + len(token) :],
    "cut": lambda data, start, end, token: data[:start] + data[end:],
    "end": lambda data, start, end, token: data[:end],
    "repeat": lambda data, start, end, token: data[:end] + data[start:],
    "many": lambda data, start, end, token: data[:start] + token * (end % 997) + data[start:],
    "flip": _flip,
    "line": _shuffle_line,
    "number": _change_number,
}
