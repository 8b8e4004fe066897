"""Values to plain data (for JSON) and back, by their declared fields.

Plain data are None, bool, int, float, str, lists and dicts with text keys. Rates are written as
`24000/1001` (with ` DF`), fractions as `a/b`, moments in ISO 8601, sets in order.
"""

import dataclasses
import re
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any

from circletake.timecode import Rate

Plain = Any
"""None, bool, int, float, str, or lists and dicts of them."""

_BARE = frozenset({str, int, float, bool, type(None)})
_EXACT_RATE = re.compile(r"(\d+(?:/\d+)?)( DF)?")


def to_plain(value: object) -> Plain:
    """Plain data of a value of the model, or of a collection of such values.

    Raises:
        TypeError: It holds something that has no plain form.
    """
    kind = type(value)
    if kind in _BARE:
        return value
    write = _known.get(kind)
    if write is None:
        # Looked up once for each type: a ledger writes many values of few types.
        write = _known[kind] = _writer(kind)
    return write(value)


def _writer(kind: Any) -> Callable[[Any], Plain]:
    """How values of exactly this type are written."""
    if dataclasses.is_dataclass(kind) and kind is not Rate:
        return _record_writer(tuple(field.name for field in dataclasses.fields(kind)))
    if issubclass(kind, tuple) and hasattr(kind, "_fields"):
        return _record_writer(kind._fields)
    for base, write in _WRITERS:
        if issubclass(kind, base):
            return write
    raise TypeError(f"`{kind.__name__}` has no plain form")


def plain_level(value: object) -> Plain:
    """One level of `to_plain`, for `json.dumps(default=...)`, which walks the rest itself, faster.

    JSON writes a named tuple as a list before it asks; values that hold one need `to_plain`.

    Raises:
        TypeError: It has no plain form.
    """
    kind = type(value)
    parts = _parts.get(kind)
    if parts is not None:
        names, get = parts
        return dict(zip(names, get(value), strict=True))
    if dataclasses.is_dataclass(kind) and kind is not Rate:
        names = tuple(field.name for field in dataclasses.fields(kind))
        _parts[kind] = (names, record_parts(names))
        return plain_level(value)
    return to_plain(value)


def _record_writer(names: tuple[str, ...]) -> Callable[[Any], Plain]:
    parts = record_parts(names)
    return lambda value: {
        name: part if type(part) in _BARE else to_plain(part)
        for name, part in zip(names, parts(value), strict=True)
    }


def record_parts(names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    """A function that gives the fields of these names of a value, as a tuple."""
    if len(names) == 1:
        only = attrgetter(names[0])
        return lambda value: (only(value),)
    return attrgetter(*names) if names else lambda _: ()


def from_plain(kind: Any, plain: Plain) -> Any:
    """The value of a declared type that `to_plain` made this of; unknown keys are ignored.

    Raises:
        TypeError: The type has no plain form, or the data lack what it needs.
        ValueError: A text does not say what the type wants.
    """
    read = plain_reader(kind)
    return plain if read is None else read(plain)


@cache
def plain_reader(kind: Any) -> Callable[[Plain], Any] | None:
    """What `from_plain` does for a declared type; None when plain data of it are the value.

    Raises:
        TypeError: The type has no plain form.
    """
    origin = typing.get_origin(kind)
    if origin in {types.UnionType, typing.Union}:
        return _optional_reader(typing.get_args(kind))
    if origin is tuple:
        return _tuple_reader(typing.get_args(kind))
    if origin is not None and issubclass(origin, Mapping):
        read = plain_reader(typing.get_args(kind)[1])
        if read is None:
            return dict
        return lambda plain: {key: read(part) for key, part in plain.items()}
    if origin is not None and issubclass(origin, Sequence):
        return _tuple_reader((typing.get_args(kind)[0], Ellipsis))
    return _plain_reader(kind)


def _optional_reader(args: tuple[Any, ...]) -> Callable[[Plain], Any] | None:
    inner = [part for part in args if part is not type(None)]
    read = plain_reader(inner[0]) if len(inner) == 1 else None
    if read is None:
        return None
    return lambda plain: None if plain is None else read(plain)


def _tuple_reader(args: tuple[Any, ...]) -> Callable[[Plain], Any]:
    if len(args) == 2 and args[1] is Ellipsis:
        read = plain_reader(args[0])
        if read is None:
            return tuple
        return lambda plain: tuple([read(part) for part in plain])
    reads = [plain_reader(arg) or _same for arg in args]
    return lambda plain: tuple(read(part) for read, part in zip(reads, plain, strict=True))


def _plain_reader(kind: Any) -> Callable[[Plain], Any] | None:
    if kind in {str, int, bool, float, Any, object, type(None)}:
        return None
    if kind is Rate:
        return _rate
    if kind is Fraction:
        return _fraction
    if kind in {datetime, date}:
        return typing.cast("Callable[[Plain], Any]", kind.fromisoformat)
    if isinstance(kind, type) and issubclass(kind, Enum):
        members = {member.value: member for member in kind}
        return lambda plain: members.get(plain) or kind(plain)
    if dataclasses.is_dataclass(kind) or hasattr(kind, "_fields"):
        return _record_reader(kind)
    raise TypeError(f"`{kind}` has no plain form")


def _record_reader(kind: Any) -> Callable[[Plain], Any]:
    names = record_names(kind)
    hints = typing.get_type_hints(kind)
    reads = [(name, plain_reader(hints[name])) for name in names]
    needed = [(place, read) for place, (_, read) in enumerate(reads) if read is not None]

    def read_some(plain: Plain) -> Any:
        return kind(
            **{
                name: plain[name] if read is None else read(plain[name])
                for name, read in reads
                if name in plain
            }
        )

    def read_all(plain: Plain) -> Any:
        try:
            parts = [plain[name] for name in names]
        except KeyError:
            return read_some(plain)
        for place, read in needed:
            parts[place] = read(parts[place])
        return kind(*parts)

    return read_all


@cache
def record_names(kind: Any) -> tuple[str, ...]:
    """Names of the fields of a dataclass or named tuple, in order."""
    if dataclasses.is_dataclass(kind):
        return tuple(field.name for field in dataclasses.fields(kind) if field.init)
    return tuple(kind._fields)


@lru_cache(maxsize=4096)
def _rate(text: Plain) -> Rate:
    # Not `Rate.parse` alone: it takes what people write for what they mean (29.97 for 30000/1001),
    # and a stored 2997/100 would come back as another rate.
    exact = _EXACT_RATE.fullmatch(str(text))
    return Rate(Fraction(exact[1]), drop=bool(exact[2])) if exact else Rate.parse(text)


@lru_cache(maxsize=65536)
def _fraction(text: Plain) -> Fraction:
    return Fraction(text)


def _same(plain: Plain) -> Any:
    return plain


_known: dict[type, Callable[[Any], Plain]] = {}
_parts: dict[type, tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]] = {}
# The first that fits counts: a StrEnum is a str, a datetime a date.
_WRITERS: tuple[tuple[type | tuple[type, ...], Callable[[Any], Plain]], ...] = (
    (Enum, attrgetter("value")),
    (Rate, lambda rate: f"{rate.fps}{' DF' if rate.drop else ''}"),
    (Mapping, lambda pairs: {str(key): to_plain(part) for key, part in pairs.items()}),
    ((list, tuple), lambda parts: [to_plain(part) for part in parts]),
    ((frozenset, set), lambda parts: sorted((to_plain(part) for part in parts), key=repr)),
    ((str, int, float), _same),
    (Fraction, str),
    (date, lambda moment: moment.isoformat()),
)
