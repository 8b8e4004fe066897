"""xmeml, the XML of Final Cut Pro 7 that Premiere, Resolve and Hiero write too.

Owns: sequences as cuts, master clips, logging information, fragments without a sequence. Source:
Apple's Final Cut Pro XML Interchange Format, versions 1 to 5.
"""

from circletake.plugins.formats.xmeml._format import Xmeml

__all__ = ["Xmeml"]
