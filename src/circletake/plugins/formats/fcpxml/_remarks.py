"""What people wrote into a library: notes, markers, ratings and keywords, and logged takes."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from circletake.model import (
    ColumnTable,
    LogKind,
    LogRow,
    Note,
    NoteKind,
    Reference,
    clip_stem,
    is_camera_file,
    parse_slate,
)
from circletake.plugins.formats.fcpxml._items import Found, Item, read_item
from circletake.plugins.formats.fcpxml._layout import connected, content
from circletake.plugins.formats.fcpxml._resources import (
    CLIPS,
    Asset,
    Resources,
    as_written,
    line_of,
    seconds,
)
from circletake.timecode import Rate

if TYPE_CHECKING:
    from lxml.etree import _Element

_STUDIO = "com.apple.proapps.studio."
_SCENE, _TAKE, _ANGLE, _REEL = (f"{_STUDIO}{name}" for name in ("scene", "shot", "angle", "reel"))
_CAMERA = "com.apple.proapps.mio.cameraName"
_COLUMNS = (
    "Scene", "Take", "Camera", "Camera Name", "Clip", "Name", "Camera Roll", "Sound Roll", "Start",
    "End", "Comments",
)  # fmt: skip
_DEEP = 8


_REMARKS = ("note", "marker", "chapter-marker", "rating", "keyword")


def read_notes(
    root: "_Element", found: Iterable[tuple[Found, Item]], resources: Resources
) -> tuple[Note, ...]:
    """Every note, marker, rating and keyword of the document, with what it speaks of.

    Also those of clips that are no items (angles, alternates), of gaps and of transitions.
    """
    about = {each.element: _references(item) for each, item in found}
    notes: list[Note] = []
    for mark in root.iter(*_REMARKS):
        owner = mark.getparent()
        if owner is None:
            continue
        if owner not in about:
            about[owner] = _about(owner, resources)
        note = _note(mark, about[owner])
        if note.text or mark.tag != "note":
            notes.append(note)
    return tuple(notes)


def _about(owner: "_Element", resources: Resources) -> tuple[Reference, ...]:
    """What a remark on something that is no item speaks of."""
    if owner.tag == "sequence":
        holder = owner.getparent()
        name = (holder.get("name") if holder is not None else None) or ""
        kind = "clip" if holder is not None and holder.tag == "media" else "cut"
        return (Reference(kind, name, name),) if name else ()
    if owner.tag in CLIPS:
        return _references(read_item(Found(owner, None, 0, None, None), resources, []))
    return ()


def _note(mark: "_Element", about: tuple[Reference, ...]) -> Note:
    line = line_of(mark)
    start, end = _range(mark.get("start"), mark.get("duration"))
    text, value, remark = (mark.text or "").strip(), mark.get("value") or "", mark.get("note")
    if mark.tag == "note":
        return Note(text, line=line, references=about)
    if mark.tag == "rating":
        return Note(
            remark or value, NoteKind.RATING, line,
            references=about, value=value, start=start, end=end,
        )  # fmt: skip
    if mark.tag == "keyword":
        return Note(
            value, NoteKind.KEYWORD, line, references=about, value=remark, start=start, end=end
        )
    text = f"{value}\n{remark}" if remark else value
    return Note(text, NoteKind.MARKER, line, references=about, start=start, end=end)


def _range(start: str | None, duration: str | None) -> tuple[str | None, str | None]:
    """Start as written, and the end that the duration makes."""
    begin, length = seconds(start), seconds(duration)
    if begin is None or length is None:
        return start, None
    return start, as_written(begin + length)


def _references(item: Item) -> tuple[Reference, ...]:
    found: list[Reference] = []
    if item.name:
        found.append(Reference("clip", item.name, clip_stem(item.name)))
    if item.source_file and clip_stem(item.source_file) != clip_stem(item.name or ""):
        found.append(Reference("clip", item.source_file, clip_stem(item.source_file)))
    slate = parse_slate(item.name or "")
    if slate is not None:
        found.append(Reference("slate", slate.text, f"{slate.setup}-{slate.take}"))
    if item.metadata.get(_SCENE):
        scene = item.metadata[_SCENE]
        found.append(Reference("scene", scene, scene))
    if item.project:
        found.append(Reference("cut", item.project, item.project))
    return tuple(found)


def read_log(
    found: Iterable[tuple[Found, Item]],
    resources: Resources,
    columns: Mapping[str, str],
) -> tuple[LogRow, ...]:
    """A row for each clip that names its scene or take; the same take said again counts once."""
    table = ColumnTable(columns)
    rows: dict[object, LogRow] = {}
    for each, item in found:
        row = _row(each, item, resources, table)
        if row is not None:
            rows.setdefault(
                (row.log, row.scene, row.slate, row.take, row.cameras, row.clip, row.roll), row
            )
    return tuple(rows.values())


def _row(found: Found, item: Item, resources: Resources, table: ColumnTable) -> LogRow | None:
    asset = _media_of(found.element, resources)
    metadata = {**(asset.metadata if asset else {}), **item.metadata}
    if not (metadata.get(_SCENE) or metadata.get(_TAKE)):
        return None
    picture = item.kind != "audio" and (asset is None or asset.picture)
    rolls = [part.strip() for part in metadata.get(_REEL, "").split(";")]
    rate = asset.rate if asset else None
    start, end = _timecodes(asset, rate)
    cells = (
        metadata.get(_SCENE, ""),
        metadata.get(_TAKE, ""),
        metadata.get(_ANGLE, ""),
        metadata.get(_CAMERA, ""),
        asset.file or asset.name or "" if asset else _camera_file(rolls),
        item.name or "",
        rolls[0] if picture else "",
        ", ".join(rolls[1:] if picture else rolls),
        start,
        end,
        item.notes or "",
    )
    kind = LogKind.CAMERA if picture else LogKind.SOUND
    row = table.reader(_COLUMNS, kind).read(cells, item.line or 1, rate)
    if row is None:
        return None
    written = {name: cell for name, cell in zip(_COLUMNS, cells, strict=True) if cell}
    others = {key.rsplit(".", 1)[-1]: text for key, text in metadata.items()}
    return replace(row, columns={**others, **written})


def _camera_file(rolls: list[str]) -> str:
    return next((roll for roll in rolls if is_camera_file(roll)), "")


def _media_of(element: "_Element", resources: Resources) -> Asset | None:
    """The file that a clip plays: its own, or that of the first clip inside it."""
    for _ in range(_DEEP):
        asset = resources.assets.get(element.get("ref") or "")
        if asset is not None:
            return asset
        inside = content(element)
        if len(inside) == 1 and inside[0].tag == "gap":
            inside = tuple(connected(inside[0]))
        if not inside:
            return None
        element = inside[0]
    return None


def _timecodes(asset: Asset | None, rate: Rate | None) -> tuple[str, str]:
    """First and last timecode of a file; the end is exclusive."""
    if asset is None or rate is None:
        return "", ""
    start = rate.frame_at(asset.start + Fraction(1, 10**6))
    if asset.duration is None:
        return rate.label(start), ""
    return rate.label(start), rate.label(start + round(asset.duration * rate.fps))
