"""Final Cut Pro's FCPXML, versions 1.5 to 1.14, by a reader of our own.

Owns: every clip of storylines and events, ratings, keywords, markers, auditions, multicam, and the
cuts that projects hold. Source: Apple's FCPXML Reference and the document type of each version.
"""

from circletake.plugins.formats.fcpxml._format import FcpXml

__all__ = ["FcpXml"]
