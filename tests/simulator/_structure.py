"""Edits that change which shots stand where: lifts, inserts, moves, and speed."""

from dataclasses import replace
from fractions import Fraction

from tests.simulator._swaps import Swaps
from tests.simulator._world import Shot

SPEEDS = (Fraction(2), Fraction(1, 2), Fraction(3, 2), Fraction(4, 5), Fraction(5, 4))
ROUGH = (Fraction(11, 10), Fraction(3, 4), Fraction(17, 10), Fraction(9, 10))


class Structure(Swaps):
    """Lifts, inserts, moves, retimes, splits and omitted scenes."""

    def _around(self, at: int) -> None:
        """The shots beside the place are rough: no other structural edit comes next to them."""
        self.rough.update(shot.uid for shot in self.shots[max(0, at - 1) : at + 1])

    def _loose(self, at: int) -> Shot | None:
        """The shot there if it is a take, free, and may be taken out of its place."""
        shot = self.shots[at]
        if shot.uid in self.touched or shot.fixed or not shot.clip or not self._calm(at):
            return None
        return shot if self._apart(self._neighbour(at - 1), self._neighbour(at + 1)) else None

    def _fits(self, at: int, shot: Shot) -> bool:
        """The shot may be put in before the place `at`."""
        before, after = self._neighbour(at - 1), self._neighbour(at)
        calm = not any(each and each.uid in self.rough for each in (before, after))
        if self.style.crowded and shot.clip and shot.clip.slate not in self.loose:
            calm = True
        return calm and self._apart(before, shot) and self._apart(shot, after)

    def _lift(self, at: int) -> int:
        shot = self._loose(at)
        if shot is None:
            return 0
        del self.shots[at]
        self._around(at)
        self._stir(shot)
        return self._mark(shot.uid, rough=True)

    def _new_shot(self, scene: int, keys: list[tuple[str, str]]) -> Shot | None:
        """A shot that no version has, of one of the setups."""
        rng = self.rng
        if not keys:
            return None
        clip = rng.choice(self.material.clips[rng.choice(keys)])
        length = max(14, round(rng.lognormvariate(0.8, 0.5) * self.material.clock_nominal))
        room = clip.length - clip.lead - length - 72
        if room < 1:
            return None
        source = clip.start + clip.lead + rng.randrange(room)
        if not self._fresh(clip, source, length):
            return None
        return Shot(self.material.new(), scene, clip, source, length, length)

    def _keys_near(self, at: int) -> tuple[int, list[tuple[str, str]]]:
        """The scene around a place and the setups that cover it."""
        for shot in (self.shots[at], self._neighbour(at - 1)):
            if shot and shot.clip:
                return shot.scene, self.material.by_scene.get(shot.clip.scene, [])
        return -1, []

    def _insert(self, at: int) -> int:
        shot = self._new_shot(*self._keys_near(at))
        if shot is None or not self._fits(at, shot):
            return 0
        self.shots.insert(at, shot)
        self._stir(shot)
        return self._mark(shot.uid, rough=True)

    def _replace(self, at: int) -> int:
        """Another setup comes in for a shot."""
        old, new = self._loose(at), self._new_shot(*self._keys_near(at))
        if old is None or new is None or not self._strange(old, new):
            return 0
        near = (self._neighbour(at - 1), self._neighbour(at + 1))
        if not all(self._apart(each, new) for each in near) or not self._calm(at, new):
            return 0
        self.shots[at] = new
        self._stir(old, new)
        return self._mark(new.uid, old.uid, rough=True)

    def _fill(self, _at: int) -> int:
        """A placeholder makes way for a shot."""
        places = [i for i, s in enumerate(self.shots) if not s.clip and not s.fixed and i]
        if not places:
            return 0
        at = self.rng.choice(places)
        new = self._new_shot(*self._keys_near(at))
        near = (self._neighbour(at - 1), self._neighbour(at + 1))
        if new is None or not all(self._apart(each, new) for each in near):
            return 0
        if not self._calm(at, new):
            return 0
        old = self.shots[at]
        self.shots[at] = new
        self._stir(new)
        return self._mark(new.uid, old.uid, rough=True)

    def _reinstate(self, _at: int) -> int:
        """A shot that an earlier version lifted comes back to its place."""
        places = {shot.uid: index for index, shot in enumerate(self.shots)}
        back = [
            (shot, anchor) for shot, anchor in self.floor
            if anchor in places and shot.uid not in places and shot.uid not in self.touched
        ]  # fmt: skip
        if not back:
            return 0
        shot, anchor = self.rng.choice(back)
        at = places[anchor] + 1
        fresh = shot.clip and self._fresh(shot.clip, shot.source, shot.span)
        if not fresh or not self._fits(at, shot):
            return 0
        self.shots.insert(at, shot)
        self._stir(shot)
        return self._mark(shot.uid, rough=True)

    def _retime(self, at: int) -> int:
        shot = self.shots[at]
        free = shot.uid not in self.touched and not shot.fixed and shot.clip and not shot.dissolve
        if not free:
            return 0
        rough = "otio" not in {self.style.only, self.style.also} and self.style.also != "both"
        speeds = SPEEDS + ROUGH if rough else SPEEDS
        speed = self.rng.choice(speeds) if shot.speed == 1 else Fraction(1)
        length = Fraction(round(shot.span / speed)) if rough else shot.span / speed
        if length.denominator != 1 or length < 10 or length == shot.length:
            return 0
        self.shots[at] = replace(shot, speed=speed, length=int(length))
        return self._mark(shot.uid)

    def _move(self, at: int) -> int:
        return self._move_some(at, 1)

    def _move_block(self, at: int) -> int:
        return self._move_some(at, self.rng.randint(2, 4))

    def _move_some(self, at: int, count: int) -> int:
        """Take so many shots out and put them in again a good way off."""
        block = self.shots[at : at + count]
        free = all(s.clip and not s.fixed and s.uid not in self.touched for s in block)
        ends = [self._neighbour(at - 1), self._neighbour(at + count)]
        if not free or any(each is None or each.uid in self.rough for each in (*ends, *block)):
            return 0
        rest = self.shots[:at] + self.shots[at + count :]
        by = self.rng.randint(2 + 2 * count, 24 + 2 * count) * self.rng.choice([1, -1])
        to = at + by
        if not 2 <= to < len(rest) - 1 or not self._apart(ends[0], ends[1]):
            return 0
        kept, self.shots = self.shots, rest
        if not (self._fits(to, block[0]) and self._fits(to, block[-1])):
            self.shots = kept
            return 0
        self._around(at)
        self._around(to)
        self.shots = [*rest[:to], *block, *rest[to:]]
        uids = [shot.uid for shot in block]
        self.moved.update(uids)
        self._stir(*block)
        return self._mark(*uids, rough=True)

    def _split_shot(self, at: int) -> int:
        """Another shot comes in in the middle of one, which plays on behind it."""
        shot = self._plain(at)
        if shot is None or shot.length < 48 or not self._calm(at):
            return 0
        new = self._new_shot(*self._keys_near(at))
        if new is None or not self._strange(shot, new) or not self._calm(at, new):
            return 0
        half = self.rng.randint(16, shot.length - 16)
        rest = shot.length - half
        first = replace(shot, span=half, length=half)
        second = replace(
            shot, uid=self.material.new(), source=shot.source + half, span=rest, length=rest,
            dissolve=0, wipe="", gap=0, split_of=shot.uid,
        )  # fmt: skip
        self.shots[at : at + 1] = [first, new, second]
        self.split.update((first.uid, second.uid))
        self._stir(first, new)
        return self._mark(new.uid, first.uid, second.uid, rough=True)

    def _omit(self) -> None:
        """A scene goes out of the film."""
        scenes: dict[int, list[int]] = {}
        for index, shot in enumerate(self.shots):
            scenes.setdefault(shot.scene, []).append(index)
        whole = [
            places for scene, places in scenes.items()
            if scene > 0 and 1 < len(places) < len(self.shots) // 4
            and places[-1] - places[0] == len(places) - 1
            and not any(self.shots[i].fixed for i in places)
        ]  # fmt: skip
        if not whole:
            return
        places = self.rng.choice(whole)
        for shot in self.shots[places[0] : places[-1] + 1]:
            self._mark(shot.uid, rough=True)
            self._stir(shot)
            self.done.append(("omit", shot.uid))
        del self.shots[places[0] : places[-1] + 1]
        self._around(places[0])
