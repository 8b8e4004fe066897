"""Jobs in processes of this machine, behind the ledger's job rows.

Owns: worker processes and their leases. A worker that dies costs one attempt of one job.
"""

from circletake.plugins.engines.local._engine import LocalEngine

__all__ = ["LocalEngine"]
