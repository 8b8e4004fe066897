"""Logging information of clips as rows of a camera log."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from circletake.model import ColumnTable, LogKind, LogRow
from circletake.plugins.formats.xmeml._convert import Converter
from circletake.plugins.formats.xmeml._values import File, line_of, text

if TYPE_CHECKING:
    from lxml.etree import _Element

_TOLD = ("scene", "shottake", "lognote", "description", "good")
_COLUMNS = (
    "Scene", "ShotTake", "LogNote", "Description", "Good", "Clip", "Name", "Reel", "Start", "End",
    "Comments",
)  # fmt: skip


def read_log(
    root: "_Element", converter: Converter, columns: Mapping[str, str]
) -> tuple[LogRow, ...]:
    """A row for each clip whose log was filled in; the same said of a clip again counts once."""
    table = ColumnTable(columns)
    rows: dict[object, LogRow] = {}
    for clip in root.iter("clip", "clipitem"):
        row = _row(clip, converter.file_of(clip), table)
        if row is not None:
            key = (row.log, row.scene, row.slate, row.take, row.clip, row.status, row.notes)
            rows.setdefault(key, row)
    return tuple(rows.values())


def _row(clip: "_Element", file: File | None, table: ColumnTable) -> LogRow | None:
    scene, shot_take, note, description, good = (
        text(clip, f"logginginfo/{name}") for name in _TOLD
    )
    if not (scene or shot_take or note or good.lower() == "true"):
        return None
    remarks = _remarks(clip)
    original = text(clip, "logginginfo/originalvideofilename")
    start, end = _timecodes(file)
    cells = (
        scene, shot_take, note, description, good,
        original or (file.file_name if file else "") or text(clip, "name"), text(clip, "name"),
        file.reel if file else "", start, end, "\n".join(remarks),
    )  # fmt: skip
    kind = LogKind.CAMERA if file is None or file.picture else LogKind.SOUND
    rate = file.rate if file else None
    row = table.reader(_COLUMNS, kind).read(cells, line_of(clip) or 1, rate)
    if row is None:
        return None
    written = {name: cell for name, cell in zip(_COLUMNS, cells, strict=True) if cell}
    return replace(row, columns=written)


def _remarks(clip: "_Element") -> Iterable[str]:
    for part in clip.iterfind("comments/*"):
        remark = (part.text or "").strip()
        if remark:
            yield remark


def _timecodes(file: File | None) -> tuple[str, str]:
    if file is None or file.rate is None:
        return "", ""
    start = file.rate.label(file.start)
    if file.duration is None:
        return start, ""
    return start, file.rate.label(file.start + int(file.duration))
