"""What really happened on the shoot and in the cutting room: the simulator's own words for it."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Scene:
    """A scene of the script. `number` as printed (`24`, `24A`, `A24`); `length` in frames."""

    index: int
    number: str
    heading: str
    length: int
    events: int


@dataclass(frozen=True, slots=True)
class Setup:
    """One camera position of a scene, named by its slate without the take."""

    scene: Scene
    slate: str
    letter: str
    unit: int
    day: int
    cameras: tuple[str, ...]
    description: str
    lens: int
    lines: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Clip:
    """One camera's recording of one take.

    Attributes:
        name: The camera file without folder and extension.
        suffix: The file's extension, with its dot.
        order: How many clips this camera had recorded before.
        start: First frame, as frames since 00:00:00:00 of its timecode.
        length: Frames.
        lead: Frames before the action starts.
        arrived: Whether the file and its camera log row exist.
    """

    name: str
    suffix: str
    camera: str
    unit: int
    day: int
    roll: str
    number: int
    order: int
    start: int
    length: int
    lead: int
    arrived: bool
    slate: str
    take: int
    scene: str

    @property
    def end(self) -> int:
        """The first frame after the clip."""
        return self.start + self.length


@dataclass(frozen=True, slots=True)
class Take:
    """One take of a setup. `order` counts takes as they were shot."""

    setup: Setup
    number: int
    status: str | None
    clips: tuple[Clip, ...]
    note: str
    mos: bool
    pickup: bool
    sound_roll: str
    lines: tuple[int, int]
    order: int


@dataclass(frozen=True, slots=True)
class Wild:
    """A sound-only take."""

    scene: Scene
    slate: str
    number: int
    day: int
    unit: int
    start: int
    length: int
    sound_roll: str
    note: str
    order: int


@dataclass(frozen=True, slots=True)
class Shoot:
    """All that was shot. `dates` are YYMMDD for each day, counted from 0."""

    scenes: tuple[Scene, ...]
    setups: tuple[Setup, ...]
    takes: tuple[Take, ...]
    wilds: tuple[Wild, ...]
    dates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shot:
    """One event of a cut, with an identity that lasts over all versions.

    Attributes:
        uid: The shot's identity; a swap keeps it, an insert makes a new one.
        source: First source frame, as the clip counts.
        span: Source frames.
        length: Record frames.
        speed: 1 is as shot, 2 twice as fast, 0 frozen.
        dissolve: Frames of the dissolve (or wipe) that brings the shot in.
        gap: Frames of nothing before it.
        other: Name of what is no take (leader, title, stock); then `clip` is None.
        fixed: No edit ever touches it.
        split_of: The shot whose second half this is.
    """

    uid: int
    scene: int
    clip: Clip | None
    source: int
    span: int
    length: int
    speed: Fraction = Fraction(1)
    dissolve: int = 0
    wipe: str = ""
    gap: int = 0
    other: str = ""
    fixed: bool = False
    split_of: int = -1

    def shares(self, clip: Clip, source: int, span: int) -> int:
        """Source frames that it plays out of a range of a clip."""
        if self.clip is not clip:
            return 0
        return max(0, min(self.source + self.span, source + span) - max(self.source, source))


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the cut: its shots in order, and what was done since the one before."""

    name: str
    shots: tuple[Shot, ...]
    moved: frozenset[int] = frozenset()
    swapped: frozenset[int] = frozenset()
    split: frozenset[int] = frozenset()
    operations: tuple[tuple[str, int], ...] = ()

    def starts(self, first: int) -> list[int]:
        """Record frame on which each shot begins, in order, when the cut starts on `first`."""
        out, at = [], first
        for shot in self.shots:
            at += shot.gap
            out.append(at)
            at += shot.length
        return out
