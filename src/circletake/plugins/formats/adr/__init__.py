"""ADR spotting: the session text of Pro Tools with its tagged cues.

Owns: the listing of tracks and clips, and the tags in their names. Imports only `ports`, `model`,
`tools`, `timecode` and `errors`.
"""

from circletake.plugins.formats.adr._format import AdrText
from circletake.plugins.formats.adr._session import Cue

__all__ = ["AdrText", "Cue"]
