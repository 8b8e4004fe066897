"""What differs between the tables that the migrations make and those that the code uses."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from circletake.plugins.stores.sql._database import Database
from circletake.plugins.stores.sql._schema import METADATA


def differences(database: Database) -> list[Any]:
    """Empty when both agree; else what the next migration would have to do."""
    with database.read() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"compare_type": True, "include_object": _ours, "include_name": lambda *_: True},
        )
        return list(compare_metadata(context, METADATA))


def _ours(_thing: object, name: str | None, kind: str, *_: object) -> bool:
    return not (kind == "table" and name == "circletake_version")
