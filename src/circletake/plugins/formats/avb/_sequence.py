"""Sequences of a bin as the plain data of OpenTimelineIO, which the cuts are made of.

In a bin, as in AAF, a transition overlaps both its neighbours, and what is retimed or carries an
effect is a group of tracks in the place of a clip.
"""

from typing import Any

Plain = dict[str, Any]

_DEEP = 40
_OPENED = 20_000  # components that sequences within sequences may multiply to
_DROP = 1  # flag of a timecode component


def source_of(mob: Any, known: dict[str, Any]) -> Plain:
    """Tape, file and first timecode of a mob, by the chain of mobs that it is made from.

    Args:
        mob: A master clip or what it is made from.
        known: Every mob of the bin, by id.
    """
    told: Plain = {}
    offset = 0
    for _ in range(_DEEP):
        descriptor = getattr(mob, "descriptor", None)
        if mob.mob_type == "SourceMob":
            if type(descriptor).__name__ == "TapeDescriptor":
                told.setdefault("tape", str(mob.name or ""))
            told["origin"] = str(mob.name or "")
            told.update(_timecode(mob, offset))
        clip = _first_clip(mob)
        source = known.get(str(clip.mob_id)) if clip is not None else None
        if source is None or source is mob:
            break
        offset += int(clip.start_time or 0)
        mob = source
    return told


def _component(track: Any) -> Any:
    return getattr(track, "component", None)


def _first_clip(mob: Any) -> Any:
    """The source clip of a mob's first track of picture, else of sound."""
    for kind in ("picture", "sound"):
        for track in mob.tracks:
            component = _component(track)
            if component is None or str(track.media_kind) != kind:
                continue
            parts = getattr(component, "components", None)
            for part in parts if parts is not None else (component,):
                if type(part).__name__ == "SourceClip":
                    return part
    return None


def _timecode(mob: Any, offset: int) -> Plain:
    for track in mob.tracks:
        code = _component(track)
        if type(code).__name__ == "Timecode":
            return {
                "start": int(code.start) + offset,
                "fps": int(code.fps),
                "edit_rate": float(code.edit_rate),
                "drop": bool(int(code.flags) & _DROP),
            }
    return {}


class Sequences:
    """Converts the sequences of one bin.

    Args:
        known: Every mob of the bin, by id.
        failures: What could not be read is added here, in words.
    """

    def __init__(self, known: dict[str, Any], failures: list[str]) -> None:
        self._known = known
        self._failures = failures
        self._left = _OPENED

    def timeline(self, mob: Any) -> Plain:
        """A composition as a timeline."""
        rate = float(mob.edit_rate)
        begin = _timecode(mob, 0)
        found: Plain = {
            "OTIO_SCHEMA": "Timeline.1",
            "name": str(mob.name or ""),
            "tracks": self._stack(mob, rate, 0, frozenset({str(mob.mob_id)})),
        }
        if begin:
            found["global_start_time"] = _time(begin["start"], rate)
            found["drop"] = begin["drop"]
        return found

    def _stack(self, group: Any, rate: float, depth: int, path: frozenset[str]) -> Plain:
        """Tracks of picture and sound, in their order."""
        tracks = [
            {
                "OTIO_SCHEMA": "Track.1",
                "name": f"{'V' if kind == 'picture' else 'A'}{track.index}",
                "kind": "Video" if kind == "picture" else "Audio",
                "children": self._line(component, rate, depth, path),
            }
            for kind in ("picture", "sound")
            for track in group.tracks
            if (component := _component(track)) is not None and str(track.media_kind) == kind
        ]
        return {"OTIO_SCHEMA": "Stack.1", "name": str(group.name or ""), "children": tracks}

    def _line(self, component: Any, rate: float, depth: int, path: frozenset[str]) -> list[Plain]:
        """What stands one after the other on a track; transitions no longer overlap anything."""
        parts = list(getattr(component, "components", None) or [component])
        found: list[Plain] = []
        for place, part in enumerate(parts):
            if _is_transition(part):
                found.append(_transition(part, rate))
                continue
            head = _overlap(parts, place - 1, before=False)
            tail = _overlap(parts, place + 1, before=True)
            length = max(0, int(part.length) - head - tail)
            found.append(self._item(part, head, length, rate, depth, path))
        return found

    def _item(
        self, part: Any, head: int, length: int, rate: float, depth: int, path: frozenset[str]
    ) -> Plain:
        """A part of a track from its frame `head` on."""
        self._left -= 1
        kind = type(part).__name__
        if kind == "SourceClip":
            return self._clip(part, head, length, rate, depth, path)
        tracks = [each for each in getattr(part, "tracks", ()) if _component(each) is not None]
        if getattr(part, "components", None) is not None:
            nested = _track(self._line(part, rate, depth + 1, path), part)
        elif tracks and self._may_open(depth):
            nested = self._group(part, tracks, rate, depth, path)
        else:
            return {"OTIO_SCHEMA": "Gap.1", "source_range": _span(head, length, rate)}
        return nested | {"source_range": _span(head, length, rate), "markers": _markers(part, rate)}

    def _may_open(self, depth: int) -> bool:
        return depth < _DEEP and self._left > 0

    def _group(
        self, part: Any, tracks: list[Any], rate: float, depth: int, path: frozenset[str]
    ) -> Plain:
        """A group of tracks: a choice of one, a retime of one, or an effect over several."""
        if type(part).__name__ == "Selector":
            chosen = [each for each in tracks if each.index == part.selected] or tracks
            tracks = chosen[:1]
        if type(part).__name__ == "EssenceGroup":
            tracks = tracks[:1]
        children = [
            _track(self._line(_component(each), rate, depth + 1, path), _component(each))
            for each in tracks
        ]
        found: Plain = {"OTIO_SCHEMA": "Stack.1", "name": "", "children": children}
        scalar = _scalar(part, _component(tracks[0]))
        if scalar is not None:
            found["effects"] = [{"OTIO_SCHEMA": "LinearTimeWarp.1", "time_scalar": scalar}]
        return found

    def _clip(
        self, part: Any, head: int, length: int, rate: float, depth: int, path: frozenset[str]
    ) -> Plain:
        """What a source clip plays: a master clip, or a subclip or sequence laid open."""
        key = str(part.mob_id)
        mob = self._known.get(key)
        first = int(part.start_time or 0) + head
        if mob is not None and mob.mob_type == "CompositionMob":
            inner = [track for track in mob.tracks if track.index == part.track_id]
            inner = [each for each in inner if str(each.media_kind) == str(part.media_kind)]
            component = _component(inner[0]) if inner else None
            if component is not None and key not in path and self._may_open(depth):
                line = self._line(component, rate, depth + 1, path | {key})
                return _track(line, component) | {
                    "name": str(mob.name or ""),
                    "source_range": _span(first, length, rate),
                    "markers": _markers(part, rate),
                }
        told = source_of(mob, self._known) if mob is not None else {}
        if mob is None and length:
            self._failures.append(f"a sequence plays a clip that is not in the bin ({key})")
        offset = int(told.get("start", 0))
        columns = _columns(mob)
        return {
            "OTIO_SCHEMA": "Clip.2",
            "name": str(mob.name or "") if mob is not None else "",
            "source_range": _span(first + offset, length, rate),
            "markers": _markers(part, rate, offset + int(part.start_time or 0)),
            "metadata": {
                "circletake": {
                    "reel": told.get("tape") or columns.get("Tape") or "",
                    "source_file": told.get("origin") or "",
                    "comments": [columns["Comments"]] if columns.get("Comments") else [],
                },
                "columns": columns,
            },
        }


def _columns(mob: Any) -> dict[str, str]:
    attributes = getattr(mob, "attributes", None)
    user = attributes.get("_USER") if attributes else None
    return {
        str(name): text.strip()
        for name, text in (user.items() if user else ())
        if isinstance(text, str) and text.strip()
    }


def _is_transition(part: Any) -> bool:
    return type(part).__name__ == "TransitionEffect"


def _overlap(parts: list[Any], place: int, *, before: bool) -> int:
    """How many frames of a part a transition beside it takes; `before` its cut point or behind."""
    if not 0 <= place < len(parts) or not _is_transition(parts[place]):
        return 0
    length, cut = int(parts[place].length), int(parts[place].cutpoint)
    cut = min(max(cut, 0), length)
    return length - cut if before else cut


def _transition(part: Any, rate: float) -> Plain:
    length = int(part.length)
    cut = min(max(int(part.cutpoint), 0), length)
    return {
        "OTIO_SCHEMA": "Transition.1",
        "name": str(part.effect_id or ""),
        "in_offset": _time(cut, rate),
        "out_offset": _time(length - cut, rate),
    }


def _scalar(part: Any, inner: Any) -> float | None:
    """Speed of a retime: how much of what is inside plays in its length."""
    if not hasattr(part, "phase_offset"):
        return None
    outside, inside = int(part.length), int(getattr(inner, "length", 0) or 0)
    ratio = getattr(part, "speed_ratio", None)
    backwards = ratio is not None and (ratio[0] < 0) != (ratio[1] < 0)
    if outside <= 0 or inside <= 0:
        return None
    return -inside / outside if backwards else inside / outside


def _markers(part: Any, rate: float, offset: int = 0) -> list[Plain]:
    attributes = getattr(part, "attributes", None)
    found: list[Plain] = []
    for marker in (attributes.get("_TMP_CRM") if attributes else None) or ():
        told = getattr(marker, "attributes", None) or {}
        found.append(
            {
                "OTIO_SCHEMA": "Marker.2",
                "name": str(told.get("_ATN_CRM_COM") or ""),
                "color": str(told.get("_ATN_CRM_COLOR") or ""),
                "marked_range": _span(offset + int(marker.comp_offset), 0, rate),
                "metadata": {"circletake": {"author": str(told.get("_ATN_CRM_USER") or "")}},
            }
        )
    return found


def _track(children: list[Plain], component: Any) -> Plain:
    sound = str(component.media_kind) == "sound"
    return {
        "OTIO_SCHEMA": "Track.1", "name": "", "kind": "Audio" if sound else "Video",
        "children": children,
    }  # fmt: skip


def _time(frames: int, rate: float) -> Plain:
    return {"OTIO_SCHEMA": "RationalTime.1", "value": frames, "rate": rate}


def _span(start: int, length: int, rate: float) -> Plain:
    return {
        "OTIO_SCHEMA": "TimeRange.1",
        "start_time": _time(start, rate),
        "duration": _time(length, rate),
    }
