"""Chance in the tests: new cases at each run here, the same cases at each run in CI.

A case that fails is printed with what makes it again. No case fails for being slow: two cores that
also do something else are slow at any moment.
"""

import os

from hypothesis import settings

settings.register_profile("here", deadline=None, print_blob=True)
settings.register_profile("ci", deadline=None, print_blob=True, derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "here")
