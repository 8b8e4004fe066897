"""Writes Parquet through pyarrow."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from circletake.tools import written_whole


class Parquet:
    """Rows as one Parquet table, compressed with zstd; `about` is in the table's metadata.

    A column of objects that all have the same keys is a struct; one whose keys differ from row to
    row (frames by cut) is a map. The metadata's keys begin with `circletake.`.
    """

    name = "parquet"
    suffixes = (".parquet", ".pq")

    def export(
        self, rows: Sequence[Mapping[str, Any]], target: Path, about: Mapping[str, str]
    ) -> None:
        """Write the rows, whole or not at all.

        Raises:
            StorageFull: There is no room.
            AskedWrongly: The file cannot be written, or a column holds values of several kinds.
        """
        from pyarrow import parquet

        from circletake.plugins.exporters.parquet._table import table_of

        table = table_of(rows, target)
        metadata = {
            f"circletake.{key}".encode(errors="backslashreplace"): value.encode(
                errors="backslashreplace"
            )
            for key, value in about.items()
        }
        table = table.replace_schema_metadata(metadata)
        with written_whole(target) as whole, whole.open("wb") as file:
            parquet.write_table(table, file, compression="zstd")
