"""Short ways to write rows and cuts in tests."""

from fractions import Fraction

from circletake.model import Cut, Event, LogKind, LogRow, Status
from circletake.ports.stores import Filed
from circletake.timecode import Rate

RATE = Rate.parse(24)


def row(log, slate, take, clip=None, *, file=None, cameras=(), line=1, **more):
    """One log row, filed."""
    value = LogRow(
        LogKind(log), line, slate=slate, take=str(take), cameras=tuple(cameras), clip=clip, **more
    )
    return Filed(file or f"{log}.csv", value)


def clip(camera, number, roll=1):
    """A camera file's name as ARRI writes it."""
    return f"{camera}{roll:03}C{number:03}_261014_R2KX"


def event(name, start, length, at, *, reel=None, speed=1, track="V", number="001"):
    """One picture event: source frames from `start`, record frames from `at`."""
    source = round(length * speed)
    return Event(
        number, track, picture=True, record_in=at, record_out=at + length, source_in=start,
        source_out=start + source, clip_name=name, reel=reel, speed=Fraction(speed),
        record_in_label=RATE.label(at), record_out_label=RATE.label(at + length), line=at,
    )  # fmt: skip


def cut(name, *shots):
    """A cut of shots one after another: (clip name, source start, length) or more of `event`."""
    at, events = RATE.frames("01:00:00:00"), []
    for shot in shots:
        options = shot[3] if len(shot) > 3 else {}
        events.append(event(shot[0], shot[1], shot[2], at, **options))
        at += shot[2]
    return Filed(f"{name}.edl", Cut(name, RATE, "given", tuple(events)))


CIRCLED, NG, HOLD, FALSE = Status.CIRCLED, Status.NG, Status.HOLD, Status.FALSE_START
