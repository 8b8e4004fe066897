"""A module that grows past 400 lines, or a function past 50, wants another room or word."""

import ast

from tests.architecture.source import PACKAGE, modules, where

MODULE_LINES = 400
FUNCTION_LINES = 50

Function = ast.FunctionDef | ast.AsyncFunctionDef


def test_no_module_is_too_long():
    long = {
        str(module.path.relative_to(PACKAGE)): lines
        for module in modules()
        if (lines := module.text.count("\n")) > MODULE_LINES
    }
    assert not long, f"more than {MODULE_LINES} lines"


def test_no_function_is_too_long():
    long = [
        f"{where(module, node)} {node.name} has {lines}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, Function) and (lines := body_lines(node)) > FUNCTION_LINES
    ]
    assert not long, f"more than {FUNCTION_LINES} lines"


def body_lines(function: Function) -> int:
    """Lines from `def` to the last statement; what explains it in its docstring is free."""
    assert function.end_lineno is not None
    lines = function.end_lineno - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function, clean=False) is not None:
        assert first.end_lineno is not None
        lines -= first.end_lineno - first.lineno + 1
    return lines


def test_docstrings_are_not_counted():
    function = ast.parse(
        'def f():\n    """One.\n\n    Two.\n    """\n    a = 1\n    return a\n'
    ).body[0]
    assert isinstance(function, ast.FunctionDef)
    assert body_lines(function) == 3
