"""The only place that knows the order of a lap.

Owns: opening a studio; ingest, then mine, then file the verdicts; what doors may ask for.
"""

from circletake.loop._export import Exported, export_pairs
from circletake.loop._ingest import FileReport, ingest, inspect
from circletake.loop._mine import changes, cuts, mined, remine
from circletake.loop._studio import Studio, open_studio

__all__ = [
    "Exported",
    "FileReport",
    "Studio",
    "changes",
    "cuts",
    "export_pairs",
    "ingest",
    "inspect",
    "mined",
    "open_studio",
    "remine",
]
