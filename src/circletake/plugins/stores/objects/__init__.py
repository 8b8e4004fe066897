"""The media store: bytes by their SHA-256, in a folder or in a bucket, the same code.

Owns: the layout of keys (`sha256/ab/abcd...`). Which production may reach what, the ledger knows.
"""

from circletake.plugins.stores.objects._open import open_media

__all__ = ["open_media"]
