"""What runs in the other process: the libraries read the file, plain data come back."""

from collections.abc import Iterable, Iterator
from typing import Any

Plain = dict[str, Any]

_KEPT = ("ClassName", "MediaKind", "MobID", "UserComments")
_DEEP = 20


def read_aaf(path: str) -> Plain:
    """The timelines and clips of a file.

    Args:
        path: The file.

    Returns:
        `timeline`: OTIO's plain data, or None where no timeline could be made; `failure`: why not;
        `mobs`: one object for each master clip and subclip, with its user comments; `starts`: the
        first timecode of each composition, by name.
    """
    mobs = _mobs(path)
    try:
        timeline: Plain | None = _timeline(path, {mob.get("id"): mob for mob in mobs["mobs"]})
        failure = None
    except Exception as error:  # noqa: BLE001 - the adapter raises whatever it stumbles over
        timeline, failure = None, f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"
    return {"timeline": timeline, "failure": failure, **mobs}


def _timeline(path: str, mobs: dict[Any, Plain]) -> Plain:
    import json

    import opentimelineio as otio

    found = otio.adapters.read_from_file(path, "AAF")
    root: Plain = json.loads(otio.adapters.write_to_string(found, "otio_json"))
    _prune(root, mobs)
    return root


def _prune(root: Plain, mobs: dict[Any, Plain]) -> None:
    """Leave of the metadata what tells of takes; it makes most of the data otherwise."""
    work: list[Any] = [root]
    while work:
        each = work.pop()
        if isinstance(each, list):
            work.extend(each)
        elif isinstance(each, dict):
            if "media_references" in each:
                own = _media(each)
                mob = mobs.get(_aaf(each).get("MobID"), {})
                if mob.get("tape"):
                    own.setdefault("reel", mob["tape"])
                each["metadata"] = {"AAF": _kept(each), "circletake": own}
            elif "marked_range" in each:
                each["metadata"] = {"circletake": {"author": _author(each)}}
            elif "metadata" in each:
                each["metadata"] = {"AAF": kept} if (kept := _kept(each)) else {}
            work.extend(value for key, value in each.items() if key != "metadata")


def _aaf(found: Plain) -> Plain:
    metadata = (found.get("metadata") or {}).get("AAF")
    return metadata if isinstance(metadata, dict) else {}


def _kept(found: Plain) -> Plain:
    metadata = _aaf(found)
    return {key: metadata[key] for key in _KEPT if metadata.get(key)}


def _author(marker: Plain) -> str:
    attributes = _aaf(marker).get("CommentMarkerAttributeList")
    user = attributes.get("_ATN_CRM_USER") if isinstance(attributes, dict) else None
    return user if isinstance(user, str) else ""


def _media(clip: Plain) -> Plain:
    """Reel and file of a clip, by the descriptions of what it was made from.

    A tape gives the reel; an import gives the file as the camera wrote it, which the media that
    Avid wrote itself does not.
    """
    own: Plain = {}
    comments = _aaf(clip).get("UserComments")
    comments = comments if isinstance(comments, dict) else {}
    for reference in clip["media_references"].values():
        described = _aaf(reference).get("EssenceDescription")
        kind = described.get("ClassName") if isinstance(described, dict) else None
        if kind == "TapeDescriptor" and reference.get("name"):
            own.setdefault("reel", reference["name"])
        if kind == "ImportDescriptor" and reference.get("target_url"):
            own.setdefault("source_file", _file_name(reference["target_url"]))
    for column in ("Tape", "TapeID", "Reel", "Camroll"):
        if isinstance(comments.get(column), str) and comments[column].strip():
            own.setdefault("reel", comments[column].strip())
    if isinstance(comments.get("UNC Path"), str) and comments["UNC Path"].strip():
        own.setdefault("source_file", _file_name(comments["UNC Path"]))
    remark = comments.get("Comments")
    if isinstance(remark, str) and remark.strip():
        own["comments"] = [remark.strip()]
    return own


def _file_name(url: str) -> str:
    from urllib.parse import unquote

    bare = unquote(url) if "://" in url else url
    return bare.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]


def _mobs(path: str) -> Plain:
    """Master clips and subclips with their comments, and how timecode of the cuts is counted."""
    import aaf2

    with aaf2.open(path) as file:
        found = [told for mob in _each(file.content.mobs) if (told := _mob(mob)) is not None]
        starts = {
            str(mob.name): start
            for mob in _each(file.content.mobs)
            if type(mob).__name__ == "CompositionMob" and (start := _begins(mob))
        }
    return {"mobs": found, "starts": starts}


def _each(mobs: Iterable[Any]) -> Iterator[Any]:
    """The mobs that can be read; a broken one is passed by."""
    iterator = iter(mobs)
    while True:
        try:
            yield next(iterator)
        except StopIteration:
            return


def _mob(mob: Any) -> Plain | None:
    """One master clip or subclip; None for what is neither."""
    kind = type(mob).__name__
    try:
        usage = str(getattr(mob, "usage", None) or "")
        if kind != "MasterMob" and usage != "Usage_SubClip":
            return None
        media = [str(getattr(slot, "media_kind", "")) for slot in mob.slots]
        told: Plain = {
            "name": str(mob.name or ""),
            "kind": kind,
            "id": str(mob.mob_id),
            "picture": "Picture" in media or "Sound" not in media,
            "comments": _comments(mob),
        }
        told.update(_source(mob))
    except Exception as error:  # noqa: BLE001 - one broken mob must not cost the others
        return {"name": "", "kind": kind, "failure": f"{type(error).__name__}: {error}"[:300]}
    return told


def _comments(mob: Any) -> dict[str, str]:
    return {
        str(name): value.strip()
        for name, value in mob.comments.items()
        if isinstance(value, str) and value.strip()
    }


def _source(mob: Any) -> Plain:
    """Tape, file and first timecode of a master clip, by the chain of mobs it is made from."""
    told: Plain = {}
    offset = 0
    for _ in range(_DEEP):
        slot = next((slot for slot in mob.slots if _clip_of(slot) is not None), None)
        clip = _clip_of(slot) if slot is not None else None
        if clip is None or clip.mob is None:
            break
        offset += int(clip.start or 0)
        mob = clip.mob
        descriptor = type(getattr(mob, "descriptor", None)).__name__
        if descriptor == "TapeDescriptor":
            told.setdefault("tape", str(mob.name or ""))
        if descriptor == "ImportDescriptor":
            told.setdefault("file", _locator(mob.descriptor))
        told.update(_timecode(mob, offset))
    return told


def _clip_of(slot: Any) -> Any:
    """The source clip in a slot of picture or sound; None when it holds none."""
    if str(getattr(slot, "media_kind", "")) not in {"Picture", "Sound"}:
        return None
    segment = slot.segment
    if hasattr(segment, "components"):
        segment = next(iter(segment.components), None)
    return segment if type(segment).__name__ == "SourceClip" else None


def _locator(descriptor: Any) -> str:
    for locator in descriptor.get("Locator").value if descriptor.get("Locator") else ():
        url = locator.get("URLString")
        if url is not None and url.value:
            return _file_name(str(url.value))
    return ""


def _timecode(mob: Any, offset: int) -> Plain:
    """First timecode of a mob, so many frames into it."""
    for slot in mob.slots:
        if type(slot.segment).__name__ == "Timecode":
            timecode = slot.segment
            return {
                "start": int(timecode.start) + offset,
                "fps": int(timecode.fps),
                "edit_rate": str(slot.edit_rate),
                "drop": bool(timecode.drop),
            }
    return {}


def _begins(mob: Any) -> Plain:
    """First timecode of a composition; empty when it cannot be told."""
    try:
        return _timecode(mob, 0)
    except Exception:  # noqa: BLE001 - then it is not known
        return {}
