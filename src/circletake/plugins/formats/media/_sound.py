"""What a sound recorder wrote about a take: iXML, or the older fields in the bext description.

Sources: iXML 2.10 (Gallery), EBU Tech 3285. Recorders differ: `CIRCLED` is TRUE, FALSE, empty or
missing; a take is `1`, `06` or `001`.
"""

import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from circletake.errors import ReadError, TimecodeError
from circletake.model import ColumnTable, LogKind, LogRow
from circletake.plugins.formats.media._wav import Wave
from circletake.timecode import Rate
from circletake.tools import Limits, parse_xml

_DESCRIBED = re.compile(r"^[a-z]?([A-Z][A-Z_]+)=(.*?)\s*$", re.MULTILINE)
_SPEED = re.compile(r"0*(\d+(?:\.\d+)?)[- ]*(DF|D|NDF|ND)?", re.IGNORECASE)
_DAY = 86_400
# Column of the log and the field that fills it; columns are read as those of a sound report.
_COLUMNS = (
    ("Scene", "SCENE"), ("Take", "TAKE"), ("Tape", "TAPE"), ("Circled", "CIRCLED"),
    ("NG", "NO_GOOD"), ("False Start", "FALSE_START"), ("Wild", "WILD_TRACK"), ("Notes", "NOTE"),
    ("Project", "PROJECT"),
)  # fmt: skip


def fields_of(wave: Wave, path: Path, limits: Limits) -> Mapping[str, str]:
    """Fields of the iXML document, nested ones as `SPEED/NOTE`; else of the bext description."""
    if wave.ixml is None:
        return dict(_DESCRIBED.findall(wave.bext.get("description", "").replace("\r", "\n")))
    try:
        root = parse_xml(wave.ixml_bytes, file=path, limits=limits)
    except ReadError as error:
        wave.problems.append(f"the iXML document cannot be read: {error.cause or error.message}")
        return {}
    found: dict[str, str] = {}
    for child in root:
        if len(child):
            for inner in child:
                found.setdefault(f"{child.tag}/{inner.tag}", (inner.text or "").strip())
        else:
            found.setdefault(str(child.tag), (child.text or "").strip())
    kinds = re.split(r"[,\s]+", found.get("TAKE_TYPE", "").upper())
    found |= {kind: "TRUE" for kind in ("NO_GOOD", "FALSE_START", "WILD_TRACK") if kind in kinds}
    return found


def rate_of(fields: Mapping[str, str]) -> Rate | None:
    """Rate of the recorder's timecode."""
    text = fields.get("SPEED/TIMECODE_RATE") or fields.get("SPEED/MASTER_SPEED") or ""
    flag = fields.get("SPEED/TIMECODE_FLAG", "")
    if not text and (match := _SPEED.fullmatch(fields.get("SPEED", "").strip())):
        text, flag = match[1], match[2] or ""
    try:
        rate = Rate.parse(text)
    except TimecodeError:
        return None
    if flag.upper() not in {"DF", "D"}:
        return rate
    try:
        return Rate.parse(f"{rate.fps} DF")
    except TimecodeError:
        return rate


def start_of(fields: Mapping[str, str], wave: Wave) -> Fraction | None:
    """Seconds since midnight at which the sound begins, exact."""
    low = fields.get("SPEED/TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO", "")
    high = fields.get("SPEED/TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI", "") or "0"
    stated = fields.get("SPEED/TIMESTAMP_SAMPLE_RATE", "")
    speed = _whole(stated) or wave.sample_rate
    samples = None
    if _whole(low) is not None and _whole(high) is not None:
        samples = (_whole(low) or 0) + ((_whole(high) or 0) << 32)
    elif "time_reference" in wave.bext:
        samples, speed = int(wave.bext["time_reference"]), wave.sample_rate
    if samples is None or not speed:
        return None
    seconds = Fraction(samples, speed)
    if seconds > 2 * _DAY:
        wave.problems.append(f"it begins {samples} samples after midnight, which no day has")
        return None
    return seconds


def label_of(seconds: Fraction, rate: Rate, sample_rate: int) -> str:
    """The timecode label at that many seconds after midnight.

    A recorder rounds the moment down to a sample, so up to one sample before a frame is that frame.
    """
    return rate.label(rate.frame_at(seconds + Fraction(1, sample_rate or 48_000)))


def row_of(
    fields: Mapping[str, str], name: str, start: str | None, end: str | None, rate: Rate | None
) -> LogRow | None:
    """The row of a sound log that the fields make; None when they tell nothing of a take."""
    cells = {column: fields.get(name, "") for column, name in _COLUMNS}
    if not any(cells[column] for column in ("Scene", "Take", "Circled", "Notes", "NG")):
        return None
    cells |= {"File Name": name, "Start TC": start or "", "End TC": end or ""}
    return ColumnTable().reader(tuple(cells), LogKind.SOUND).read(tuple(cells.values()), 1, rate)


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 20 else None
