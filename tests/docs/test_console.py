"""The mechanism that runs the pages: on a page made for it, and on pages that are wrong."""

import pytest

from tests.docs.console import Session, matches, shown

PAGE = """\
# A page

```sh
$ never run: another kind of block
```

```console
$ echo one; echo two
one
two
$ echo "kept" > note.txt
$ cat note.txt \\
    | tr a-z A-Z
KEPT
```

1. In a list:

   ```console
   $ python -c "import circletake; print('this environment')"
   this environment
   ```
"""


def test_the_commands_of_a_page_in_order():
    found = list(shown(PAGE, "page.md"))
    assert [(each.line, each.command, each.output) for each in found] == [
        (8, "echo one; echo two", ("one", "two")),
        (11, 'echo "kept" > note.txt', ()),
        (12, "cat note.txt \\\n    | tr a-z A-Z", ("KEPT",)),
        (20, "python -c \"import circletake; print('this environment')\"", ("this environment",)),
    ]


def test_a_true_page_holds(tmp_path):
    session = Session(tmp_path, None)
    for each in shown(PAGE, "page.md"):
        status, printed = session.run(each.command)
        assert status == 0, printed
        assert matches(each.output, printed), printed


@pytest.mark.parametrize(
    ("expected", "printed", "holds"),
    [
        (("a", "b"), "a\nb\n", True),
        (("a", "b", ""), "a  \nb\n\n\n", True),
        (("a", "b"), "a\n", False),
        (("a",), "a\nb\n", False),
        ((), "", True),
        ((), "something\n", False),
        (("a", "...", "d"), "a\nb\nc\nd\n", True),
        (("a", "...", "d"), "a\nd\n", True),
        (("a", "...", "d"), "a\nb\nc\n", False),
        (("...",), "anything\nat all\n", True),
        (("took ... s.",), "took 1.4 s.\n", True),
        (("took ... s.",), "took 1.4 s. And more\n", False),
        (("took ... s.",), "took 1.4\n s.\n", False),
        (("24 (of 30) [x] $1 +",), "24 (of 30) [x] $1 +\n", True),
        (("  indented",), "indented\n", False),
    ],
)
def test_what_is_shown_against_what_is_printed(expected, printed, holds):
    assert matches(expected, printed) is holds


def test_output_before_a_command_is_a_mistake_of_the_page():
    with pytest.raises(ValueError, match=r"page\.md:2: `one` stands before any command"):
        list(shown("```console\none\n$ echo one\n```\n", "page.md"))


def test_a_session_is_alone(tmp_path, monkeypatch):
    """Nothing of the one who runs the tests: no studio, no home, no input, no colour."""
    monkeypatch.setenv("CIRCLETAKE_STUDIO", "/somewhere")
    session = Session(tmp_path, None)
    assert session.run('echo "$CIRCLETAKE_STUDIO$HOME"') == (0, f"{tmp_path / 'home'}\n")
    assert session.run("cat; pwd") == (0, f"{tmp_path / 'here'}\n")
    assert session.run("echo said >&2; exit 3") == (3, "said\n")


def test_examples_are_a_copy(tmp_path):
    examples = tmp_path / "examples"
    examples.mkdir()
    examples.joinpath("a.txt").write_text("a")
    session = Session(tmp_path / "session", examples)
    assert session.run("rm -r examples; ls") == (0, "")
    assert examples.joinpath("a.txt").is_file()
