"""What the columns of logs are called, and whose log has which.

A column's meaning is looked up by its name without case, accents, blanks and punctuation.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from circletake.model.marks import column_key
from circletake.model.shooting import LogKind

# Field -> names, the most telling first. Order matters where a row has several of one field.
_NAMES: dict[str, str] = {
    "scene": (
        "scene sc scn scenenumber sceneno scenenum scenenr scriptscene scriptsceneno scriptsc "
        "sceneid szene szenennr szenenr bild escena scena scenes scenename sequence"
    ),
    "slate": (
        "slate slateno slatenumber slatenum slatenr slateid slateuid slatename slatetext "
        "setup setupno setupnumber setupid setupslate slatesetup klappe klappennr shot shotno "
        "shotnumber claqueta clap clapper einstellung plan scenesetup scenesetups scsetup "
        "sceneshot sceneslate scslate"
    ),
    "slate_take": (
        "slatetake setuptake scenetake sceneslatetake scenesetuptake sctk shottake slatetk "
        "scenetk scsetuptk sceneandtake slateandtake scslatetk sceneshottake scshottk"
    ),
    "take": "take tk takeno takenumber takenum takenr takeid toma prise tkno takes",
    "camera": (
        "camera cam cameraid camid cameraletter camletter cameras cams cameraindex kamera "
        "cameraunit camno camerano cameraidentifier cameraname camera_s"
    ),
    "clip": (
        "cameraclip cameraclipname clipfile clipfilename videoclip masterclip cameraclipid "
        "cameraoriginal clipname clipid cameraf camerafile camerafilename videofile mediafile "
        "sourcefile sourcefilename originalfilename originalfile originalclip "
        "originalclipname file filename filepath unc sourcepath sourcefilepath mediapath clip "
        "cliptitle clipnumber clipno clips files name"
    ),
    "roll": (
        "camroll cameraroll camerarollno camrollno cr roll rollno rollid rollnumber rollname "
        "card cardid cardno cameracard mag magazine magno magid camerareel camreel reelname "
        "reel reelid reelno reelnumber tape tapename tapeid cassette rolls camrolls "
        "camerarolls"
    ),
    "sound_roll": (
        "soundroll sndroll soundreel sndrl soundrl soundtape audioroll soundcard sr soundrollno"
    ),
    "sound_file": "soundfile audiofile wav wavfile soundfilename audiofilename",
    "status": (
        "status takestatus disposition takeresult evaluation result verdict circng circledng "
        "goodng printng takequality takerating rating grade mark quality cng okng png "
        "circledtake circled circle circ cir circletake circledtakes circletakes ct print "
        "printed printtake prints select selected selects good goodtake ok okay best use pick "
        "picks directorpick directorspick favorite favourite kopierer flag flagged sel"
    ),
    "ng": "ng nogood bad",
    "hold": "hold keep held",
    "false_start": "falsestart falsestarts fs",
    "notes": (
        "notes note comments comment remarks remark takenotes takenote takecomments "
        "takecomment reason reasons directornotes directorsnotes directornote continuitynotes "
        "soundnotes cameranotes camnotes scriptnotes editornotes editorsnotes notesforeditor "
        "notestoeditor notesforpost bemerkung bemerkungen anmerkung notiz notizen commentaire "
        "commentaires remarque remarques observaciones notas lognote lognotes problem "
        "problems memo ngreason"
    ),
    "description": (
        "description descript desc action shotdescription setupdescription beschreibung "
        "shotdesc descripcion"
    ),
    "start": (
        "starttc tcstart starttimecode timecodestart tcin timecodein intc tci firsttc camtcin "
        "camerastarttc camtcstart masterstart srcin sourcein sourcestart start timecode tc "
        "begin som in"
    ),
    "end": (
        "endtc tcend endtimecode timecodeend tcout timecodeout outtc tco lasttc masterend "
        "camtcout cameraendtc camtcend srcout sourceout sourceend end eom out"
    ),
    "rate": "projectfps timebase projectframerate timecoderate tcrate framerate fps rate",
}
FIELD_OF = {name: field_ for field_, names in _NAMES.items() for name in names.split()}
RANK = {name: rank for names in _NAMES.values() for rank, name in enumerate(names.split())}
# Columns in which a status is written in words, so that a blank is an answer.
WORDED = frozenset(
    "status takestatus disposition takeresult evaluation result verdict circng circledng goodng "
    "printng takequality mark quality cng okng png".split()
)
_REMARKS = re.compile(r"notes?$|^notes|comments?$|^comments|remarks?$")
_NUMBERED = frozenset({"notes", "description", "clip", "roll"})
# "A Roll", "Camera B Roll", "Roll C", "B Clip", "Cam A"
_LETTERED = re.compile(
    r"(?:cam(?:era)?)?(?P<one>[a-h])(?:cam(?:era)?)?(?P<what>roll|mag|card|reel|clip|clipname|file)(?:no)?"
    r"|(?:cam(?:era)?)?(?P<what2>roll|mag|card|reel|clip|file)(?P<two>[a-h])(?:cam(?:era)?)?"
    r"|(?P<three>[a-h])cam(?:era)?|cam(?:era)?(?P<four>[a-h])"
)


@lru_cache(maxsize=4096)
def field_named(key: str) -> str | None:
    """The field that a column of this key holds; `roll:B` for `B Roll`; None when it is unknown."""
    found = FIELD_OF.get(key) or FIELD_OF.get(key.removesuffix("yn"))
    if found or not key:
        return found
    lettered = _LETTERED.fullmatch(key)
    if lettered:
        what = lettered["what"] or lettered["what2"]
        letter = (
            lettered["one"] or lettered["two"] or lettered["three"] or lettered["four"]
        ).upper()
        if what is None:
            return f"cam:{letter}"
        return f"{'clip' if what in {'clip', 'clipname', 'file'} else 'roll'}:{letter}"
    found = FIELD_OF.get(key.rstrip("0123456789"))
    if found in _NUMBERED:
        return found
    return "notes" if _REMARKS.search(key) else None


def unique_names(names: Sequence[str]) -> tuple[str, ...]:
    """Names of columns, each once: a second `Notes` is `Notes (2)`, a blank one `column 4`."""
    told: dict[str, None] = {}
    for place, name in enumerate(names, 1):
        bare = name.strip() or f"column {place}"
        unique, count = bare, 1
        while unique in told:
            count += 1
            unique = f"{bare} ({count})"
        told[unique] = None
    return tuple(told)


# What a log calls itself in its title or its file's name, and what only hints at it.
_TITLES = {
    LogKind.SOUND: r"sound (?:report|log)|audio report|soundreport|sound roll report",
    LogKind.CAMERA: r"camera (?:report|log|sheet)|cam (?:report|log)|dit (?:report|log)"
    r"|dailies report|\b[a-h] ?cam\b|\bcam ?[a-h]\b|loader",
    LogKind.SCRIPT: r"script|continuity|supervisor|editor'?s? (?:daily )?log|facing page|daily log",
}
_HINTS = {
    LogKind.SOUND: r"sound|mixer|audio",
    LogKind.CAMERA: r"camera|\bdit\b",
    LogKind.SCRIPT: r"script|editor",
}
_TELLS = {
    LogKind.SOUND: (
        "filename tape wild samplerate bitdepth t1 t2 t3 t4 trk1 trk2 tr1 tr2 track1 track2 "
        "ch1 ch2 tracks channels mixer soundreport recorder mics boom soundroll iso1 user "
        "polymono trackname mix"
    ),
    LogKind.CAMERA: (
        "lens iso ei asa fstop tstop stop shutter wb whitebalance colortemp filter filters "
        "focal focallength codec resolution card mag clip clipname cameraclip camerafile "
        "filename serial lut tilt camerareport kelvin nd sensor reel tape asc sop height "
        "distance colorspace gamma camroll ascsop ascsat sourcefile unc manufacturer "
        "cameratype"
    ),
    LogKind.SCRIPT: (
        "lines linescovered linecovered pages page eighths timing duration slate setup "
        "description circled print printed status dialogue scriptday day continuity "
        "scriptsupervisor supervisor soundroll action scriptnotes int ext reason remarks pgs "
        "shootday director hold ng falsestart lens scriptscene takestatus coverage"
    ),
}
_KEYS = {kind: frozenset(words.split()) for kind, words in _TELLS.items()}
# A name before a colon labels a person ("Script Supervisor: M. L."), not the log.
_TITLE = {kind: re.compile(rf"(?:{words})(?![\w ]{{0,20}}:)") for kind, words in _TITLES.items()}
_HINT = {kind: re.compile(f"{_TITLES[kind]}|{words}") for kind, words in _HINTS.items()}


def log_kind(names: Sequence[str], preamble: str = "") -> LogKind:
    """Whose log has these columns; `preamble` is what stands above them, and the file's name."""
    text = re.sub(r"[_\- \t]+", " ", preamble[:20_000].lower())
    keys = {column_key(name) for name in names}
    scores = {
        kind: len(keys & _KEYS[kind])
        + (5 if _TITLE[kind].search(text) else 0)
        + (1 if _HINT[kind].search(text) else 0)
        for kind in LogKind
    }
    return max(scores, key=lambda kind: (scores[kind], kind is LogKind.SCRIPT))
