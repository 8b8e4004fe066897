"""Writes JSON lines (one object a line, UTF-8, LF)."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from circletake.tools import written_whole


class JsonLines:
    """Rows as JSON lines; `FILE.about.json` says what they are and what clears them."""

    name = "jsonl"
    suffixes = (".jsonl", ".ndjson")

    def export(
        self, rows: Sequence[Mapping[str, Any]], target: Path, about: Mapping[str, str]
    ) -> None:
        """Write the rows, whole or not at all.

        Raises:
            StorageFull: There is no room.
            AskedWrongly: The file cannot be written.
        """
        with (
            written_whole(target) as whole,
            written_whole(target.with_name(f"{target.name}.about.json")) as beside,
        ):
            with whole.open("w", encoding="utf-8", newline="\n") as file:
                for row in rows:
                    file.write(json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n")
            beside.write_text(
                json.dumps(dict(about), ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
            )
