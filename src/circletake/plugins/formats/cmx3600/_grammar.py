"""What the lines of an EDL say, one line at a time; works on words, so it is linear in the text.

Source: CMX 3600 list format as the editing systems of today write it (Avid, Resolve, Premiere,
Final Cut Pro 7), with long reels, numbers of three to six digits, and their comment lines.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

Time = tuple[int, int, bool]
"""Seconds of a label, its frame number, and whether its mark says drop-frame.

For a bare frame number the seconds are `FRAMES` and the frame number is the count.
"""

FRAMES = -1 << 60

_FLAGS = re.ASCII | re.IGNORECASE
_LABEL = re.compile(
    r"(-?)(\d{1,3})[:;.,](\d{1,2})[:;.,](\d{1,2})([:;.,])(\d{1,4})(?:\.\d+)?", re.ASCII
)
_NUMBER = re.compile(r"\d{1,6}[A-Z]?", _FLAGS)
_STARTS_LIKE_EVENT = re.compile(r"\s*\d{3,6}[A-Z]?\s", _FLAGS)
_TRACK = re.compile(r"NONE|B|(?:[AV]\d{0,2}){1,16}(?:[/,+&](?:[AV]\d{0,2}){1,16}){0,16}", _FLAGS)
_TRANSITION = re.compile(r"C|D|W\d{1,3}|K[BO]?", _FLAGS)
_KEY_PART = re.compile(r"B|O|\(F\)", re.IGNORECASE)
_TIME = r"((\d\d):([0-5]\d):([0-5]\d)([:;])(\d\d))"
# The line as nearly all systems write it; what it does not take is read word by word.
_USUAL = re.compile(
    r"(\d{3,6})\s+(\S+)\s+(V\d?|A\d{0,2}|AA|AA/V|B|NONE)\s+(C|D|W\d{3})\s+(?:(\d{3})\s+)?"
    + r"\s+".join([_TIME] * 4),
    re.ASCII,
)
_TIME_MARKS = str.maketrans(";,", "::")


@dataclass(slots=True)
class Draft:
    """An event line being read; its following lines are added as they come.

    `notes` are line, whether a star led it, and text.
    """

    line: int
    raw: str
    number: str
    reel: str
    track: str
    transition: str
    transition_frames: int
    labels: tuple[str, str, str, str]
    times: tuple[Time, Time, Time, Time]
    doubts: tuple[str, ...] = ()
    source_drop: bool = False
    notes: list[tuple[int, bool, str]] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    m2: str | None = None
    m2_speed: str | None = None


def read_time(text: str) -> Time | None:
    """The parts of a timecode label or a bare frame number; None when it is neither."""
    match = _LABEL.fullmatch(text)
    if match is None:
        return (FRAMES, int(text), False) if _digits(text) and len(text) <= 12 else None
    sign, hours, minutes, seconds, mark, frame = match.groups()
    minute, second = int(minutes), int(seconds)
    if minute > 59 or second > 59:
        return None
    total = int(hours) * 3600 + minute * 60 + second
    if sign:
        return (-total, -int(frame), False)
    return (total, int(frame), mark in ";,")


def is_track(text: str) -> bool:
    """True for a name of channels that an EDL knows (`V2`, `AA/V`, `NONE`)."""
    return _TRACK.fullmatch(text) is not None


def _digits(word: str) -> bool:
    # str.isdigit alone also takes superscripts, which int() refuses.
    return word.isascii() and word.isdigit()


def event_line(text: str, line: int, last_number: str | None) -> Draft | str | None:
    """Read one line as an event.

    Args:
        text: The line.
        line: Its number, counted from 1.
        last_number: Number of the event before, which tells a line that broke off.

    Returns:
        The event; or why an event line cannot be read; or None when it is no event line.
    """
    usual = _USUAL.fullmatch(text)
    if usual:
        return _usual_event(usual.groups(), text, line)
    words = text.split()
    start = _quad(words)
    if start is None:
        return _why_broken(text, words, last_number)
    labels = (words[start], words[start + 1], words[start + 2], words[start + 3])
    times = (
        read_time(labels[0]),
        read_time(labels[1]),
        read_time(labels[2]),
        read_time(labels[3]),
    )
    head = _head(words[:start])
    if head is None:
        return None if not _STARTS_LIKE_EVENT.match(text) else "neither track nor transition"
    source_in, source_out, record_in, record_out = times
    if source_in is None or source_out is None or record_in is None or record_out is None:
        bad = labels[times.index(None)]
        return f"`{bad[:40]}` is no timecode"
    number, reel, track, transition, length, doubts = head
    return Draft(
        line, text, number, reel, track, transition, length, labels,
        (source_in, source_out, record_in, record_out), doubts,
    )  # fmt: skip


def _usual_event(parts: tuple[str, ...], text: str, line: int) -> Draft:
    number, reel, track, transition, length = parts[:5]
    times = [
        (
            int(parts[at + 1]) * 3600 + int(parts[at + 2]) * 60 + int(parts[at + 3]),
            int(parts[at + 5]),
            parts[at + 4] == ";",
        )
        for at in (5, 11, 17, 23)
    ]
    return Draft(
        line, text, number, reel, track, transition, int(length or 0),
        (parts[5], parts[11], parts[17], parts[23]), (times[0], times[1], times[2], times[3]),
    )  # fmt: skip


def _quad(words: Sequence[str]) -> int | None:
    """Where the four times begin; the last four of a run of times, frame numbers included."""
    count = len(words)
    if count >= 7 and not _timelike(words[-5]) and all(map(_timelike, words[-4:])):
        return count - 4
    first = next((place for place, word in enumerate(words) if _timelike(word)), None)
    if first is None:
        if count >= 7 and all(_digits(word) for word in words[-4:]):
            return count - 4
        return None
    run = 1
    while run < 4 and first + run < count and _timelike(words[first + run]):
        run += 1
    if run == 4:
        return first
    after = words[first + run : first + 4]
    if run == 2 and len(after) == 2 and _digits(after[0]) and _digits(after[1]):
        return first  # source as timecode, record as frame numbers
    if run == 2 and first >= 4 and _digits(words[first - 1]) and _digits(words[first - 2]):
        return first - 2  # source as frame numbers, record as timecode
    return None


def _timelike(word: str) -> bool:
    """True for what stands where a timecode should, whether or not it is a good one."""
    marks = word.translate(_TIME_MARKS).count(":")
    return (
        marks == 3
        or (marks != 0 and _LABEL.fullmatch(word) is not None)
        or (marks == 0 and word.count(".") == 3 and _LABEL.fullmatch(word) is not None)
    )


def _head(
    words: Sequence[str],
) -> tuple[str, str, str, str, int, tuple[str, ...]] | None:
    """Number, reel, track, transition, its length, and doubts, of the words before the times."""
    rest = list(words)
    length = 0
    if len(rest) > 1 and _digits(rest[-1]) and _is_transition(rest[-2], rest[-3:-2]):
        length = int(rest.pop()[:6])
    transition, rest = _take_transition(rest)
    doubts: list[str] = []
    if transition is None:
        if not rest or not _TRACK.fullmatch(rest[-1]):
            return None
        transition = "C"
        doubts.append("no transition, taken as a cut")
    track = ""
    if rest and _TRACK.fullmatch(rest[-1]) and not _only_number(rest):
        track = rest.pop().upper()
    elif len(rest) > 2 and len(rest[-1]) <= 4:
        track = rest.pop().upper()
        doubts.append(f"unknown track `{track[:8]}`")
    else:
        doubts.append("no track")
    number, reel = _number_and_reel(rest)
    return number, reel, track, transition, length, tuple(doubts)


def _only_number(rest: Sequence[str]) -> bool:
    return len(rest) == 1 and _digits(rest[0])


def _is_transition(word: str, before: Sequence[str]) -> bool:
    return _TRANSITION.fullmatch(word) is not None or (
        _KEY_PART.fullmatch(word) is not None and bool(before) and before[0].upper() == "K"
    )


def _take_transition(words: list[str]) -> tuple[str | None, list[str]]:
    if len(words) > 1 and _KEY_PART.fullmatch(words[-1]) and words[-2].upper() == "K":
        return f"K {words[-1].upper()}", words[:-2]
    if words and _TRANSITION.fullmatch(words[-1]):
        found = words[-1].upper()
        return (f"K {found[1:]}" if len(found) > 1 and found[0] == "K" else found), words[:-1]
    return None, words


def _number_and_reel(words: Sequence[str]) -> tuple[str, str]:
    if not words:
        return "", ""
    if _NUMBER.fullmatch(words[0]) and (len(words) > 1 or len(words[0]) >= 3):
        return words[0], " ".join(words[1:])
    return "", " ".join(words)


def _why_broken(text: str, words: Sequence[str], last_number: str | None) -> str | None:
    """Why a line that means to be an event cannot be read; None when it does not mean to."""
    if len(words) < 2 or not _STARTS_LIKE_EVENT.match(text):
        return None
    times = [word for word in words if word.count(":") >= 2 or word.count(";") >= 2]
    tracked = any(
        _TRACK.fullmatch(one) and _TRANSITION.fullmatch(two) for one, two in pairwise(words[1:])
    )
    if len(times) < 2 and not tracked and not _follows(words[0], last_number):
        return None
    bad = next((word for word in times if read_time(word) is None), None)
    if bad:
        return f"`{bad[:40]}` is no timecode"
    return f"{len(times)} of 4 timecodes"


def _follows(number: str, last: str | None) -> bool:
    if last is None or not _digits(number) or not _digits(last):
        return False
    return int(last) <= int(number) <= int(last) + 1 and len(number) == len(last)


def motion(text: str) -> tuple[str, str, str | None] | None:
    """Reel, speed and trigger of an M2 line, whatever its columns; None when it has no speed."""
    words = text.split()[1:]
    trigger = None
    framed = len(words) > 2 and _digits(words[-1]) and _is_speed(words[-2])
    if framed or (words and _LABEL.fullmatch(words[-1])):
        trigger = words.pop()
    for place in range(len(words) - 1, -1, -1):
        if _is_speed(words[place]):
            return " ".join(words[:place]), words[place], trigger
        if trigger is None and _LABEL.fullmatch(words[place]):
            trigger = words[place]
    return None


_SPEED = re.compile(r"[+-]?(?:\d{1,6}(?:\.\d{0,6})?|\.\d{1,6})", re.ASCII)


def _is_speed(word: str) -> bool:
    return _SPEED.fullmatch(word) is not None
