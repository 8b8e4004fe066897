"""The editor's first cut: scene after scene from the takes that were liked best."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from random import Random

from tests.simulator._style import Style
from tests.simulator._words import FOOTAGE
from tests.simulator._world import Clip, Scene, Shoot, Shot

MARGIN = 72  # frames at both ends of a clip that no cut plays, so that dissolves have handles


@dataclass(slots=True)
class Material:
    """The clips an editor can use, and the next free shot identity."""

    clock_nominal: int
    clips: dict[tuple[str, str], list[Clip]] = field(default_factory=dict)
    by_scene: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    circled: set[str] = field(default_factory=set)
    uid: int = 0

    @classmethod
    def of(cls, style: Style, shoot: Shoot) -> "Material":
        """Sort what arrived by setup and camera; false starts are left out."""
        out = cls(style.clock.nominal)
        for take in shoot.takes:
            for clip in take.clips:
                if not clip.arrived or take.status == "false_start":
                    continue
                key = (clip.slate, clip.camera)
                out.clips.setdefault(key, []).append(clip)
                if key not in out.by_scene.setdefault(clip.scene, []):
                    out.by_scene[clip.scene].append(key)
                if take.status == "circled":
                    out.circled.add(clip.name)
        return out

    def new(self) -> int:
        """An identity for a new shot."""
        self.uid += 1
        return self.uid

    def favourite(self, rng: Random, key: tuple[str, str]) -> Clip:
        """A circled clip mostly, another one at times."""
        clips = self.clips[key]
        liked = [clip for clip in clips if clip.name in self.circled]
        return rng.choice(liked if liked and rng.random() < 0.8 else clips)


def first_cut(rng: Random, style: Style, shoot: Shoot, material: Material) -> tuple[Shot, ...]:
    """Assemble all scenes, with a leader, slugs, stock, dissolves and a few speed changes."""
    shots: list[Shot] = []
    nominal = style.clock.nominal
    if rng.random() < 0.7:
        shots.append(_other(material, "START_LEADER", 8 * nominal, 3600 * nominal))
    for scene in shoot.scenes:
        shots += _assemble(rng, style, material, scene, shots[-1:] if shots else [])
        if style.placeholders and rng.random() < 0.08:
            name = f"SCENE MISSING {scene.number}"
            shots.append(_other(material, name, 3 * nominal, 3600 * nominal, fixed=False))
        elif rng.random() < 0.05:
            shots.append(_other(material, rng.choice(FOOTAGE), rng.randint(30, 90), 3600 * nominal))
        elif rng.random() < 0.05:
            shots.append(_other(material, "BL", rng.randint(6, 48), 0))
    shots = [_dress(rng, shot, index) for index, shot in enumerate(shots)]
    if style.repeats:
        shots = _repeat(rng, material, shots)
    return tuple(shots)


def _other(material: Material, name: str, length: int, source: int, *, fixed: bool = True) -> Shot:
    return Shot(material.new(), -1, None, source, length, length, other=name, fixed=fixed)


def _assemble(
    rng: Random, style: Style, material: Material, scene: Scene, before: Sequence[Shot]
) -> Iterator[Shot]:
    """One scene: two angles that alternate, and others in between."""
    keys = material.by_scene.get(scene.number, [])
    if not keys:
        return
    chosen = {key: material.favourite(rng, key) for key in keys}
    pair = rng.sample(keys, 2) if len(keys) > 1 else keys
    done: list[Shot] = []
    at, last = 0, before[-1].clip if before else None
    for index in range(scene.events):
        key = pair[index % len(pair)] if rng.random() < 0.65 else rng.choice(keys)
        if style.overlaps:
            at = rng.randrange(max(1, scene.length // 2))
        jump = style.jumps and rng.random() < 0.3
        if (
            last
            and not jump
            and key[0] == last.slate
            and (key[1] == last.camera or rng.random() < 0.7)
        ):
            others = [other for other in keys if other[0] != last.slate]
            if not others:
                return
            key = rng.choice(others)
        clip = chosen[key] if rng.random() < 0.85 else material.favourite(rng, key)
        length = max(14, round(rng.lognormvariate(0.9, 0.55) * material.clock_nominal))
        source = clip.start + clip.lead + at + rng.randint(-5, 5)
        if source + length > clip.end - MARGIN:
            return
        if any(2 * shot.shares(clip, source, length) > min(shot.span, length) for shot in done):
            continue
        done.append(Shot(material.new(), scene.index, clip, source, length, length))
        yield done[-1]
        at, last = at + length, clip


def _dress(rng: Random, shot: Shot, index: int) -> Shot:
    """Dissolves, wipes, gaps, speeds and freezes that the first cut has already."""
    if shot.other == "BL" and shot.length > 15 and index and rng.random() < 0.5:
        return replace(shot, dissolve=12)
    if shot.clip is None:
        return shot
    dice = rng.random()
    if dice < 0.03 and index and shot.length > 40:
        wipe = "W001" if rng.random() < 0.2 else ""
        return replace(shot, dissolve=rng.choice([8, 12, 16, 24]), wipe=wipe)
    if dice < 0.045:
        return replace(shot, gap=rng.randint(1, 24))
    if dice < 0.055:
        return replace(shot, speed=Fraction(0), span=1, fixed=True)
    if dice < 0.06:
        return replace(shot, speed=Fraction(-1), fixed=True)
    if dice < 0.08 and shot.length % 2 == 0:
        return replace(shot, speed=Fraction(1, 2), span=shot.length // 2)
    return shot


def _repeat(rng: Random, material: Material, shots: list[Shot]) -> list[Shot]:
    """A flashback: one shot plays again, frame for frame, far behind; nothing touches either."""
    plain = [
        i for i, s in enumerate(shots) if s.clip and s.speed == 1 and not (s.dissolve or s.gap)
    ]
    if len(shots) < 60 or not plain:
        return shots
    source = plain[rng.randrange(max(1, len(plain) // 3))]
    again = min(len(shots) - 1, source + len(shots) // 2)
    first = shots[source]
    near = [shot.clip.slate for shot in shots[again - 1 : again + 1] if shot.clip]
    if first.clip is None or first.clip.slate in near:
        return shots
    pinned = replace(first, fixed=True)
    copy = replace(pinned, uid=material.new(), scene=-1)
    return [*shots[:source], pinned, *shots[source + 1 : again], copy, *shots[again:]]
