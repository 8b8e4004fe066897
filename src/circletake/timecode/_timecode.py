"""One position in time: a whole frame at a rate."""

from dataclasses import dataclass
from fractions import Fraction
from functools import total_ordering

from circletake.errors import TimecodeError
from circletake.timecode._rate import Rate


@total_ordering
@dataclass(frozen=True, slots=True)
class Timecode:
    """A frame counted from 00:00:00:00 at a rate; adding frames is exact, the label wraps daily.

    Attributes:
        frame: Frames since 00:00:00:00.
        rate: The rate and the way of counting.
    """

    frame: int
    rate: Rate

    @classmethod
    def parse(cls, label: str, rate: Rate) -> "Timecode":
        """Read `HH:MM:SS:FF` at a rate.

        Raises:
            TimecodeError: The label does not exist at that rate.
        """
        return cls(rate.frames(label), rate)

    @property
    def seconds(self) -> Fraction:
        """Seconds since 00:00:00:00, exact."""
        return self.rate.seconds(self.frame)

    def at(self, rate: Rate) -> "Timecode":
        """The frame on screen at this moment at another rate."""
        return Timecode(rate.frame_at(self.seconds), rate)

    def __add__(self, frames: int) -> "Timecode":
        return Timecode(self.frame + frames, self.rate)

    def __sub__(self, other: "Timecode | int") -> "Timecode | int":
        if isinstance(other, int):
            return Timecode(self.frame - other, self.rate)
        self._same_rate(other)
        return self.frame - other.frame

    def __lt__(self, other: "Timecode") -> bool:
        self._same_rate(other)
        return self.frame < other.frame

    def _same_rate(self, other: "Timecode") -> None:
        if self.rate != other.rate:
            raise TimecodeError(
                f"`{self}` at {self.rate} and `{other}` at {other.rate} are not counted alike",
                fix="Bring one to the other's rate with `at`.",
            )

    def __str__(self) -> str:
        return self.rate.label(self.frame)
