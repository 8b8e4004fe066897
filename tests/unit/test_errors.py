"""The tree of errors: as drawn, with its statuses, whole across processes, and always helpful."""

import ast
import builtins
import copy
import inspect
import pickle
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circletake import errors
from circletake.errors import CircletakeError
from tests.architecture.source import modules, where

CLASSES: dict[str, type[CircletakeError]] = {
    name: kind
    for name, kind in vars(errors).items()
    if inspect.isclass(kind) and issubclass(kind, CircletakeError)
}
_DRAWN = re.compile(
    r"^    (?P<branch>[ │├└─]*)(?P<name>[A-Z]\w+) +(?:exit status )?(?P<status>\d+)"
)


def drawn() -> list[tuple[int, str, int]]:
    """Depth, name and exit status of each line of the tree in the module's docstring."""
    found = [_DRAWN.match(line) for line in (errors.__doc__ or "").splitlines()]
    return [
        (len(match["branch"]) // 4, match["name"], int(match["status"])) for match in found if match
    ]


def test_the_drawn_tree_is_the_real_one():
    above: list[str] = []
    for depth, name, status in drawn():
        assert CLASSES[name].exit_status == status, name
        if depth:
            assert CLASSES[name].__bases__[0] is CLASSES[above[depth - 1]], name
        above[depth:] = [name]
    assert [name for _, name, _ in drawn()] == list(CLASSES)


def test_the_tree_is_drawn_without_jumps():
    depths = [depth for depth, _, _ in drawn()]
    assert depths[0] == 0
    assert all(after <= before + 1 for before, after in pairwise(depths))


def test_statuses_stay_clear_of_those_that_the_shell_gives():
    """0 is success; from 126 on the shell speaks; a class never answers otherwise than its parent,
    except below the root."""
    for name, kind in CLASSES.items():
        assert 0 < kind.exit_status < 64, name
        parent = CLASSES.get(kind.__bases__[0].__name__, CircletakeError)
        if parent is not CircletakeError:
            assert kind.exit_status == parent.exit_status, name


def test_the_text_tells_where_why_and_what_to_do():
    error = errors.Damaged(
        "`24 x` is not a take", file="log.csv", line=7, cause="`x` is no number", fix="Write 3."
    )
    assert str(error) == "log.csv:7: `24 x` is not a take (`x` is no number). Write 3."


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ({}, "it broke"),
        ({"file": "a.edl"}, "a.edl: it broke"),
        ({"line": 3}, "it broke"),
        ({"cause": "rain"}, "it broke (rain)"),
        ({"fix": "Wait."}, "it broke. Wait."),
    ],
)
def test_what_is_not_known_is_not_said(told, text):
    assert str(CircletakeError("it broke", **told)) == text


short = st.text(max_size=20)


@given(
    kind=st.sampled_from(list(CLASSES.values())),
    message=short,
    file=st.none() | short,
    line=st.none() | st.integers(1, 10**6),
    cause=st.none() | short,
    fix=st.none() | short,
)
def test_an_error_crosses_processes_whole(kind, message, file, line, cause, fix):
    error = kind(message, file=file, line=line, cause=cause, fix=fix)
    for same in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(same) is kind
        assert vars(same) == vars(error)
        assert str(same) == str(error)
        assert same.args == error.args


def test_a_wrong_timecode_is_a_wrong_value_too():
    """Libraries that call us with `int` or `Rate.parse` as a converter catch ValueError."""
    assert issubclass(errors.TimecodeError, ValueError)


def test_a_class_may_have_a_usual_fix():
    assert "[limits]" in str(errors.LimitExceeded("more than 3 rows"))
    assert str(errors.LimitExceeded("too slow", fix="Wait.")) == "too slow. Wait."
    assert CircletakeError("it broke").fix is None


MADE = [
    (where(module, node), CLASSES[node.func.id], node)
    for module in modules()
    if module.name != "circletake.errors"
    for node in ast.walk(module.tree)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CLASSES
]


def test_every_error_says_why_or_what_to_do():
    assert len(MADE) > 20
    silent = [
        place
        for place, kind, call in MADE
        if not {"cause", "fix", None} & {keyword.arg for keyword in call.keywords}
        and not kind.usual_fix
    ]
    assert not silent, "give `cause=` or `fix=`"


def test_every_error_reads_as_one_sentence_and_one_advice():
    """`file:line: message (cause). Fix.`: only the fix is a sentence of its own."""
    odd = []
    for place, _, call in MADE:
        told = {keyword.arg: keyword.value for keyword in call.keywords}
        if call.args and ending(call.args[0]) == ".":
            odd.append(f"{place} message ends with a full stop")
        if "cause" in told and ending(told["cause"]) == ".":
            odd.append(f"{place} cause ends with a full stop")
        # After a colon stands a command or a name to copy, and a full stop would be copied too.
        if (
            "fix" in told
            and ending(told["fix"]) not in {".", "?", None}
            and not copied(told["fix"])
        ):
            odd.append(f"{place} fix ends without a full stop")
    assert not odd


def copied(text: ast.expr) -> bool:
    """Whether a literal or f-string ends with something to copy: after a colon, or a command."""
    parts = text.values if isinstance(text, ast.JoinedStr) else [text]
    return any(
        isinstance(part, ast.Constant) and re.search(r": |^pip ", str(part.value)) for part in parts
    )


def ending(text: ast.expr) -> str | None:
    """The last character of a literal or f-string; None where only running it would tell."""
    if isinstance(text, ast.JoinedStr):
        text = text.values[-1]
    if isinstance(text, ast.Constant) and isinstance(text.value, str):
        return text.value[-1:]
    return None


def test_rooms_raise_nothing_else_on_purpose():
    """What is raised by name is ours, or says a mistake in the calling code."""
    allowed = {"TypeError", "ValueError", "AssertionError", "StopIteration", "SystemExit"}
    odd = [
        f"{where(module, node)} raises {node.exc.func.id}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Raise)
        and isinstance(node.exc, ast.Call)
        and isinstance(node.exc.func, ast.Name)
        and inspect.isclass(kind := getattr(builtins, node.exc.func.id, None))
        and issubclass(kind, BaseException)
        and node.exc.func.id not in allowed
    ]
    assert not odd
