"""The words of the trade as frozen values; docs/glossary.md pins each.

Owns: vocabulary. Imports only the standard library, `timecode` and `errors`.
"""

from circletake.model.columns import ColumnTable, RowReader
from circletake.model.consents import Answer, Clearance, Consent, Revocation, Use
from circletake.model.editorial import (
    Change,
    ChangeKind,
    Cut,
    Event,
    Marker,
    Shown,
    Tie,
    cut_name,
)
from circletake.model.evidence import Evidence, Problem
from circletake.model.headings import log_kind, unique_names
from circletake.model.marks import denies, read_status
from circletake.model.media import MediaFile, Panel, Stream
from circletake.model.notes import Note, NoteKind, Reference
from circletake.model.plain import (
    from_plain,
    plain_level,
    plain_reader,
    record_names,
    record_parts,
    to_plain,
)
from circletake.model.script import Element, ElementType, Script
from circletake.model.shooting import Conflict, LogKind, LogRow, Outcome, Status, Take
from circletake.model.slates import (
    Slate,
    clip_stem,
    is_camera_file,
    parse_slate,
    roll_of,
    scene_of,
    setup_spelling,
)
from circletake.model.studio import Production, SourceFile
from circletake.model.verdicts import (
    Brief,
    Candidate,
    Decision,
    Finding,
    Generation,
    Origin,
    Pair,
    Showing,
    Span,
    Verdict,
    VerdictSource,
    Why,
    Withdrawal,
)

__all__ = [
    "Answer", "Brief", "Candidate", "Change", "ChangeKind", "Clearance", "ColumnTable", "Conflict",
    "Consent", "Cut", "Decision", "Element", "ElementType", "Event", "Evidence", "Finding",
    "Generation", "LogKind", "LogRow", "Marker", "MediaFile", "Note", "NoteKind", "Origin",
    "Outcome", "Pair", "Panel", "Problem", "Production", "Reference", "Revocation", "RowReader",
    "Script", "Showing", "Shown", "Slate", "SourceFile", "Span", "Status", "Stream", "Take", "Tie",
    "Use", "Verdict", "VerdictSource", "Why", "Withdrawal", "clip_stem", "cut_name", "denies",
    "from_plain", "is_camera_file", "log_kind", "parse_slate", "plain_level", "plain_reader",
    "read_status", "record_names", "record_parts", "roll_of", "scene_of", "setup_spelling",
    "to_plain", "unique_names",
]  # fmt: skip
