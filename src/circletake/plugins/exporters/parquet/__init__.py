"""Parquet, by pyarrow; what the rows are stands in the file's own metadata."""

from circletake.plugins.exporters.parquet._export import Parquet

__all__ = ["Parquet"]
