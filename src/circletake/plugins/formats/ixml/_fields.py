"""The fields of an iXML document, and the row of a sound log that they are.

Source: iXML specification 3.0 (BWFXML root; SCENE, TAKE, TAPE, CIRCLED, TAKE_TYPE, NOTE, SPEED,
TRACK_LIST, HISTORY).
"""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from circletake.errors import TimecodeError
from circletake.model import ColumnTable, LogKind, LogRow
from circletake.timecode import Rate

if TYPE_CHECKING:
    from lxml.etree import _Element

_COLUMNS = ("Scene", "Take", "Sound Roll", "Circled", "NG", "False Start", "Notes", "File Name")
_FILES = ("CURRENT_FILENAME", "HISTORY/CURRENT_FILENAME", "HISTORY/ORIGINAL_FILENAME", "FILE_NAME")


def fields_of(root: "_Element") -> dict[str, str]:
    """Path below the root and text of each element that has text and no children.

    Repeated elements are numbered: `TRACK_LIST/TRACK[2]/NAME`.
    """
    fields: dict[str, str] = {}
    stack: list[tuple[str, _Element]] = [("", root)]
    while stack:
        path, element = stack.pop()
        children = list(element)
        text = (element.text or "").strip()
        if path and text and not children:
            fields[path] = text
        total = Counter(child.tag for child in children)
        seen: Counter[str] = Counter()
        below: list[tuple[str, _Element]] = []
        for child in children:
            tag = str(child.tag)
            seen[tag] += 1
            name = f"{tag}[{seen[tag]}]" if total[tag] > 1 else tag
            below.append((f"{path}/{name}" if path else name, child))
        stack.extend(reversed(below))
    return fields


def log_row(
    fields: Mapping[str, str], line: int = 1, columns: Mapping[str, str] | None = None
) -> LogRow | None:
    """The row of a sound log that an iXML document is; None when it names neither take nor file.

    Args:
        fields: As `fields_of` gives them.
        line: Line that the row is said to stand on.
        columns: The studio's own column names.
    """
    kind = fields.get("TAKE_TYPE", "").upper()
    cells = [
        fields.get("SCENE", ""),
        fields.get("TAKE", ""),
        fields.get("TAPE", ""),
        fields.get("CIRCLED", ""),
        "TRUE" if "NO_GOOD" in kind else fields.get("NO_GOOD", ""),
        "TRUE" if "FALSE_START" in kind else fields.get("FALSE_START", ""),
        fields.get("NOTE", ""),
        next((fields[name] for name in _FILES if fields.get(name)), ""),
    ]
    rate = rate_of(fields)
    row = ColumnTable(columns).reader(_COLUMNS, LogKind.SOUND).read(cells, line, rate)
    if row is None:
        return None
    return LogRow(
        row.log, row.line, row.scene, row.slate, row.take, (), row.clip, row.roll, row.status,
        row.notes, _start(fields, rate), None, rate, dict(fields),
    )  # fmt: skip


def rate_of(fields: Mapping[str, str]) -> Rate | None:
    """The timecode rate, drop-frame by its flag; None when it is not told or cannot be."""
    told = fields.get("SPEED/TIMECODE_RATE") or fields.get("SPEED/MASTER_SPEED")
    if not told:
        return None
    flag = fields.get("SPEED/TIMECODE_FLAG", "").strip().upper()
    for text in (f"{told} DF" if flag == "DF" else told, told):
        try:
            return Rate.parse(text)
        except TimecodeError:
            continue
    return None


def _start(fields: Mapping[str, str], rate: Rate | None) -> str | None:
    """The first timecode, from samples since midnight."""
    if rate is None:
        return None
    high = _whole(fields.get("SPEED/TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI", "0"))
    low = _whole(fields.get("SPEED/TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO", ""))
    each = _whole(
        fields.get("SPEED/TIMESTAMP_SAMPLE_RATE") or fields.get("SPEED/FILE_SAMPLE_RATE", "")
    )
    if low is None:
        high = _whole(fields.get("BEXT/BWF_TIME_REFERENCE_HIGH", "0"))
        low = _whole(fields.get("BEXT/BWF_TIME_REFERENCE_LOW", ""))
    if low is None or high is None or not each or each < 0:
        return None
    samples = (high % 2**32 << 32) + low % 2**32  # recorders write the halves signed, too
    if samples > each * 86400 * 2:
        return None
    return rate.label(samples * rate.fps.numerator // (each * rate.fps.denominator))


def _whole(text: str) -> int | None:
    try:
        return int(text) if len(text) < 24 else None
    except ValueError:
        return None
