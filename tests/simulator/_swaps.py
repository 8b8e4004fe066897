"""Swaps: the same place in the film, another take."""

from dataclasses import replace

from tests.simulator._desk import Desk
from tests.simulator._world import Clip, Shot


class Swaps(Desk):
    """Swaps of single shots, of a whole scene, and swaps taken back."""

    def _swap(self, at: int) -> int:
        shot = self._plain(at)
        if shot is None or shot.clip is None or not self._calm(at):
            return 0
        cameras = [
            key for key in self.material.by_scene[shot.clip.scene] if key[0] == shot.clip.slate
        ]
        same = (shot.clip.slate, shot.clip.camera)
        key = same if self.rng.random() < 0.93 else self.rng.choice(cameras)
        others = [clip for clip in self.material.clips[key] if clip.take != shot.clip.take]
        if not others:
            return 0
        return self._swap_for(at, shot, self.rng.choice(others))

    def _swap_for(self, at: int, shot: Shot, clip: Clip) -> int:
        old = shot.clip
        if old is None or not self._may_swap(shot.uid, old.name, clip.name):
            return 0
        length = (
            shot.length
            if self.rng.random() < 0.5
            else max(14, shot.length + self.rng.randint(-20, 30))
        )
        offset = shot.source - old.start - old.lead + self.rng.randint(-8, 8)
        source = clip.start + clip.lead + offset
        length = max(length, shot.dissolve + 8)
        if not self._fresh(clip, source, length, shot.uid):
            return 0
        self.shots[at] = replace(shot, clip=clip, source=source, span=length, length=length)
        self.swapped.add(shot.uid)
        self._stir(shot)
        pair = frozenset({old.name, clip.name})
        self._now(pair, shot.uid, clip.name)
        return self._mark(shot.uid, rough=True)

    def _now(self, pair: frozenset[str], uid: int, chosen: str) -> None:
        """A swap of this version counts at once for the ones after it in the same version."""
        uids, _ = self.swaps.get(pair, (set(), ""))
        self.swaps[pair] = (uids | {uid}, chosen)

    def _may_swap(self, uid: int, old: str, new: str) -> bool:
        """Two clips are swapped in one direction only, unless the one swap is reverted."""
        uids, chosen = self.swaps.get(frozenset({old, new}), (set(), new))
        return chosen == new or uids == {uid}

    def _swap_scene(self, at: int) -> int:
        """The editor takes another take throughout a scene."""
        shot = self._plain(at)
        if shot is None or shot.clip is None:
            return 0
        clips = self.material.clips[shot.clip.slate, shot.clip.camera]
        others = [clip for clip in clips if clip.take != shot.clip.take]
        if not others:
            return 0
        clip, done = self.rng.choice(others), 0
        for index, each in enumerate(self.shots):
            same = each.scene == shot.scene and each.clip is shot.clip
            if same and self._plain(index) and self._calm(index):
                done = self._swap_for(index, each, clip) or done
        return done

    def _revert(self, _at: int) -> int:
        """A swap of an earlier version is taken back, frame for frame."""
        places = [
            i for i, shot in enumerate(self.shots) if shot.uid in self.back and self._plain(i)
        ]
        if not places:
            return 0
        at = self.rng.choice(places)
        shot, before = self.shots[at], self.back[self.shots[at].uid]
        if (
            shot.clip is None
            or before.clip is None
            or shot.clip is before.clip
            or not self._calm(at)
        ):
            return 0
        free = self._fresh(before.clip, before.source, before.span, shot.uid)
        if not free or not self._may_swap(shot.uid, shot.clip.name, before.clip.name):
            return 0
        self.shots[at] = replace(before, gap=shot.gap, dissolve=shot.dissolve, wipe=shot.wipe)
        self.swapped.add(shot.uid)
        self._stir(shot)
        self._now(frozenset({shot.clip.name, before.clip.name}), shot.uid, before.clip.name)
        return self._mark(shot.uid, rough=True)
