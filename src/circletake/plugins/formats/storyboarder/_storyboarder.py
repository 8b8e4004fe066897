"""Boards of the Storyboarder program (`.storyboarder`, a JSON document)."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from circletake.errors import Damaged, LimitExceeded, TimecodeError
from circletake.model import Panel, Problem
from circletake.plugins.formats.storyboarder._json import Part, TooDeep, parse, parts_of
from circletake.ports.formats import Options, Record, Report, Source
from circletake.timecode import Rate
from circletake.tools import decode

_MARKS = (b'"boards"', b'"newShot"', b'"defaultBoardTiming"', b'"lastEdited"', b'"aspectRatio"')
_READ = frozenset(
    {"uid", "url", "newShot", "number", "shot", "time", "duration", "dialogue", "action", "notes"}
)
_DAY = 86_400_000  # milliseconds; no panel is longer


@dataclass(frozen=True, slots=True)
class Board(Panel):
    """A panel with what only this program says of it.

    Attributes:
        uid: The program's own name for it.
        time: Seconds from the start of the board, exact; None where not told.
        other: All other fields as written: layers, audio, the shot generator's scene.
    """

    uid: str | None = None
    time: Fraction | None = None
    other: Mapping[str, Any] = field(default_factory=dict)


class Storyboarder:
    """Storyboards drawn in Storyboarder; items are its boards, in order.

    A file that is cut off, or has a broken board, gives the boards that can be read.
    """

    name = "storyboarder"
    suffixes = (".storyboarder",)

    def sniff(self, head: bytes, path: Path) -> float:
        """How sure it is: a JSON object with the names that this program writes."""
        text = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
        if not text.startswith(b"{"):
            return 0.0
        marks = sum(mark in text for mark in _MARKS)
        if marks >= 3:
            return 0.95
        by_suffix = 0.3 if path.suffix.lower() in self.suffixes else 0.0
        return max(by_suffix, 0.6 if marks == 2 and _MARKS[0] in text else 0.0)

    def read(self, source: Source, options: Options) -> Report[Board]:
        """Read the boards.

        Raises:
            Damaged: It is no such document.
            LimitExceeded: It is larger, deeper or of more boards than the limits allow.
        """
        text = decode(source.data).text
        start = len(text) - len(text.lstrip())
        if text[start : start + 1] != "{":
            raise Damaged("this is no storyboard", file=source.path, cause="it is no JSON object")
        problems: list[Problem] = []
        try:
            members = {_key(part): part for part in parts_of(text, start, source.limits.depth)}
            boards = _boards(text, members, source)
        except TooDeep:
            raise LimitExceeded(
                f"nested deeper than {source.limits.depth}", file=source.path
            ) from None
        if not boards and "scriptPath" in members:
            script = _value(members["scriptPath"])
            problems.append(
                Problem(None, f"a project of `{script}`; its scenes have files of their own")
            )
        rate, origin = _rate(members, options, problems, text)
        usual = _milliseconds(_value(members.get("defaultBoardTiming")))
        items = _items(text, boards, usual, problems)
        panels = tuple(
            Panel(
                i.number, i.shot, i.picture, i.duration, i.dialogue, i.action, i.notes, i.new_shot
            )
            for i in items
        )
        return Report(
            self.name, items, len(boards), tuple(problems), rate, origin, Record(panels=panels)
        )


def _key(part: Part) -> str:
    try:
        return str(parse(part.key))
    except ValueError:
        return part.key


def _value(part: Part | None) -> Any:
    """The value of a part; None when it is not there or cannot be parsed."""
    if part is None:
        return None
    try:
        return parse(part.text)
    except ValueError:
        return None


def _boards(text: str, members: Mapping[str, Part], source: Source) -> list[Part]:
    found = members.get("boards")
    if found is None or not found.text.startswith("["):
        if found is None and "scriptPath" in members:
            return []
        raise Damaged("this is no storyboard", file=source.path, cause="it has no list of boards")
    boards: list[Part] = []
    for part in parts_of(text, found.start, source.limits.depth):
        if len(boards) >= source.limits.items:
            raise LimitExceeded(f"more than {source.limits.items} boards", file=source.path)
        boards.append(part)
    return boards


def _rate(
    members: Mapping[str, Part], options: Options, problems: list[Problem], text: str
) -> tuple[Rate | None, str | None]:
    part = members.get("fps")
    value = _value(part)
    if part is not None and value is not None:
        try:
            return Rate.parse(str(value)), "file"
        except TimecodeError as error:
            problems.append(Problem(_line(text, part.start), str(error)))
    return (options.rate, "given") if options.rate else (None, None)


def _line(text: str, place: int) -> int:
    """The line of a place, whether LF, CR LF or CR ends lines."""
    ends = text.count("\n", 0, place) + text.count("\r", 0, place)
    return 1 + ends - text.count("\r\n", 0, place)


def _items(
    text: str, boards: list[Part], usual: Fraction | None, problems: list[Problem]
) -> tuple[Board, ...]:
    items: list[Board] = []
    line, place = 1, 0
    for number, part in enumerate(boards, 1):
        line += _line(text[place : part.start], part.start) - 1
        place = part.start
        try:
            value = parse(part.text)
        except ValueError as error:
            cause = f"not JSON: {error}" if part.whole else "the file ends in it"
            problems.append(Problem(line, f"board {number} was left out: {cause}"))
            continue
        if not isinstance(value, dict):
            problems.append(Problem(line, f"board {number} was left out: it is no object"))
            continue
        items.append(_board(value, number, line, usual, problems))
    return tuple(items)


def _board(
    value: Mapping[str, Any],
    place: int,
    line: int,
    usual: Fraction | None,
    problems: list[Problem],
) -> Board:
    number = value.get("number")
    if type(number) is not int or number < 1:
        if number is not None:
            problems.append(Problem(line, f"board {place}: `{number}` is no number; {place} taken"))
        number = place
    duration = _milliseconds(value.get("duration"))
    if duration is None and value.get("duration") is not None:
        problems.append(Problem(line, f"board {place}: `{value['duration']}` is no duration"))
    return Board(
        number=number,
        shot=_words(value.get("shot")) or None,
        picture=_words(value.get("url")).replace("\\", "/").rsplit("/", 1)[-1] or None,
        duration=usual if duration is None else duration,
        dialogue=_words(value.get("dialogue")),
        action=_words(value.get("action")),
        notes=_words(value.get("notes")),
        new_shot=value.get("newShot") is True,
        uid=_words(value.get("uid")) or None,
        time=_milliseconds(value.get("time")),
        other={key: part for key, part in value.items() if key not in _READ},
    )


def _words(value: object) -> str:
    """Text as written; what is no text as JSON writes it, nothing for null."""
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value)


def _milliseconds(value: object) -> Fraction | None:
    """Seconds of milliseconds, which some versions write as text; None for what is none."""
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    if not math.isfinite(value) or not 0 <= value <= _DAY:
        return None
    return Fraction(str(value)) / 1000
