"""The editor at work: every version is made from the one before by known operations."""

from collections.abc import Callable
from random import Random

from tests.simulator._first_cut import Material, first_cut
from tests.simulator._order import only_order
from tests.simulator._structure import Structure
from tests.simulator._style import Style
from tests.simulator._world import Shoot, Version


def edit(rng: Random, style: Style, shoot: Shoot) -> tuple[Version, ...]:
    """All versions of the cut, the first as assembled."""
    names = _names(style)
    material = Material.of(style, shoot)
    versions = [Version(names[0], first_cut(rng, style, shoot, material))]
    editor = _Editor(rng, style, material)
    for index in range(1, style.cuts):
        last = index == style.cuts - 1
        for _attempt in range(30):
            version = editor.next(versions, names[index], last=last)
            if only_order(versions[-1].shots, version.shots, version.moved):
                break
        else:
            version = editor.next(versions, names[index], last=last, moves=False)
        editor.settle(versions[-1], version)
        versions.append(version)
    return tuple(versions)


def _names(style: Style) -> list[str]:
    """Names of the cuts, in an order that the contract's rule keeps."""
    numbers = range(style.first_cut, style.first_cut + style.cuts)
    plain = style.production.title().replace("É", "E").replace("é", "e").replace("ø", "oe")
    stem = "".join(letter for letter in plain if letter.isascii() and letter.isalnum())
    forms: dict[str, Callable[[int], str]] = {
        "FILM_V": lambda n: f"{stem}_V{n}",
        "cut_v": lambda n: f"cut_v{n}",
        "Reel_": lambda n: f"Reel_{n:02d}",
        "mixed": lambda n: f"{stem}_V{n:02d}" if n % 2 else f"{stem}_{n:03d}",
        "spaces": lambda n: f"{stem} Cut V{n}",
    }
    return [forms[style.cut_names](number) for number in numbers]


class _Editor(Structure):
    """An editor who goes from version to version and remembers what lies on the floor."""

    def next(
        self, versions: list[Version], name: str, *, last: bool, moves: bool = True
    ) -> Version:
        """Another version; nothing is remembered of it until `settle`."""
        rng = self.rng
        self.old = versions[-1].shots
        self.shots = list(self.old)
        self.loose, self.focus = set(), rng.random()
        self.touched, self.rough, self.moved, self.swapped, self.split = (
            set(),
            set(),
            set(),
            set(),
            set(),
        )
        self.done, self.swaps = [], dict(self.kept)
        if last and self.style.omit_scene:
            self._omit()
        wanted = max(4, round(len(self.old) * self.style.density))
        for _ in range(wanted * 6):
            if len(self.done) >= wanted:
                break
            kind, act = self._draw(moves=moves)
            uid = act(self._draw_place())
            if uid:
                self.done.append((kind, uid))
        return Version(
            name, tuple(self.shots), frozenset(self.moved), frozenset(self.swapped),
            frozenset(self.split), tuple(self.done),
        )  # fmt: skip

    def settle(self, old: Version, new: Version) -> None:
        """Remember swaps and lifts of a version that is kept."""
        before, after = {s.uid: s for s in old.shots}, {s.uid: s for s in new.shots}
        self.kept = dict(self.swaps)
        for at, (uid, shot) in enumerate(before.items()):
            now = after.get(uid)
            if now is None and shot.clip and at:
                self.floor.append((shot, old.shots[at - 1].uid))
            elif now and shot.clip and now.clip and shot.clip.name != now.clip.name:
                self.back[uid] = shot
        self.floor = [(s, anchor) for s, anchor in self.floor if s.uid not in after]

    def _draw(self, *, moves: bool) -> tuple[str, Callable[[int], int]]:
        table: list[tuple[str, Callable[[int], int], float]] = [
            ("trim_head", self._trim_head, 11), ("trim_tail", self._trim_tail, 11),
            ("extend_head", self._extend_head, 9), ("extend_tail", self._extend_tail, 9),
            ("trim_both", self._trim_both, 3), ("slip", self._slip, 3), ("roll", self._roll, 4),
            ("take_swap", self._swap, 18), ("swap_scene", self._swap_scene, 2),
            ("revert", self._revert, 5),
            ("lift", self._lift, 8), ("insert", self._insert, 9), ("replace", self._replace, 4),
            ("reinstate", self._reinstate, 3), ("retime", self._retime, 4),
            ("placeholder", self._fill, 2 if self.style.placeholders else 0),
            ("move", self._move, 5 if moves else 0),
            ("scene_move", self._move_block, 1 if moves and self.style.scene_moves else 0),
            ("split", self._split_shot, 3 if self.style.splits else 0),
        ]  # fmt: skip
        kind, act, _ = self.rng.choices(table, weights=[row[2] for row in table])[0]
        return kind, act
