"""What changed between two cuts, shot by shot. A ripple is not a change."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from circletake.mine._align import Shot, align, moves
from circletake.mine._cuts import FiledCut, is_picture
from circletake.model import Change, ChangeKind, Event, Evidence, Shown, Take, clip_stem

HANDLE = 8
"""Frames that a pull carries beside the used range; past them a shot must be scanned again."""


def changes_between(
    old: FiledCut,
    new: FiledCut,
    plays: dict[str, list[int | None]],
    takes: Sequence[Take],
    earlier: Collection[object] = (),
) -> tuple[Change, ...]:
    """The changes from one cut to another, in record order of the new cut, lifts last.

    Args:
        old: The earlier cut.
        new: The later cut.
        plays: For each cut, the place in `takes` of each event's take.
        takes: All takes.
        earlier: Keys of shots that cuts before the old one showed; they come back as reinstated.
    """
    before = shots_of(old, plays, takes)
    after = _at_rate(shots_of(new, plays, takes), old, new)
    found: list[tuple[int, Change]] = []
    for left, right in _by_track(before, after):
        pairing = align(left, right)
        files = (old.file, new.file)
        both = _Comparison(left, right, dict(moves(left, right, pairing)), earlier, files)
        for i, j in pairing:
            found += both.changes(i, j)
    found.sort(key=lambda row: row[0])
    return tuple(change for _, change in found)


def shots_of(
    filed: FiledCut, plays: dict[str, list[int | None]], takes: Sequence[Take]
) -> list[Shot]:
    """The picture events of a cut by track and record time."""
    shots = []
    for event, place in zip(filed.cut.events, plays[filed.name], strict=True):
        if not is_picture(event):
            continue
        take = takes[place] if place is not None else None
        key: object = place if place is not None else _name(event)
        length = event.record_out - event.record_in
        low, high = event.source_in, event.source_out
        if low is None or high is None:
            low, high = 0, length
        shots.append(Shot(event, take, key, min(low, high), max(low, high), length))
    return sorted(shots, key=lambda shot: (_layer(shot), shot.event.record_in))


def _name(event: Event) -> str:
    for name in (event.clip_name, event.source_file, event.reel):
        if name:
            return clip_stem(name).rstrip("*").strip().upper()
    return ""


def _layer(shot: Shot) -> str:
    """The layer of picture; sound that comes along (`AA/V`, `B`, `VA1`) makes no other one."""
    track = shot.event.track.upper().rpartition("/")[2].strip()
    return "V" if track in _BASE else track


_BASE = frozenset({"V", "V1", "B", "VA1", "VA2", "VA1A2", ""})


def _by_track(before: list[Shot], after: list[Shot]) -> list[tuple[list[Shot], list[Shot]]]:
    """Tracks of one name together; where the names differ altogether, everything together."""
    tracks = sorted({_layer(shot) for shot in [*before, *after]})
    shared = {_layer(shot) for shot in before} & {_layer(shot) for shot in after}
    if not shared:
        return [(before, after)]
    return [
        (
            [shot for shot in before if _layer(shot) == track],
            [shot for shot in after if _layer(shot) == track],
        )
        for track in tracks
    ]


def _at_rate(shots: list[Shot], old: FiledCut, new: FiledCut) -> list[Shot]:
    """Shots of the new cut counted at the old cut's rate, where the two differ."""
    if old.cut.rate.nominal == new.cut.rate.nominal:
        return shots
    ratio = old.cut.rate.fps / new.cut.rate.fps
    return [
        replace(
            shot, low=round(shot.low * ratio), high=round(shot.high * ratio),
            length=round(shot.length * ratio),
        )
        for shot in shots
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Comparison:
    """One track of two cuts, aligned."""

    left: Sequence[Shot]
    right: Sequence[Shot]
    moved: Mapping[int, int]
    earlier: Collection[object]
    files: tuple[str, str]

    def changes(self, i: int | None, j: int | None) -> list[tuple[int, Change]]:
        """The changes that one pairing tells, with the record frame to sort by."""
        one = self.left[i] if i is not None else None
        other = self.right[j] if j is not None else None
        if one and other:
            if one.exact == other.exact:
                return []
            made = [_swap(one, other)] if one.key != other.key else _reshaped(one, other)
        elif other:
            one = next((self.left[a] for a, b in self.moved.items() if b == j), None)
            made = self._arrived(one, other)
        elif one and i not in self.moved:
            made = [_whole(ChangeKind.LIFT, one, None, "omitted")]
        else:
            return []
        where = _evidence(one, other, self.files)
        shot = other or one
        at = shot.event.record_in if shot else 0
        return [(at, replace(change, evidence=where)) for change in made]

    def _arrived(self, one: Shot | None, other: Shot) -> list[Change]:
        if one is not None:
            return [_whole(ChangeKind.MOVE, one, other), *_reshaped(one, other)]
        vfx = "reinstated" if other.key in self.earlier else "new"
        return [_whole(ChangeKind.INSERT, None, other, vfx)]


def _swap(one: Shot, other: Shot) -> Change:
    return Change(
        ChangeKind.TAKE_SWAP, shown(other), other.length, one.event.record_in_label,
        other.event.record_in_label, shown(one), "rescan",
    )  # fmt: skip


def _whole(
    kind: ChangeKind, one: Shot | None, other: Shot | None, vfx: str | None = None
) -> Change:
    shot = other or one
    assert shot is not None  # noqa: S101 - one of the two is always given
    return Change(
        kind, shown(shot), shot.length, one.event.record_in_label if one else None,
        other.event.record_in_label if other else None, None, vfx,
    )  # fmt: skip


def _reshaped(one: Shot, other: Shot) -> list[Change]:
    """Trims, extensions and a retime of a shot that both cuts show."""
    made: list[Change] = []
    head, tail = other.low - one.low, other.high - one.high
    if one.event.speed != other.event.speed:
        made.append(_edge(ChangeKind.RETIME, one, other, other.length - one.length))
        # A retime pulls one end of the source range with it; only a moved in-point is a trim.
        tail = 0
    speed = abs(other.event.speed) or 1
    if other.event.speed < 0:
        head, tail = -tail, -head
    for frames, shorter, longer in (
        (head, ChangeKind.TRIM_HEAD, ChangeKind.EXTEND_HEAD),
        (-tail, ChangeKind.TRIM_TAIL, ChangeKind.EXTEND_TAIL),
    ):
        record = round(abs(frames) / speed)
        if record:
            made.append(_edge(shorter if frames > 0 else longer, one, other, record))
    if not made and other.length != one.length:
        kind = ChangeKind.TRIM_TAIL if other.length < one.length else ChangeKind.EXTEND_TAIL
        made.append(_edge(kind, one, other, abs(other.length - one.length)))
    return made


def _edge(kind: ChangeKind, one: Shot, other: Shot, frames: int) -> Change:
    longer = kind in {ChangeKind.EXTEND_HEAD, ChangeKind.EXTEND_TAIL} and frames > HANDLE
    vfx = "rescan" if longer else "cut_change"
    return Change(
        kind,
        shown(other),
        frames,
        one.event.record_in_label,
        other.event.record_in_label,
        None,
        vfx,
    )


def shown(shot: Shot) -> Shown:
    """The take that a shot shows, or the name it is called by."""
    take = shot.take
    if take is None:
        return Shown(clip=shot.event.clip_name or shot.event.source_file or shot.event.reel)
    return Shown(take.scene, take.setup, take.take, take.camera, take.clip)


def _evidence(one: Shot | None, other: Shot | None, files: tuple[str, str]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(file, shot.event.line, _says(shot.event))
        for shot, file in zip((one, other), files, strict=True)
        if shot is not None
    )


def _says(event: Event) -> str:
    name = event.clip_name or event.source_file or event.reel or "?"
    return f"event {event.number} at {event.record_in_label}: {name}"
