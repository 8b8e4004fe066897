"""Cues with all the tags that apply to them, and the notes that they are.

Tags come, the later ones counting: from the session's name, from markers before the clip ends, from
ranges (`@`) on tracks above, from the track, from the clip itself.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from fractions import Fraction

from circletake.model import Note, NoteKind, Reference
from circletake.plugins.formats.adr._session import Clip, Cue, Session, Track
from circletake.plugins.formats.adr._tags import place, read_tags, spoken, without_tags

_SCENE = re.compile(
    r"\s*(?:sc(?:ene)?\.?\s*)?([A-Z]{0,3}\d{1,4}[A-Z]{0,3})(?![\w+])", re.IGNORECASE
)
_Range = tuple[Fraction, Fraction, dict[str, str]]


class _Ranges:
    """Tags that hold from one place to another; the first that was written counts."""

    def __init__(self) -> None:
        self._tracks: list[tuple[list[Fraction], list[_Range]]] = []

    def add(self, ranges: Iterable[_Range]) -> None:
        """Add the ranges of one track."""
        told = sorted(ranges, key=lambda each: (each[0], each[1]))
        if told:
            self._tracks.append(([each[0] for each in told], told))

    def at(self, when: Fraction | None) -> dict[str, str]:
        """The tags that hold there."""
        tags: dict[str, str] = {}
        if when is None:
            return tags
        for starts, ranges in self._tracks:
            # Ranges of one track follow each other, so the last that began is the one.
            after = bisect_left(starts, when + Fraction(1, 10**9))
            if after and ranges[after - 1][1] >= when:
                tags = ranges[after - 1][2] | tags
        return tags


class _Markers:
    """Tags of markers, gathered from the first to the last."""

    def __init__(self, markers: Sequence[tuple[str, dict[str, str]]]) -> None:
        placed = [(where, tags) for text, tags in markers if (where := place(text)) is not None]
        self._places: list[Fraction] = []
        self._tags: list[dict[str, str]] = [{}]
        for where, tags in sorted(placed, key=lambda each: each[0]):
            self._places.append(where)
            self._tags.append(self._tags[-1] | tags)

    def before(self, when: Fraction | None) -> dict[str, str]:
        """The tags of all markers before that place."""
        return self._tags[bisect_left(self._places, when)] if when is not None else {}


def cues_of(session: Session) -> list[Cue]:
    """All clips of all tracks, ranges too, with the tags that apply."""
    ranges, markers = _Ranges(), _Markers(session.markers)
    of_session = read_tags(session.header.get("SESSION NAME", ""))
    cues: list[Cue] = []
    for track in session.tracks:
        spans: list[_Range] = []
        for clip in track.clips:
            start, end = place(clip.start), place(clip.end)
            own = read_tags(clip.clip_name)
            if clip.clip_name.startswith("@"):
                if start is not None and end is not None:
                    spans.append((start, end, own))
                tags = own
            else:
                tags = of_session | markers.before(end) | ranges.at(start) | track.tags | own
            cues.append(_cue(track, clip, tags))
        ranges.add(spans)
    return cues


def _cue(track: Track, clip: Clip, tags: dict[str, str]) -> Cue:
    name = without_tags(track.name)
    return Cue(
        name, clip.channel, clip.event, clip.clip_name, clip.start, clip.end, clip.duration,
        clip.state, spoken(clip.clip_name, tags), tags, clip.line,
    )  # fmt: skip


def notes_of(cues: Sequence[Cue]) -> list[Note]:
    """A note for each line to be recorded anew; a clip that begins with `&` continues one."""
    groups: list[list[Cue]] = []
    for cue in cues:
        name = cue.clip_name
        if name.startswith("&") and groups and groups[-1][-1].track == cue.track:
            groups[-1].append(cue)
        elif not name.startswith("@"):
            groups.append([cue])
    return [_note(group) for group in groups if _asks(group)]


def _asks(group: Sequence[Cue]) -> bool:
    """True for a cue: it has a cue number or a reason, and is not muted."""
    tags = group[0].tags
    return ("QN" in tags or "R" in tags) and group[0].state.lower() != "muted"


def _note(group: Sequence[Cue]) -> Note:
    first, last = group[0], group[-1]
    tags: dict[str, str] = {}
    for cue in reversed(group):
        tags |= cue.tags
    references = []
    if tags.get("Sc"):
        scene = _SCENE.match(tags["Sc"])
        references.append(Reference("scene", tags["Sc"], scene[1].upper() if scene else tags["Sc"]))
    if ":" in first.start:
        references.append(Reference("timecode", first.start, first.start))
    text = "\n".join(cue.clip_name for cue in group)
    return Note(
        text, NoteKind.CUE, first.line, None, tuple(references), tags.get("R") or None,
        first.start, last.end,
    )  # fmt: skip
