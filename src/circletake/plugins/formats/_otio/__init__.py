"""What the timeline formats have in common: the data of OpenTimelineIO, and cuts made of it.

Owns: OTIO JSON as plain data (bounded, any schema version), nested time, events on tracks.
No format itself: `otio`, `aaf`, `xmeml`, `avb` and `fcpxml` use it, strangers to one another.
"""

from circletake.plugins.formats._otio._load import load
from circletake.plugins.formats._otio._reading import Reading, TimelineItem, read
from circletake.plugins.formats._otio._view import Draft, View, arranged, nearest

__all__ = ["Draft", "Reading", "TimelineItem", "View", "arranged", "load", "nearest", "read"]
