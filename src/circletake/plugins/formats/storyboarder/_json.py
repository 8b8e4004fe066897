"""The parts of a JSON document one by one, so that one bad part does not cost the others.

Source: RFC 8259. Only strings, brackets, commas and colons are looked at here; what lies between
them is parsed part by part with the standard library.
"""

import json
import math
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

# A lone quote begins a string that never ends.
_SIGN = re.compile(r'"(?:[^"\\]|\\.)*+"|["{}\[\],:]', re.DOTALL)
_OPEN = {"{": "}", "[": "]"}


class Part(NamedTuple):
    """One member of an object or one element of an array.

    Attributes:
        key: The member's name with its quotes; empty in an array.
        text: Its value as written.
        start: Where the value begins in the text.
        whole: False when the text ends before the part does.
    """

    key: str
    text: str
    start: int
    whole: bool


class TooDeep(ValueError):  # noqa: N818 - caught where it is raised to
    """The document is nested deeper than allowed."""


def parts_of(text: str, start: int, depth: int) -> Iterator[Part]:
    """The members of the object, or the elements of the array, that begins at `start`.

    Args:
        text: The document.
        start: Place of `{` or `[`.
        depth: Brackets that may be open at once.

    Raises:
        TooDeep: More are.
    """
    closing: list[str] = []
    key, begin = "", start + 1
    for match in _SIGN.finditer(text, start):
        sign = match[0]
        if sign == '"':
            break
        if sign in _OPEN:
            closing.append(_OPEN[sign])
            if len(closing) > depth:
                raise TooDeep
        elif sign in {"}", "]"}:
            if closing.pop() != sign:
                break
            if not closing:
                yield from _part(text, key, begin, match.start(), whole=True)
                return
        elif len(closing) == 1 and sign == ",":
            yield from _part(text, key, begin, match.start(), whole=True)
            key, begin = "", match.end()
        elif len(closing) == 1 and sign == ":" and not key and closing[0] == "}":
            key, begin = text[begin : match.start()].strip(), match.end()
    yield from _part(text, key, begin, len(text), whole=False)


def _part(text: str, key: str, begin: int, end: int, *, whole: bool) -> Iterator[Part]:
    value = text[begin:end]
    stripped = value.strip()
    if stripped or key:
        yield Part(key, stripped, begin + len(value) - len(value.lstrip()), whole)


def parse(text: str) -> Any:
    """The value of a part.

    Raises:
        ValueError: It is not JSON, or holds a number that is none.
    """
    try:
        return json.loads(text, parse_float=_finite, parse_constant=_finite)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"`{text[:20]}` is no number")
    return value
