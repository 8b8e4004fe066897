"""How a cut names its clips: reels cut short, slates, files, and never less than identifies one."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from tests.simulator._style import Style
from tests.simulator._world import Clip, Shoot

SUFFIXES = (".sub.01", ".new.01", ".Copy.01", ".Sub.02")


@dataclass(frozen=True, slots=True)
class Names:
    """Writes reels and clip names so that together with the timecode they mean one clip."""

    rng: Random
    style: Style
    by_roll: Mapping[str, list[Clip]]
    by_start: Mapping[str, list[Clip]]
    solo: frozenset[str]
    stars: frozenset[str]
    mos: frozenset[str]
    misnumbered: frozenset[str]

    @classmethod
    def of(cls, rng: Random, style: Style, shoot: Shoot, misnumbered: frozenset[str]) -> "Names":
        """Gather what names depend on."""
        rolls: dict[str, list[Clip]] = {}
        starts: dict[str, list[Clip]] = {}
        for take in shoot.takes:
            for clip in take.clips:
                rolls.setdefault(clip.roll, []).append(clip)
                starts.setdefault(clip.name[:7], []).append(clip)
        takes = shoot.takes
        return cls(
            rng, style, rolls, starts,
            frozenset(t.clips[0].name for t in takes if len(t.clips) == 1),
            frozenset(c.name for t in takes if t.status == "circled" for c in t.clips),
            frozenset(c.name for t in takes if t.mos for c in t.clips),
            misnumbered,
        )  # fmt: skip

    def reel(self, clip: Clip, form: str, source: int) -> str:
        """The reel column of an event that plays the clip from `source`."""
        if form == "ax":
            return "AX"
        short = {
            "stem": clip.name[:32],
            "stem8": clip.name[:8],
            "roll": clip.roll,
            "cut": clip.name[: self.rng.randint(7, 12)],
        }[form]
        reel = short if self._only_one(clip, short, source) else clip.name[:32]
        if form == "stem" and self.rng.random() < 0.02 * self.style.mess:
            reel = f"{clip.name}{clip.suffix}"
        return reel.lower() if self.rng.random() < 0.02 * self.style.mess else reel

    def _only_one(self, clip: Clip, reel: str, source: int) -> bool:
        """No other clip that the reel may mean has that timecode."""
        same = self.by_roll[clip.roll] if reel == clip.roll else self.by_start[clip.name[:7]]
        return not any(
            each.name != clip.name and each.start <= source < each.end
            and (each.name.startswith(reel) or reel == each.roll)
            for each in same
        )  # fmt: skip

    def clip_name(self, clip: Clip, form: str, reel: str, *, always: bool = False) -> str:
        """The text after FROM CLIP NAME; empty if the cut leaves it out."""
        if form == "mixed":
            form = self.rng.choice(["slate", "file", "slate"])
        alone = reel.upper() == "AX"
        if form == "none":
            return ""
        if not alone and not always and self.rng.random() < 0.06 * self.style.mess:
            return ""
        if form == "file" or (alone and clip.name in self.misnumbered):
            return self._file(clip)
        return self._slate(clip, alone=alone)

    def _file(self, clip: Clip) -> str:
        dice = self.rng.random()
        name = clip.name + (clip.suffix if dice < 0.6 else "")
        if dice > 1 - 0.02 * self.style.mess:
            return f"/Volumes/DAILIES/{clip.roll}/{clip.name}{clip.suffix}"
        return name.lower() if dice < 0.02 * self.style.mess else name

    def _slate(self, clip: Clip, *, alone: bool) -> str:
        """`24A-3`, `24A-3A`, `24A-3*` and their kin."""
        rng, style = self.rng, self.style
        solo = clip.name in self.solo
        rare = not alone and rng.random() < 0.2
        letter = clip.camera if solo == rare else ""
        number = f"{clip.take}"
        slate = clip.slate
        mess = rng.random() < 0.25 * style.mess
        if mess:
            number = rng.choice([number, f"{clip.take:02d}"])
            slate = rng.choice([slate, slate.lower(), slate])
        between = "-" if not mess else rng.choice(["-", "/", "-T", " TK ", "_"])
        text = f"{slate}{between}{number}"
        if letter:
            text += letter if not mess else rng.choice([letter, f"-{letter}", f" {letter}"])
        if clip.name in self.stars and rng.random() < 0.7:
            text += "*"
        if clip.name in self.mos:
            text += " MOS"
        if mess and rng.random() < 0.2:
            text += rng.choice([f"_SC{clip.scene}", *SUFFIXES])
        return text

    def source_file(self, clip: Clip) -> str:
        """The text after SOURCE FILE."""
        dice = self.rng.random()
        if dice < 0.15 * self.style.mess:
            return f"/Volumes/DAILIES/{clip.roll}/{clip.name}{clip.suffix}"
        return clip.name + (clip.suffix.upper() if dice > 0.8 else "")
