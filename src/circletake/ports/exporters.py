"""Exporters: "this studio's signal in a trainer's format"."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, runtime_checkable


@runtime_checkable
class Exporter(Protocol):
    """A way to write rows for a trainer."""

    name: str
    suffixes: tuple[str, ...]
    """Suffixes of files that it writes, lower case with the dot."""

    def export(
        self, rows: Sequence[Mapping[str, Any]], target: Path, about: Mapping[str, str]
    ) -> None:
        """Write rows of plain data to a file, whole or not at all.

        Args:
            rows: All with the same keys.
            target: The file; replaced when there.
            about: What the rows are and which clearance covers them; kept in the file.

        Raises:
            StorageFull: There is no room.
        """
