"""Values of every kind, with everything that is hard to keep: the checks of stores use them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

from circletake.model import (
    Answer,
    Brief,
    Change,
    ChangeKind,
    Clearance,
    Conflict,
    Consent,
    Cut,
    Decision,
    Element,
    ElementType,
    Event,
    Evidence,
    Finding,
    Generation,
    LogKind,
    LogRow,
    Marker,
    MediaFile,
    Note,
    NoteKind,
    Outcome,
    Pair,
    Panel,
    Reference,
    Revocation,
    Script,
    Showing,
    Shown,
    Span,
    Status,
    Stream,
    Take,
    Tie,
    Use,
    Verdict,
    VerdictSource,
    Why,
)
from circletake.ports.formats import Record
from circletake.ports.stores import Between, Mined
from circletake.timecode import Rate

FILM = Rate(Fraction(24000, 1001))
EVIDENCE = (Evidence("cuts/v2.edl", 12, "004 A012 V C"), Evidence("log.csv", None, "Ü 24A-3"))
ROW = LogRow(
    LogKind.SCRIPT, 3, "24", "24A", "3*", ("A", "B"), "A012C003_240503_R1BY", "A012",
    Status.CIRCLED, "Schön.\nSecond line", "01:00:00:00", "01:00:10:00", FILM,
    {"Scene": "24", "Größe": "CU"},
)  # fmt: skip
EVENT = Event(
    "001", "V", picture=True, record_in=86400, record_out=86448, source_in=10, source_out=58,
    source_rate=Rate(Fraction(30000, 1001), drop=True), clip_name="24A-3", reel="A012",
    speed=Fraction(-1, 2), alternates=("24A-2",), markers=(Marker("01:00:00:00", "look", "red"),),
    comments=("* FROM CLIP NAME: 24A-3",), line=4, enabled=False,
)  # fmt: skip
RECORD = Record(
    cuts=(Cut("v2", FILM, "file", (EVENT, replace(EVENT, number="002")), "Title", {"a": "b"}),
          Cut("empty", Rate(Fraction(25)), "given", ())),
    log=(ROW, LogRow(LogKind.SOUND, 4)),
    script=Script("The Well", (Element(ElementType.SCENE_HEADING, "INT. WELL", "24", line=1),
                               Element(ElementType.DIALOGUE, "Ça.", dual=True, start=9, end=13))),
    notes=(Note("slower", NoteKind.MARKER, 2, "Kim", (Reference("slate", "24a/3", "24A-3"),)),),
    media=(MediaFile("a.mov", Fraction(1001, 24), "01:00:00:00", FILM,
                     (Stream("video", "h264", 1920, 1080, FILM),), {"k": "v"}),),
    panels=(Panel(1, "1A", "1.png", Fraction(3, 2), "Hello", "runs", "", new_shot=True), Panel(2)),
)  # fmt: skip
BRIEF = Brief("take", "setup:24A", {"lines": "1-4"})
COMPARED = Verdict(
    Decision.COMPARE, BRIEF, (("A1",), ("A2", "A3")), VerdictSource.MINED, "editor", "editor",
    why=Why.SWAP, evidence=EVIDENCE,
)  # fmt: skip
ACCEPTED = Verdict(
    Decision.ACCEPT, BRIEF, (("A1",),), VerdictSource.REVIEWED, "Kim", "director",
    datetime(2026, 5, 3, 12, tzinfo=UTC), ("warm",), {"performance": 0.75},
    (Span(Fraction(1, 24), Fraction(2), (0.0, 0.25, 0.5, 1.0)),), "good \x00 \udcff",
)  # fmt: skip
CONSENT = Consent("c1", "Jo", ("voice", "likeness"), "Setup 24A", None, date(2026, 1, 2))
OTHERS = (
    Showing(BRIEF, ("A1", "A2"), "Kim", blind=True, probability=0.125),
    Generation("g1", "offline", "m", "1", 7, {"p": "q"}, "ff", 0.5, {"seconds": 4.0}, 0.1),
    CONSENT,
    Clearance(Use("voice", "a line", ("g1",), ("c1",)), Answer.ALLOWED, ("R-1",), "agreed"),
    Revocation("c1", "asked to"),
)  # fmt: skip
MINED = Mined(
    "basis", ("v1", "v2"),
    (Take("24", "24A", 3, "A", "A1", "A012", Status.NG, "soft", {"v2": 48, "v1": 0}, Outcome.USED,
          (Conflict("roll", "A012", None, "camera log", EVIDENCE),), None, None, EVIDENCE, False),
     Take(None, None, None, None)),
    (Tie("v2", 0, "A1", 0.95, ("clip name",)), Tie("v2", 1, None, 0.0, ())),
    (Between("v1", "v2", (Change(ChangeKind.TAKE_SWAP, Shown("24", "24A", 3), 48,
                                 replaced=Shown(clip="x"), evidence=EVIDENCE),)),
     Between("v2", "v3", ())),
    (Pair("24A", "A1", "A2", Why.CIRCLED_OVER_NG, EVIDENCE, ("soft",), False, "other lines"),),
    (Finding("used_though_ng", "A1", "It was used.", EVIDENCE),),
)  # fmt: skip
