"""Export: the studio's signal as rows that a trainer reads.

Owns: the shape of the rows; exporters write them, the rights gate clears them first.
"""

from circletake.export._pairs import pair_rows

__all__ = ["pair_rows"]
