"""The cutting desk: what may be touched, and the trims."""

from dataclasses import dataclass, field, replace
from random import Random

from tests.simulator._first_cut import MARGIN, Material
from tests.simulator._style import Style
from tests.simulator._world import Clip, Shot


@dataclass(slots=True)
class Desk:
    """State that outlives a version: which takes were swapped, what lies on the floor."""

    rng: Random
    style: Style
    material: Material
    kept: dict[frozenset[str], tuple[set[int], str]] = field(default_factory=dict)
    swaps: dict[frozenset[str], tuple[set[int], str]] = field(default_factory=dict)
    back: dict[int, Shot] = field(default_factory=dict)
    floor: list[tuple[Shot, int]] = field(default_factory=list)
    shots: list[Shot] = field(default_factory=list)
    old: tuple[Shot, ...] = ()
    touched: set[int] = field(default_factory=set)
    rough: set[int] = field(default_factory=set)
    moved: set[int] = field(default_factory=set)
    swapped: set[int] = field(default_factory=set)
    loose: set[str] = field(default_factory=set)
    focus: float = 0.5
    split: set[int] = field(default_factory=set)
    done: list[tuple[str, int]] = field(default_factory=list)

    def _plain(self, at: int) -> Shot | None:
        """The shot there if it is a take at normal speed that nothing touched yet."""
        shot = self.shots[at]
        free = shot.uid not in self.touched and not shot.fixed
        return shot if free and shot.clip and shot.speed == 1 else None

    def _calm(self, at: int, *others: Shot) -> bool:
        """No neighbour was added, removed, moved or swapped in this version.

        Where edits may crowd it is enough that none of them had the same setup.
        """
        shots = [*others, self.shots[at]] if at < len(self.shots) else [*others]
        slates = {shot.clip.slate for shot in shots if shot.clip}
        if self.style.crowded and not slates & self.loose:
            return True
        near = self.shots[max(0, at - 1) : at + 2]
        return not any(shot.uid in self.rough for shot in near)

    def _stir(self, *shots: Shot) -> None:
        """Remember the setups of shots that were added, removed, moved or swapped."""
        self.loose.update(shot.clip.slate for shot in shots if shot.clip)

    def _draw_place(self) -> int:
        """Where the next edit is tried: anywhere, or near the place of this version's recut."""
        last = len(self.shots) - 2
        if self.style.crowded and self.rng.random() < 0.6:
            return min(max(1, round(self.rng.gauss(self.focus * last, 12))), last)
        return self.rng.randrange(1, last + 1)

    def _apart(self, first: Shot | None, second: Shot | None) -> bool:
        """Two shots may stand side by side: they are not of one setup."""
        if first is None or second is None or not first.clip or not second.clip:
            return True
        if self.style.jumps and first.clip is second.clip:
            return first.source + first.span != second.source
        return self.style.jumps or first.clip.slate != second.clip.slate

    @staticmethod
    def _strange(first: Shot, second: Shot) -> bool:
        """Two shots are of two setups, so that one in the place of the other is no swap."""
        clips = first.clip, second.clip
        return None in clips or len({clip.slate for clip in clips if clip}) == 2

    def _neighbour(self, at: int) -> Shot | None:
        return self.shots[at] if 0 <= at < len(self.shots) else None

    def _mark(self, *uids: int, rough: bool = False) -> int:
        self.touched.update(uids)
        if rough:
            self.rough.update(uids)
        return uids[0]

    def _fresh(self, clip: Clip, source: int, span: int, but: int = 0) -> bool:
        """The range lies in the clip and no other shot of either version plays part of it.

        Where shots may overlap, none plays more than half of it.
        """
        if source < clip.start + MARGIN // 2 or source + span > clip.end - MARGIN // 2:
            return False
        others = [s for s in (*self.old, *self.shots) if s.clip is clip and s.uid != but]
        if not self.style.overlaps:
            return not any(shot.shares(clip, source, span) for shot in others)
        return not any(2 * s.shares(clip, source, span) > min(s.span, span) for s in others)

    def _change(self, at: int, head: int, tail: int) -> int:
        """Move both ends of a shot; positive numbers make it longer."""
        shot = self._plain(at)
        if shot is None or shot.clip is None:
            return 0
        source, span = shot.source - head, shot.span + head + tail
        if span < max(12, shot.span // 3, shot.dissolve + 8):
            return 0
        if head + tail > 0 and not self._fresh(shot.clip, source, span, shot.uid):
            return 0
        self.shots[at] = replace(shot, source=source, span=span, length=span)
        return self._mark(shot.uid)

    def _some(self, at: int) -> int:
        length = self.shots[at].length
        if self.rng.random() < 0.1:
            return self.rng.randint(1, max(2, min(200, length * 2 // 3)))
        return self.rng.randint(1, max(2, min(48, length // 3)))

    def _trim_head(self, at: int) -> int:
        return self._change(at, -self._some(at), 0)

    def _trim_tail(self, at: int) -> int:
        return self._change(at, 0, -self._some(at))

    def _extend_head(self, at: int) -> int:
        return self._change(at, self._some(at), 0)

    def _extend_tail(self, at: int) -> int:
        return self._change(at, 0, self._some(at))

    def _trim_both(self, at: int) -> int:
        return self._change(at, -self._some(at) // 2 or -1, -self._some(at) // 2 or -1)

    def _slip(self, at: int) -> int:
        by = self._some(at) * self.rng.choice([1, -1])
        shot = self._plain(at)
        if shot is None or shot.clip is None:
            return 0
        if not self._fresh(shot.clip, shot.source + by, shot.span, shot.uid):
            return 0
        self.shots[at] = replace(shot, source=shot.source + by)
        return self._mark(shot.uid)

    def _roll(self, at: int) -> int:
        """Move a cut point: what one shot loses the next gains."""
        by, after = self._some(at), self._plain(at + 1)
        if self._plain(at) is None or after is None or after.clip is None:
            return 0
        if not self._fresh(after.clip, after.source - by, after.span + by, after.uid):
            return 0
        if not self._change(at, 0, -by):
            return 0
        return self._change(at + 1, by, 0)
