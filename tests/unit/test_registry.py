"""Plugins by entry point: ours, strangers', broken ones."""

import subprocess
import sys
from pathlib import Path

import pytest

from circletake import registry
from circletake.errors import MissingDependency, NotFound, UnknownFormat
from circletake.ports.formats import Source

GOOD = """
from circletake.ports.formats import Report

class Reader:
    name = "{name}"
    suffixes = ("{suffix}",)
    def sniff(self, head, path):
        return {sure}
    def read(self, source, options):
        return Report(self.name, (), 0)
"""


def install(folder: Path, distribution: str, entries: dict[str, str], **modules: str) -> None:
    info = folder / f"{distribution.replace('-', '_')}-1.2.dist-info"
    info.mkdir(parents=True)
    info.joinpath("METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.2\n"
    )
    lines = "\n".join(f"{name} = {value}" for name, value in entries.items())
    info.joinpath("entry_points.txt").write_text(f"[circletake.formats]\n{lines}\n")
    for module, text in modules.items():
        folder.joinpath(f"{module}.py").write_text(text)


@pytest.fixture
def site(tmp_path, monkeypatch):
    """An empty folder on the path; what is installed there is found, then forgotten."""
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)
    registry.refresh()
    yield tmp_path
    for module in set(sys.modules) - before:
        if module.startswith("stranger"):
            del sys.modules[module]
    registry.refresh()


def test_our_formats_are_listed_without_import():
    code = (
        "import sys; from circletake import registry;"
        "names = registry.names('formats');"
        "assert 'fountain' in names and names == tuple(sorted(names)), names;"
        "bad = [m for m in sys.modules if m.startswith('circletake.plugins')"
        " or m in ('av', 'lxml', 'docx', 'pypdfium2', 'opentimelineio', 'numpy')];"
        "assert not bad, bad"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_origin_of_ours():
    found = registry.origin("formats", "pdf")
    assert (found.distribution, found.built_in) == ("circletake", True)
    assert found.version


def test_a_strangers_format_loads_once(site):
    text = GOOD.format(name="dopesheet", suffix=".dope", sure=0.2)
    install(site, "stranger", {"dopesheet": "stranger_a:Reader"}, stranger_a=text)
    assert "dopesheet" in registry.names("formats")
    loaded = registry.load("formats", "dopesheet")
    assert loaded.name == "dopesheet"
    assert registry.load("formats", "dopesheet") is loaded
    found = registry.origin("formats", "dopesheet")
    assert (found.distribution, found.version, found.built_in) == ("stranger", "1.2", False)


def test_unknown_names_and_families_name_near_ones():
    with pytest.raises(NotFound, match="Did you mean `fountain`"):
        registry.load("formats", "fountan")
    with pytest.raises(NotFound, match="`formats`"):
        registry.names("format")


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        ("import nowhere_to_be_found\n", MissingDependency, "nowhere_to_be_found"),
        ("from json import nothing_of_that_name\n", MissingDependency, "nothing_of_that_name"),
        ("1 / 0\n", NotFound, "ZeroDivisionError"),
        ("def broken(:\n", NotFound, "SyntaxError"),
        ("", NotFound, "AttributeError"),
        ("class Reader:\n    name = 'x'\n", NotFound, "lacks members"),
        (
            "class Reader:\n    def __init__(self):\n        raise RuntimeError('no')\n",
            NotFound,
            "no",
        ),
    ],
)
def test_a_broken_plugin_is_said_and_the_others_work(site, text, kind, says):
    install(site, "stranger", {"wrong": "stranger_b:Reader"}, stranger_b=text)
    text = GOOD.format(name="right", suffix=".right", sure=1.0)
    install(site, "strangertoo", {"right": "stranger_c:Reader"}, stranger_c=text)
    with pytest.raises(kind, match=says) as caught:
        registry.load("formats", "wrong")
    assert "stranger 1.2" in (caught.value.fix or "")
    assert registry.load("formats", "right").name == "right"


def test_a_module_that_is_not_there_is_not_a_missing_package(site):
    install(site, "stranger", {"gone": "stranger_gone.deep:Reader"})
    with pytest.raises(NotFound, match="no module `stranger_gone`"):
        registry.load("formats", "gone")


def test_the_built_in_wins_over_a_stranger_of_its_name(site):
    install(site, "aaa", {"pdf": "stranger_d:Reader"}, stranger_d="raise SystemExit\n")
    assert registry.origin("formats", "pdf").built_in
    assert [found.distribution for found in registry.shadowed("formats")] == ["aaa"]


def test_among_strangers_the_first_distribution_wins(site):
    install(site, "stranger-b", {"same": "stranger_e:Reader"})
    install(site, "stranger-a", {"same": "stranger_f:Reader"})
    assert registry.origin("formats", "same").distribution == "stranger-a"
    assert [found.distribution for found in registry.shadowed("formats")] == ["stranger-b"]


def test_recognise_takes_the_surest_then_the_suffix(site, monkeypatch):
    for name, suffix, sure in (("one", ".one", 0.8), ("two", ".two", 0.8), ("three", ".3", 0.9)):
        install(
            site,
            f"stranger-{name}",
            {name: f"stranger_{name}:Reader"},
            **{f"stranger_{name}": GOOD.format(name=name, suffix=suffix, sure=sure)},
        )
    _only(monkeypatch, "one", "two")
    path = site / "file.two"
    path.write_bytes(b"x")
    assert registry.recognise(Source(path)).name == "two"
    _only(monkeypatch, "one", "two", "three")
    assert registry.recognise(Source(path)).name == "three"


@pytest.mark.parametrize("sure", ["1 / 0", "float('nan')", "'much'", "0.0"])
def test_recognise_survives_a_sniff_that_misbehaves(site, monkeypatch, sure):
    install(
        site, "stranger", {"odd": "stranger_g:Reader", "lost": "stranger_lost:Reader"},
        stranger_g=GOOD.format(name="odd", suffix=".odd", sure=sure),
    )  # fmt: skip
    _only(monkeypatch, "odd", "lost")
    path = site / "file.odd"
    path.write_bytes(b"x")
    with pytest.raises(UnknownFormat, match="asked odd; lost cannot be loaded") as caught:
        registry.recognise(Source(path))
    assert caught.value.exit_status == 3


def test_recognise_names_a_file_that_is_not_there(tmp_path):
    with pytest.raises(NotFound, match="no such file"):
        registry.recognise(Source(tmp_path / "none"))


def _only(monkeypatch, *names: str) -> None:
    monkeypatch.setattr("circletake.registry._recognise.names", lambda _: names)
