"""The ledger on SQLite (a studio that is a folder) or PostgreSQL (a studio of many machines).

Owns: the tables, their migrations, and the four parts of the `Ledger` port. SQLAlchemy and Alembic
are imported when a ledger is opened, not before.
"""

from circletake.plugins.stores.sql._open import open_ledger

__all__ = ["open_ledger"]
