"""How a row of a log becomes `LogRow`s, whatever its columns are called.

Every crew names its columns otherwise; `headings` holds what was seen, and a studio adds its own.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from circletake.errors import TimecodeError
from circletake.model.headings import RANK, WORDED, field_named, unique_names
from circletake.model.marks import (
    FLAGS,
    column_key,
    leading_status,
    read_cameras,
    read_status,
    says_no,
    split_take,
)
from circletake.model.shooting import LogKind, LogRow, Status
from circletake.model.slates import Slate, clip_stem, is_camera_file, parse_slate, setup_spelling
from circletake.timecode import Rate


class ColumnTable:
    """What columns mean: the built-in names and those that a studio adds.

    Args:
        extra: Column name as written in the studio's logs, to the name of a field.
    """

    def __init__(self, extra: Mapping[str, str] | None = None) -> None:
        self._extra = {column_key(name): field_ for name, field_ in (extra or {}).items()}

    def field_of(self, name: str) -> str | None:
        """The field that a column holds, or None when its name says nothing."""
        key = column_key(name)
        return self._extra.get(key) or field_named(key)

    def known(self, names: Sequence[str]) -> int:
        """How many different fields these names stand for: tells a heading from a row."""
        return len({self.field_of(name) for name in names} - {None})

    def reader(
        self, names: Sequence[str], log: LogKind, given: Mapping[str, str] | None = None
    ) -> "RowReader":
        """A reader of rows under this heading.

        Args:
            names: The heading's cells.
            log: Whose log it is.
            given: Field to value for rows that leave it blank, from what stands above them.
        """
        places: dict[str, list[tuple[int, int]]] = {}
        for place, name in enumerate(names):
            found = self.field_of(name)
            if found:
                key = column_key(name)
                rank = -1 if key in self._extra else RANK.get(key, 99)
                places.setdefault(found, []).append((rank, place))
        order = {
            found: tuple(place for _, place in sorted(where)) for found, where in places.items()
        }
        lettered = tuple(found for found in order if ":" in found)
        return RowReader(unique_names(names), order, log, dict(given or {}), lettered)

    def worded(self, names: Sequence[str], rows: Iterable[LogRow]) -> bool:
        """True when rows write NG, hold or false start into a column that is meant for marks."""
        marks = [n for n in names if self.field_of(n) == "status" and column_key(n) not in WORDED]
        return any(
            read_status(cell, name) not in {None, Status.CIRCLED}
            for row in rows
            for name in marks
            if (cell := row.columns.get(name))
        )


@dataclass(frozen=True, slots=True)
class RowReader:
    """Turns the cells of one row into `LogRow`s.

    Attributes:
        names: Column names as written, each once.
        places: Field to the places of its columns, the most telling first.
        log: Whose log it is.
        given: Field to value for rows that leave it blank.
        lettered: Those of the fields that are one camera's (`roll:B`).
        worded: True when the log writes NG, hold or false start into its column of marks, so that
            a note that begins with such a word does not state the status.
    """

    names: tuple[str, ...]
    places: Mapping[str, tuple[int, ...]]
    log: LogKind
    given: Mapping[str, str] = field(default_factory=dict)
    lettered: tuple[str, ...] = ()
    worded: bool = False

    def read(self, cells: Sequence[str], line: int, rate: Rate | None = None) -> LogRow | None:
        """The row as one `LogRow`; None when it names neither a slate, a take nor a clip."""
        scene, slate, take = self._slate(cells)
        clip = self._clip(cells)
        if not (take or clip or (slate and self._has_status(cells))):
            return None
        cameras: tuple[str, ...] = ()
        marked = None
        if take:
            take, cameras, marked = split_take(take)
        cameras = self._cameras(cells) or cameras if self.log is not LogKind.SOUND else ()
        notes = self._notes(cells)
        return LogRow(
            self.log, line, scene, slate, take, cameras, clip, self._roll(cells),
            self._status(cells) or marked or self._noted(notes), notes,
            self._first(cells, "start"), self._first(cells, "end"), rate or self._rate(cells),
            {
                name: cell
                for name, cell in zip(self.names, cells, strict=False)
                if cell and not cell.isspace()
            },
        )  # fmt: skip

    def read_all(self, cells: Sequence[str], line: int, rate: Rate | None = None) -> list[LogRow]:
        """The row as one `LogRow` for each camera whose own roll or clip it names, else as one.

        A row of a script log that says `A, B` and `A012, B007` speaks of two rolls; one `LogRow`
        holds one.
        """
        row = self.read(cells, line, rate)
        if row is None:
            return []
        rolls, clips = self._rolls(cells, row.cameras), self._clips(cells, row.cameras)
        letters = row.cameras or tuple(dict.fromkeys([*rolls, *clips]))
        owner = row.clip[0].upper() if row.clip and is_camera_file(row.clip) else ""
        if not clips and len(letters) > 1 and row.clip and owner in letters:
            clips = {owner: row.clip}  # the other cameras' clips are not named
        if not rolls and not clips:
            return [row]
        return [
            replace(
                row,
                cameras=(letter,),
                roll=rolls.get(letter) if rolls else row.roll,
                clip=clips.get(letter) if clips else row.clip,
            )
            for letter in letters
        ]

    def _cameras(self, cells: Sequence[str]) -> tuple[str, ...]:
        told = self._first(cells, "camera")
        letters = read_cameras(told) if told else ()
        return letters or tuple(
            letter for letter, cell in self._lettered(cells, "cam:").items() if not says_no(cell)
        )

    def _first(self, cells: Sequence[str], name: str) -> str | None:
        for place in self.places.get(name, ()):
            if place < len(cells) and (cell := cells[place].strip()):
                return cell
        return self.given.get(name)

    def _all(self, cells: Sequence[str], name: str) -> list[str]:
        found = [cells[p].strip() for p in self.places.get(name, ()) if p < len(cells)]
        return [cell for cell in found if cell]

    def _slate(self, cells: Sequence[str]) -> tuple[str | None, str | None, str | None]:
        """Scene, slate and take, whichever columns they stand in."""
        scene, slate, take = (self._first(cells, name) for name in ("scene", "slate", "take"))
        slate = self._first(cells, "slate_take") or slate
        triple = _TRIPLE.fullmatch(slate) if slate and take is None else None
        if triple:
            scene, slate, take = triple.groups()
        parsed = self._parsed(cells, scene, slate, take)
        if parsed is not None:
            slate = parsed.setup
            if take is None:
                pickup = "PU" if parsed.pickup else ""
                take = f"{pickup}{parsed.take}{parsed.camera or ''}{'*' if parsed.starred else ''}"
        if slate is None:
            # With a column for the setup, a blank there is the master: its slate is the scene.
            told = _whole(scene)
            return (told if "slate" in self.places else None), told, take
        slate = _whole(slate)
        if scene and slate and slate.isalpha() and len(slate) <= 3:
            slate = f"{scene}{slate}"  # "Scene 24, setup A"
        return _whole(scene), slate, take

    def _parsed(
        self, cells: Sequence[str], scene: str | None, slate: str | None, take: str | None
    ) -> Slate | None:
        """The slate that one cell holds together with the take, where one does."""
        if slate is not None:
            parsed = parse_slate(slate)
            if parsed and (
                take is None or split_take(take)[0] in {str(parsed.take), f"PU{parsed.take}"}
            ):
                return parsed
            return None
        if scene is not None:
            parsed = parse_slate(scene) if take is None else None
            return parsed or self._named(cells, scene, take)
        return self._named(cells, None, take)

    def _named(self, cells: Sequence[str], scene: str | None, take: str | None) -> Slate | None:
        """The slate typed as the clip's name, if it agrees with the columns."""
        for cell in self._all(cells, "clip"):
            parsed = parse_slate(cell) or parse_slate(clip_stem(cell))  # "24A/3" is no path
            if parsed is None or (self.log is LogKind.SOUND and scene is not None):
                continue
            if take is not None and split_take(take)[0] not in {
                str(parsed.take),
                f"PU{parsed.take}",
            }:
                continue
            spelt = setup_spelling(scene) if scene else ""
            if parsed.setup == spelt:
                continue
            if parsed.setup.startswith(spelt) or (take is not None and self._runs(parsed, spelt)):
                return parsed
        return None

    def _runs(self, named: Slate, scene: str) -> bool:
        """True when a camera log's name counts slates and its column scenes (`112-1` in scene 24).

        Two US slates that differ (`24A` and `25A`) are a slip, and the column counts.
        """
        both_lettered = named.setup[-1:].isalpha() and scene[-1:].isalpha()
        return self.log is LogKind.CAMERA and not both_lettered

    def _clip(self, cells: Sequence[str]) -> str | None:
        written = self._all(cells, "clip")
        if self.log is not LogKind.SOUND:
            written = [cell for cell in written if not _SOUND.search(cell)]
        stems = [clip_stem(_files(cell)[0]) for cell in (*written, *self._all(cells, "roll"))]
        files = [stem for stem in stems if is_camera_file(stem)]
        if files:
            # `A007C001` in one column and the whole name in another are one file.
            return max((stem for stem in files if stem.startswith(files[0])), key=len)
        for cell in written:
            stem = clip_stem(cell)
            if _SHORT.fullmatch(stem):
                continue  # `C003` is a place on a roll, not a file's name
            if parse_slate(cell) and not _has_suffix(cell, stem):
                continue
            if stem and (_has_suffix(cell, stem) or parse_slate(stem) is None):
                return stem
        return None

    def _roll(self, cells: Sequence[str]) -> str | None:
        fields = ("sound_roll", "roll") if self.log is LogKind.SOUND else ("roll",)
        for name in fields:
            for cell in self._all(cells, name):
                if not is_camera_file(clip_stem(cell)):
                    return cell
            if name in self.given:
                return self.given[name]
        return None

    def _rolls(self, cells: Sequence[str], cameras: Sequence[str]) -> dict[str, str]:
        """The roll of each camera, where the row names several or in columns by letter."""
        told = self._lettered(cells, "roll:") or {
            letter: cell
            for letter, cell in self._lettered(cells, "cam:").items()
            if _ROLL.fullmatch(cell)
        }
        for cell in self._all(cells, "roll") if not told else ():
            parts = _rolls(cell)
            if len(parts) > 1:
                return _shared_out(parts, cameras)
        return told

    def _clips(self, cells: Sequence[str], cameras: Sequence[str]) -> dict[str, str]:
        """The clip of each camera, where the row names several or in columns by letter."""
        told = self._lettered(cells, "clip:") or {
            letter: cell
            for letter, cell in self._lettered(cells, "cam:").items()
            if is_camera_file(clip_stem(cell))
        }
        for cell in self._all(cells, "clip") if not told else ():
            parts = _files(cell)
            if len(parts) > 1:
                return _shared_out([clip_stem(part) for part in parts], cameras)
        return {letter: clip_stem(cell) for letter, cell in told.items()}

    def _lettered(self, cells: Sequence[str], start: str) -> dict[str, str]:
        if not self.lettered:
            return {}
        return {
            name[-1]: cell
            for name in self.lettered
            if name.startswith(start) and (cell := self._first(cells, name))
        }

    def _has_status(self, cells: Sequence[str]) -> bool:
        return self._status(cells) is not None

    def _status(self, cells: Sequence[str]) -> Status | None:
        for name in ("status", "ng", "hold", "false_start"):
            for place in self.places.get(name, ()):
                if place < len(cells) and cells[place]:
                    status = read_status(cells[place], self.names[place])
                    if status:
                        return status
        return None

    def _noted(self, notes: str) -> Status | None:
        """The status with which the note begins, where the log has no column that could say it."""
        if not notes or self.worded or self.log is LogKind.SOUND:
            return None
        status = leading_status(notes)
        if status is None:
            return None
        for name in ("status", "ng", "hold", "false_start"):
            for place in self.places.get(name, ()):
                key = column_key(self.names[place])
                if key in WORDED or FLAGS.get(key) is status:
                    return None
        return status

    def _rate(self, cells: Sequence[str]) -> Rate | None:
        # In a camera report `FPS` is the speed the camera ran at, not the timecode's.
        told = self._first(cells, "rate") if self.log is not LogKind.CAMERA else None
        return _rate(told) if told else None

    def _notes(self, cells: Sequence[str]) -> str:
        places = self.places.get("notes") or self.places.get("description") or ()
        found = [cells[place].strip() for place in places if place < len(cells)]
        return "\n".join(dict.fromkeys(cell for cell in found if cell))


_TRIPLE = re.compile(
    r"\s*([A-Z]{0,3}\d+[A-Z]{0,3})\s*/\s*([A-Z]{0,3}\d+[A-Z]{0,3}|[A-Z]{1,2})\s*/\s*(\d{1,2}\S*)\s*",
    re.IGNORECASE | re.ASCII,
)  # scene / slate / take
_SOUND = re.compile(r"\.(?:wav|bwf|bwav|rf64|aiff?)\s*$", re.IGNORECASE)
_SHORT = re.compile(r"C?0*(\d{1,3})", re.IGNORECASE | re.ASCII)
_ROLL = re.compile(r"[A-Z]{1,2}_?\d{2,4}", re.IGNORECASE | re.ASCII)
_BETWEEN = re.compile(r"\s*[,;|&+/]\s*|\s+(?:and|und|et)\s+|\s+")
_BETWEEN_FILES = re.compile(r"\s*[,;|&+]\s*|\s+(?:and|und|et)\s+|\s+/\s+|\s+")


def _whole(text: str | None) -> str | None:
    """A number that a spreadsheet wrote as `112.0` is 112."""
    return text[:-2] if text and text.endswith(".0") and text[:-2].isdigit() else text


def _has_suffix(cell: str, stem: str) -> bool:
    return stem != cell.replace("\\", "/").rsplit("/", 1)[-1].strip()


def _shared_out(parts: Sequence[str], cameras: Sequence[str]) -> dict[str, str]:
    """What is whose: by place where there is one for each camera, else by its first letter."""
    by_letter = {part[0].upper(): part for part in parts if part[0].isalpha()}
    if len(parts) == len(cameras) and set(by_letter) != set(cameras):
        return dict(zip(cameras, parts, strict=True))
    return by_letter


@lru_cache(maxsize=8192)
def _rolls(text: str) -> tuple[str, ...]:
    """The rolls that one cell lists; the cell itself when it does not list several."""
    parts = tuple(filter(None, _BETWEEN.split(text)))
    return parts if len(parts) > 1 and all(map(_ROLL.fullmatch, parts)) else (text,)


@lru_cache(maxsize=8192)
def _files(text: str) -> tuple[str, ...]:
    """The camera files that one cell lists; the cell itself when it does not list several."""
    parts = tuple(filter(None, _BETWEEN_FILES.split(text)))
    if len(parts) > 1 and all(is_camera_file(clip_stem(part)) for part in parts):
        return parts
    packed = "".join(text.split())
    return (packed if is_camera_file(packed) else text,)  # "A012 C003"


@lru_cache(maxsize=1024)
def _rate(text: str) -> Rate | None:
    try:
        return Rate.parse(text)
    except TimecodeError:
        return None
