"""Exporters: what is written reads back, whole or not at all."""

import json
import pathlib

import pytest

from circletake import registry
from circletake.errors import AskedWrongly, StorageFull
from circletake.tools import written_whole

ROWS = [
    {"chosen": "A001C002", "rejected": "A001C001", "why": "swap", "reasons": ["zu früh"],
     "evidence": [{"file": "v2.edl", "line": 7, "says": "event 3"}], "chosen_frames": 96},
    {"chosen": "A001C002", "rejected": "A001C003", "why": "used_over_unused", "reasons": [],
     "evidence": [], "chosen_frames": 96},
]  # fmt: skip
ABOUT = {"production": "Film", "clearance": "allowed", "rules": "WGA-72-RES"}


def test_json_lines(tmp_path):
    target = tmp_path / "pairs.jsonl"
    registry.load("exporters", "jsonl").export(ROWS, target, ABOUT)
    assert [json.loads(line) for line in target.read_text("utf-8").splitlines()] == ROWS
    assert json.loads((tmp_path / "pairs.jsonl.about.json").read_text("utf-8")) == ABOUT


def test_parquet(tmp_path):
    from pyarrow import parquet

    target = tmp_path / "pairs.parquet"
    registry.load("exporters", "parquet").export(ROWS, target, ABOUT)
    table = parquet.read_table(target)
    assert table.to_pylist() == ROWS
    assert table.schema.metadata[b"circletake.clearance"] == b"allowed"


@pytest.mark.parametrize("name", ["jsonl", "parquet"])
def test_no_rows_make_a_file_all_the_same(tmp_path, name):
    exporter = registry.load("exporters", name)
    target = tmp_path / f"none{exporter.suffixes[0]}"
    exporter.export([], target, ABOUT)
    assert target.is_file()


def test_a_full_disk_leaves_the_old_file(tmp_path):
    target = tmp_path / "kept.txt"
    target.write_text("old")
    with (
        pytest.raises(StorageFull),
        written_whole(target),
        pathlib.Path("/dev/full").open("wb", 0) as full,
    ):
        full.write(b"x")
    assert target.read_text() == "old"


def test_a_writer_that_fails_leaves_the_old_file(tmp_path):
    target = tmp_path / "kept.txt"
    target.write_text("old")
    with pytest.raises(ZeroDivisionError), written_whole(target) as path:
        path.write_text("new")
        raise ZeroDivisionError
    assert target.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["kept.txt"]


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(AskedWrongly, match="cannot be written"):
        registry.load("exporters", "jsonl").export(ROWS, tmp_path / "no" / "x.jsonl", ABOUT)
