"""The shoot: scenes, setups, takes and the clips each camera recorded."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from tests.simulator._style import Style
from tests.simulator._timecode import Clock
from tests.simulator._words import DESCRIPTIONS, NOTES, PLACES, WILD_NOTES
from tests.simulator._world import Clip, Scene, Setup, Shoot, Take, Wild

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # I and O are never slated: they read as 1 and 0
LENSES = (18, 21, 25, 27, 32, 35, 40, 50, 65, 75, 85, 100, 135)


def shoot(rng: Random, style: Style, scenes: int) -> Shoot:
    """Shoot a film of so many scenes."""
    script = _script(rng, style, scenes)
    days = _schedule(rng, style, script)
    dates = tuple(f"24{4 + day // 28:02d}{1 + day % 28:02d}" for day in range(len(days)))
    crew = _Crew(rng, style, dates)
    setups = tuple(setup for day in days for setup in day)
    takes = tuple(take for setup in setups for take in crew.shoot_setup(setup))
    return Shoot(tuple(script), setups, takes, tuple(crew.wilds), dates)


def _script(rng: Random, style: Style, scenes: int) -> list[Scene]:
    first = rng.choice([1, 1, 1, 14, 51])
    out: list[Scene] = []
    number = first
    while len(out) < scenes:
        out.append(_scene(rng, style, len(out), str(number)))
        if style.inserted and len(out) < scenes and rng.random() < 0.12:
            inserted = f"{number}A" if rng.random() < 0.7 else f"A{number + 1}"
            out.append(_scene(rng, style, len(out), inserted))
        number += 1
    return out


def _scene(rng: Random, style: Style, index: int, number: str) -> Scene:
    events = rng.randint(*style.events)
    place = rng.choice(PLACES)
    heading = f"{rng.choice(['INT.', 'INT.', 'EXT.', 'INT./EXT.'])} {place} - "
    heading += rng.choice(["DAY", "NIGHT", "DAWN", "CONTINUOUS", "LATER"])
    return Scene(index, number, heading, style.clock.seconds(4.5 * events + 6), events)


def _schedule(rng: Random, style: Style, scenes: list[Scene]) -> list[list[Setup]]:
    """Setups by day, out of script order, both units on the same days."""
    order = list(scenes)
    rng.shuffle(order)
    taken = {scene.number for scene in scenes}
    days: list[list[Setup]] = [[]]
    running = {1: rng.choice([1, 1, 101]), 2: 1001}
    room = rng.randint(7, 14)
    for scene in order:
        unit = 2 if style.second_unit and rng.random() < 0.2 else 1
        for letter in _letters(scene, rng.randint(*style.setups), taken):
            if len(days[-1]) >= room:
                days.append([])
                room = rng.randint(7, 14)
            slate = str(running[unit]) if style.slates == "running" else scene.number + letter
            running[unit] += 1
            days[-1].append(_setup(rng, style, scene, (slate, letter, unit, len(days) - 1)))
    return days


def _letters(scene: Scene, count: int, taken: set[str]) -> Iterator[str]:
    """`""` for the master, then letters; one that names an inserted scene is skipped."""
    names = ["", *LETTERS, *(f"A{letter}" for letter in LETTERS)]
    free = [letter for letter in names if not letter or scene.number + letter not in taken]
    if scene.number + "A" in taken:  # 24AB is then a setup of scene 24A
        free = [letter for letter in free if len(letter) < 2]
    yield from free[:count]


def _setup(rng: Random, style: Style, scene: Scene, what: tuple[str, str, int, int]) -> Setup:
    slate, letter, unit, day = what
    crew = style.second_unit if unit == 2 else style.cameras
    count = rng.choices(range(1, len(crew) + 1), weights=[5, 5, 1][: len(crew)])[0]
    cameras = crew[:count] if rng.random() < 0.85 else tuple(sorted(rng.sample(crew, count)))
    start = rng.randint(1, 40)
    text = rng.choice(DESCRIPTIONS)
    lines = (start, start + rng.randint(4, 30))
    return Setup(scene, slate, letter, unit, day, cameras, text, rng.choice(LENSES), lines)


@dataclass(slots=True)
class _Camera:
    """A camera on the day: which roll is in, how far it has run."""

    letter: str
    body: str
    roll: int = 0
    clip: int = 0
    order: int = 0
    day: int = -1
    left: int = 0
    record: int = 0


@dataclass(slots=True)
class _Crew:
    """Both units at work: clocks, rolls and numbers that go on from take to take."""

    rng: Random
    style: Style
    dates: tuple[str, ...]
    wilds: list[Wild] = field(default_factory=list)
    cameras: dict[str, _Camera] = field(default_factory=dict)
    clock: dict[int, int] = field(default_factory=dict)
    today: dict[int, int] = field(default_factory=dict)
    wild_count: int = 0
    count: int = 0

    def shoot_setup(self, setup: Setup) -> Iterator[Take]:
        """Shoot all takes of a setup; sometimes a wild track after them."""
        rng = self.rng
        self._call(setup)
        count = min(rng.randint(*self.style.takes), rng.randint(*self.style.takes) + 1)
        statuses = _statuses(rng, count)
        mos = rng.random() < 0.08
        first_pickup = count if count < 3 or rng.random() > 0.12 else count - 1
        for index in range(count):
            yield self._take(setup, index + 1, statuses[index], mos, index >= first_pickup)
        if rng.random() < 0.05:
            self._wild(setup)

    def _call(self, setup: Setup) -> None:
        """The unit's clock on a new day, or after moving the camera."""
        unit, seconds = setup.unit, self.style.clock.seconds
        if self.today.get(unit) != setup.day:
            self.today[unit] = setup.day
            hour = self.rng.uniform(18.5, 20) if self.style.night else self.rng.uniform(7, 9)
            self.clock[unit] = seconds(hour * 3600)
        self.clock[unit] += seconds(self.rng.uniform(300, 1500))

    def _take(self, setup: Setup, number: int, status: str | None, mos: bool, pickup: bool) -> Take:
        rng, clock = self.rng, self.style.clock
        action = setup.scene.length
        start = self._clear_of_midnight(setup.unit, action + clock.seconds(40))
        if status == "false_start":
            action = clock.seconds(rng.uniform(1, 5))
        together = rng.random() < 0.4
        clips = tuple(
            self._record(
                setup, number, letter, start + (0 if together else rng.randint(-40, 40)), action
            )
            for letter in setup.cameras
        )
        longest = max(clip.length for clip in clips)
        self.clock[setup.unit] = start + longest + clock.seconds(rng.uniform(25, 200))
        note = rng.choice(NOTES[status]) if rng.random() < 0.6 else ""
        lines = setup.lines if not pickup else (sum(setup.lines) // 2, setup.lines[1])
        roll = f"SR{setup.day + 1:03d}" if setup.unit == 1 else f"SU{setup.day + 1:03d}"
        self.count += 1
        return Take(setup, number, status, clips, note, mos, pickup, roll, lines, self.count)

    def _clear_of_midnight(self, unit: int, frames: int) -> int:
        """The clock, moved on where the take would run over midnight."""
        day = self.style.clock.day
        if self.clock[unit] // day != (self.clock[unit] + 2 * frames) // day:
            self.clock[unit] = (self.clock[unit] // day + 1) * day + frames
        return self.clock[unit]

    def _record(self, setup: Setup, take: int, letter: str, start: int, action: int) -> Clip:
        rng, style, clock = self.rng, self.style, self.style.clock
        camera = self._loaded(letter, setup.day)
        lead, tail = clock.seconds(rng.uniform(5, 12)), clock.seconds(rng.uniform(5, 9))
        length = lead + action + tail
        if style.source_tc == "record_run":
            start = clock.seconds(3600) * (camera.roll % 24) + camera.record
            camera.record += length + rng.randint(0, 2)
        name, suffix = _file_name(rng, style, camera, self.dates[setup.day], (start, clock))
        roll = (
            f"{letter}_{camera.roll:04d}"
            if style.naming == "arri35"
            else f"{letter}{camera.roll:03d}"
        )
        arrived = rng.random() >= 0.004 + 0.03 * style.mess
        return Clip(
            name, suffix, letter, setup.unit, setup.day, roll, camera.clip, camera.order,
            start % clock.day, length, lead, arrived, setup.slate, take, setup.scene.number,
        )  # fmt: skip

    def _loaded(self, letter: str, day: int) -> _Camera:
        """The camera with a roll in it that has room."""
        rng = self.rng
        if letter not in self.cameras:
            body = "R" + "".join(rng.choice("0123456789BCDEFHKLNPQTWXZ") for _ in range(3))
            first = rng.choice([0, 0, 11]) + (500 if letter > "C" else 0)
            self.cameras[letter] = _Camera(letter, body, roll=first)
        camera = self.cameras[letter]
        fresh = camera.day != day and not (self.style.roll_days and camera.left > 0)
        if camera.left <= 0 or fresh:
            camera.roll, camera.clip, camera.left = camera.roll + 1, 0, rng.randint(9, 22)
            camera.record = 0
        camera.day, camera.clip, camera.left = day, camera.clip + 1, camera.left - 1
        camera.order += 1
        return camera

    def _wild(self, setup: Setup) -> None:
        self.wild_count += 1
        scene = setup.scene.number
        slate = f"{scene}WT" if self.style.wild_slates == "suffix" else f"WT{scene}"
        if self.style.slates == "running":
            slate = f"WT{self.wild_count}"
        number = 1 + sum(wild.slate == slate for wild in self.wilds)
        start, seconds = self.clock[setup.unit], self.style.clock.seconds
        length = seconds(self.rng.uniform(10, 60))
        self.clock[setup.unit] = start + length + seconds(20)
        roll = f"SR{setup.day + 1:03d}" if setup.unit == 1 else f"SU{setup.day + 1:03d}"
        note = self.rng.choice(WILD_NOTES)
        where = (setup.scene, slate, number, setup.day, setup.unit)
        self.wilds.append(Wild(*where, start, length, roll, note, self.count))


def _statuses(rng: Random, count: int) -> list[str | None]:
    """A status for each take: the later ones are the better."""
    weights = [0.37, 0.28, 0.15, 0.06]
    out: list[str | None] = [
        rng.choices([None, "ng", "hold", "false_start"], weights=[*weights])[0]
        for _ in range(count)
    ]
    if rng.random() < 0.93:
        out[max(0, count - 1 - int(rng.random() * rng.random() * count))] = "circled"
    if count > 3 and rng.random() < 0.25:
        out[rng.randrange(count)] = "circled"
    return out


def _file_name(
    rng: Random, style: Style, camera: _Camera, date: str, when: tuple[int, Clock]
) -> tuple[str, str]:
    """The camera file's name and extension, as its maker writes them."""
    letter, roll, clip = camera.letter, camera.roll, camera.clip
    if style.naming == "arri":
        return f"{letter}{roll:03d}C{clip:03d}_{date}_{camera.body}", ".mxf"
    if style.naming == "arri35":
        start, clock = when
        clocked = clock.text(start)[:8].replace(":", "")
        return f"{letter}_{roll:04d}C{clip:03d}_{date}_{clocked}_h{camera.body[1:]}", ".mxf"
    if style.naming == "red":
        end = "".join(rng.choice("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(2))
        return f"{letter}{roll:03d}_C{clip:03d}_{date[2:]}{end}", ".R3D"
    if style.naming == "sony":
        return f"{letter}{roll:03d}C{clip:03d}_{date}{camera.body[1:3]}", ".MXF"
    prefix = {"A": "MVI_", "B": "C", "C": "P100", "D": "GX01", "E": "DSC_"}[letter]
    return f"{prefix}{camera.order + 11:04d}", ".MOV" if letter != "B" else ".MP4"
