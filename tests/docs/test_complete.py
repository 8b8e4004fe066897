"""What there is has its place in the pages: commands, plugins, errors, settings, words."""

import ast
import inspect
import re
import tomllib
from dataclasses import fields

import pytest

from circletake import errors, model, registry
from circletake.cli._app import app
from circletake.errors import CircletakeError
from circletake.ports.formats import Writer
from circletake.tools import Limits
from scripts import write_docs
from tests.architecture.source import ROOT, modules

DOCS = ROOT / "docs"


def headings(page):
    text = DOCS.joinpath(page).read_text(encoding="utf-8")
    return re.findall(r"^#+ (.+)$", text, re.MULTILINE)


def ours(family):
    return {name for name in registry.names(family) if registry.origin(family, name).built_in}


def test_every_command_has_its_heading_and_its_help():
    paths = {context.command_path: context.command for context in write_docs.walk(app)}
    assert set(paths) <= set(headings("commands.md"))
    silent = [path for path, command in paths.items() if not (command.help or "").strip()]
    assert not silent
    unexplained = [
        f"{path} {parameter.name}"
        for path, command in paths.items()
        for parameter in command.params
        if parameter.param_type_name == "option" and not getattr(parameter, "help", None)
    ]
    assert not unexplained


@pytest.mark.parametrize("family", ["formats", "exporters"])
def test_every_plugin_that_a_user_names_has_its_heading(family):
    named = {match[1] for each in headings(f"{family}.md") if (match := re.match(r"`(\w+)`", each))}
    assert named == ours(family)


@pytest.mark.parametrize("name", sorted(ours("formats")))
def test_what_is_said_of_a_format_is_so(name):
    """Its suffixes, and whether it can also write."""
    page = DOCS.joinpath("formats.md").read_text(encoding="utf-8")
    section = page.partition(f"## `{name}`\n")[2].partition("\n## ")[0]
    told, _, rest = section.strip().partition("\n\n")
    _, _, suffixes = told.partition("Suffixes ")
    loaded = registry.load("formats", name)
    assert set(re.findall(r"`(\.\w+)`", suffixes)) == set(loaded.suffixes)
    assert told.endswith("Read and written." if isinstance(loaded, Writer) else "Read.")
    assert rest.startswith("*In file*: ")


def test_every_store_and_engine_is_named():
    text = "".join(path.read_text(encoding="utf-8") for path in DOCS.rglob("*.md"))
    lost = [name for family in ("stores", "engines") for name in ours(family) if name not in text]
    assert not lost


def test_every_error_is_told():
    page = DOCS.joinpath("exit-statuses.md").read_text(encoding="utf-8")
    kinds = [kind for kind in vars(errors).values() if inspect.isclass(kind)]
    for kind in kinds:
        if issubclass(kind, CircletakeError):
            assert f"| `{kind.__name__}` | {kind.exit_status} |" in page


def test_every_setting_is_told(tmp_path):
    """The settings that `circletake.toml` may hold, as the code that reads them knows them."""
    from circletake.settings import init_studio

    init_studio(tmp_path)
    template = tmp_path.joinpath("circletake.toml").read_text(encoding="utf-8")
    written = re.sub(r"^# (?=[\w\[\"]+(?: =|\]))", "", template, flags=re.MULTILINE)
    offered = tomllib.loads(written)
    assert {field.name for field in fields(Limits)} == set(offered["limits"])
    page = DOCS.joinpath("settings.md").read_text(encoding="utf-8")
    for name in [*offered, *offered["limits"]]:
        assert re.search(rf"`(?:limits\.)?{name}`|\[{name}\]", page), name
    for name in re.findall(r"\bCIRCLETAKE_[A-Z]+\b", "".join(each.text for each in modules())):
        assert name == "CIRCLETAKE_COMPLETE" or f"`{name}`" in page


def glossary():
    """Word, meaning and class of each row."""
    text = DOCS.joinpath("glossary.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \*\*(.+?)\*\* \| (.+?) \| (.*?) \|$", text, re.MULTILINE)
    return {word: (meaning, re.findall(r"`([A-Z]\w+)`", place)) for word, meaning, place in rows}


def test_every_class_of_the_model_stands_by_a_word():
    pointed = {kind for _, kinds in glossary().values() for kind in kinds}
    classes = {name for name in model.__all__ if inspect.isclass(getattr(model, name))}
    assert classes <= pointed, "a class without a word in docs/glossary.md"


def test_every_pointer_of_the_glossary_leads_to_a_class():
    known = {
        node.name
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef)
    }
    lost = {kind for _, kinds in glossary().values() for kind in kinds} - known
    assert not lost


def test_the_glossary_is_sorted_and_short():
    words = list(glossary())
    assert len(words) > 50
    assert words == sorted(words, key=str.lower)
    long = [word for word, (meaning, _) in glossary().items() if len(meaning) > 200]
    assert not long


def test_decisions_are_numbered_without_gaps():
    found = sorted(path.name for path in (DOCS / "decisions").glob("[0-9]*.md"))
    assert [name[:5] for name in found] == [f"{number:04}-" for number in range(1, len(found) + 1)]
    index = DOCS.joinpath("decisions", "README.md").read_text(encoding="utf-8")
    assert not [name for name in found if f"({name})" not in index]
    for name in found:
        text = DOCS.joinpath("decisions", name).read_text(encoding="utf-8")
        assert text.startswith(f"# {name[:4]} "), name
        for part in ("## Decision", "## Not taken", "## Numbers"):
            assert part in text, f"{name} lacks `{part}`"
