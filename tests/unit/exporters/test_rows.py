"""What is hard to write: odd keys, several kinds, maps, texts that no encoding has, devices."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from circletake.errors import AskedWrongly, StorageFull
from circletake.plugins.exporters.jsonl import JsonLines
from circletake.plugins.exporters.parquet import Parquet
from circletake.ports.exporters import Exporter

BOTH = pytest.mark.parametrize("exporter", [JsonLines(), Parquet()], ids=lambda one: one.name)


def written(rows, folder):
    """What a trainer reads, from both forms."""
    JsonLines().export(rows, folder / "a.jsonl", {})
    Parquet().export(rows, folder / "a.parquet", {})
    lines = (folder / "a.jsonl").read_text("utf-8").split("\n")
    return [json.loads(line) for line in lines[:-1]], parquet.read_table(folder / "a.parquet")


@BOTH
def test_it_is_an_exporter(exporter):
    assert isinstance(exporter, Exporter)
    assert all(suffix.startswith(".") and suffix.islower() for suffix in exporter.suffixes)


TEXT = st.text(st.characters(blacklist_categories=["Cs"]), max_size=8)
SIDE = st.fixed_dictionaries(
    {
        "clip": TEXT,
        "take": st.none() | st.integers(-(2**63), 2**63 - 1),
        "circled": st.booleans(),
        "score": st.none() | st.floats(allow_nan=False, allow_infinity=False),
    }
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "brief": TEXT,
            "chosen": SIDE,
            "reasons": st.lists(TEXT, max_size=2),
            "evidence": st.lists(SIDE, max_size=2),
            "unknown": st.none(),
        }
    ),
    max_size=5,
)


@settings(max_examples=40, deadline=None)
@given(rows=ROWS)
def test_rows_come_back_as_they_were(tmp_path_factory, rows):
    lines, table = written(rows, tmp_path_factory.mktemp("rows"))
    assert lines == rows
    assert table.to_pylist() == rows


def test_keys_that_differ_from_row_to_row_make_a_map(tmp_path):
    frames: list[dict[str, int]] = [{"v1": 3, "v10": 0}, {}, {"v2": 5}]
    rows = [{"frames": each} for each in frames]
    lines, table = written(rows, tmp_path)
    assert lines == rows
    assert str(table.schema.field("frames").type).startswith("map<string, int64")
    assert [dict(one) for one in table.column("frames").to_pylist()] == frames


def test_empty_objects_and_lists_are_written(tmp_path):
    rows = [{"a": {}, "b": [], "c": [{}, {"x": [1, None]}]}] * 2
    lines, table = written(rows, tmp_path)
    assert lines == rows
    assert table.num_rows == 2


def test_whole_and_broken_numbers_share_a_column(tmp_path):
    _, table = written([{"seconds": 1}, {"seconds": 0.5}, {"seconds": None}], tmp_path)
    assert table.column("seconds").to_pylist() == [1.0, 0.5, None]


def test_a_text_that_no_encoding_has_is_written_as_its_escape(tmp_path):
    rows = [{"clip": "A\udcff\0", "m": {"\ud800": "é\udc80"}}, {"clip": "é", "m": {}}]
    lines, table = written(rows, tmp_path)
    assert lines == rows
    assert table.column("clip").to_pylist() == ["A\\udcff\0", "é"]
    assert table.column("m").to_pylist()[0] == [("\\ud800", "é\\udc80")]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"a": 1}, {"a": 1, "b": 2}], "row 2 has other columns"),
        ([{"a": 1, "b": 2}, {"a": 1}], "row 2 has other columns"),
        ([{"a": 1}, {"a": "1"}], "the column `a`"),
        ([{"a": True}, {"a": 1}], "the column `a`"),
        ([{"a": 2**63}], "the column `a`"),
        ([{"a": b"raw"}], "the column `a`"),
    ],
)
def test_parquet_refuses_what_it_would_have_to_guess(tmp_path, rows, words):
    with pytest.raises(AskedWrongly, match=words) as told:
        Parquet().export(rows, tmp_path / "a.parquet", {})
    assert told.value.fix
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("value", [float("nan"), float("inf"), b"raw", {1, 2}])
def test_json_refuses_what_it_does_not_have(tmp_path, value):
    target = tmp_path / "a.jsonl"
    target.write_text("before\n")
    with pytest.raises(AskedWrongly, match="row 2") as told:
        JsonLines().export([{"a": 1}, {"a": value}], target, {})
    assert told.value.fix
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a.jsonl": "before\n"}


def test_what_the_rows_are_is_kept_with_them(tmp_path):
    about = {"production": "Über\udcff", "clearance": "allowed: \n all"}
    JsonLines().export([], tmp_path / "a.jsonl", about)
    Parquet().export([], tmp_path / "a.parquet", about)
    assert json.loads((tmp_path / "a.jsonl.about.json").read_text("utf-8")) == about
    metadata = parquet.read_schema(tmp_path / "a.parquet").metadata
    assert metadata[b"circletake.clearance"].decode() == about["clearance"]
    assert metadata[b"circletake.production"].decode() == "Über\\udcff"


@BOTH
def test_a_device_is_written_to_and_stays_one(exporter):
    full = Path("/dev/full")
    with pytest.raises(StorageFull, match="/dev/full") as told:
        exporter.export([{"a": 1}], full, {"production": "Film"})
    assert told.value.fix
    assert full.is_char_device()
    assert not list(Path("/dev").glob("full.about*"))


@BOTH
def test_a_pipe_gets_the_rows(exporter, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    exporter.export([{"a": 1}], pipe, {"production": "Film"})
    reader.join()
    assert got[0] == b'{"a": 1}\n' or got[0].startswith(b"PAR1")
    assert pipe.is_fifo()
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]


@BOTH
def test_a_link_stays_a_link(exporter, tmp_path):
    (tmp_path / "old").write_text("old")
    link = tmp_path / "link"
    link.symlink_to("old")
    exporter.export([{"a": 1}], link, {})
    assert link.is_symlink()
    assert (tmp_path / "old").read_bytes() != b"old"


@BOTH
def test_a_folder_in_its_place(exporter, tmp_path):
    with pytest.raises(AskedWrongly, match="cannot be written"):
        exporter.export([{"a": 1}], tmp_path, {})


def test_importing_them_loads_no_library():
    program = (
        "import sys, circletake.plugins.exporters.parquet, circletake.plugins.exporters.jsonl;"
        "sys.exit('pyarrow' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
