"""The rows about one take by one camera, made into the take."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from circletake.mine._drafts import Draft, Slated, first_status
from circletake.model import Conflict, LogKind, Status, Take, denies, scene_of, setup_spelling

Shot = tuple[Slated, str | None]
"""A slate and the camera that shot it."""


@dataclass(slots=True)
class Rows:
    """The rows about one take by one camera."""

    script: list[Draft] = field(default_factory=list)
    camera: list[Draft] = field(default_factory=list)
    sound: list[Draft] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)

    def clips(self) -> list[list[Draft]]:
        """The different clips among the camera rows, in shooting order."""
        if len(self.camera) == 1:
            return [list(self.camera)]
        clips: dict[str, list[Draft]] = {}
        for draft in self.camera:
            clips.setdefault((draft.clip or "").upper(), []).append(draft)
        nameless = clips.pop("", [])
        found = sorted(clips.values(), key=lambda rows: shooting_order(rows[0]))
        if not found:
            return [nameless] if nameless else []
        # A report that names no file speaks of the take, whichever clip it is.
        return [[*found[0], *nameless], *found[1:]]

    def beside(self, clip: list[Draft]) -> "Rows":
        """A second clip on one slate that nothing explains shares the other rows of the first."""
        return Rows(self.script, clip, self.sound, [])


def shooting_order(draft: Draft) -> tuple[str, str, str, int]:
    """Clips in the order they were shot: by roll and name, as cameras count them."""
    return (draft.roll or "", draft.clip or "", draft.row.start or "", draft.order)


class Merge:
    """Makes takes out of rows, by who is right about what.

    Args:
        shots: All rows, by slate and camera.
        scenes: Scene numbers that the screenplay and the logs have.
    """

    def __init__(self, shots: Mapping[Shot, Rows], scenes: Iterable[str]) -> None:
        self._scenes = frozenset(scenes)
        self._scene_of_setup: dict[str, str] = {}
        for log in LogKind:
            for (slated, _), rows in shots.items():
                for draft in getattr(rows, log.value):
                    if draft.scene:
                        self._scene_of_setup.setdefault(slated[0], draft.scene)
        # Script logs that mark takes at all: a blank there is an answer, not a gap.
        self._marking = frozenset(
            draft.file for rows in shots.values() for draft in rows.script if draft.row.status
        )

    def take(self, shot: Shot, rows: Rows, clip: Sequence[Draft]) -> Take:
        """One take by one camera; what the rows disagree about is kept with it."""
        (setup, number, _), letter = shot
        every = [*rows.script, *clip, *rows.sound]
        # A row for several cameras that names one roll names that camera's.
        own = [d for d in rows.script if _of_camera(d.roll, d, letter)]
        pictured = [*clip, *own]
        scene, scene_conflicts = self._scene(setup, every)
        status, status_conflicts = self._status(rows, clip, every)
        roll, roll_conflicts = _roll(pictured)
        timed = next((draft.row for draft in pictured if draft.row.start), None)
        return Take(
            scene, setup, number, letter,
            next((draft.clip for draft in clip if draft.clip), None) or _script_clip(rows, letter),
            roll, status, "\n".join(dict.fromkeys(d.row.notes for d in every if d.row.notes)),
            conflicts=(*rows.conflicts, *scene_conflicts, *status_conflicts, *roll_conflicts),
            start=timed.start if timed else None, end=timed.end if timed else None,
            evidence=tuple(draft.evidence for draft in every),
            comparable=not any(draft.pickup for draft in every),
        )  # fmt: skip

    def _scene(self, setup: str, every: Sequence[Draft]) -> tuple[str | None, list[Conflict]]:
        said = [(draft.scene, draft) for draft in every if draft.scene]
        # A log that repeats the slate as the scene says nothing of the scene, if another log does.
        said = [each for each in said if setup_spelling(each[0]) != setup] or said
        scene = said[0][0] if said else self._scene_of_setup.get(setup)
        conflicts = _disagree("scene", said, scene, "the script log is right about scenes")
        return scene or scene_of(setup, self._scenes), conflicts

    def _status(
        self, rows: Rows, clip: Sequence[Draft], every: Sequence[Draft]
    ) -> tuple[Status | None, list[Conflict]]:
        said: list[tuple[str | None, Draft]] = [
            (draft.row.status, draft)
            for draft in every
            if draft.row.status or (draft in rows.script and draft.file in self._marking)
        ]
        status = first_status(rows.script)
        because = "the script supervisor is right about status"
        if status is None and not any(draft.file in self._marking for draft in rows.script):
            status = first_status(clip) or first_status(rows.sound)
            because = "no script log states it"
        if status is Status.CIRCLED:
            said += [(None, draft) for draft in (*clip, *rows.sound) if denies(draft.row.columns)]
        return status, _disagree("status", said, status, because)


def unslated_take(draft: Draft) -> Take:
    """A clip that no row gives a slate."""
    row = draft.row
    return Take(
        draft.scene, draft.setup, draft.take, next(iter(draft.cameras), None), draft.clip,
        draft.roll, row.status, row.notes, start=row.start, end=row.end, evidence=(draft.evidence,),
    )  # fmt: skip


def _roll(drafts: Sequence[Draft]) -> tuple[str | None, list[Conflict]]:
    said: list[tuple[str | None, Draft]] = [(draft.roll, draft) for draft in drafts if draft.roll]
    roll = said[0][0] if said else None
    others = [(text, draft) for text, draft in said if text == roll or not _same_roll(text, roll)]
    return roll, _disagree("roll", others, roll, "the camera log is right about the roll")


def _same_roll(one: str | None, other: str | None) -> bool:
    left, right = (one or "").upper(), (other or "").upper()
    return left.startswith(right) or right.startswith(left)


def _script_clip(rows: Rows, letter: str | None) -> str | None:
    """A clip that only the script log names, if it is this camera's."""
    for draft in rows.script:
        if draft.clip and _of_camera(draft.clip, draft, letter):
            return draft.clip
    return None


def _of_camera(name: str | None, draft: Draft, letter: str | None) -> bool:
    """True when a roll or clip in a row is this camera's: rolls and clips begin with its letter."""
    first = (name or "")[:1].upper()
    return len(draft.cameras) <= 1 or first not in draft.cameras or first == letter


def _disagree(
    name: str, said: Sequence[tuple[str | None, Draft]], kept: str | None, because: str
) -> list[Conflict]:
    others: dict[str | None, Draft] = {}
    for value, draft in said:
        if value != kept:
            others.setdefault(value, draft)
    if not others:
        return []
    holder = next((draft for value, draft in said if value == kept), None)
    return [
        Conflict(
            name, kept, value, because,
            tuple(each.evidence for each in (holder, draft) if each is not None),
        )
        for value, draft in others.items()
    ]  # fmt: skip
