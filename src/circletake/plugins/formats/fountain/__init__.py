"""Fountain screenplays: the whole syntax, every element with its bytes, read and written.

Owns: the grammar of fountain.io. Imports only `ports`, `model`, `tools` and `errors`.
"""

from circletake.plugins.formats.fountain._format import Fountain

__all__ = ["Fountain"]
