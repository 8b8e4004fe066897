"""iXML: what a sound recorder writes into its files, as a document of its own.

Owns: the fields of an iXML document. Imports only `ports`, `model`, `tools`, `timecode` and
`errors`.
"""

from circletake.plugins.formats.ixml._fields import fields_of, log_row
from circletake.plugins.formats.ixml._format import IXml

__all__ = ["IXml", "fields_of", "log_row"]
