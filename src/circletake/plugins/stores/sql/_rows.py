"""Values of the model to rows and back, by their declared fields."""

import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine

from circletake.model import plain_reader, record_names, record_parts, to_plain
from circletake.plugins.stores.sql._types import DATA, Words, storable, to_json
from circletake.timecode import Rate

T = TypeVar("T")

_BARE: dict[Any, type[TypeEngine[Any]]] = {
    str: Words,
    int: sa.BigInteger,
    bool: sa.Boolean,
    float: sa.Double,
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One field as a column.

    Attributes:
        name: Of the field and of the column.
        kind: Type of the column.
        nullable: True when the field may be None.
        write: From the field's value to what the column's type takes; None for as it is.
        pack: From the field's value to what the driver takes; None for as it is or a text.
        read: From what the driver gives to the field's value; None for as it is.
    """

    name: str
    kind: TypeEngine[Any]
    nullable: bool
    write: Callable[[Any], Any] | None
    pack: Callable[[Any], Any] | None
    read: Callable[[Any], Any] | None


class Rows(Generic[T]):
    """Rows of a dataclass or named tuple: column names are field names.

    Args:
        kind: The type.
        apart: A field that has a table of its own.
    """

    def __init__(self, kind: Callable[..., T], apart: str | None = None) -> None:
        hints = typing.get_type_hints(kind)
        every = record_names(kind)
        names = tuple(name for name in every if name != apart)
        self.kind = kind
        self.cells = tuple(_cell(name, hints[name]) for name in names)
        self.names = names
        self._apart = every.index(apart) if apart is not None else None
        self._parts = record_parts(names)
        self._writes = [(cell.name, cell.write) for cell in self.cells if cell.write]
        self._packs = [(place, cell.pack) for place, cell in enumerate(self.cells) if cell.pack]
        self._reads = [(place, cell.read) for place, cell in enumerate(self.cells) if cell.read]

    def columns(self) -> list[sa.Column[Any]]:
        """A column for each field, new ones at each call."""
        return [sa.Column(cell.name, cell.kind, nullable=cell.nullable) for cell in self.cells]

    def packed(self, value: T, *more: Any) -> tuple[Any, ...]:
        """The cells of a value as the driver takes them, for `insert`; `more` go before them."""
        parts = list(self._parts(value))
        for place, pack in self._packs:
            part = parts[place]
            if part is not None:
                parts[place] = pack(part)
        return (
            *more,
            *[
                part
                if type(part) is not str or (part.isascii() and "\0" not in part)
                else storable(part)
                for part in parts
            ],
        )

    def row(self, value: T) -> dict[str, Any]:
        """The cells of a value by name, as the columns' types take them."""
        row = dict(zip(self.names, self._parts(value), strict=True))
        for name, write in self._writes:
            part = row[name]
            if part is not None:
                row[name] = write(part)
        return row

    def value(self, cells: Sequence[Any], apart: object = None) -> T:
        """The value of cells in field order; `apart` for the field with a table of its own."""
        parts = list(cells)
        for place, read in self._reads:
            part = parts[place]
            if part is not None:
                parts[place] = read(part)
        if self._apart is not None:
            parts.insert(self._apart, apart)
        return self.kind(*parts)


def _cell(name: str, hint: Any) -> Cell:
    args = typing.get_args(hint)
    nullable = type(None) in args
    inner = next(arg for arg in args if arg is not type(None)) if nullable else hint
    if inner in _BARE:
        return Cell(name, _BARE[inner](), nullable, None, None, None)
    read = plain_reader(inner)
    if isinstance(inner, type) and issubclass(inner, (Enum, Rate, Fraction, date)):
        return Cell(name, Words(), nullable, to_plain, to_plain, read)
    return Cell(name, DATA, nullable, None, _pack_json, read)


def _pack_json(value: Any) -> str:
    # Most are empty, and the shortest way to write those matters.
    return to_json(value) if value else ("{}" if isinstance(value, Mapping) else "[]")
