"""Media files by their headers."""

from circletake.plugins.formats.media._media import Media

__all__ = ["Media"]
