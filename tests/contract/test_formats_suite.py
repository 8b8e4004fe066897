"""The compliance suite of formats: a good one passes, and each fault is found by its check."""

import dataclasses
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from circletake.errors import ReadError
from circletake.model import LogKind, LogRow, Note, Problem, to_plain
from circletake.ports.formats import Options, Record, Report, Source
from circletake.testing.formats import CHECKS
from circletake.timecode import Rate
from circletake.tools import Lines, decode


class Lister:
    """A small format: a line with a colon is a remark."""

    name = "lister"
    suffixes = (".list",)

    def sniff(self, head: bytes, path: Path) -> float:
        return 0.8 if head.startswith(b"LIST") else 0.0

    def read(self, source: Source, options: Options) -> Report[Note]:
        if not source.data.startswith(b"LIST"):
            raise ReadError("this is no list", file=source.path)
        found = [(n, line) for n, line in Lines.of(decode(source.data).text) if line.strip()][1:]
        notes = tuple(Note(line, line=n) for n, line in found if ":" in line)
        problems = tuple(Problem(n, "no colon") for n, line in found if ":" not in line)
        return Report(self.name, notes, len(found), problems, record=Record(notes=notes))


class ShoutedName(Lister):
    name = "LISTER!"


class SuffixDecides(Lister):
    def sniff(self, head, path):
        return 0.8 if path.suffix in self.suffixes else 0.0


class SniffRaises(Lister):
    def sniff(self, head, path):
        return 0.8 if head[0] == ord("L") else 0.0


class SniffsSlowly(Lister):
    def sniff(self, head, path):
        time.sleep(0.06)
        return super().sniff(head, path)


class SniffsTooSurely(Lister):
    def sniff(self, head, path):
        return 2 * super().sniff(head, path)


class LosesSilently(Lister):
    def read(self, source, options):
        return dataclasses.replace(super().read(source, options), problems=())


class CountsWrongly(Lister):
    def read(self, source, options):
        return dataclasses.replace(super().read(source, options), in_file=0)


class RateFromNowhere(Lister):
    def read(self, source, options):
        return dataclasses.replace(super().read(source, options), rate=Rate.parse("24"))


class LooseItems(Lister):
    def read(self, source, options):
        report: Any = super().read(source, options)
        return dataclasses.replace(report, items=tuple([item.text] for item in report.items))


class NotPlain(Lister):
    def read(self, source, options):
        report: Any = super().read(source, options)
        return dataclasses.replace(report, items=tuple({"x": b"bytes"} for _ in report.items))


class NotANumber(Lister):
    def read(self, source, options):
        report: Any = super().read(source, options)
        return dataclasses.replace(report, items=tuple({"x": float("nan")} for _ in report.items))


class TellsWhere(Lister):
    def read(self, source, options):
        report = super().read(source, options)
        here = (*report.problems, Problem(None, str(source.path)))
        return dataclasses.replace(report, problems=here)


class Crashes(Lister):
    def read(self, source, options):
        source.data[0]
        return super().read(source, options)


class NamelessError(Lister):
    def read(self, source, options):
        try:
            return super().read(source, options)
        except ReadError:
            raise ReadError("no") from None


class OpensBlindly(Lister):
    def read(self, source, options):
        source.path.open().close()
        return super().read(source, options)


class LeavesLitter(Lister):
    def read(self, source, options):
        source.path.with_name("litter.tmp").write_text("x")
        return super().read(source, options)


class CountsLineFeeds(Lister):
    def read(self, source, options):
        lines = source.data.decode("latin-1").split("\n")
        problems = tuple(Problem(n, "no colon") for n, x in enumerate(lines, 1) if ":" not in x)
        return dataclasses.replace(super().read(source, options), problems=problems)


class WritesLess(Lister):
    def read(self, source, options):
        report = super().read(source, options)
        rows = tuple(LogRow(LogKind.SCRIPT, 1) for _ in report.items)
        return dataclasses.replace(report, record=Record(log=rows))

    def write(self, record):
        return b"LIST\na: b\n"


@pytest.fixture
def samples(tmp_path):
    path = tmp_path / "a.list"
    path.write_bytes(b"LIST\n\n24A-3: good\nno remark\n24A-4: soft\n")
    return [path]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_a_good_format_passes(check, samples):
    check(Lister(), samples)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (ShoutedName, "has_name_and_suffixes"), (SuffixDecides, "sniffs"), (SniffRaises, "sniffs"),
        (SniffsSlowly, "sniffs"), (SniffsTooSurely, "sniffs"), (LosesSilently, "counts_add_up"),
        (CountsWrongly, "counts_add_up"), (RateFromNowhere, "counts_add_up"),
        (LooseItems, "counts_add_up"), (NotPlain, "is_plain"), (NotANumber, "is_plain"),
        (TellsWhere, "is_deterministic"), (Crashes, "survives_hostile_files"),
        (NamelessError, "survives_hostile_files"), (OpensBlindly, "names_a_missing_file"),
        (LeavesLitter, "leaves_files_alone"), (CountsLineFeeds, "lines_are_counted_alike"),
        (WritesLess, "writes_what_it_reads"),
    ],
)  # fmt: skip
def test_each_fault_is_found(kind, name, samples):
    check = next(check for check in CHECKS if check.__name__ == name)
    with pytest.raises(AssertionError):
        check(kind(), samples)


@pytest.mark.parametrize("line", ["import av", "import circletake.registry"])
def test_a_heavy_plugin_is_found(line, tmp_path, monkeypatch, samples):
    tmp_path.joinpath("heavy_plugin.py").write_text(
        f"{line}\nfrom tests.contract.test_formats_suite import Lister\n"
        "class Heavy(Lister):\n    pass\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    check = next(check for check in CHECKS if check.__name__ == "complies_with_floors")
    try:
        from heavy_plugin import Heavy  # type: ignore[import-not-found]

        with pytest.raises(AssertionError, match=line.split()[1]):
            check(Heavy(), samples)
    finally:
        sys.modules.pop("heavy_plugin", None)


def test_the_good_format_says_what_is_in_the_file(samples):
    report = Lister().read(Source(samples[0]), Options())
    assert [problem.line for problem in report.problems] == [4]
    assert [item["line"] for item in to_plain(report.items)] == [3, 5]
