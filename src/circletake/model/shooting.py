"""What was shot: slates, the rows of logs, takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from circletake.model.evidence import Evidence
from circletake.timecode import Rate


class Status(StrEnum):
    """What the log of the day says of a take."""

    CIRCLED = "circled"
    HOLD = "hold"
    NG = "ng"
    FALSE_START = "false_start"


class LogKind(StrEnum):
    """Whose log a row is from; it decides who is right when two disagree."""

    SCRIPT = "script"
    CAMERA = "camera"
    SOUND = "sound"


class Outcome(StrEnum):
    """What became of a take, by the cuts."""

    USED = "used"
    DROPPED = "dropped"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class LogRow:
    """One row of a log: what somebody on set wrote about one take.

    Attributes:
        log: Whose log it is.
        line: Line of the file, counted from 1.
        scene: Script scene as written, where the row names it apart from the slate.
        slate: Slate as written (`24A`, `24A-3`, `112`).
        take: Take as written (`3`, `3*`, `PU2`).
        cameras: Camera letters; empty when the row does not say.
        clip: Camera file as written, without folder; None when only a slate was typed.
        roll: Camera roll, or sound roll in a sound log.
        status: Status as the row states it.
        notes: Written words about the take, verbatim; empty when none.
        start: First timecode as written.
        end: Last timecode as written (end exclusive or inclusive as the log counts).
        rate: Rate stated for the row or its file.
        columns: Every column of the row, verbatim, empty ones left out.
    """

    log: LogKind
    line: int
    scene: str | None = None
    slate: str | None = None
    take: str | None = None
    cameras: tuple[str, ...] = ()
    clip: str | None = None
    roll: str | None = None
    status: Status | None = None
    notes: str = ""
    start: str | None = None
    end: str | None = None
    rate: Rate | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two logs that disagree about one field of a take; both answers are kept.

    Attributes:
        field: `status`, `roll`, `take` or `scene`.
        kept: The answer that counts.
        other: The answer that does not.
        because: Why the first counts.
        evidence: Where each is written.
    """

    field: str
    kept: str | None
    other: str | None
    because: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Take:
    """One take by one camera, as all logs together tell it.

    Attributes:
        scene: Script scene.
        setup: The slate without the take: `24A`, or the running number `112`.
        take: Take number; None where none could be read.
        camera: Camera letter; None for sound alone or where no log says.
        clip: Camera file without folder and suffix.
        roll: Camera roll.
        status: What counts of what the logs say.
        notes: What the logs say in words, verbatim, a line each.
        used_frames: Record frames in each cut that plays it, by cut name.
        outcome: What became of it.
        conflicts: Where the logs disagree.
        start: First timecode as written.
        end: Last timecode as written.
        evidence: The rows it was read from.
        comparable: False when it answers another brief than its setup's other takes (a pickup
            that covers other lines, a take of an omitted scene).
    """

    scene: str | None
    setup: str | None
    take: int | None
    camera: str | None
    clip: str | None = None
    roll: str | None = None
    status: Status | None = None
    notes: str = ""
    used_frames: Mapping[str, int] = field(default_factory=dict)
    outcome: Outcome = Outcome.UNUSED
    conflicts: tuple[Conflict, ...] = ()
    start: str | None = None
    end: str | None = None
    evidence: tuple[Evidence, ...] = ()
    comparable: bool = True
