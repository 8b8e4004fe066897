"""The lines of a list gathered into events, each with the lines that speak of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from circletake.errors import TimecodeError
from circletake.plugins.formats.cmx3600._grammar import Draft, event_line, motion
from circletake.timecode import Rate

_JUNK = "\0\x1a \t\f\v"
_STATED_RATE = re.compile(
    r"(?:FRAME\s*RATE|FPS|TIME\s*BASE|TIMECODE\s+RATE|(?:EDL|PROJECT|SEQUENCE)\s+RATE)\s*[:=]?\s*"
    r"(\d[\d./]*\s*(?:DF|NDF|DROP|NON-?DROP)?)(?:\s*FPS)?\s*$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Scan:
    """All that the lines say, before the rate is known.

    Attributes:
        drafts: Event lines that could be read, in order.
        broken: Line and cause of each event line that could not.
        doubts: Line and cause of what was kept but is odd.
        title: The first `TITLE:`.
        drop: What the first `FCM:` line says of the record: True for drop-frame.
        stated: Rate that the heading states.
        header: Comment lines before the first event.
        sources: Lines of the source table, as written.
        known: Lines that are of an EDL and of no other kind of text.
    """

    drafts: list[Draft] = field(default_factory=list)
    broken: list[tuple[int, str]] = field(default_factory=list)
    doubts: list[tuple[int, str]] = field(default_factory=list)
    title: str | None = None
    drop: bool | None = None
    stated: Rate | None = None
    header: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    known: int = 0
    _mode: bool | None = None
    _motions: list[tuple[int, str]] = field(default_factory=list)
    _ahead: list[str] = field(default_factory=list)
    _last_number: str | None = None
    _lost: bool = False
    """The event before was broken: what follows speaks of it, not of the one before that."""

    @property
    def in_file(self) -> int:
        """Event lines, broken ones too."""
        return len(self.drafts) + len(self.broken)

    def feed(self, line: int, text: str) -> None:
        """Take one line; lines come in order."""
        text = text.strip(_JUNK)
        if not text:
            return
        first = text[0]
        if first == "*":
            self._comment(line, text[1:].strip())
        elif first.isdigit() and self._event(line, text):
            return
        elif not self._keyword(line, text):
            if (text.count(":") >= 6 or text.count(";") >= 6) and self._event(line, text):
                return
            self._other(line, text)

    def finish(self) -> None:
        """The file is over: attach what was waiting."""
        self._attach_motions()
        if self._ahead and self.drafts:
            self.drafts[-1].other.extend(self._ahead)

    def _event(self, line: int, text: str) -> bool:
        found = event_line(text, line, self._last_number)
        if found is None:
            return False
        if isinstance(found, str):
            self._attach_motions()
            self.broken.append((line, found))
            self._lost = True
            self._last_number = text.split(None, 1)[0]
            return True
        if self._motions and not _same_group(self.drafts[-1], found):
            self._attach_motions()
        self._lost = False
        found.source_drop = bool(self._mode)
        if self._ahead:
            found.other.extend(self._ahead)
            self._ahead.clear()
        self.doubts.extend((line, doubt) for doubt in found.doubts)
        self._last_number = found.number or self._last_number
        self.drafts.append(found)
        return True

    def _comment(self, line: int, text: str) -> None:
        if self._lost:
            return
        if self.drafts:
            self.drafts[-1].notes.append((line, True, text))
            return
        self.header.append(text)
        self._state(text)

    def _other(self, line: int, text: str) -> None:
        if self._lost:
            return
        if self.drafts:
            draft = self.drafts[-1]
            draft.other.append(text)
            draft.notes.append((line, False, text))
        else:
            self.header.append(text)
            self._state(text)

    def _keyword(self, line: int, text: str) -> bool:
        word = text[:5].upper()
        if word.startswith("M2") and word[2:3] in {" ", "\t", ""}:
            self.known += 1
            self._motion(line, text)
        elif word.startswith("TITLE"):
            return self._title(text)
        elif word.startswith("FCM"):
            self.known += 1
            self._fcm(text)
        elif word.startswith(">>>"):
            self.sources.append(text)
        elif word == "SPLIT":  # stands before the event that it splits
            self._ahead.append(text)
        else:
            return False
        return True

    def _title(self, text: str) -> bool:
        name, mark, title = text.partition(":")
        if not mark or name.strip().upper() != "TITLE":
            return False
        self.known += 1
        if self.title is None:
            self.title = title.strip()
        return True

    def _fcm(self, text: str) -> None:
        said = text.upper()
        if "DROP" not in said and "DF" not in said:
            self._state(text)
            return
        self._mode = "NON" not in said and "NDF" not in said
        if self.drop is None:
            self.drop = self._mode

    def _state(self, text: str) -> None:
        match = _STATED_RATE.search(text)
        if match and self.stated is None:
            try:
                self.stated = Rate.parse(match[1])
            except (TimecodeError, ZeroDivisionError, ValueError):
                return

    def _motion(self, line: int, text: str) -> None:
        if self._lost:
            return
        if self.drafts:
            self._motions.append((line, text))
        else:
            self.doubts.append((line, "M2 line before any event: it changes nothing"))

    def _attach_motions(self) -> None:
        motions, self._motions = self._motions, []
        if not motions:
            return
        group = [self.drafts[-1]]
        for draft in reversed(self.drafts[:-1][-3:]):
            if not _same_group(draft, group[-1]):
                break
            group.append(draft)
        for line, text in motions:
            self._attach(line, text, group)

    def _attach(self, line: int, text: str, group: list[Draft]) -> None:
        found = motion(text)
        if found is None:
            self.doubts.append((line, "M2 line without a speed: it changes nothing"))
            group[0].other.append(text)
            return
        reel, speed, trigger = found
        free = [draft for draft in group if draft.m2 is None] or group
        draft = _meant(free, reel, trigger)
        if reel and not _same_reel(reel, draft.reel):
            draft = self._further_back(reel, trigger) or draft
        if reel and not _same_reel(reel, draft.reel):
            of = f"event {draft.number} of `{draft.reel[:40]}`"
            self.doubts.append((line, f"M2 line of reel `{reel[:40]}` taken for {of}"))
        if draft.m2 is not None:
            self.doubts.append((line, f"second M2 line of event {draft.number}: the last counts"))
        draft.m2, draft.m2_speed = text, speed

    def _further_back(self, reel: str, trigger: str | None) -> Draft | None:
        """The event shortly before that has this reel and begins there."""
        for draft in reversed(self.drafts[-16:]):
            if draft.m2 is None and draft.labels[0] == trigger and _same_reel(reel, draft.reel):
                return draft
        return None


def _meant(group: list[Draft], reel: str, trigger: str | None) -> Draft:
    """The event of a dissolve pair that an M2 line is for: by reel, then by its first frame."""
    same = [draft for draft in group if _same_reel(reel, draft.reel)] or group
    at = [draft for draft in same if draft.labels[0] == trigger]
    if len(at) > 1:
        return at[-1]  # same reel, same frame: the outgoing one's M2 is written first
    return at[0] if at else same[0]


def _same_reel(one: str, two: str) -> bool:
    one, two = one.upper(), two.upper()
    return one == two or (
        min(len(one), len(two)) >= 7 and (one.startswith(two) or two.startswith(one))
    )


def _same_group(before: Draft, after: Draft) -> bool:
    """True when two lines are the two sides of one transition."""
    return (
        before.number == after.number
        and before.track == after.track
        and after.transition != "C"
        and (before.transition in {"C", "K B"})
    )


def scan(lines: Iterable[tuple[int, str]], limit: int) -> Scan | None:
    """Read all lines; None when there are more events than the limit."""
    found = Scan()
    for line, text in lines:
        found.feed(line, text)
        if len(found.drafts) > limit:
            return None
    found.finish()
    return found


def speed_ratio(speed: str, rate: Rate) -> Fraction:
    """Source frames for each record frame of an M2 speed, which counts in nominal frames."""
    exact = Fraction(speed)
    if rate.fps.denominator == 1001:
        # "23.98" at 23.976 is normal speed, "59.94" at 29.97 is twice.
        times = exact / rate.fps
        if times and abs(times - round(times)) < Fraction(1, 2000) and exact.denominator != 1:
            return Fraction(round(times))
    return exact / rate.nominal
