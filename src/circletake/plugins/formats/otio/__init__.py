"""OpenTimelineIO's own files: `.otio`, and the `.otioz` bundle.

Owns: reading any schema version as plain data, writing cuts through OpenTimelineIO. Source: the
OpenTimelineIO file format specification.
"""

from circletake.plugins.formats.otio._format import Otio

__all__ = ["Otio"]
