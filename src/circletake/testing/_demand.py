"""What a check demands; it fails in words, with or without a test runner."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from circletake.errors import CircletakeError

T = TypeVar("T")


def that(holds: bool, words: str) -> None:
    """Demand that something holds.

    Raises:
        AssertionError: It does not.
    """
    if not holds:
        raise AssertionError(f"not so: {words}")


def same(found: object, wanted: object, words: str) -> None:
    """Demand that two values are the same.

    Raises:
        AssertionError: They are not.
    """
    if found != wanted:
        raise AssertionError(f"{words}: found {found!r}, wanted {wanted!r}")


def refuses(kind: type[CircletakeError], words: str, ask: Callable[[], object]) -> None:
    """Demand that a call fails with an error of this very kind that says these words.

    Raises:
        AssertionError: It does not fail, or says nothing of the sort.
    """
    try:
        ask()
    except kind as error:
        if type(error) is not kind or words not in str(error):
            raise AssertionError(f"not {kind.__name__} about `{words}`: {error!r}") from error
    else:
        raise AssertionError(f"no {kind.__name__} about `{words}`")


def at_once(work: Callable[[int], T], workers: int) -> list[T]:
    """Do the same in threads of their own, all begun before any is waited for."""
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(work, range(workers)))
