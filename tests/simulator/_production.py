"""A whole production on disk, with its truth beside the folder."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from tests.simulator._camera import write_camera
from tests.simulator._editor import edit
from tests.simulator._edl import write_edl
from tests.simulator._files import Folder
from tests.simulator._interchange import can_be_fcpxml, write_fcpxml, write_otio
from tests.simulator._names import Names
from tests.simulator._paper import Paper, write_up
from tests.simulator._papers import write_notes, write_script, write_strays
from tests.simulator._shoot import shoot
from tests.simulator._sound import write_sound
from tests.simulator._style import Style, draw_style
from tests.simulator._supervisor import write_supervisor
from tests.simulator._truth import Truth, tell
from tests.simulator._world import Shoot, Version


@dataclass(frozen=True, slots=True)
class Plan:
    """All that happened, before any of it is written down."""

    rng: Random
    style: Style
    shoot: Shoot
    paper: Paper
    versions: tuple[Version, ...]
    first: int


def plan(
    seed: int,
    scenes: int | None = None,
    mess: float | None = None,
    style: Mapping[str, Any] | None = None,
) -> Plan:
    """Shoot and cut a film; arguments as `simulate`."""
    rng = Random(f"circletake simulator {seed}")
    drawn_scenes, drawn_mess = rng.randint(12, 90), rng.random()
    scenes = drawn_scenes if scenes is None else scenes
    drawn = draw_style(rng, drawn_mess if mess is None else mess, style or {})
    made = shoot(rng, drawn, scenes)
    paper = write_up(rng, drawn, made)
    versions = edit(rng, drawn, made)
    first = drawn.clock.frames(f"{rng.choice([1, 1, 10, 5]):02d}:00:00:00")
    return Plan(rng, drawn, made, paper, versions, first)


def simulate(
    folder: Path,
    seed: int,
    scenes: int | None = None,
    mess: float | None = None,
    style: Mapping[str, Any] | None = None,
) -> Truth:
    """Shoot and cut a film, write its files into `folder`, and tell what is true of it.

    Args:
        folder: Where the files go; it is made, and must be empty.
        seed: The same seed and options give the same bytes.
        scenes: Script scenes; drawn from 12 to 90 if left out.
        mess: From 0 (tidy) to 1; drawn if left out.
        style: Fields of `Style` to fix instead of drawing them.

    Returns:
        The truth, which is also saved as `<folder>.truth.json` beside the folder.
    """
    made = plan(seed, scenes, mess, style)
    truth = tell(seed, made.style, made.shoot, made.paper, made.versions, made.first)
    truth = _write(folder, made, truth)
    truth.save(folder.with_name(f"{folder.name}.truth.json"))
    return truth


def feature(
    folder: Path, takes: int = 20_000, cuts: int = 6, events: int = 2000, seed: int = 0
) -> Truth:
    """A big, rather tidy production for the benchmark: about so many rows of takes and events."""
    scenes = max(2, round(takes / 131))
    per_scene = max(3, round(events / scenes / 1.06))
    style: dict[str, Any] = {
        "cameras": ("A", "B"), "second_unit": (), "naming": "arri", "slates": "us", "script": True,
        "setups": (9, 15), "takes": (6, 9), "cuts": cuts,
        "events": (per_scene - 1, per_scene + 1), "audio": "none", "density": 0.08,
        "supervisor": "shoot", "camera_logs": "ale", "log_cameras": "list", "dialect": "avid8",
        "reels": "stem8", "clip_names": "slate", "also": "none", "only": "",
        "cut_names": "FILM_V", "first_cut": 1, "sound": True, "rate": "24", "source_tc": "tod",
    }  # fmt: skip
    return simulate(folder, seed, scenes, mess=0.1, style=style)


def _write(folder: Path, made: Plan, truth: Truth) -> Truth:
    """Write every file; the truth then knows them."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise ValueError(f"the folder {folder} is not empty")
    out = Folder(folder, made.rng, made.style)
    write_script(out, made.shoot)
    write_supervisor(out, made.shoot, made.paper)
    charts = write_camera(out, made.shoot, made.paper)
    write_sound(out, made.shoot, made.paper)
    names = Names.of(made.rng, made.style, made.shoot, made.paper.misnumbered)
    for version in made.versions:
        _write_cut(out, version, names, made.first)
    write_notes(out, made.versions)
    write_strays(out)
    ignored: list[dict[str, Any]] = [
        {"clip": name, "setup": None, "take": None, "camera": None, "optional": True, "accept": {}}
        for name in charts
    ]
    return replace(truth, files=out.files, takes=[*truth.takes, *ignored])


def _write_cut(folder: Folder, version: Version, names: Names, first: int) -> None:
    """One version in the formats that this production hands on."""
    style, rng = folder.style, folder.rng
    alone = style.only if rng.random() < 0.4 else ""
    if alone == "fcpxml" and not can_be_fcpxml(version):
        alone = ""
    if not alone:
        write_edl(folder, version, names, first)
    companions = {"none": (), "both": ("otio", "fcpxml")}.get(style.also, (style.also,))
    wanted = (alone,) if alone else tuple(kind for kind in companions if rng.random() < 0.5)
    if "otio" in wanted:
        write_otio(folder, version, names, first)
    if "fcpxml" in wanted and can_be_fcpxml(version):
        write_fcpxml(folder, version, names, first)
