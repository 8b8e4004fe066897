"""`CIRCLETAKE_FORCE=postgres,corpus`: a test that would skip for want of one of these fails.

So continuous integration cannot pass by skipping what it was meant to run. A test wants something
when it has the mark or asks for the fixture of that name.
"""

import os
from collections.abc import Generator

import pytest

VARIABLE = "CIRCLETAKE_FORCE"


def forced() -> frozenset[str]:
    """What may not be missing."""
    return frozenset(filter(None, os.environ.get(VARIABLE, "").split(",")))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip for want of what is forced into a failure."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        wanted = {mark.name for mark in item.iter_markers()} | {*getattr(item, "fixturenames", ())}
        if missing := wanted & forced():
            told = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
            report.outcome = "failed"
            report.longrepr = f"{VARIABLE} names {', '.join(sorted(missing))}: {told}"
    return report
