"""Timecode of the simulator's own, so that it shares no mistake with the product.

Source: SMPTE ST 12-1 (labels, drop-frame counting).
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clock:
    """A frame rate and its way of counting.

    Attributes:
        name: As logs write it: `23.976`.
        over: Frames in `under` seconds.
        under: Seconds in which `over` frames pass.
        nominal: Frames that a timecode second counts.
        drop: Whether labels are dropped (29.97 only).
    """

    name: str
    over: int
    under: int
    nominal: int
    drop: bool = False

    @property
    def day(self) -> int:
        """Frames in 24 hours of timecode."""
        return self.frames("23:59:59:00") + self.nominal

    def frames(self, text: str) -> int:
        """The frame number of a label, counted from 00:00:00:00."""
        hours, minutes, seconds, frames = (int(part) for part in re.split(r"[:;.,]", text.strip()))
        total = ((hours * 60 + minutes) * 60 + seconds) * self.nominal + frames
        if not self.drop:
            return total
        gone = hours * 60 + minutes
        return total - 2 * (gone - gone // 10)

    def text(self, frames: int, separators: str = ":::") -> str:
        """The label of a frame number, with the three separators given."""
        frames %= self.day
        if self.drop:
            tens, rest = divmod(frames, 17982)
            frames += 18 * tens + (2 * ((rest - 2) // 1798) if rest > 1 else 0)
        seconds, frame = divmod(frames, self.nominal)
        minutes, second = divmod(seconds, 60)
        hours, minute = divmod(minutes, 60)
        first, middle, last = tuple(separators)
        return f"{hours:02d}{first}{minute:02d}{middle}{second:02d}{last}{frame:02d}"

    def seconds(self, seconds: float) -> int:
        """Frames that pass in so many timecode seconds, rounded."""
        return round(seconds * self.nominal)

    def rational(self, frames: int) -> str:
        """So many frames as FCPXML writes time: `1001/24000s`."""
        return f"{frames * self.under}/{self.over}s" if frames else "0s"


CLOCKS = {
    "23.976": Clock("23.976", 24000, 1001, 24),
    "24": Clock("24", 24, 1, 24),
    "25": Clock("25", 25, 1, 25),
    "29.97": Clock("29.97", 30000, 1001, 30),
    "29.97DF": Clock("29.97", 30000, 1001, 30, drop=True),
}
