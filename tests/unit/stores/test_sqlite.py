"""The ledger on SQLite passes the suite that every ledger must pass."""

from functools import partial

import pytest

from circletake.plugins.stores.sql import open_ledger
from circletake.testing import stores


@pytest.mark.parametrize("check", stores.LEDGER_CHECKS, ids=stores.title)
def test_ledger(check, tmp_path):
    check(partial(open_ledger, f"sqlite:///{tmp_path}/ledger.db"))
