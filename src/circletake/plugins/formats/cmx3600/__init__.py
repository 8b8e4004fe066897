"""CMX3600 edit decision lists: every event line kept, one bad line never fatal.

Owns: the grammar of EDL lines, the rate that a list implies, the cut it describes, and writing it.
Imports only `ports`, `model`, `tools`, `timecode` and `errors`.
"""

from circletake.plugins.formats.cmx3600._event import Cdl, EdlEvent
from circletake.plugins.formats.cmx3600._format import Cmx3600

__all__ = ["Cdl", "Cmx3600", "EdlEvent"]
