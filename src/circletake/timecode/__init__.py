"""Exact time: rates are rational, positions are whole frames, nothing is a float.

Owns: rates, drop-frame counting, the text of a timecode. Imports only `errors`.
"""

from circletake.timecode._rate import RATES, Rate, infer_rate
from circletake.timecode._timecode import Timecode

__all__ = ["RATES", "Rate", "Timecode", "infer_rate"]
