"""Rows of plain data as an Arrow table, with nothing guessed and nothing dropped."""

from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow

from circletake.errors import AskedWrongly

_BARE: dict[frozenset[type], Any] = {
    frozenset(): pyarrow.null(),
    frozenset({bool}): pyarrow.bool_(),
    frozenset({int}): pyarrow.int64(),
    frozenset({float}): pyarrow.float64(),
    frozenset({int, float}): pyarrow.float64(),
    frozenset({str}): pyarrow.string(),
}


def table_of(rows: Sequence[Mapping[str, Any]], target: Path) -> Any:
    """The table; its columns are the keys of the rows, in order.

    Raises:
        AskedWrongly: The rows have different keys, or a column holds values of several kinds or
            too large for 64 bits.
    """
    names = list(rows[0]) if rows else []
    for number, row in enumerate(rows, 1):
        if row.keys() != rows[0].keys():
            odd = sorted(row.keys() ^ rows[0].keys())
            raise AskedWrongly(
                f"row {number} has other columns than the first", file=target,
                cause=", ".join(odd), fix="Give every row the same keys.",
            )  # fmt: skip
    arrays = []
    for name in names:
        values = [row[name] for row in rows]
        try:
            kind = _kind(values)
            arrays.append(pyarrow.array(_as(values, kind), kind))
        except (ValueError, TypeError, OverflowError, pyarrow.ArrowException) as error:
            raise AskedWrongly(
                f"the column `{name}` cannot be written", file=target, cause=str(error),
                fix="Give one kind of value in a column.",
            ) from error  # fmt: skip
    return pyarrow.table(arrays, names=names)


def _kind(values: Sequence[Any]) -> Any:
    """The Arrow type that holds all of these."""
    kinds = frozenset(type(value) for value in values if value is not None)
    if kinds in _BARE:
        return _BARE[kinds]
    there = [value for value in values if value is not None]
    if kinds == {list}:
        return pyarrow.list_(_kind(list(chain.from_iterable(there))))
    if kinds == {dict}:
        keys = there[0].keys()
        if keys and all(value.keys() == keys for value in there):
            return pyarrow.struct([(key, _kind([value[key] for value in there])) for key in keys])
        return pyarrow.map_(
            pyarrow.string(), _kind(list(chain.from_iterable(value.values() for value in there)))
        )
    raise TypeError(f"values of {', '.join(sorted(kind.__name__ for kind in kinds))}")


def _as(values: Sequence[Any], kind: Any) -> list[Any]:
    """The values as Arrow wants them: texts that can be encoded, maps as lists of items."""
    types = pyarrow.types
    if types.is_string(kind):
        return [_text(value) for value in values]
    if types.is_list(kind):
        return [None if each is None else _as(each, kind.value_type) for each in values]
    if types.is_map(kind):
        return [
            None
            if each is None
            else list(zip(map(_text, each), _as(list(each.values()), kind.item_type), strict=True))
            for each in values
        ]
    if types.is_struct(kind):
        return [
            None if each is None else {f.name: _as([each[f.name]], f.type)[0] for f in kind}
            for each in values
        ]
    return list(values)


def _text(value: str | None) -> str | None:
    if value is None or value.isascii():
        return value
    return value.encode("utf-8", "backslashreplace").decode("utf-8")
