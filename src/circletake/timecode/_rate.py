"""Frame rates as exact rationals, and the counting of frames in timecode text.

Sources: SMPTE ST 12-1 (timecode labels and drop-frame counting), EBU Tech 3097 (25 fps).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from circletake.errors import TimecodeError

_LABEL = re.compile(
    r"^\s*(?P<sign>-?)(?P<h>\d{1,3})[:;.,](?P<m>\d{1,2})[:;.,](?P<s>\d{1,2})(?P<sep>[:;.,])(?P<f>\d{1,3})"
    r"(?:\.\d+)?\s*$"
)
# What people write for the broadcast rates: 23.98, 23.976, 29.97, 47.95, 59.94.
_TOLERANCE = Fraction(1, 50)
_MAX_FPS = 1000
_DROPPING = (Fraction(30000, 1001), Fraction(60000, 1001))
_MAX_DENOMINATOR = 2**64  # finer than any double
# Longer than any rate or label; what is longer is neither, and is not searched.
_MAX_TEXT = 64


@dataclass(frozen=True, slots=True)
class Rate:
    """Frames a second, exact, with the way its timecode is counted.

    Attributes:
        fps: Frames a second; 24000/1001, never 23.976.
        drop: True when labels are skipped so that timecode keeps to the clock
            (SMPTE ST 12-1, drop-frame; only 30000/1001 and 60000/1001 have it).
    """

    fps: Fraction
    drop: bool = False
    nominal: int = field(init=False, repr=False, compare=False)
    """Frames that the label counts in a second: 24 for 24000/1001."""

    def __post_init__(self) -> None:
        nominal = -(-self.fps.numerator // self.fps.denominator)
        object.__setattr__(self, "nominal", nominal)  # asked for with every label
        if not 0 < self.fps <= _MAX_FPS or self.fps.denominator > _MAX_DENOMINATOR:
            raise TimecodeError(
                f"`{self.fps}` is not a frame rate", fix=f"Give frames a second up to {_MAX_FPS}."
            )
        if self.drop and self.fps not in _DROPPING:
            raise TimecodeError(
                f"`{self.fps}` frames a second has no drop-frame timecode",
                cause="SMPTE ST 12-1 defines it for 29.97 and 59.94 only",
                fix="Leave out DF.",
            )

    @classmethod
    def parse(cls, text: "str | float | Fraction | Rate") -> "Rate":
        """Understand `23.976`, `23.98`, `24000/1001`, `29.97 DF`, `59.94NDF`, 25, `30 DROP`.

        Raises:
            TimecodeError: It names no rate.
        """
        if isinstance(text, Rate):
            return text
        match = re.fullmatch(
            r"\s*(\d+(?:\.\d+)?(?:\s*/\s*\d+(?:\.\d+)?)?)\s*(?:fps|p|psf)?\s*(DF|NDF|ND|DROP|NON-?DROP)?\s*",
            str(text)[: _MAX_TEXT + 1],
            re.IGNORECASE,
        )
        if not match or len(str(text)) > _MAX_TEXT:
            raise TimecodeError(
                f"`{str(text)[:_MAX_TEXT]}` is not a frame rate",
                fix="Write 24, 23.976, 24000/1001 or 29.97DF.",
            )
        over, _, under = match[1].replace(" ", "").partition("/")
        if under and not Fraction(under):
            raise TimecodeError(f"`{text}` is not a frame rate", cause="division by zero")
        fps = Fraction(over) / Fraction(under or 1)
        drop = (match[2] or "").upper() in {"DF", "DROP"}
        if drop and fps in {30, 60}:  # "30 DF" is how people say 29.97 drop-frame
            fps = fps * 1000 / 1001
        return cls(_snap(fps), drop)

    @property
    def dropped(self) -> int:
        """Labels skipped at each minute that is not a tenth one: 2 at 29.97, 4 at 59.94."""
        return self.nominal // 15 if self.drop else 0

    @property
    def day(self) -> int:
        """Frames after which the label wraps to 00:00:00:00."""
        return self.nominal * 86400 - self.dropped * (1440 - 144)

    def frames(self, label: str) -> int:
        """The frame that a timecode label names, counted from 00:00:00:00.

        Args:
            label: `HH:MM:SS:FF` with any of `:;.,` between; a leading `-` is kept.

        Raises:
            TimecodeError: It is no timecode, or names a frame that this rate does not have.
        """
        match = _LABEL.match(label) if len(label) <= _MAX_TEXT else None
        if not match:
            raise TimecodeError(
                f"`{label[:_MAX_TEXT]}` is not a timecode", fix="Write HH:MM:SS:FF."
            )
        hours, minutes, seconds, frame = map(int, match.group("h", "m", "s", "f"))
        nominal = self.nominal
        if minutes > 59 or seconds > 59 or frame >= nominal:
            raise TimecodeError(
                f"`{label}` does not exist at {self} frames a second",
                cause=f"frame {frame} of {nominal}" if frame >= nominal else "past 59",
                fix="Give the rate that the file was made at.",
            )
        dropped = self.dropped
        if dropped and frame < dropped and seconds == 0 and minutes % 10:
            raise TimecodeError(
                f"`{label}` does not exist in drop-frame timecode",
                cause="SMPTE ST 12-1 skips this label",
                fix="Give the rate as NDF if the file counts every label.",
            )
        total_minutes = hours * 60 + minutes
        count = (total_minutes * 60 + seconds) * nominal + frame
        count -= dropped * (total_minutes - total_minutes // 10)
        return -count if match["sign"] else count

    def label(self, frame: int) -> str:
        """The timecode label of a frame; wraps at 24 hours, `;` before the frames when dropping."""
        frame %= self.day
        nominal, dropped = self.nominal, self.dropped
        if dropped:
            ten, rest = divmod(frame, nominal * 600 - dropped * 9)
            frame += dropped * 9 * ten
            if rest >= nominal * 60:
                frame += dropped * ((rest - nominal * 60) // (nominal * 60 - dropped) + 1)
        seconds, part = divmod(frame, nominal)
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours:02}:{minutes:02}:{seconds:02}{';' if self.drop else ':'}{part:02}"

    def seconds(self, frame: int) -> Fraction:
        """How long that many frames last, in seconds."""
        return frame / self.fps

    def frame_at(self, seconds: Fraction) -> int:
        """The frame on screen at that many seconds (the one that began last)."""
        return (seconds * self.fps).__floor__()

    def __str__(self) -> str:
        if self.fps.denominator == 1:
            text = str(self.fps.numerator)
        else:
            text = f"{float(self.fps):.3f}".rstrip("0").rstrip(".")
        return f"{text}DF" if self.drop else text


def _snap(fps: Fraction) -> Fraction:
    """The broadcast rate meant by a rounded decimal; anything else stays as given."""
    if fps.denominator in {1, 1001}:
        return fps
    for nominal in (24, 30, 48, 60, 120):
        exact = Fraction(nominal * 1000, 1001)
        if abs(fps - exact) < _TOLERANCE:
            return exact
    return fps


RATES: tuple[Rate, ...] = tuple(
    Rate.parse(name)
    for name in (
        "23.976", "24", "25", "29.97DF", "29.97NDF", "30", "47.952", "48", "50", "59.94DF",
        "59.94NDF", "60",
    )
)  # fmt: skip
"""The rates of the trade, each tested; others are allowed."""


def infer_rate(labels: Iterable[str]) -> Rate | None:
    """The lowest common rate whose labels include all of these, or None when nothing is told.

    A label tells its rate only by its highest frame number: 23 fits 24 and everything above, so
    the answer is a floor, and 24 where 23 is the highest. Say that it was inferred.
    """
    highest = -1
    drop = False
    for label in labels:
        match = _LABEL.match(label) if len(label) <= _MAX_TEXT else None
        if match:
            highest = max(highest, int(match["f"]))
            drop = drop or match["sep"] == ";"
    if highest < 0:
        return None
    if drop:
        return next((Rate(fps, True) for fps in _DROPPING if highest < fps), None)
    for fps in (24, 25, 30, 48, 50, 60, 100, 120):
        if highest < fps:
            return Rate(Fraction(fps))
    return None
