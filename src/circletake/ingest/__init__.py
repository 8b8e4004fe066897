"""Ingest: files of other people into the ledger, never losing anything silently.

Owns: finding files, reading them whole and unchanged, filing what they say.
"""

from circletake.ingest._find import Found, find
from circletake.ingest._read import digest_of, file_one, reading_of

__all__ = ["Found", "digest_of", "file_one", "find", "reading_of"]
