"""Values to plain data and back: exact for every type of the model."""

import json
import typing
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from enum import StrEnum
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import circletake.model as words
from circletake.model import (
    Clearance,
    Consent,
    Cut,
    Element,
    ElementType,
    Event,
    Evidence,
    LogKind,
    LogRow,
    Script,
    Verdict,
    from_plain,
    to_plain,
)
from circletake.model.plain import plain_level, plain_reader
from circletake.timecode import RATES, Rate

MODEL = sorted(
    (
        value
        for value in vars(words).values()
        if isinstance(value, type)
        and not issubclass(value, StrEnum)
        and (hasattr(value, "__dataclass_fields__") or hasattr(value, "_fields"))
        and value.__name__ not in {"ColumnTable", "RowReader", "Slate"}
    ),
    key=lambda kind: kind.__name__,
)

RATE = st.one_of(
    st.sampled_from(RATES),
    st.fractions(min_value=Fraction(1, 100), max_value=1000, max_denominator=5000).map(Rate),
)


def strategy(hint):
    """Any value of a declared type."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if type(None) in args:
        return st.none() | strategy(args[0])
    if origin is tuple and args[1:] == (Ellipsis,):
        return st.lists(strategy(args[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*map(strategy, args))
    if origin is not None:
        return st.dictionaries(st.text(max_size=5), strategy(args[1]), max_size=2)
    bare = {
        str: st.text(max_size=10),
        int: st.integers(),
        bool: st.booleans(),
        float: st.floats(allow_nan=False, allow_infinity=False),
        Fraction: st.fractions(),
        Rate: RATE,
        date: st.dates(),
        datetime: st.datetimes(timezones=st.just(UTC)),
    }
    if hint in bare:
        return bare[hint]
    return st.sampled_from(hint) if issubclass(hint, StrEnum) else record(hint)


def record(kind):
    hints = typing.get_type_hints(kind)
    return st.builds(kind, **{name: strategy(hint) for name, hint in hints.items()})


@pytest.mark.parametrize("kind", MODEL, ids=lambda kind: kind.__name__)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_every_value_of_the_model_comes_back_through_json(kind, data):
    value = data.draw(record(kind))
    through = json.loads(json.dumps(to_plain(value), allow_nan=False))
    assert from_plain(kind, through) == value


@pytest.mark.parametrize("kind", MODEL, ids=lambda kind: kind.__name__)
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_json_that_asks_level_by_level_writes_the_same(kind, data):
    if kind in {Element, Script}:
        return  # named tuples: JSON makes lists of them
    value = data.draw(record(kind))
    assert json.loads(json.dumps(value, default=plain_level)) == to_plain(value)


def test_plain_data_hold_only_what_json_has():
    row = LogRow(
        LogKind.SCRIPT, 3, cameras=("A", "B"), rate=Rate(Fraction(30000, 1001), drop=True),
        columns={"Scene": "24"},
    )  # fmt: skip
    plain = to_plain(row)
    assert plain["log"] == "script"
    assert type(plain["log"]) is str
    assert plain["rate"] == "30000/1001 DF"
    assert plain["cameras"] == ["A", "B"]
    assert plain["columns"] == {"Scene": "24"}
    assert list(plain) == [part.name for part in fields(LogRow)]


def test_a_rate_that_nobody_types_comes_back_as_it_was():
    odd = Rate(Fraction(2997, 100))
    assert from_plain(Rate, to_plain(odd)) == odd
    assert from_plain(Rate, "29.97") == Rate(Fraction(30000, 1001))
    assert from_plain(Rate, 25) == Rate(Fraction(25))


def test_unknown_keys_are_ignored_and_missing_ones_take_their_default():
    plain = {"file": "a.csv", "line": None, "says": "NG", "added_later": 1}
    assert from_plain(Evidence, plain) == Evidence("a.csv", None, "NG")
    consent = from_plain(Consent, {"id": "c", "holder": "h", "kinds": ["voice"], "scope": "s"})
    assert consent == Consent("c", "h", ("voice",), "s")


def test_what_lacks_a_needed_field_is_refused():
    with pytest.raises(TypeError):
        from_plain(Evidence, {"file": "a.csv"})
    with pytest.raises(ValueError, match="sideways"):
        from_plain(Clearance, {"use": {"kind": "k", "description": ""}, "answer": "sideways"})


def test_named_tuples_are_records_and_not_lists():
    element = Element(ElementType.ACTION, "He runs.", line=4)
    assert to_plain(element)["text"] == "He runs."
    assert from_plain(Element, to_plain(element)) == element


def test_nested_values_keep_their_types():
    cut = Cut(
        "v1", RATES[0], "file",
        (Event("001", "V", picture=True, record_in=0, record_out=24, speed=Fraction(-1, 2)),),
    )  # fmt: skip
    back = from_plain(Cut, to_plain(cut))
    assert back.events[0].speed == Fraction(-1, 2)
    assert isinstance(back.events, tuple)


def test_sets_are_written_in_order():
    assert to_plain(frozenset({"b", "a", "c"})) == ["a", "b", "c"]
    assert to_plain({3, 1, 2}) == [1, 2, 3]


def test_what_has_no_plain_form_is_named():
    with pytest.raises(TypeError, match="`bytes` has no plain form"):
        to_plain({"data": b"1"})
    with pytest.raises(TypeError, match="no plain form"):
        from_plain(bytes, "1")


@dataclass(frozen=True)
class _Fields:
    one: tuple[int, str]
    some: typing.Sequence[Fraction] = ()
    none: None = None
    either: int | str | None = None
    made: str = field(default="x", init=False)


def test_fixed_tuples_unions_and_fields_made_by_the_value_itself():
    value = _Fields((1, "a"), (Fraction(1, 3),), None, "text")
    assert from_plain(_Fields, to_plain(value)) == value
    with pytest.raises(ValueError, match="zip"):
        from_plain(_Fields, {"one": [1, "a", "b"]})


def test_types_that_plain_data_already_are_need_no_reader():
    assert plain_reader(str) is None
    assert plain_reader(int | None) is None
    assert plain_reader(Verdict) is not None
