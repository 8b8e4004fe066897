"""Bins of Avid Media Composer (`.avb`), through pyavb in a process of its own.

Owns: every mob of a bin with its user columns, and the sequences in it as cuts. Source: pyavb's
reading of the format; Avid publishes none.
"""

from circletake.plugins.formats.avb._format import AvidBin

__all__ = ["AvidBin"]
