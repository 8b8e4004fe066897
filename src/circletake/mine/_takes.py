"""All logs together: one take for each slate and camera, with what they disagree about.

Who is right: the script supervisor about status and take number, the camera log about the roll.
The other answer is kept as a conflict, never dropped.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from circletake.mine._drafts import Draft, Slated, drafts_of, first_status
from circletake.mine._order import take_order
from circletake.model import Conflict, Evidence, LogKind, LogRow, Status, Take, scene_of
from circletake.ports.stores import Filed

Shot = tuple[Slated, str | None]
"""A slate and the camera that shot it."""


@dataclass(slots=True)
class Rows:
    """The rows about one take by one camera."""

    script: list[Draft] = field(default_factory=list)
    camera: list[Draft] = field(default_factory=list)
    sound: list[Draft] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


def takes_of(log: Iterable[Filed[LogRow]], scenes: frozenset[str]) -> list[Take]:
    """Takes by scene, setup, take and camera.

    Args:
        log: All rows of all logs.
        scenes: Scene numbers that the screenplay has.
    """
    drafts = drafts_of(log)
    script = [draft for draft in drafts if draft.row.log is LogKind.SCRIPT]
    camera = [draft for draft in drafts if draft.row.log is LogKind.CAMERA]
    sound = [draft for draft in drafts if draft.row.log is LogKind.SOUND]
    shots: dict[Shot, Rows] = defaultdict(Rows)
    unslated: list[Draft] = []
    for clip_rows in _by_clip(camera):
        _file_clip(clip_rows, shots, unslated)
    _renumber(shots, script)
    _lay_script(shots, script)
    _lay_sound(shots, sound)
    return _finish(
        shots, unslated, scenes | {d.scene for d in drafts if d.scene}, _says_status(script)
    )


def _by_clip(camera: Sequence[Draft]) -> list[list[Draft]]:
    """Camera rows of one clip together (an ALE and a camera report may both list it)."""
    groups: dict[object, list[Draft]] = {}
    nameless: dict[object, list[Draft]] = defaultdict(list)
    for draft in camera:
        if draft.clip:
            groups.setdefault(draft.clip.upper(), []).append(draft)
        else:
            nameless[draft.slated, draft.cameras, draft.start].append(draft)
    known = {(rows[0].slated, rows[0].cameras) for rows in groups.values()}
    for key, rows in nameless.items():
        slated, cameras, _ = key  # type: ignore[misc]
        if (slated, cameras) in known:  # a report without file names repeats what the clip has
            owner = next(
                r for r in groups.values() if (r[0].slated, r[0].cameras) == (slated, cameras)
            )
            owner.extend(rows)
        else:
            groups[key] = rows
    return list(groups.values())


def _file_clip(rows: list[Draft], shots: dict[Shot, Rows], unslated: list[Draft]) -> None:
    slated = next((draft.slated for draft in rows if draft.slated), None)
    if slated is None:
        unslated.append(rows[0])
        return
    cameras = next((draft.cameras for draft in rows if draft.cameras), ())
    for letter in cameras[:1] or (None,):
        shots[slated, letter].camera.extend(rows)


def _clips_of(rows: Rows) -> list[list[Draft]]:
    """The different clips among the camera rows, in shooting order."""
    clips: dict[str, list[Draft]] = {}
    for draft in rows.camera:
        clips.setdefault((draft.clip or "").upper(), []).append(draft)
    return sorted(clips.values(), key=lambda found: _shooting_order(found[0]))


def _shooting_order(draft: Draft) -> tuple[str, str, float, int]:
    return (draft.roll or "", draft.clip or "", draft.start or 0.0, draft.order)


def _renumber(shots: dict[Shot, Rows], script: Sequence[Draft]) -> None:
    """Give clips the take number that the script log proves, where the camera log has another."""
    by_clip = {draft.clip.upper(): draft for draft in script if draft.clip and draft.slated}
    for shot in list(shots):
        for clip in _clips_of(shots[shot]):
            proof = by_clip.get((clip[0].clip or "").upper())
            if proof and proof.slated and proof.slated != shot[0]:
                _move_clip(shots, shot, proof.slated, clip, proof, "the script log names this clip")
    told: dict[tuple[str, str | None], dict[Slated, Draft]] = defaultdict(dict)
    for draft in script:
        if draft.slated:
            for letter in draft.cameras or (None,):
                told[draft.slated[0], letter].setdefault(draft.slated, draft)
    setups: dict[tuple[str, str | None], list[Shot]] = defaultdict(list)
    for slated, letter in list(shots):
        setups[slated[0], letter].append((slated, letter))
    for (setup, letter), held in setups.items():
        takes = {**told.get((setup, None), {}), **told.get((setup, letter), {})}
        if takes:
            _renumber_setup(shots, held, takes)


def _renumber_setup(shots: dict[Shot, Rows], held: list[Shot], takes: dict[Slated, Draft]) -> None:
    letter = held[0][1]
    for shot in sorted(held, key=lambda s: (s[0][2], s[0][1])):
        clips = _clips_of(shots[shot])
        slated = shot[0]
        for clip in clips[1:]:
            slated = (slated[0], slated[1] + 1, slated[2])
            if slated not in takes or shots.get((slated, letter), Rows()).camera:
                break
            why = "two clips on one slate, and the script log alone has the next take"
            _move_clip(shots, shot, slated, clip, takes[slated], why)
    missing = [s for s in takes if not shots.get((s, letter), Rows()).camera]
    strange = [s for s in held if shots[s].camera and s[0] not in takes]
    if len(missing) == len(strange) == 1 and missing[0][2] == strange[0][0][2]:
        clips = _clips_of(shots[strange[0]])
        if len(clips) == 1 and abs(missing[0][1] - strange[0][0][1]) == 1:
            why = "the script log has this take and not the other"
            _move_clip(shots, strange[0], missing[0], clips[0], takes[missing[0]], why)


def _move_clip(
    shots: dict[Shot, Rows], shot: Shot, slated: Slated, clip: list[Draft], proof: Draft, why: str
) -> None:
    old = shots[shot]
    old.camera = [draft for draft in old.camera if draft not in clip]
    target = shots[slated, shot[1]]
    target.camera.extend(clip)
    evidence = (clip[0].evidence, proof.evidence)
    for name, kept, other in (
        ("take", str(slated[1]), str(shot[0][1])),
        ("setup", slated[0], shot[0][0]),
    ):
        if kept != other:
            target.conflicts.append(Conflict(name, kept, other, why, evidence))
    if not (old.camera or old.script or old.sound):
        del shots[shot]


def _lay_script(shots: dict[Shot, Rows], script: Sequence[Draft]) -> None:
    cameras: dict[Slated, list[str | None]] = defaultdict(list)
    for slated, letter in shots:
        cameras[slated].append(letter)
    explicit: set[Shot] = {
        (draft.slated, letter) for draft in script if draft.slated for letter in draft.cameras
    }
    for draft in script:
        slated = draft.slated
        if slated is None:
            continue
        letters: set[str | None] = set(draft.cameras)
        letters |= {c for c in cameras[slated] if (slated, c) not in explicit}
        for letter in letters or {None}:
            shots[slated, letter].script.append(draft)


def _lay_sound(shots: dict[Shot, Rows], sound: Sequence[Draft]) -> None:
    cameras: dict[Slated, list[str | None]] = defaultdict(list)
    for slated, letter in shots:
        cameras[slated].append(letter)
    for draft in sound:
        if draft.slated is not None:
            for letter in cameras.get(draft.slated) or [None]:
                shots[draft.slated, letter].sound.append(draft)


def _says_status(script: Sequence[Draft]) -> frozenset[str]:
    """Script logs that mark takes at all; a blank there is an answer, not a gap."""
    return frozenset(draft.file for draft in script if draft.row.status)


def _finish(
    shots: dict[Shot, Rows], unslated: Sequence[Draft], scenes: Iterable[str], marks: frozenset[str]
) -> list[Take]:
    known = frozenset(scenes)
    of_setup: dict[str, str] = {}
    for log in ("script", "camera", "sound"):
        for (slated, _), rows in shots.items():
            for draft in getattr(rows, log):
                if draft.scene:
                    of_setup.setdefault(slated[0], draft.scene)
    takes: list[Take] = []
    for (slated, letter), rows in shots.items():
        for number, clip in enumerate(_clips_of(rows) or [[]]):
            takes.append(
                _take(
                    slated,
                    letter,
                    rows if number == 0 else _alone(rows, clip),
                    clip,
                    marks,
                    of_setup,
                    known,
                )
            )
    takes.extend(
        Take(d.scene, d.setup, d.take, next(iter(d.cameras), None), d.clip, d.roll, d.row.status,
             d.row.notes, start=d.row.start, end=d.row.end, evidence=(d.evidence,))
        for d in unslated
    )  # fmt: skip
    return sorted(takes, key=take_order)


def _alone(rows: Rows, clip: list[Draft]) -> Rows:
    """A second clip on one slate that nothing explains shares the rows of the first."""
    return Rows(rows.script, clip, rows.sound, [])


def _take(
    slated: Slated, letter: str | None, rows: Rows, clip: list[Draft], marks: frozenset[str],
    of_setup: dict[str, str], known: frozenset[str],
) -> Take:  # fmt: skip
    setup, number, pickup = slated
    every = [*rows.script, *clip, *rows.sound]
    conflicts = list(rows.conflicts)
    scene = next((d.scene for d in every if d.scene), None) or of_setup.get(setup)
    conflicts += _disagree(
        "scene",
        [(d.scene, d) for d in every if d.scene],
        scene,
        "the script log is right about scenes",
    )
    status, because = _status(rows, clip, marks)
    said = [(d.row.status.value if d.row.status else None, d) for d in every]
    said = [(s, d) for s, d in said if s or (d.file in marks and d in rows.script)]
    conflicts += _disagree("status", said, status.value if status else None, because)
    roll = next((d.roll for d in [*clip, *rows.script] if d.roll), None)
    rolls = [(d.roll, d) for d in [*clip, *rows.script] if d.roll and not _same_roll(d.roll, roll)]
    conflicts += _disagree("roll", rolls, roll, "the camera log is right about the roll")
    timed = next((d for d in [*clip, *rows.script] if d.row.start), None)
    notes = "\n".join(dict.fromkeys(d.row.notes for d in every if d.row.notes))
    return Take(
        scene or scene_of(setup, known), setup, number, letter,
        next((d.clip for d in clip if d.clip), None) or _script_clip(rows, letter),
        roll, status, notes, conflicts=tuple(conflicts),
        start=timed.row.start if timed else None, end=timed.row.end if timed else None,
        evidence=tuple(d.evidence for d in every), comparable=not pickup,
    )  # fmt: skip


def _script_clip(rows: Rows, letter: str | None) -> str | None:
    """A clip that only the script log names, if it is this camera's."""
    for draft in rows.script:
        if draft.clip and (len(draft.cameras) <= 1 or draft.clip[:1].upper() == letter):
            return draft.clip
    return None


def _same_roll(one: str, other: str | None) -> bool:
    left, right = one.upper(), (other or "").upper()
    return left.startswith(right) or right.startswith(left)


def _status(rows: Rows, clip: Sequence[Draft], marks: frozenset[str]) -> tuple[Status | None, str]:
    found = first_status(rows.script)
    if found or any(draft.file in marks for draft in rows.script):
        return found, "the script supervisor is right about status"
    return first_status(clip) or first_status(rows.sound), "no script log states it"


def _disagree(
    name: str, said: Sequence[tuple[str | None, Draft]], kept: str | None, because: str
) -> list[Conflict]:
    others: dict[str | None, Draft] = {}
    for value, draft in said:
        if value != kept:
            others.setdefault(value, draft)
    holder = next((draft for value, draft in said if value == kept), None)
    return [
        Conflict(name, kept, value, because, tuple(_evidence(holder, draft)))
        for value, draft in others.items()
    ]


def _evidence(*drafts: Draft | None) -> Iterable[Evidence]:
    return (draft.evidence for draft in drafts if draft)
