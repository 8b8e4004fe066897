"""Functions in a process of their own: bounded, captured, free to crash."""

import os
import time
from pathlib import Path

import pytest

from circletake.errors import Damaged, LimitExceeded, MissingDependency
from circletake.tools import Limits, run_limited

QUICK = Limits(seconds=30)


def evaluate(expression: str, limits: Limits = QUICK):
    """The value of an expression, computed in the other process."""
    return run_limited("builtins:eval", [expression], limits=limits, file="a.aaf")


def test_a_result_comes_back_as_plain_data():
    outcome = run_limited("json:loads", ['{"a": [1, 2.5, null, "ä"]}'], limits=QUICK)
    assert outcome.value == {"a": [1, 2.5, None, "ä"]}
    assert outcome.noise == ""
    assert outcome.warnings == ()


def test_the_process_is_another_one_and_isolated():
    assert evaluate("__import__('os').getpid()").value != os.getpid()
    assert evaluate("__import__('sys').flags.isolated").value == 1
    assert evaluate("dict(__import__('os').environ)").value.keys() <= {"LC_ALL", "LC_CTYPE"}


def test_noise_is_captured_whichever_way_it_is_made(capfd: pytest.CaptureFixture[str]):
    outcome = evaluate("[print('printed'), __import__('os').write(2, b'written')][:0]")
    assert "printed" in outcome.noise
    assert "written" in outcome.noise
    assert capfd.readouterr() == ("", "")


def test_warnings_are_returned_once_each():
    twice = "[__import__('warnings').warn(text) for text in ('odd', 'odd', 'rare')]"
    assert evaluate(twice).warnings == ("odd", "rare")


def test_too_slow_is_ended_with_everything_it_started(tmp_path: Path):
    mark = tmp_path / "child.pid"
    script = f"sleep 60 & echo $! > {mark}; wait"
    began = time.monotonic()
    with pytest.raises(LimitExceeded, match=r"a\.aaf: .*longer than 1\.5 s") as caught:
        evaluate(f"__import__('os').system({script!r})", Limits(seconds=1.5))
    assert time.monotonic() - began < 20
    assert caught.value.fix is not None
    child = int(mark.read_text())
    for _ in range(100):
        if _gone(child):
            return
        time.sleep(0.05)
    pytest.fail("the grandchild still runs")


def _gone(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[-1].split()[0]
    except OSError:
        return True
    return state == "Z"


def test_too_much_memory_is_a_limit():
    with pytest.raises(LimitExceeded, match="memory"):
        evaluate("len(bytearray(2**40))", Limits(memory=2**30))


def test_too_much_output_is_a_limit_or_a_failure():
    with pytest.raises(Damaged, match="OSError"):
        evaluate("print('x' * 2**20, flush=True)", Limits(expansion=2**16))


def test_a_crash_is_damage_with_its_signal():
    with pytest.raises(Damaged, match="SIGABRT"):
        run_limited("os:abort", [], limits=QUICK)


def test_an_end_without_an_answer_is_damage():
    with pytest.raises(Damaged, match="exit status 3"):
        run_limited("os:_exit", [3], limits=QUICK)
    with pytest.raises(Damaged, match="SystemExit"):
        run_limited("sys:exit", [3], limits=QUICK)


def test_an_exception_is_damage_with_its_words():
    with pytest.raises(Damaged, match="ZeroDivisionError: division by zero") as caught:
        evaluate("1 / 0")
    assert caught.value.file == "a.aaf"


def test_what_is_not_plain_data_is_damage():
    with pytest.raises(Damaged, match="TypeError"):
        evaluate("object()")


def test_a_missing_module_says_what_to_install():
    with pytest.raises(MissingDependency, match="no_such_module_here") as caught:
        run_limited("no_such_module_here:read", [], limits=QUICK)
    assert caught.value.fix == "pip install no_such_module_here"


def test_an_error_of_ours_comes_through_whole():
    with pytest.raises(LimitExceeded) as caught:
        evaluate(
            "(_ for _ in ()).throw(__import__('circletake.errors').errors.LimitExceeded("
            "'too deep', file='b', line=7, cause='why', fix='mend'))"
        )
    assert str(caught.value) == "b:7: too deep (why). mend"


def test_endless_recursion_is_a_limit():
    with pytest.raises(LimitExceeded, match="nested"):
        evaluate("(lambda f: f(f))(lambda f: f(f))")


def test_a_name_that_is_no_function_is_refused():
    with pytest.raises(ValueError, match="module:function"):
        run_limited("os;import sys", [], limits=QUICK)
