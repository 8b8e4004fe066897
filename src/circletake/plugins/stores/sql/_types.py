"""Column types that hold the same on both databases, and the JSON written in them."""

import json
import re
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

from circletake.model import plain_level

# PostgreSQL has no NUL in a text, and no database a lone surrogate (a file name that is not UTF-8
# has them). Written as an escape, each stays what it was for whoever reads it, and unlike others.
_NOT_STORABLE = re.compile("[\0\ud800-\udfff]")
_NUL_IN_JSON = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
_encode = json.JSONEncoder(
    default=plain_level,
    ensure_ascii=False,
    allow_nan=False,
    separators=(",", ":"),
    check_circular=False,
).encode
_decode = json.JSONDecoder().raw_decode


def storable(text: str) -> str:
    """The text, with each character that a database cannot hold written as its escape."""
    if text.isascii() and "\0" not in text:
        return text
    return _NOT_STORABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def to_json(value: object) -> str:
    """JSON of plain data or of values of the model, storable.

    Raises:
        ValueError: It holds a number that JSON does not have.
        TypeError: It holds something that has no plain form.
    """
    text = _encode(value)
    if text.isascii() and "\\u0000" not in text:
        return text
    text = _NUL_IN_JSON.sub(r"\1\\\\u0000", text)
    return _NOT_STORABLE.sub(lambda found: f"\\\\u{ord(found[0]):04x}", text)


def from_json(text: str | bytes) -> Any:
    """What `to_json` wrote.

    Raises:
        ValueError: It is not JSON.
    """
    if not isinstance(text, str):
        text = bytes(text).decode("utf-8")
    if text == "[]":
        return []
    if text == "{}":
        return {}
    # A ledger reads a hundred thousand of these: `loads` looks for blanks before and after each.
    value, end = _decode(text)
    return value if end == len(text) else json.loads(text)


class Words(TypeDecorator[str]):
    """Text of any length, storable on every database."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        """The text as it can be stored."""
        if value is None or (value.isascii() and "\0" not in value):
            return value
        return storable(value)


DATA = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
"""Nested values as JSON that SQL can look into."""

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""A key that the database counts (SQLite counts only what it calls INTEGER)."""
