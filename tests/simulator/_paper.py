"""What each log says of each take, contradictions and gaps included, before it is laid out."""

from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random

from tests.simulator._style import Style
from tests.simulator._words import CAMERA_NOTES, NOTES, SOUND_NOTES
from tests.simulator._world import Clip, Shoot, Take, Wild


@dataclass(frozen=True, slots=True)
class SupervisorRow:
    """The script supervisor's word on a take; the roll a log gives may be wrong."""

    take: Take
    status: str | None
    rolls: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class CameraRow:
    """A camera log's word on a clip."""

    clip: Clip
    take: Take
    number: int
    scene: str
    circled: bool
    note: str


@dataclass(frozen=True, slots=True)
class SoundRow:
    """The mixer's word on a take or a wild track."""

    take: Take | Wild
    circled: bool
    note: str


@dataclass(frozen=True, slots=True)
class Paper:
    """Every row of every log, and what is wrong on purpose.

    Attributes:
        conflicts: By clip name, the fields on which the logs disagree.
        misnumbered: Clips whose camera log carries the number of another take.
    """

    supervisor: tuple[SupervisorRow, ...]
    camera: tuple[CameraRow, ...]
    sound: tuple[SoundRow, ...]
    wilds: tuple[Wild, ...]
    conflicts: dict[str, frozenset[str]]
    misnumbered: frozenset[str]


def expressed(style: Style, status: str | None) -> tuple[str | None, bool]:
    """The status that the supervisor's log can say, and whether only before the note."""
    if style.supervisor == "none":
        return None, False
    columns = {
        "words": {"circled", "hold", "ng", "false_start"},
        "flags": {"circled", "hold", "ng"},
        "four": {"circled", "hold", "ng", "false_start"},
        "circled": {"circled"},
        "print": {"circled", "ng"},
        "star": {"circled", "hold", "ng", "false_start"},
    }[style.log_status]
    if status is None or status in columns:
        return status, False
    return (status, True) if style.status_in_notes else (None, False)


def write_up(rng: Random, style: Style, shoot: Shoot) -> Paper:
    """Decide what each log says."""
    lost = _lost_takes(rng, style, shoot)
    doubled = _doubled(rng, style, shoot, lost)
    numbers = doubled | _mistyped(rng, style, shoot, lost | set(doubled))
    conflicts: dict[str, set[str]] = {}
    supervisor: list[SupervisorRow] = []
    camera: list[CameraRow] = []
    sound: list[SoundRow] = []
    for take in shoot.takes:
        said = None
        if id(take) not in lost and style.supervisor != "none":
            said = _supervisor_row(rng, style, take)
        for clip in take.clips:
            if clip.arrived and style.camera_logs != "none":
                number = numbers.get(id(take), take.number)
                row, fields = _camera_row(rng, style, said, clip, take, number)
                camera.append(row)
                conflicts.setdefault(clip.name, set()).update(fields)
        if said:
            said, slipped = _roll_slip(rng, style, said)
            for name in slipped:
                conflicts.setdefault(name, set()).add("roll")
            supervisor.append(said)
        if style.sound and not take.mos and id(take) not in doubled:
            sound.append(_sound_row(rng, said, take))
    bad = {clip.name for take in shoot.takes if id(take) in numbers for clip in take.clips}
    sound += [SoundRow(wild, False, wild.note) for wild in shoot.wilds if style.sound]
    return Paper(
        tuple(supervisor), tuple(camera), tuple(sound), shoot.wilds,
        {name: frozenset(fields) for name, fields in conflicts.items() if fields}, frozenset(bad),
    )  # fmt: skip


def _lost_takes(rng: Random, style: Style, shoot: Shoot) -> set[int]:
    """Takes that the supervisor's log has not; with some mess all takes of one day."""
    if style.camera_logs == "none":
        return set()
    rate = 0.02 * style.mess
    out = {id(take) for take in shoot.takes if rng.random() < rate}
    if style.supervisor == "day" and rng.random() < 0.15 * style.mess and len(shoot.dates) > 3:
        day = rng.randrange(len(shoot.dates))
        out |= {id(take) for take in shoot.takes if take.setup.day == day}
    # Where a clip is lost too, no one could tell which take the other clips belong to.
    holes = {id(t.setup) for t in shoot.takes if not all(clip.arrived for clip in t.clips)}
    return out - {id(take) for take in shoot.takes if id(take.setup) in holes}


def _doubled(rng: Random, style: Style, shoot: Shoot, lost: set[int]) -> dict[int, int]:
    """Takes that the camera logs number as the one before, so that one slate has two clips."""
    out: dict[int, int] = {}
    if style.supervisor == "none" or style.camera_logs == "none":
        return out
    for before, take in pairwise(shoot.takes):
        same = before.setup is take.setup and id(before) not in out
        there = all(clip.arrived for clip in (*before.clips, *take.clips))
        logged = id(take) not in lost and id(before) not in lost
        later = before.clips[0].start < take.clips[0].start
        if same and there and logged and later and rng.random() < 0.02 * style.mess:
            out[id(take)] = before.number
    return out


def _mistyped(rng: Random, style: Style, shoot: Shoot, not_these: set[int]) -> dict[int, int]:
    """Takes whose camera log number is a slip; only where the supervisor names the file."""
    named = style.log_clip and not style.short_clip and style.log_cameras == "rows"
    if not named or style.camera_logs == "none":
        return {}
    if style.supervisor == "none":
        return {}
    return {
        id(take): take.number + 10
        for take in shoot.takes
        if id(take) not in not_these
        and all(clip.arrived for clip in take.clips)
        and rng.random() < 0.01 * style.mess
    }


def _supervisor_row(rng: Random, style: Style, take: Take) -> SupervisorRow:
    status, in_note = expressed(style, take.status)
    note = take.note
    if take.pickup and style.pickups == "note":
        note = f"PU from line {take.lines[0]}" + (f"; {note}" if note else "")
    if in_note and status:
        word = {"ng": "NG", "hold": "HOLD", "false_start": rng.choice(["FS", "False start"])}[
            status
        ]
        note = f"{word} - {note}" if note else word
    return SupervisorRow(take, status, tuple(clip.roll for clip in take.clips), note)


def _roll_slip(rng: Random, style: Style, row: SupervisorRow) -> tuple[SupervisorRow, list[str]]:
    """Sometimes the supervisor writes the next roll's number."""
    clips = row.take.clips
    if (
        not style.log_rolls
        or style.short_clip
        or style.camera_logs == "none"
        or rng.random() > 0.03 * style.mess
    ):
        return row, []
    which = rng.randrange(len(clips))
    if not clips[which].arrived:
        return row, []
    digits = clips[which].roll.lstrip("ABCDE_")
    other = clips[which].roll[: -len(digits)] + f"{int(digits) + 1:0{len(digits)}d}"
    rolls = (*row.rolls[:which], other, *row.rolls[which + 1 :])
    return replace(row, rolls=rolls), [clips[which].name]


def _camera_row(
    rng: Random, style: Style, said: SupervisorRow | None, clip: Clip, take: Take, number: int
) -> tuple[CameraRow, set[str]]:
    """A camera log's row and the fields in which it contradicts the supervisor."""
    status = said.status if said else take.status
    circled = status == "circled"
    fields = {"take"} if number != take.number and said else set()
    scene = clip.scene
    if style.ale_circled and said and status in {"ng", "hold"} and rng.random() < 0.06 * style.mess:
        circled = True
        fields.add("status")
    shown = style.ale_scene in {"script", "both"} and style.camera_logs == "ale"
    column = style.log_slate in {"slate", "letter"} or style.slates == "running"
    if said and shown and column and rng.random() < 0.02 * style.mess:
        scene = _slip(clip.scene)
        fields.add("scene")
    note = rng.choice(CAMERA_NOTES) if rng.random() < 0.3 else ""
    if said is None and rng.random() < 0.5:
        note = rng.choice(NOTES[None])
    return CameraRow(clip, take, number, scene, circled, note), fields


def _slip(scene: str) -> str:
    """A scene number with a digit too many."""
    return scene + "1" if scene[-1].isdigit() else scene[:-1] + "1" + scene[-1]


def _sound_row(rng: Random, said: SupervisorRow | None, take: Take) -> SoundRow:
    circled = said is not None and said.status == "circled"
    return SoundRow(take, circled, rng.choice(SOUND_NOTES) if rng.random() < 0.3 else "")
