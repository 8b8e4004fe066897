"""The session text taken apart: header, tracks with their clips, markers."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from circletake.plugins.formats.adr._tags import read_tags

_LETTERSPACED = re.compile(r"[A-Z#](?: ?[-A-Z] ?)+", re.ASCII)
_COLUMNS = {
    "CHANNEL": "channel",
    "EVENT": "event",
    "CLIP NAME": "clip_name",
    "REGION NAME": "clip_name",
    "START TIME": "start",
    "END TIME": "end",
    "DURATION": "duration",
    "STATE": "state",
}


@dataclass(frozen=True, slots=True)
class Cue:
    """One clip of a track.

    Attributes:
        track: The track's name without tags.
        channel: Channel as written.
        event: Number of the clip on its channel, as written.
        clip_name: Name as written, tags and all.
        start: Place as written: timecode, feet and frames, or another count.
        end: End as written.
        duration: Length as written.
        state: `Muted` or `Unmuted`, as written.
        spoken: The line to speak.
        tags: Tags of the clip and those that it has from markers, ranges and its track.
        line: Line of the file, counted from 1.
    """

    track: str
    channel: str
    event: str
    clip_name: str
    start: str
    end: str
    duration: str
    state: str
    spoken: str
    tags: Mapping[str, str]
    line: int


@dataclass(slots=True)
class Clip:
    """A row of a track's listing."""

    line: int
    channel: str
    event: str
    clip_name: str
    start: str
    end: str
    duration: str
    state: str


@dataclass(slots=True)
class Track:
    """A track and its clips; `tags` are those of its name and comments."""

    name: str
    tags: dict[str, str] = field(default_factory=dict)
    clips: list[Clip] = field(default_factory=list)


@dataclass(slots=True)
class Session:
    """The whole text.

    Attributes:
        header: Names and values above the listings.
        tracks: In order.
        markers: Place and tags of each marker.
        broken: Line and cause of each row that cannot be read.
    """

    header: dict[str, str] = field(default_factory=dict)
    tracks: list[Track] = field(default_factory=list)
    markers: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    broken: list[tuple[int, str]] = field(default_factory=list)
    _section: str = ""
    _names: list[str] = field(default_factory=list)
    _in_comments: bool = False

    @classmethod
    def of(cls, lines: Iterable[tuple[int, str]]) -> "Session":
        """Take a session text apart."""
        session = cls()
        for line, text in lines:
            session._feed(line, text)
        return session

    def _feed(self, line: int, text: str) -> None:
        bare = text.strip("\0 \r\n")
        if not bare:
            self._in_comments = False
            return
        if _LETTERSPACED.fullmatch(bare) and "  " in bare:
            self._section, self._names = bare.replace(" ", ""), []
        elif bare.startswith("TRACK NAME:"):
            self._section, self._names, self._in_comments = "TRACKLISTING", [], False
            name = bare.partition(":")[2].strip()
            self.tracks.append(Track(name, read_tags(name)))
        elif not self._section:
            name, mark, value = bare.partition(":")
            if mark:
                self.header.setdefault(name.strip().upper(), value.strip())
        elif self._section == "TRACKLISTING" and self.tracks:
            self._track_line(line, text)
        elif self._section == "MARKERSLISTING":
            self._marker(text)

    def _track_line(self, line: int, text: str) -> None:
        track = self.tracks[-1]
        cells = [cell.strip() for cell in text.split("\t")]
        if cells[0] == "CHANNEL" or (len(cells) > 2 and "START TIME" in cells):
            self._names, self._in_comments = [_COLUMNS.get(cell, "") for cell in cells], False
        elif self._names:
            self._clip(line, cells)
        elif text.startswith("COMMENTS:"):
            self._in_comments = True
            track.tags |= read_tags(text.partition(":")[2])
        elif text.startswith(("USER DELAY:", "STATE:", "PLUG-INS:")):
            self._in_comments = False
        elif self._in_comments:
            track.tags |= read_tags(text)

    def _clip(self, line: int, cells: Sequence[str]) -> None:
        told = {name: cell for name, cell in zip(self._names, cells, strict=False) if name}
        missing = [name for name in ("clip_name", "start", "end") if not told.get(name)]
        if missing:
            self.broken.append((line, f"the row has no {' and no '.join(missing)}"))
            return
        clip = Clip(
            line, told.get("channel", ""), told.get("event", ""), told["clip_name"],
            told["start"], told["end"], told.get("duration", ""), told.get("state", ""),
        )  # fmt: skip
        self.tracks[-1].clips.append(clip)

    def _marker(self, text: str) -> None:
        cells = [cell.strip() for cell in text.split("\t")]
        if len(cells) < 3 or not cells[0].isdigit():
            return
        tags = read_tags(" ".join(cells[4:]))
        if tags:
            self.markers.append((cells[1], tags))
