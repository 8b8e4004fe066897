"""Final Draft screenplays (FDX): typed paragraphs, notes, summaries, revisions, read and written.

Owns: what Final Draft's names mean in the words of a script. Imports only `ports`, `model`,
`tools` and `errors`.
"""

from circletake.plugins.formats.fdx._format import FinalDraft

__all__ = ["FinalDraft"]
