"""Values to plain data (for JSON) and back, by their declared fields.

Plain data are None, bool, int, float, str, lists and dicts with text keys. Rates are written as
`24000/1001` (with ` DF`), fractions as `a/b`, moments in ISO 8601.
"""

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Any

from circletake.timecode import Rate

Plain = Any
"""None, bool, int, float, str, or lists and dicts of them."""


def to_plain(value: object) -> Plain:
    """Plain data of a value of the model, or of a collection of such values.

    Raises:
        TypeError: It holds something that has no plain form.
    """
    if value is None or type(value) in {str, int, float, bool}:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Rate):
        return f"{value.fps}{' DF' if value.drop else ''}"
    if dataclasses.is_dataclass(value):
        return {name: to_plain(getattr(value, name)) for name in _names(type(value))}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: to_plain(part) for name, part in value._asdict().items()}
    if isinstance(value, Mapping):
        return {str(key): to_plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple, frozenset, set)):
        return [to_plain(part) for part in value]
    if isinstance(value, (str, int, float)):
        return value
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    raise TypeError(f"`{type(value).__name__}` has no plain form")


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


def from_plain(kind: Any, plain: Plain) -> Any:
    """The value of a declared type that `to_plain` made this of; unknown keys are ignored.

    Raises:
        TypeError: The type has no plain form.
    """
    return _reader(kind)(plain)


@cache
def _reader(kind: Any) -> Callable[[Plain], Any]:
    origin = typing.get_origin(kind)
    if origin in {types.UnionType, typing.Union}:
        inner = [part for part in typing.get_args(kind) if part is not type(None)]
        read = _reader(inner[0]) if len(inner) == 1 else _same
        return lambda plain: None if plain is None else read(plain)
    if origin is tuple:
        args = typing.get_args(kind)
        if len(args) == 2 and args[1] is Ellipsis:
            read = _reader(args[0])
            return lambda plain: tuple([read(part) for part in plain])
        reads = [_reader(arg) for arg in args]
        return lambda plain: tuple(read(part) for read, part in zip(reads, plain, strict=True))
    if origin is not None and issubclass(origin, (Mapping, dict)):
        read = _reader(typing.get_args(kind)[1])
        return lambda plain: {key: read(part) for key, part in plain.items()}
    if origin is not None and issubclass(origin, Sequence):
        read = _reader(typing.get_args(kind)[0])
        return lambda plain: tuple(read(part) for part in plain)
    return _plain_reader(kind)


def _plain_reader(kind: Any) -> Callable[[Plain], Any]:
    if kind in {str, int, bool, float, Any, object}:
        return _same
    if kind is Rate:
        return Rate.parse
    if kind is Fraction:
        return Fraction
    if kind in {datetime, date}:
        return typing.cast("Callable[[Plain], Any]", kind.fromisoformat)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if dataclasses.is_dataclass(kind) or hasattr(kind, "_fields"):
        return _record_reader(kind)
    raise TypeError(f"`{kind}` has no plain form")


def _record_reader(kind: Any) -> Callable[[Plain], Any]:
    hints = typing.get_type_hints(kind)
    names = [name for name in hints if not name.startswith("_")]
    simple = {
        name for name in names if hints[name] in {str, int, bool, float, str | None, int | None}
    }
    complex_ = {name: hints[name] for name in names if name not in simple}

    def read(plain: Plain) -> Any:
        found = {name: plain[name] for name in names if name in plain}
        for name, hint in complex_.items():
            if name in found:
                found[name] = _reader(hint)(found[name])
        return kind(**found)

    return read


def _same(plain: Plain) -> Any:
    return plain
