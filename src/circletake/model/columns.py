"""What the columns of logs are called, and how a row of them becomes a `LogRow`.

Every crew names its columns otherwise; the table below holds what was seen, and a studio adds its
own. A column's meaning is looked up by its name without case, blanks and punctuation.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from circletake.model.shooting import LogKind, LogRow, Status
from circletake.model.slates import clip_stem, is_camera_file, parse_slate
from circletake.timecode import Rate

# Field -> names, the most telling first. Order matters where a row has several of one field.
_NAMES: dict[str, str] = {
    "scene": "scene sc scn scenenumber sceneno scenenum scriptscene scriptsceneno szene szenennr "
    "bild escena scena scenes",
    "slate": "slate slateno slatenumber slatenum slateid slateuid setup setupno setupnumber setupid "
    "klappe shot shotno claqueta slatetext",
    "slate_take": "slatetake setuptake scenetake sceneslatetake sctk shottake slatetk",
    "take": "take tk takeno takenumber takenum toma prise tkno",
    "camera": "camera cam cameraid camid cameraletter camletter cameras cams cameraindex kamera "
    "cameraunit camno camerano cameraidentifier cameraname",
    "clip": "cameraclip cameraclipname cameraclipid cameraoriginal clipname clip clipid cameraf file filename "
    "sourcefile sourcefilename mediafile videofile camerafile originalfilename originalclip name",
    "roll": "camroll cameraroll cameraroll camerarollno roll rollno rollid card cardid cardno cameracard "
    "mag magazine magno magid camerareel reelname reel reelid reelno tape tapename tapeid cassette",
    "sound_roll": "soundroll sndroll soundreel sndrl soundrl soundtape audioroll soundcard",
    "sound_file": "soundfile audiofile wav wavfile soundfilename",
    "status": "status takestatus circledtake circled circle circletake print printed printtake select "
    "selected good ok okay result verdict rating grade mark use cng okng",
    "ng": "ng nogood bad",
    "hold": "hold keep",
    "false_start": "falsestart fs",
    "notes": "notes note comments comment remarks remark takenotes takenote takecomments "
    "takecomment reason reasons directornotes directorsnotes continuitynotes soundnotes cameranotes "
    "scriptnotes editornotes notesforeditor bemerkung bemerkungen commentaire commentaires "
    "observaciones lognote lognotes problem problems",
    "description": "description descript desc action shotdescription setupdescription beschreibung",
    "start": "start starttc tcstart starttimecode timecodestart tcin timecodein intc tci firsttc "
    "timecode tc camtcin camerastarttc begin masterstart srcin sourcein",
    "end": "end endtc tcend endtimecode timecodeend tcout timecodeout outtc tco lasttc masterend "
    "camtcout cameraendtc srcout sourceout",
    "rate": "fps framerate rate projectfps timebase projectframerate",
}
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in names.split()}
_RANK = {name: rank for names in _NAMES.values() for rank, name in enumerate(names.split())}
_TELLS = {
    LogKind.SOUND: "wild samplerate bitdepth t1 t2 trk1 trk2 tracks channels mixer soundreport "
    "recorder mics boom soundroll iso1",
    LogKind.CAMERA: "lens iso ei asa fstop tstop stop shutter wb whitebalance colortemp filter filters focal "
    "focallength codec resolution card mag clip clipname cameraclip camerafile serial lut tilt camerareport "
    "kelvin nd sensor reel tape asc sop height distance colorspace gamma camroll",
    LogKind.SCRIPT: "lines linescovered pages page eighths timing duration slate setup description "
    "circled print printed status dialogue scriptday day continuity scriptsupervisor supervisor sound "
    "action scriptnotes int ext reason remarks pgs shootday director",
}
_TRUE = frozenset(
    {"y", "yes", "true", "1", "x", "*", "✓", "✔", "●", "•", "o", "ja", "si", "oui", "©", "t"}
)
_FALSE = frozenset({"", "n", "no", "false", "0", "-", "--", "–", "—", "none", "nein", "non", "f"})
_STATUS = {
    Status.CIRCLED: "circled circle c circ print printed p prt pr good ok okay select selected sel best buy "
    "circletake circledtake hero",
    Status.HOLD: "hold h hld held keep maybe alt backup alternate",
    Status.NG: "ng nogood bad reject rejected nfg unusable kill killed bust",
    Status.FALSE_START: "fs falsestart false_start falsest false fstart",
}
_STATUS_OF = {word: status for status, words in _STATUS.items() for word in words.split()}
_MARKED = {
    "circled": Status.CIRCLED,
    "ng": Status.NG,
    "hold": Status.HOLD,
    "false_start": Status.FALSE_START,
}


def column_key(name: str) -> str:
    """A column's name without case, blanks and punctuation."""
    return re.sub(r"[\W_]+", "", name).lower()


class ColumnTable:
    """What columns mean: the built-in names and those that a studio adds.

    Args:
        extra: Column name as written in the studio's logs, to the name of a field.
    """

    def __init__(self, extra: Mapping[str, str] | None = None) -> None:
        self._extra = {column_key(name): field for name, field in (extra or {}).items()}

    def field_of(self, name: str) -> str | None:
        """The field that a column holds, or None when its name says nothing."""
        key = column_key(name)
        return self._extra.get(key) or _FIELD_OF.get(key) or _FIELD_OF.get(key.rstrip("0123456789"))

    def known(self, names: Sequence[str]) -> int:
        """How many different fields these names stand for: tells a heading from a row."""
        return len({self.field_of(name) for name in names} - {None})

    def reader(self, names: Sequence[str], log: LogKind) -> "RowReader":
        """A reader of rows under this heading."""
        places: dict[str, list[tuple[int, int]]] = {}
        for place, name in enumerate(names):
            field = self.field_of(name)
            if field:
                rank = -1 if column_key(name) in self._extra else _RANK.get(column_key(name), 99)
                places.setdefault(field, []).append((rank, place))
        order = {
            field: tuple(place for _, place in sorted(found)) for field, found in places.items()
        }
        return RowReader(tuple(names), order, log)


def log_kind(names: Sequence[str], preamble: str = "") -> LogKind:
    """Whose log has these columns; `preamble` is what stands above them, and the file's name."""
    text = preamble.lower()
    for kind, words in (
        (
            LogKind.SOUND,
            ("sound report", "soundreport", "sound_report", "sound-report", "mixer", "sound"),
        ),
        (
            LogKind.SCRIPT,
            ("script", "continuity", "supervisor", "editor's log", "editors log", "facing"),
        ),
        (LogKind.CAMERA, ("camera report", "camera_report", "camera", "dit", "cam_", "cam-")),
    ):
        if any(word in text for word in words):
            return kind
    keys = {column_key(name) for name in names}
    scores = {kind: len(keys & set(words.split())) for kind, words in _TELLS.items()}
    return max(scores, key=lambda kind: (scores[kind], kind is LogKind.SCRIPT))


def read_status(text: str, column: str = "status") -> Status | None:
    """The status that a cell states; `column` is the cell's column, for cells that are only marked.

    `Y` under `Circled` is circled; `NG` is NG under any heading; what is not known is None.
    """
    word = column_key(text)
    if not word and "*" in text:
        return Status.CIRCLED
    known = _STATUS_OF.get(word)
    key = column_key(column)
    marks = _MARKED.get(_FIELD_OF.get(key, ""), Status.CIRCLED)
    if key not in {
        "status",
        "takestatus",
        "result",
        "verdict",
        "rating",
        "grade",
        "mark",
        "cng",
        "okng",
    }:
        if text.strip().lower() in _FALSE:
            return None
        if text.strip().lower() in _TRUE:
            return marks
    if known:
        return known
    return next(
        (_STATUS_OF[part] for part in re.split(r"[\s,;:/-]+", text.lower()) if part in _STATUS_OF),
        None,
    )


@dataclass(frozen=True, slots=True)
class RowReader:
    """Turns the cells of one row into a `LogRow`.

    Attributes:
        names: Column names as written.
        places: Field to the places of its columns, the most telling first.
        log: Whose log it is.
    """

    names: tuple[str, ...]
    places: Mapping[str, tuple[int, ...]]
    log: LogKind

    def read(self, cells: Sequence[str], line: int, rate: Rate | None = None) -> LogRow | None:
        """The row as a `LogRow`; None when it names neither a slate, a take nor a clip."""
        scene, slate, take = self._slate(cells)
        clip = self._clip(cells)
        if not (take or clip or (slate and self._first(cells, "status"))):
            return None
        take, cameras, starred = _split_take(take)
        cameras = self._cameras(cells) or cameras
        status = self._status(cells)
        if status is None:
            status = starred
        return LogRow(
            self.log, line, scene, slate, take, cameras, clip, self._roll(cells), status,
            self._notes(cells), self._first(cells, "start"), self._first(cells, "end"), rate,
            {name: cell for name, cell in zip(self.names, cells, strict=False) if cell.strip()},
        )  # fmt: skip

    def _first(self, cells: Sequence[str], field: str) -> str | None:
        for place in self.places.get(field, ()):
            if place < len(cells) and (cell := cells[place].strip()):
                return cell
        return None

    def _slate(self, cells: Sequence[str]) -> tuple[str | None, str | None, str | None]:
        scene, slate, take = (self._first(cells, field) for field in ("scene", "slate", "take"))
        both = self._first(cells, "slate_take")
        if both is None and (take is None or (slate is None and scene is None)):
            both = slate or scene or self._first(cells, "clip")
        parsed = parse_slate(both) if both else None
        if parsed:
            slate = parsed.setup
            mark = "*" if parsed.starred else ""
            pickup = "PU" if parsed.pickup else ""
            take = take or f"{pickup}{parsed.take}{parsed.camera or ''}{mark}"
        if slate is None:
            return None, scene, take
        if scene and slate.isalpha() and len(slate) <= 3:
            slate = f"{scene}{slate}"  # "Scene 24, setup A"
        return scene, slate, take

    def _clip(self, cells: Sequence[str]) -> str | None:
        found = [
            cells[place].strip() for place in self.places.get("clip", ()) if place < len(cells)
        ]
        found += [cells[p].strip() for p in self.places.get("roll", ()) if p < len(cells)]
        for cell in found:
            if is_camera_file(clip_stem(cell)):
                return clip_stem(cell)
        for cell in found[: len(self.places.get("clip", ()))]:
            stem = clip_stem(cell)
            if stem and (
                stem != cell.replace("\\", "/").rsplit("/", 1)[-1] or not parse_slate(cell)
            ):
                return stem
        return None

    def _roll(self, cells: Sequence[str]) -> str | None:
        fields = ("sound_roll", "roll") if self.log is LogKind.SOUND else ("roll",)
        for field in fields:
            for place in self.places.get(field, ()):
                cell = cells[place].strip() if place < len(cells) else ""
                if cell and not is_camera_file(clip_stem(cell)):
                    return cell
        return None

    def _cameras(self, cells: Sequence[str]) -> tuple[str, ...]:
        return read_cameras(self._first(cells, "camera") or "")

    def _status(self, cells: Sequence[str]) -> Status | None:
        for field in ("status", "ng", "hold", "false_start"):
            for place in self.places.get(field, ()):
                if place < len(cells):
                    status = read_status(cells[place], self.names[place])
                    if status:
                        return status
        return None

    def _notes(self, cells: Sequence[str]) -> str:
        places = self.places.get("notes") or self.places.get("description") or ()
        found = [cells[place].strip() for place in places if place < len(cells)]
        return "\n".join(dict.fromkeys(cell for cell in found if cell))


def read_cameras(text: str) -> tuple[str, ...]:
    """Camera letters of a cell: `A`, `A/B`, `A + B cam`, `CAM C`, `ABC`; empty when none is told."""
    bare = re.sub(
        r"\b(?:cameras?|cams?|units?|and|und|et)\b|(?<=\b[A-Z])[-_ ]?cam\b",
        " ",
        text,
        flags=re.IGNORECASE,
    )
    parts = re.findall(r"[A-Za-z]+|\d+", bare)
    letters: list[str] = []
    for part in parts:
        if part.isdigit() or len(part) == 1:
            letters.append(part.upper())
        elif len(part) <= 4 and part.isupper() and len(set(part)) == len(part) and max(part) <= "H":
            letters.extend(part)
    return tuple(dict.fromkeys(letters))


_CIRCLED_DIGITS = {chr(0x2460 + n): str(n + 1) for n in range(20)}


def _split_take(text: str | None) -> tuple[str | None, tuple[str, ...], Status | None]:
    """A take cell without its camera letter and its mark: `2A*` is take 2, camera A, circled."""
    if text is None:
        return None, (), None
    bare = text.strip()
    if bare in _CIRCLED_DIGITS:
        return _CIRCLED_DIGITS[bare], (), Status.CIRCLED
    starred = Status.CIRCLED if re.search(r"\*|^\(\s*\d+\s*\)$|[©●]", bare) else None
    bare = re.sub(r"[*()©●]", "", bare).strip()
    if re.search(r"\bFS\b|(?<=\d)FS$", bare, re.IGNORECASE):
        starred = Status.FALSE_START
        bare = re.sub(r"[-_ ]?FS[-_ ]?", "", bare, flags=re.IGNORECASE)
    match = re.fullmatch(
        r"(?:T(?:A?KE?)?[. ]?)?(PU[- ]?)?0*(\d{1,3})([A-H])?( ?PU)?", bare, re.IGNORECASE
    )
    if not match:
        return bare or None, (), starred
    cameras = (match[3].upper(),) if match[3] else ()
    return f"{'PU' if match[1] or match[4] else ''}{match[2]}", cameras, starred
