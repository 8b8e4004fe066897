"""Any value of the model goes through a table and back."""

import dataclasses
import itertools
import typing
from datetime import UTC, date, datetime
from enum import StrEnum
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from circletake.errors import NotFound
from circletake.model import Cut, LogRow, MediaFile, Note, Panel, Script, SourceFile, Take, Verdict
from circletake.plugins.stores.sql import open_ledger
from circletake.plugins.stores.sql._types import from_json, storable, to_json
from circletake.ports.formats import Record
from circletake.timecode import RATES, Rate

TEXT = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=12)
NUMBERS = itertools.count()
RATE = st.one_of(
    st.sampled_from(RATES),
    st.fractions(min_value=Fraction(1, 50), max_value=999, max_denominator=2002).map(Rate),
)


def strategy(hint):
    """Any value of a declared type that a database can hold."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if type(None) in args:
        return st.none() | strategy(args[0])
    if origin is tuple:
        return st.lists(strategy(args[0]), max_size=2).map(tuple)
    if origin is not None:
        return st.dictionaries(TEXT, strategy(args[1]), max_size=2)
    bare = {
        str: TEXT, int: st.integers(-(2**62), 2**62), bool: st.booleans(), Rate: RATE,
        float: st.floats(allow_nan=False, allow_infinity=False), Fraction: st.fractions(),
        date: st.dates(), datetime: st.datetimes(timezones=st.just(UTC)),
    }  # fmt: skip
    if hint in bare:
        return bare[hint]
    return st.sampled_from(hint) if issubclass(hint, StrEnum) else record(hint)


def record(kind):
    hints = typing.get_type_hints(kind)
    return st.builds(kind, **{name: strategy(hint) for name, hint in hints.items()})


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    with open_ledger(f"sqlite:///{tmp_path_factory.mktemp('rows')}/ledger.db") as opened:
        yield opened


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(kept=record(Record), file=record(SourceFile))
def test_whatever_a_file_says_comes_back(ledger, kept, file):
    film = ledger.ensure_production("Film")
    file = dataclasses.replace(file, path="any", sha256=str(next(NUMBERS)))
    assert ledger.records.put(film, file, kept)
    (found,) = ledger.records.files(film)
    assert dataclasses.replace(found, ingested_at=None) == dataclasses.replace(
        file, ingested_at=None
    )
    for kind, values in (
        (Cut, kept.cuts), (LogRow, kept.log), (Note, kept.notes), (MediaFile, kept.media),
        (Panel, kept.panels), (Script, (kept.script,) if kept.script else ()),
    ):  # fmt: skip
        assert tuple(one.value for one in ledger.records.all(film, kind)) == values


def test_what_files_do_not_say_is_not_asked_of_them(ledger):
    for kind in (Take, Verdict):
        with pytest.raises(NotFound, match=kind.__name__):
            ledger.records.all(ledger.ensure_production("Film"), kind)


@given(st.text(st.characters(), max_size=30))
def test_every_text_is_storable_and_ordinary_ones_stay(text):
    stored = storable(text)
    stored.encode("utf-8")
    assert "\0" not in stored
    if "\0" not in text and not any("\ud800" <= one <= "\udfff" for one in text):
        assert stored == text


@given(st.dictionaries(st.text(st.characters()), st.lists(st.text(st.characters()))))
def test_json_is_storable_and_says_the_same_as_its_texts(value):
    text = to_json(value)
    text.encode("utf-8")
    assert "\0" not in text
    found = from_json(text)
    wanted = {storable(key): [storable(one) for one in texts] for key, texts in value.items()}
    assert found == wanted
    assert from_json(text.encode()) == wanted


def test_json_of_others_may_have_blanks():
    assert from_json('{"a": [1, 2] } ') == {"a": [1, 2]}
    assert from_json("[ ]") == []
    with pytest.raises(ValueError, match="Extra data"):
        from_json("[] x")
