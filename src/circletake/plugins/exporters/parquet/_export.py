"""Writes Parquet through pyarrow."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from circletake.tools import written_whole


class Parquet:
    """Rows as one Parquet table, compressed with zstd; `about` is in the table's metadata."""

    name = "parquet"
    suffixes = (".parquet", ".pq")

    def export(
        self, rows: Sequence[Mapping[str, Any]], target: Path, about: Mapping[str, str]
    ) -> None:
        """Write the rows, whole or not at all.

        Raises:
            StorageFull: There is no room.
            AskedWrongly: The file cannot be written.
        """
        import pyarrow
        from pyarrow import parquet

        table = pyarrow.Table.from_pylist([dict(row) for row in rows])
        metadata = {f"circletake.{key}": value for key, value in about.items()}
        table = table.replace_schema_metadata(metadata)
        with written_whole(target) as whole:
            parquet.write_table(table, whole, compression="zstd")
