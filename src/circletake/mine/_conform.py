"""Conform: tie each event of each cut to the take it plays.

Evidence is counted in points; the take with the most wins when it has at least 4:

====================================================================  ======
the event names the camera file (clip name, source file or reel)           6
each further name that says the same                                       1
the event's reel or name is a beginning of the camera file, or the reverse 3
the same, and of no other camera file                                      4
the slate in the clip's name is the take's, camera included                5
the same, where the name carries no camera                                 4
the source range lies inside the take's timecode                           2
it overlaps it                                                             1
it lies outside                                                           -3
the reel is the camera roll                                                2
====================================================================  ======

Confidence is points / (points + 1), halved when another take has as many.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from circletake.mine._cuts import FiledCut, is_picture
from circletake.mine._drafts import label_seconds
from circletake.model import (
    Event,
    Slate,
    Take,
    Tie,
    clip_stem,
    is_camera_file,
    parse_slate,
    setup_spelling,
)
from circletake.timecode import Rate

_ENOUGH = 4
_SLACK = 0.15
"""Seconds that a range may stick out: logs count the last frame in or out, and round."""
_SHORTEST_PREFIX = 6
_DAY = 86_400.0
_SPACING = str.maketrans("", "", " \t_-.")
_ROLL = re.compile(r"[A-Z]{1,2}\d{3,4}")


@dataclass(slots=True)
class Known:
    """A take with what events can be matched to."""

    place: int
    take: Take
    clip: str
    roll: str
    start: float | None
    end: float | None


class _Score:
    """Points and reasons for each take."""

    def __init__(self) -> None:
        self.points: dict[int, tuple[int, tuple[str, ...]]] = {}

    def give(self, known: Known, points: int, why: str) -> None:
        if points:
            had, reasons = self.points.get(known.place, (0, ()))
            self.points[known.place] = (had + points, (*reasons, why))


class Index:
    """Takes by everything that an event may call them."""

    def __init__(self, takes: Sequence[Take], rate: Rate) -> None:
        self.known = [_known(place, take, rate) for place, take in enumerate(takes)]
        self.by_clip: dict[str, list[Known]] = defaultdict(list)
        self.by_slate: dict[tuple[str, int], list[Known]] = defaultdict(list)
        self.by_roll: dict[str, list[Known]] = defaultdict(list)
        for known in self.known:
            if known.clip:
                self.by_clip[known.clip].append(known)
            if known.take.setup is not None and known.take.take is not None:
                self.by_slate[setup_spelling(known.take.setup), known.take.take].append(known)
            if known.roll:
                self.by_roll[known.roll].append(known)
        self._bound()
        self.clips = sorted(self.by_clip)
        self._memory: dict[tuple[str | None, ...], dict[int, tuple[int, tuple[str, ...]]]] = {}

    def _bound(self) -> None:
        """A clip whose log tells no end lasts at most until the next one of its roll begins."""
        for roll in self.by_roll.values():
            begun = sorted((k for k in roll if k.start is not None), key=lambda k: k.start or 0.0)
            for known, later in zip(begun, [*begun[1:], None], strict=False):
                if known.end is None:
                    known.end = later.start if later else _DAY

    def tie(self, cut: str, place: int, event: Event, rate: Rate) -> tuple[Tie, int | None]:
        """The tie of one event, and the place of its take (None when nothing fits)."""
        named = self._by_names(event)
        start, end = _span(event, rate)
        best: list[tuple[int, int, tuple[str, ...]]] = []
        for number, (points, why) in named.items():
            more, reason = _range_points(self.known[number], start, end)
            total = points + more
            if total >= _ENOUGH:
                best.append((total, number, (*why, reason) if reason else why))
        if not best:
            return Tie(cut, place, None, 0.0, ("nothing in the logs fits",)), None
        best.sort(key=lambda found: (-found[0], found[1]))
        total, number, why = best[0]
        sure = total / (total + 1)
        if len(best) > 1 and best[1][0] == total:
            sure /= 2
            why = (*why, f"{len([b for b in best if b[0] == total])} takes fit alike")
        take = self.known[number].take
        return Tie(cut, place, take.clip or slate_text(take), round(sure, 3), why), number

    def _by_names(self, event: Event) -> dict[int, tuple[int, tuple[str, ...]]]:
        key = (event.clip_name, event.source_file, event.reel)
        found = self._memory.get(key)
        if found is None:
            found = self._memory[key] = self._score_names(event)
        return found

    def _score_names(self, event: Event) -> dict[int, tuple[int, tuple[str, ...]]]:
        score = _Score()
        names = {"clip name": event.clip_name, "source file": event.source_file, "reel": event.reel}
        told = {label: name for label, name in names.items() if name}
        exact: set[int] = set()
        for label, name in told.items():
            for known in self._exact(name):
                score.give(known, 1 if known.place in exact else 6, f"{label} is the camera file")
                exact.add(known.place)
        for label, name in told.items():
            if not self._exact(name):
                starts = [known for known in self._beginning(name) if known.place not in exact]
                for known in starts:
                    points = 4 if len(starts) == 1 else 3
                    score.give(known, points, f"{label} {name!r} begins the camera file's name")
        for slate in filter(None, map(parse_slate, dict.fromkeys(told.values()))):
            for known in self.by_slate.get((slate.setup, slate.take), ()):
                score.give(known, _slate_points(slate, known.take), f"slate {slate.text!r}")
        fresh = not score.points
        for known in self._on_roll(event.reel or ""):
            # A roll holds many takes; once a name has spoken it only confirms.
            if fresh or known.place in score.points:
                score.give(known, 2, "reel is the camera roll")
        return score.points

    def _on_roll(self, reel: str) -> list[Known]:
        packed = _pack(reel)
        found = self.by_roll.get(packed)
        if found is None and (match := _ROLL.match(packed)):
            found = self.by_roll.get(match[0])
        return found or []

    def _exact(self, name: str) -> list[Known]:
        return self.by_clip.get(_pack(clip_stem(name)), [])

    def _beginning(self, name: str) -> list[Known]:
        packed = _pack(clip_stem(name))
        if len(packed) < _SHORTEST_PREFIX:
            return []
        found: list[Known] = []
        at = bisect_left(self.clips, packed)
        while at < len(self.clips) and self.clips[at].startswith(packed):
            found.extend(self.by_clip[self.clips[at]])
            at += 1
        for length in range(len(packed) - 1, _SHORTEST_PREFIX - 1, -1):
            if packed[:length] in self.by_clip:
                found.extend(self.by_clip[packed[:length]])
                break
        return found


def conform(
    cuts: Sequence[FiledCut], takes: list[Take]
) -> tuple[list[Tie], dict[str, list[int | None]], list[Take]]:
    """Tie all picture events; a take that only a cut proves to exist is added to the takes.

    Returns:
        The ties; for each cut, the place in the takes of each of its events (None for sound, and
        where nothing fits); and all takes.
    """
    rate = cuts[0].cut.rate if cuts else Rate.parse(24)
    index = Index(takes, rate)
    found = [
        [
            index.tie(filed.name, place, event, filed.cut.rate) if is_picture(event) else None
            for place, event in enumerate(filed.cut.events)
        ]
        for filed in cuts
    ]
    loose = [
        (row, filed, place)
        for row, filed in zip(found, cuts, strict=True)
        for place, tied in enumerate(row)
        if tied is not None and tied[1] is None
    ]
    proven = _proven([filed.cut.events[place] for _, filed, place in loose], bool(takes))
    if proven:
        takes = [*takes, *proven]
        index = Index(takes, rate)
        for row, filed, place in loose:
            row[place] = index.tie(filed.name, place, filed.cut.events[place], filed.cut.rate)
    ties = [tied[0] for row in found for tied in row if tied is not None]
    plays = {
        filed.name: [tied[1] if tied is not None else None for tied in row]
        for filed, row in zip(cuts, found, strict=True)
    }
    return ties, plays, takes


def _proven(events: Iterable[Event], logged: bool) -> list[Take]:
    """Takes that no log has and that a cut plays: a camera file or a slate says so.

    Where there are logs a slate alone is not enough: it is more likely mistyped than unlogged.
    """
    from circletake.model import Evidence, Status, roll_of, scene_of

    made: dict[str, Take] = {}
    for event in events:
        names = [name for name in (event.source_file, event.reel, event.clip_name) if name]
        clip = next((clip_stem(name) for name in names if is_camera_file(clip_stem(name))), None)
        slate = next(filter(None, map(parse_slate, names)), None)
        if clip is None and (slate is None or logged):
            continue
        letter = slate.camera if slate and slate.camera else clip[0].upper() if clip else None
        key = clip or (f"{slate.setup}-{slate.take}-{letter}" if slate else "")
        made.setdefault(
            key,
            Take(
                scene_of(slate.setup) if slate else None, slate.setup if slate else None,
                slate.take if slate else None, letter, clip, roll_of(clip) if clip else None,
                Status.CIRCLED if slate and slate.starred else None,
                evidence=(Evidence("", event.line, "played by a cut, in no log"),),
            ),
        )  # fmt: skip
    return list(made.values())


def slate_text(take: Take) -> str:
    """A take's slate as a person would say it: `24A-3 B`."""
    text = f"{take.setup or '?'}-{take.take if take.take is not None else '?'}"
    return f"{text} {take.camera}" if take.camera else text


def _known(place: int, take: Take, rate: Rate) -> Known:
    return Known(
        place, take, _pack(take.clip or ""), _pack(take.roll or ""),
        label_seconds(take.start, rate), label_seconds(take.end, rate),
    )  # fmt: skip


def _pack(name: str) -> str:
    return name.translate(_SPACING).upper()


def _slate_points(slate: Slate, take: Take) -> int:
    if slate.camera is None or take.camera is None:
        return 4
    return 5 if slate.camera == take.camera else 0


def _span(event: Event, rate: Rate) -> tuple[float | None, float | None]:
    if event.source_in is None or event.source_out is None:
        return None, None
    nominal = (event.source_rate or rate).nominal
    low, high = sorted((event.source_in, event.source_out))
    return low / nominal, high / nominal


def _range_points(known: Known, start: float | None, end: float | None) -> tuple[int, str | None]:
    if (
        start is None
        or end is None
        or known.start is None
        or known.end is None
        or known.end <= known.start
    ):
        return 0, None
    if start >= known.start - _SLACK and end <= known.end + _SLACK:
        return 2, "source timecode inside the take"
    if start < known.end and end > known.start:
        return 1, "source timecode overlaps the take"
    return -3, "source timecode outside the take"
