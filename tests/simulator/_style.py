"""How one production works and how untidy it is: every option of the simulator, drawn by seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from random import Random
from typing import Any

from tests.simulator._timecode import CLOCKS, Clock


@dataclass(frozen=True, slots=True)
class Style:
    """Every choice that a production makes. Any field can be set through `simulate(style=...)`.

    Attributes:
        mess: 0 is a tidy production, 1 the worst.
        production: Its name, as it stands in the files.
        slates: `us` (24A take 3) or `running` (112 take 3).
        rate: A key of `CLOCKS`.
        naming: Camera file names: `arri`, `arri35`, `red`, `sony`, `plain`.
        source_tc: `tod` (time of day, the same on every camera) or `record_run` (by roll).
        night: The shoot starts in the evening, so timecode passes midnight.
        roll_days: A camera roll may go on into the next day.
        cameras: Main unit.
        second_unit: Cameras of the second unit; empty for none.
        script: There is a Fountain script with scene numbers.
        inserted: Scenes such as 24A and A24 exist.
        setups, takes: Fewest and most setups of a scene and takes of a setup.
        events: Fewest and most events of a scene in the first cut.
        supervisor: The script supervisor's log: `shoot`, `day`, `unit` (a file for each), `twice`
            (by day, and all of it once more) or `none`.
        log_slate: `slate` (scene and slate columns), `scene` (the scene column holds the slate),
            `combined` (`24A-3` in one cell), `letter` (scene 24, shot A).
        log_status: `words`, `flags` (three columns), `four` (one more, for false starts),
            `circled`, `print` (and NG), `star` (after the take).
        log_cameras: `list` (a row a take, cameras named), `rows` (a row a camera), `none`.
        log_rolls, log_timecode, log_clip: Whether the log has those columns.
        short_clip: The log names a clip by its number on the roll (`C003`).
        status_in_notes: A status without a column of its own is written before the note.
        pickups: `take` (`5PU`) or `note`.
        camera_logs: `ale`, `report` (CSV), `mixed` (by camera), `both`, `none` (the supervisor
            names the files).
        ale_scene: The ALE's scene column: `slate` (holds the slate), `script` (a slate column
            beside it), `both` (the slate column holds the take too), `typed` (running slates
            typed as scenes), `none` (only a slate column), `name` (only the clip's name says it).
        ale_circled: Camera logs have a column for circled takes.
        sound: There are sound reports.
        wild_slates: How wild tracks are slated.
        cuts: How many versions of the cut.
        cut_names: `FILM_V1`, `cut_v2`, `Reel_05`, `mixed` (`X_V05`, `X_006`), `spaces`.
        first_cut: Number of the first version.
        dialect: Of the EDLs: `avid8`, `avid32`, `premiere`, `resolve`, `fcp7`.
        reels: `stem`, `stem8`, `roll`, `ax`, `cut` (7 to 12 characters); may change by version.
        clip_names: `slate`, `file`, `mixed`, `none`.
        audio: `none`, `pairs` (A and A2 events), `with` (AA/V), `own` (sound rolls, overlapping).
        also: Companions of the EDL: `none`, `otio`, `fcpxml`, `both`.
        only: Formats which single cuts have instead of an EDL.
        joined: Some dissolves follow the whole outgoing event under one event number.
        density: Share of the events that one version changes.
        jumps: Shots of one setup may stand side by side.
        overlaps: One clip may play the same frames in several places of a scene.
        crowded: Edits lie close together, as where a scene is cut anew.
        omit_scene: The last version drops a whole scene.
        scene_moves, splits, repeats, placeholders: Those edits happen.
        layout: `flat` or `folders`.
        separators: The three marks of a timecode in EDLs.
    """

    mess: float
    production: str
    slates: str
    rate: str
    naming: str
    source_tc: str
    night: bool
    roll_days: bool
    cameras: tuple[str, ...]
    second_unit: tuple[str, ...]
    script: bool
    inserted: bool
    setups: tuple[int, int]
    takes: tuple[int, int]
    events: tuple[int, int]
    supervisor: str
    log_slate: str
    log_status: str
    log_cameras: str
    log_rolls: bool
    log_timecode: bool
    log_clip: bool
    short_clip: bool
    status_in_notes: bool
    pickups: str
    camera_logs: str
    ale_scene: str
    ale_circled: bool
    sound: bool
    wild_slates: str
    cuts: int
    cut_names: str
    first_cut: int
    dialect: str
    reels: str
    clip_names: str
    audio: str
    also: str
    only: str
    joined: bool
    density: float
    jumps: bool
    overlaps: bool
    crowded: bool
    omit_scene: bool
    scene_moves: bool
    splits: bool
    repeats: bool
    placeholders: bool
    layout: str
    separators: str

    @property
    def clock(self) -> Clock:
        """The production's frame rate."""
        return CLOCKS[self.rate]


PRODUCTIONS = (
    "NIGHT FERRY",
    "The Long Field",
    "Das Leuchtfeuer",
    "L'ÉTÉ INDIEN",
    "SALT",
    "Møllehuset",
)


def draw_style(rng: Random, mess: float, own: Mapping[str, Any]) -> Style:
    """A production's style, drawn; `own` fixes single fields."""
    unknown = set(own) - {field.name for field in fields(Style)}
    if unknown:
        raise ValueError(f"no such option of the simulator: {', '.join(sorted(unknown))}")
    style = Style(mess=mess, **_draw_shoot(rng), **_draw_logs(rng, mess), **_draw_cuts(rng, mess))
    return _settle(replace(style, **own), own)


def _draw_shoot(rng: Random) -> dict[str, Any]:
    running = rng.random() < 0.4
    american = ["23.976", "23.976", "24", "24", "25", "29.97DF", "29.97"]
    rate = "25" if running and rng.random() < 0.7 else _one(rng, american)
    return {
        "production": _one(rng, PRODUCTIONS),
        "slates": "running" if running else "us",
        "rate": rate,
        "naming": _one(rng, ["arri", "arri", "arri", "arri35", "red", "sony", "plain"]),
        "source_tc": "record_run" if rng.random() < 0.15 else "tod",
        "night": rng.random() < 0.15,
        "roll_days": rng.random() < 0.2,
        "cameras": _one(rng, [("A",), ("A", "B"), ("A", "B"), ("A", "B", "C")]),
        "second_unit": _one(rng, [(), (), (), ("D",), ("D", "E")]),
        "script": rng.random() < 0.75,
        "inserted": rng.random() < 0.7,
        "setups": (1, 6),
        "takes": (1, 8),
        "events": (3, 12),
    }


def _draw_logs(rng: Random, mess: float) -> dict[str, Any]:
    return {
        "supervisor": _one(rng, ["shoot", "shoot", "shoot", "day", "day", "unit", "unit", "twice"])
        if rng.random() < 0.96
        else "none",
        "log_slate": _one(rng, ["slate", "slate", "slate", "scene", "combined", "letter"]),
        "log_status": _one(rng, ["words", "words", "flags", "four", "circled", "print", "star"]),
        "log_cameras": _one(rng, ["list", "list", "rows", "none"]),
        "log_rolls": rng.random() < 0.6,
        "log_timecode": rng.random() < 0.4,
        "log_clip": rng.random() < 0.2,
        "short_clip": rng.random() < 0.3,
        "status_in_notes": rng.random() < 0.6,
        "pickups": _one(rng, ["take", "note"]),
        "camera_logs": _one(rng, ["ale", "ale", "ale", "both", "mixed", "report"]),
        "ale_scene": "typed"
        if rng.random() < 0.25 * mess
        else _one(rng, ["slate", "script", "both", "none", "name"]),
        "ale_circled": rng.random() < 0.6,
        "sound": rng.random() < 0.7,
        "wild_slates": _one(rng, ["suffix", "prefix"]),
        "layout": _one(rng, ["flat", "folders"]),
    }


def _draw_cuts(rng: Random, mess: float) -> dict[str, Any]:
    dialect = _one(rng, ["avid8", "avid8", "avid32", "premiere", "resolve", "fcp7"])
    reels = {
        "avid8": "stem8",
        "avid32": "stem",
        "premiere": "ax",
        "resolve": "stem",
        "fcp7": "stem8",
    }
    names = {"premiere": "file", "resolve": "file"}
    usual = rng.random() > 0.4 * mess
    return {
        "cuts": rng.randint(3, 6),
        "cut_names": _one(rng, ["FILM_V", "FILM_V", "cut_v", "Reel_", "mixed", "spaces"]),
        "first_cut": _one(rng, [1, 1, 2, 5, 8]),
        "dialect": dialect,
        "reels": reels[dialect] if usual else _one(rng, ["stem", "stem8", "roll", "ax", "cut"]),
        "clip_names": names.get(dialect, "slate")
        if usual
        else _one(rng, ["slate", "file", "mixed", "none"]),
        "audio": _one(rng, ["none", "none", "pairs", "with", "own"]),
        "also": _one(rng, ["none", "none", "none", "otio", "fcpxml", "both"]),
        "only": _one(rng, ["otio", "fcpxml"]) if rng.random() < 0.3 * mess else "",
        "joined": rng.random() < 0.3 * mess,
        "jumps": rng.random() < 0.3,
        "overlaps": rng.random() < 0.2 * mess,
        "crowded": rng.random() < 0.6 * mess,
        "density": rng.uniform(0.06, 0.2),
        "omit_scene": rng.random() < 0.6,
        "scene_moves": rng.random() < 0.4,
        "splits": rng.random() < 0.3 * mess,
        "repeats": rng.random() < 0.3,
        "placeholders": rng.random() < 0.4,
        "separators": _one(rng, [":::", ":::", "::;", ";;;"]),
    }


def _settle(style: Style, own: Mapping[str, Any]) -> Style:
    """Take back combinations in which the files would not say what the truth says."""
    running = style.slates == "running"
    changes: dict[str, Any] = {}
    if not style.clock.drop:
        changes["separators"] = ":::"
    else:  # OTIO does not say whether timecode drops frames
        changes |= {"only": "", "also": "fcpxml" if style.also == "both" else style.also}
        changes["also"] = "none" if changes["also"] == "otio" else changes["also"]
    if running and style.log_slate in {"scene", "letter"}:
        changes["log_slate"] = "slate"
    if not running and style.ale_scene == "typed":
        changes["ale_scene"] = "slate"
    if running and style.ale_scene == "slate":
        changes["ale_scene"] = "script"
    if style.camera_logs == "none":
        changes |= {"log_clip": True, "log_cameras": "rows", "log_rolls": True}
        changes["supervisor"] = style.supervisor if style.supervisor != "none" else "shoot"
    settled = replace(style, **changes)
    says_scene = settled.log_slate in {"slate", "letter"} and settled.supervisor != "none"
    says_scene = says_scene or running or settled.script
    settled = replace(settled, inserted=settled.inserted and (says_scene or "inserted" in own))
    if settled.supervisor == "none" and settled.ale_scene in {"typed", "none", "name"}:
        settled = replace(settled, ale_scene="script")
    numbered = settled.log_rolls and settled.log_cameras == "rows" and settled.naming != "plain"
    if not numbered or settled.camera_logs == "none":
        settled = replace(settled, short_clip=False)
    if settled.reels == "ax" and settled.clip_names == "none":
        settled = replace(settled, clip_names="file")
    return settled


def _one(rng: Random, choices: Sequence[Any]) -> Any:
    return choices[rng.randrange(len(choices))]
