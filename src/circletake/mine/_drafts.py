"""Rows of logs brought to one spelling, so that rows about one take can be laid together."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from circletake.errors import TimecodeError
from circletake.model import (
    Evidence,
    LogKind,
    LogRow,
    Status,
    clip_stem,
    is_camera_file,
    roll_of,
    setup_spelling,
)
from circletake.ports.stores import Filed
from circletake.timecode import Rate

Slated = tuple[str, int, bool]
"""Setup, take number, and whether it is a pickup that is numbered apart from the whole takes."""

_LETTERED = re.compile(r"[A-H](?=[\d_])")
_PLAIN = len("HH:MM:SS:FF")
_TAKE = re.compile(r"(PU)?\D*?0*(\d{1,3})", re.IGNORECASE)
_CAMERA_IN_NAME = re.compile(
    r"(?:^|[^A-Za-z])(?:([A-Da-d])[-_ ]?cam(?:era)?|cam(?:era)?[-_ ]?([A-Da-d]))(?![A-Za-z])"
)


@dataclass(slots=True, eq=False)
class Draft:
    """One row, normalised.

    `order` is its place in its file.
    """

    row: LogRow
    file: str
    order: int
    scene: str | None
    setup: str | None
    take: int | None
    pickup: bool
    cameras: tuple[str, ...]
    clip: str | None
    roll: str | None
    apart: bool = False

    @property
    def slated(self) -> Slated | None:
        """What takes are told apart by; None where the row does not name setup and take."""
        if self.setup is None or self.take is None:
            return None
        return (self.setup, self.take, self.apart)

    @property
    def evidence(self) -> Evidence:
        """Where the row stands and what it says."""
        row = self.row
        said = [f"{row.log} log: {row.slate or ''}-{row.take or '?'}"]
        if row.clip:
            said.append(row.clip)
        if row.status:
            said.append(row.status)
        if row.notes:
            said.append(repr(row.notes))
        return Evidence(self.file, row.line, " ".join(said))


def drafts_of(rows: Iterable[Filed[LogRow]]) -> list[Draft]:
    """All rows, normalised, in file order."""
    made: list[Draft] = []
    last_file, camera, order = None, None, 0
    for filed in rows:
        if filed.file != last_file:
            last_file, order = filed.file, 0
            match = _CAMERA_IN_NAME.search(PurePosixPath(filed.file).stem)
            camera = (match[1] or match[2]).upper() if match else None
        made.append(_draft(filed.value, filed.file, order, camera))
        order += 1
    _number_apart(made)
    return made


def _number_apart(drafts: Sequence[Draft]) -> None:
    """Pickups count on with the whole takes (3, 4PU) unless one log has both 4 and 4PU."""
    pickups = {draft.setup for draft in drafts if draft.pickup}
    if not pickups:
        return
    numbers: dict[tuple[str, str | None, object], dict[int | None, set[bool]]] = defaultdict(
        lambda: defaultdict(set)
    )
    for draft in drafts:
        if draft.setup in pickups:
            numbers[draft.file, draft.setup, draft.cameras][draft.take].add(draft.pickup)
    setups = {
        setup
        for (_, setup, _), found in numbers.items()
        if any(len(kinds) > 1 for kinds in found.values())
    }
    for draft in drafts:
        draft.apart = draft.pickup and draft.setup in setups


def _draft(row: LogRow, file: str, order: int, camera: str | None) -> Draft:
    setup = setup_spelling(row.slate) if row.slate else None
    match = _TAKE.match(row.take) if row.take else None
    clip = clip_stem(row.clip) if row.clip else None
    own_roll = roll_of(clip) if clip else None
    roll = row.roll.strip() if row.roll else own_roll
    if own_roll and roll and roll.upper().startswith(own_roll):
        roll = own_roll
    return Draft(
        row, file, order, row.scene, setup, int(match[2]) if match else None,
        bool(match and match[1]) or bool(setup and setup.endswith("PU")),
        row.cameras or _camera_of(row.log, clip, roll, camera), clip, roll,
    )  # fmt: skip


def _camera_of(
    log: LogKind, clip: str | None, roll: str | None, camera: str | None
) -> tuple[str, ...]:
    if log is LogKind.SOUND:
        return ()
    if clip and _LETTERED.match(clip) and is_camera_file(clip):
        return (clip[0],)
    if camera:
        return (camera,)
    if roll and _LETTERED.match(roll):
        return (roll[0],)
    return ()


def label_seconds(label: str | None, rate: Rate) -> float | None:
    """Seconds that a label stands for on its face; None where it is not a timecode.

    Conforming compares labels of one source, perhaps read at different rates; the face value is
    what they share. Exactness is not needed: only overlap is asked.
    """
    if not label:
        return None
    if len(label) == _PLAIN and not rate.drop and label[8] == ":" and label[9:].isdigit():
        try:
            whole = int(label[:2]) * 3600 + int(label[3:5]) * 60 + int(label[6:8])
            return whole + int(label[9:]) / rate.nominal
        except ValueError:
            return None
    try:
        return rate.frames(label) / rate.nominal
    except TimecodeError:
        match = re.match(
            r"\s*(\d{1,2})[:;.,](\d{1,2})[:;.,](\d{1,2})(?:[:;.,](\d{1,3}))?\s*$", label
        )
        if not match:
            return None
        hours, minutes, seconds = int(match[1]), int(match[2]), int(match[3])
        return hours * 3600 + minutes * 60 + seconds + int(match[4] or 0) / 1000


def first_status(drafts: Iterable[Draft]) -> Status | None:
    """The first status that any of the rows states."""
    return next((draft.row.status for draft in drafts if draft.row.status), None)
