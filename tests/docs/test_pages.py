"""Every page is true: its commands print what it shows, its links lead somewhere."""

import re

import pytest

from scripts import write_docs
from tests.architecture.source import ROOT
from tests.docs.console import Session, matches, shown

PAGES = sorted(
    path
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md")]
)
RUNNING = [path for path in PAGES if "```console" in path.read_text(encoding="utf-8")]
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def name(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("page", RUNNING, ids=name)
def test_the_page_shows_what_is_printed(page, tmp_path):
    session = Session(tmp_path, ROOT / "examples")
    for each in shown(page.read_text(encoding="utf-8"), name(page)):
        status, printed = session.run(each.command)
        told = f"{each.page}:{each.line}\n$ {each.command}\n{printed}"
        assert status == 0, f"status {status} from {told}"
        assert matches(each.output, printed), f"the page shows something else than {told}"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    lost = [
        link
        for link in _LINK.findall(re.sub(r"```.*?```", "", text, flags=re.DOTALL))
        if "://" not in link and not target(page, link)
    ]
    assert not lost


def target(page, link):
    """Whether a relative link has a file, and its heading if it names one."""
    path, _, heading = link.partition("#")
    file = (page.parent / path).resolve() if path else page
    if not file.exists() or not heading:
        return file.exists()
    headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return heading in {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


def test_pages_that_follow_from_the_source_are_fresh():
    assert not write_docs.stale(), "run `make docs`"
