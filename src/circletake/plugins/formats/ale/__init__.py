"""Avid Log Exchange: the camera log that goes into the cutting room.

Owns: the three sections of an ALE and its rows. Imports only `ports`, `model`, `tools`,
`timecode` and `errors`.
"""

from circletake.plugins.formats.ale._format import Ale

__all__ = ["Ale"]
