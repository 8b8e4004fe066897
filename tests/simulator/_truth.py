"""The truth in the words of the command-line contract: what the product should answer."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.simulator._changes import Ruler, changes_between
from tests.simulator._order import only_order
from tests.simulator._paper import CameraRow, Paper, SupervisorRow
from tests.simulator._style import Style
from tests.simulator._world import Clip, Shoot, Take, Version

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Truth:
    """What a production's record says, row by row.

    Attributes:
        seed: Of the production.
        style: Its options, as plain values.
        rate: The name of the frame rate.
        cuts: Names in order.
        lengths: Record frames of each cut's picture events.
        takes: Rows as `circletake takes`; `accept` lists other right values of a field,
            `optional` rows may be absent.
        changes: Rows as `circletake changes`, by `OLD|NEW`, for consecutive versions.
        far: The same for the first and the last version; empty if it cannot be told.
        pairs: Rows as `circletake pairs`.
        files: `path`, `kind`, `in_file` (null where the contract leaves it open), `broken` (lines).
    """

    seed: int
    style: dict[str, Any]
    rate: str
    cuts: list[str]
    lengths: dict[str, int]
    takes: list[Row]
    changes: dict[str, list[Row]]
    far: dict[str, list[Row]]
    pairs: list[Row]
    files: list[Row]

    def save(self, path: Path) -> None:
        """Write the truth as JSON."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), "utf-8")

    @classmethod
    def load(cls, path: Path) -> "Truth":
        """Read what `save` wrote."""
        return cls(**json.loads(path.read_text("utf-8")))


def tell(
    seed: int, style: Style, shoot: Shoot, paper: Paper, versions: Sequence[Version], first: int
) -> Truth:
    """Everything that is true, except the files, which are written afterwards."""
    used = _used(versions)
    takes = _Takes(style, shoot, paper, versions, used).rows()
    ruler = Ruler(style, first)
    consecutive = list(pairwise(versions))
    changes = {f"{a.name}|{b.name}": changes_between(a, b, ruler) for a, b in consecutive}
    return Truth(
        seed=seed,
        style=asdict(style),
        rate=style.rate,
        cuts=[version.name for version in versions],
        lengths={v.name: sum(s.length for s in v.shots) for v in versions},
        takes=takes,
        changes=changes,
        far=_far(versions, ruler),
        pairs=_pairs(takes, versions),
        files=[],
    )


def _far(versions: Sequence[Version], ruler: Ruler) -> dict[str, list[Row]]:
    """First against last, where the moves can be told apart."""
    old, new = versions[0], versions[-1]
    there = {shot.uid for shot in old.shots} & {shot.uid for shot in new.shots}
    moved = frozenset(uid for version in versions for uid in version.moved) & there
    split = frozenset(uid for version in versions for uid in version.split)
    if len(versions) < 3 or not only_order(old.shots, new.shots, moved):
        return {}
    joined = Version(new.name, new.shots, moved, frozenset(), split)
    return {f"{old.name}|{new.name}": changes_between(old, joined, ruler)}


def _used(versions: Sequence[Version]) -> dict[str, dict[str, int]]:
    """Record frames by clip and cut."""
    used: dict[str, dict[str, int]] = {}
    for version in versions:
        for shot in version.shots:
            if shot.clip:
                cuts = used.setdefault(shot.clip.name, {})
                cuts[version.name] = cuts.get(version.name, 0) + shot.length
    return used


@dataclass(frozen=True, slots=True)
class _Takes:
    """Builds the rows of `takes` from what the logs say."""

    style: Style
    shoot: Shoot
    paper: Paper
    versions: Sequence[Version]
    used: Mapping[str, Mapping[str, int]]

    def rows(self) -> list[Row]:
        """One row for each take and camera that a log has."""
        said = {id(row.take): row for row in self.paper.supervisor}
        filmed = {row.clip.name: row for row in self.paper.camera}
        scenes = self._known_scenes()
        out: list[Row] = []
        for take in self.shoot.takes:
            row = said.get(id(take))
            for clip in take.clips:
                log = filmed.get(clip.name)
                if row or log:
                    out.append(self._row(take, clip, row, log))
                    out[-1]["accept"] |= self._scene(clip, scenes)
        return out

    def _row(
        self, take: Take, clip: Clip, said: SupervisorRow | None, log: CameraRow | None
    ) -> Row:
        style = self.style
        named = log is not None or (clip.arrived and style.camera_logs == "none")
        status = said.status if said else None
        if said is None and log and log.circled and style.ale_circled:
            status = "circled"
        roll = clip.roll if named or (said and style.log_rolls) else None
        accept: dict[str, list[str | None]] = {}
        if roll and style.naming == "arri35":
            accept["roll"] = [roll, roll.replace("_", ""), roll.replace("_0", "")]
        notes = [note for note in (said.note if said else "", log.note if log else "") if note]
        used = dict(self.used.get(clip.name, {}))
        last = self.versions[-1].name
        return {
            "scene": clip.scene, "setup": clip.slate, "take": take.number, "camera": clip.camera,
            "clip": clip.name if named else None, "roll": roll, "status": status, "notes": notes,
            "used_frames": used,
            "outcome": "used" if last in used else "dropped" if used else "unused",
            "conflicts": sorted(self.paper.conflicts.get(clip.name, ())) if named else [],
            "accept": accept, "optional": not named and style.log_cameras == "none",
        }  # fmt: skip

    def _known_scenes(self) -> set[str]:
        """Running: slates whose scene a log says. Else: the scenes that a scene column says."""
        style = self.style
        column = style.log_slate in {"slate", "letter"} or style.slates == "running"
        known = {
            (row.take.setup.slate if style.slates == "running" else row.take.setup.scene.number)
            for row in self.paper.supervisor
            if column
        }
        ale = style.ale_scene in {"script", "both"} and style.camera_logs == "ale"
        if ale or style.camera_logs in {"report", "both"}:
            known |= {
                row.clip.slate if style.slates == "running" else row.clip.scene
                for row in self.paper.camera
            }
        return known

    def _scene(self, clip: Clip, known: set[str]) -> dict[str, list[str | None]]:
        """Other scenes that are as right, where the logs leave it open."""
        accept: list[str | None] = [clip.scene]
        if self.style.slates == "running" and clip.slate not in known:
            accept.append(None)
        elif self.style.slates == "us" and not self.style.script and clip.scene not in known:
            digits = clip.scene[:-1] if clip.scene[-1].isalpha() else clip.scene
            accept.append(digits)
        if "scene" in self.paper.conflicts.get(clip.name, ()):
            accept += [row.scene for row in self.paper.camera if row.clip is clip]
        return {"scene": accept} if len(accept) > 1 else {}


def _pairs(takes: Sequence[Row], versions: Sequence[Version]) -> list[Row]:
    """Chosen over rejected, each two clips once, by the first rule that holds."""
    rows = {row["clip"]: row for row in takes if row["clip"]}
    out = _swap_pairs(rows, versions)
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows.values():
        if row["status"] != "false_start":
            groups.setdefault((row["setup"], row["camera"]), []).append(row)
    for group in groups.values():
        for chosen in group:
            for rejected in group:
                why = _why(chosen, rejected)
                names = frozenset({chosen["clip"], rejected["clip"]})
                if why and names not in out:
                    out[names] = _pair(chosen, rejected, why)
    return list(out.values())


def _why(chosen: Row, rejected: Row) -> str | None:
    if chosen is rejected or rejected["outcome"] != "unused":
        return None
    if chosen["outcome"] == "used":
        return "used_over_unused"
    return (
        "circled_over_ng" if (chosen["status"], rejected["status"]) == ("circled", "ng") else None
    )


def _pair(chosen: Row, rejected: Row, why: str, *, optional: bool = False) -> Row:
    return {
        "setup": chosen["setup"], "chosen": chosen["clip"], "rejected": rejected["clip"],
        "why": why, "optional": optional,
    }  # fmt: skip


def _swap_pairs(rows: Mapping[str, Row], versions: Sequence[Version]) -> dict[frozenset[str], Row]:
    """Swaps by their last state; a clip swapped in two steps for a third is optional."""
    out: dict[frozenset[str], Row] = {}
    history: dict[int, list[Clip]] = {}
    for version in versions:
        for shot in version.shots:
            if shot.clip is None:
                continue
            clips = history.setdefault(shot.uid, [])
            before = clips[-1] if clips else None
            if before is shot.clip:
                continue
            clips.append(shot.clip)
            one_angle = (shot.clip.slate, shot.clip.camera)
            if before is not None and (before.slate, before.camera) == one_angle:
                names = frozenset({before.name, shot.clip.name})
                out[names] = _pair(rows[shot.clip.name], rows[before.name], "swap")
    for clips in history.values():
        for first in clips[:-2]:
            last = clips[-1]
            names = frozenset({first.name, last.name})
            same = (first.slate, first.camera) == (last.slate, last.camera)
            if len(names) == 2 and same and names not in out:
                out[names] = _pair(rows[last.name], rows[first.name], "swap", optional=True)
    return out
