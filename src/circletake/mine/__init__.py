"""Mining: what the record already decided.

Owns: takes out of logs, events tied to takes, changes between cuts, pairs with their evidence.
Reads values, returns values; the loop fetches and files them.
"""

from circletake.mine._mine import VERSION, Record, changes, mine, ordered_cuts
from circletake.mine._order import natural
from circletake.mine._verdicts import candidate_id, verdicts_of

__all__ = [
    "VERSION",
    "Record",
    "candidate_id",
    "changes",
    "mine",
    "natural",
    "ordered_cuts",
    "verdicts_of",
]
