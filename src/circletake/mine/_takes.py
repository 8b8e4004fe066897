"""All logs together: one take for each slate and camera, with what they disagree about.

Who is right: the script supervisor about status and take number, the camera log about the roll.
The other answer is kept as a conflict, never dropped.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from circletake.mine._drafts import Draft, Slated, drafts_of
from circletake.mine._merge import Merge, Rows, Shot, shooting_order, unslated_take
from circletake.mine._order import take_order
from circletake.model import Conflict, LogKind, LogRow, Take
from circletake.ports.stores import Filed


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
    merge = Merge(shots, scenes | {draft.scene for draft in drafts if draft.scene})
    takes = [
        merge.take(shot, rows if number == 0 else rows.beside(clip), clip)
        for shot, rows in shots.items()
        for number, clip in enumerate(rows.clips() or [[]])
    ]
    takes += [unslated_take(draft) for draft in unslated]
    return sorted(takes, key=take_order)


def _by_clip(camera: Sequence[Draft]) -> list[list[Draft]]:
    """Camera rows of one clip together (an ALE and a camera report may both list it)."""
    groups: dict[object, list[Draft]] = {}
    nameless: dict[object, list[Draft]] = defaultdict(list)
    owners: dict[object, list[Draft]] = {}
    for draft in camera:
        if draft.clip:
            rows = groups.setdefault(draft.clip.upper(), [])
            rows.append(draft)
            owners.setdefault((draft.slated, draft.cameras), rows)
        else:
            nameless[draft.slated, draft.cameras, draft.row.start].append(draft)
    for key, rows in nameless.items():
        # A report without file names repeats what the clip's own row says.
        owner = owners.get((rows[0].slated, rows[0].cameras))
        if owner is not None and rows[0].slated is not None:
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


def _renumber(shots: dict[Shot, Rows], script: Sequence[Draft]) -> None:
    """Give clips the take number that the script log proves, where the camera log has another."""
    by_clip = {draft.clip.upper(): draft for draft in script if draft.clip and draft.slated}
    for shot in list(shots):
        for clip in shots[shot].clips():
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
    """Mend the numbers of one setup by one camera, if it has two clips on one slate.

    Where the script log has as many takes as there are clips, each clip is the take at its place;
    otherwise a later clip is the next take, if the script log alone has it.
    """
    filed = [(shot, clip) for shot in held for clip in shots[shot].clips()]
    if len(filed) == len({shot for shot, _ in filed}):
        return
    filed.sort(key=lambda found: shooting_order(found[1][0]))
    told = sorted(takes, key=lambda slated: (slated[2], slated[1]))
    as_many = len(told) == len(filed) and not any(slated[2] for slated in told)
    targets = told if as_many else _next_free(filed, takes)
    filmed = {shot[0] for shot, _ in filed}
    for (shot, clip), slated in zip(filed, targets, strict=True):
        if slated != shot[0]:
            why = "two clips share a slate, and the script log has as many takes as there are clips"
            if slated not in filmed and slated[1] == shot[0][1] + 1:
                why = "two clips on one slate, and the script log alone has the next take"
            _move_clip(shots, shot, slated, clip, takes[slated], why)


def _next_free(
    filed: Sequence[tuple[Shot, list[Draft]]], takes: dict[Slated, Draft]
) -> list[Slated]:
    """For each clip its own slate, or the next one where an earlier clip has it."""
    taken = {shot[0] for shot, _ in filed}
    seen: dict[Slated, int] = {}
    targets = []
    for shot, _ in filed:
        setup, number, apart = shot[0]
        later = seen[shot[0]] = seen.get(shot[0], -1) + 1
        between = [(setup, number + step, apart) for step in range(1, later + 1)]
        free = all(slated in takes and slated not in taken for slated in between)
        targets.append(between[-1] if between and free else shot[0])
    return targets


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
        ("scene", slated[0], shot[0][0]),
    ):
        if kept != other:
            target.conflicts.append(Conflict(name, kept, other, why, evidence))
    if not (old.camera or old.script or old.sound):
        del shots[shot]


def _lay_script(shots: dict[Shot, Rows], script: Sequence[Draft]) -> None:
    _letter_clips(shots, script)
    cameras = _cameras(shots)
    explicit = {
        (draft.slated, letter) for draft in script if draft.slated for letter in draft.cameras
    }
    for draft in script:
        slated = draft.slated
        if slated:
            letters: set[str | None] = set(draft.cameras)
            letters |= {c for c in cameras.get(slated, ()) if (slated, c) not in explicit}
            for letter in letters or {None}:
                shots[slated, letter].script.append(draft)


def _letter_clips(shots: dict[Shot, Rows], script: Sequence[Draft]) -> None:
    """Clips whose camera no log of theirs tells are of the one camera that the script log names."""
    for draft in script:
        if draft.slated and len(draft.cameras) == 1 and (draft.slated, None) in shots:
            target = (draft.slated, draft.cameras[0])
            if target not in shots:
                shots[target] = shots.pop((draft.slated, None))


def _cameras(shots: Iterable[Shot]) -> dict[Slated, list[str | None]]:
    cameras: dict[Slated, list[str | None]] = defaultdict(list)
    for slated, letter in shots:
        cameras[slated].append(letter)
    return cameras


def _lay_sound(shots: dict[Shot, Rows], sound: Sequence[Draft]) -> None:
    cameras = _cameras(shots)
    for draft in sound:
        if draft.slated:
            for letter in cameras.get(draft.slated) or [None]:
                shots[draft.slated, letter].sound.append(draft)
