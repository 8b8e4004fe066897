"""Simulated film shoots and cuts with their truth, and a scorer: independent of the product."""

from tests.simulator._production import feature, simulate
from tests.simulator._style import Style
from tests.simulator._truth import Truth

__all__ = ["Style", "Truth", "feature", "simulate"]
