"""What differs between two versions, from the identity of each shot."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.simulator._style import Style
from tests.simulator._world import Clip, Shot, Version

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ruler:
    """Turns record frames into timecode. `first` is the frame on which every cut starts."""

    style: Style
    first: int

    def places(self, version: Version) -> dict[int, str]:
        """The record-in of each shot."""
        clock, marks = self.style.clock, self.style.separators
        starts = version.starts(self.first)
        return {s.uid: clock.text(at, marks) for s, at in zip(version.shots, starts, strict=True)}


def changes_between(old: Version, new: Version, ruler: Ruler) -> list[Row]:
    """Rows as `circletake changes` prints them; `optional` ones may be told otherwise."""
    before, after = {s.uid: s for s in old.shots}, {s.uid: s for s in new.shots}
    old_at, new_at = ruler.places(old), ruler.places(new)
    gone = [shot for shot in old.shots if shot.uid not in after]
    rows = [_row("lift", shot, shot.length, (old_at[shot.uid], None)) for shot in gone]
    for shot in new.shots:
        was = before.get(shot.uid)
        if was is None:
            optional = shot.split_of in before and shot.split_of in new.split
            rows.append(
                _row("insert", shot, shot.length, (None, new_at[shot.uid]), optional=optional)
            )
            if optional:
                rows += _other_half(before[shot.split_of], shot, (old_at[shot.split_of], new_at))
            continue
        kinds = list(_kinds(was, shot, moved=shot.uid in new.moved))
        open_to_doubt = shot.uid in new.split or len({kind for kind, _ in kinds} & LONELY) > 1
        for kind, frames in kinds:
            place = (old_at[shot.uid], new_at[shot.uid])
            replaced = was.clip if kind == "take_swap" else None
            rows.append(_row(kind, shot, frames, place, replaced, optional=open_to_doubt))
    return rows


LONELY = {"take_swap", "move", "retime"}


def _kinds(was: Shot, now: Shot, *, moved: bool) -> Iterator[tuple[str, int]]:
    """The kinds of change of one shot, each with its frames."""
    if moved:
        yield "move", now.length
    if was.clip is not now.clip:
        yield "take_swap", now.length
        return
    if was.speed != now.speed:
        yield "retime", abs(now.length - was.length)
        return
    head, tail = now.source - was.source, was.source + was.span - now.source - now.span
    if head:
        yield ("trim_head" if head > 0 else "extend_head"), abs(head)
    if tail:
        yield ("trim_tail" if tail > 0 else "extend_tail"), abs(tail)


def _other_half(whole: Shot, second: Shot, at: tuple[str, dict[int, str]]) -> list[Row]:
    """A split told the other way: the second half was there, the first is new."""
    old_at, new_at = at
    trimmed = second.source - whole.source
    first = _row("insert", whole, trimmed, (None, new_at.get(whole.uid)), optional=True)
    rest = _row("trim_head", second, trimmed, (old_at, new_at[second.uid]), optional=True)
    return [first, rest]


def _row(
    kind: str, shot: Shot, frames: int, place: tuple[str | None, str | None],
    replaced: Clip | None = None, *, optional: bool = False,
) -> Row:  # fmt: skip
    return {
        "kind": kind, **_shown(shot.clip), "frames": frames,
        "old_record_in": place[0], "new_record_in": place[1],
        "replaced": _shown(replaced) if replaced else None,
        "optional": optional or shot.clip is None,
    }  # fmt: skip


def _shown(clip: Clip | None) -> Row:
    if clip is None:
        return {"scene": None, "setup": None, "take": None, "camera": None, "clip": None}
    return {
        "scene": clip.scene, "setup": clip.slate, "take": clip.take, "camera": clip.camera,
        "clip": clip.name,
    }  # fmt: skip
