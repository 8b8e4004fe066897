"""Slates and clip names as people write them.

A slate is text; what is parsed stands beside it. US slates name the scene and count setups by
letter (`24A`, take 3); European ones run through the shoot (`112`). Seen in real cuts: `24A-3`,
`24A/3`, `92-2A*` (take 2, camera A, circled), `117B-3-B`, `V8033-14_SC65 NB MOS*`, `7B-2 48FPS*`,
`246J-6BALL` (the colour ball shot after take 6), `VO 16/1`.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

_CAMERA_FILE = re.compile(
    r"""^(?:
      [A-Z]{1,2}\d{3,4}_?[CL]\d{3,4}(?:[_.].*|[A-Z]\w*)?  # A012C003_240503_R1BY, A099_C005_08281C
    | [A-Z]_\d{3,4}_?C\d{3}(?:_.*)?                       # A_0031C010_241010_133208_h1C2T
    | [A-Z]\d{3}_\d{6,8}_C\d{3}.*                         # A001_08151512_C003
    | (?:DSC|MVI|IMG|MOV|DJI|GX|GH|GOPR|CLIP|PXL|VID|P)_?\d{4,}.*
    | C\d{4}(?:M\d\d)?
    )$""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_MEDIA = (
    "mov|mxf|mp4|m4v|avi|ari|arx|r3d|rdc|rdm|braw|crm|rmf|raw|nev|cine|dng|dpx|exr|wav|bwf|aif|aiff"
    "|aaf|omf|mts|m2ts|mkv|webm|png|jpe?g|tiff?|mpe?g"
)
# Media suffixes, and what editing systems append to the names of subclips and copies.
_SUFFIX = re.compile(
    rf"(?:\.(?:{_MEDIA})|\.(?:new|sub|copy|grp|group|sync|mix|exported|transcoded|consolidated"
    r"|relinked|linked)(?:\.\d+)+)+$",
    re.IGNORECASE | re.ASCII,
)
_SEGMENT = re.compile(r"_\d{3}(?=\.r3d$)", re.IGNORECASE | re.ASCII)
_WORD = r"(?:(?:sc(?:ene)?|slate|sl|setup|shot|bild|klappe)[.:#\s_-]*(?=[A-Z]{0,3}\d))"
_SLATE = re.compile(
    rf"""^\s*{_WORD}?\#?\s*
      (?P<setup>(?:\d{{3}}-)?[A-Z]{{0,4}}\d{{1,4}}(?:[A-Z]{{0,4}}?|[-_/\s.][A-Z]{{1,2}}(?=[-_/\s.])))
      (?:\s*[-/_.,x]\s*|\s+|(?=T(?:K|AKE)?\d)|(?=\(\d))
      (?:t(?:a?ke?)?[.:\s_-]*)?
      (?:(?P<pickup>pu[-_\s]?)?(?P<take>0*\d{{1,2}})|\((?P<ringed>\d{{1,2}})\))(?!\d)
      (?P<pickup2>[\s_-]?pu(?![A-Z]))?
      (?P<rest>.*)$""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL | re.ASCII,
)
# After the take number: a camera letter alone, or the end, or words that stand apart.
_CAMERA = re.compile(
    r"(?:[-_/.\s]*\bcam(?:era)?[-_.\s]*)?[-_/.\s]?([A-Z])(?:[-_\s]?cam(?:era)?)?(?![A-Z\d])",
    re.IGNORECASE | re.ASCII,
)
_APART = re.compile(r"\W|_|[A-Z]{2}", re.IGNORECASE | re.ASCII)
_DATE = re.compile(r"\s*(?:19|20)\d\d[-_./]\d\d[-_./]\d\d(?!\d)", re.ASCII)
_STARS = "*•●©"
_SETUP = re.compile(r"^([A-Z]*?)(\d+)([A-Z]*)$", re.ASCII)
_SAID = re.compile(r"^(?:SCENE|SCN|SC|SLATE|SETUP|SZENE|BILD|KLAPPE)[.:#]*(?=[A-Z]{0,3}\d)")


_ROLL = re.compile(r"([A-Z]{1,2}\d{3,4}|[A-Z]_\d{3,4})(?=_?[CL]\d{3}|_\d{6,8}_C)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Slate:
    """A slate, parsed.

    Attributes:
        text: As written.
        setup: The slate without the take, brought to one spelling (`24A`, `112`).
        take: Take number.
        camera: Camera letter, where the slate carries one.
        starred: True for the editor's mark of a circled take.
        pickup: True for a pickup (`PU`).
    """

    text: str
    setup: str
    take: int
    camera: str | None = None
    starred: bool = False
    pickup: bool = False


@lru_cache(maxsize=65536)
def parse_slate(text: str) -> Slate | None:
    """The slate that a name carries, or None when it carries none.

    Args:
        text: A slate, or a clip's name with its folder left off.
    """
    if len(text) > 200:
        return None
    name = _SUFFIX.sub("", text.strip())
    match = _SLATE.match(name)
    if match is None or is_camera_file(name) or _DATE.match(name):
        return None
    rest = match["rest"].rstrip().lstrip(_STARS)
    starred = any(star in match["rest"] for star in _STARS) or match["ringed"] is not None
    camera = None
    if rest:
        lettered = _CAMERA.match(rest)
        if lettered:
            camera = lettered[1].upper()
        elif not _APART.match(rest):
            return None
    take = int(match["take"] or match["ringed"])
    pickup = bool(match["pickup"] or match["pickup2"])
    setup = setup_spelling(match["setup"])
    return Slate(text, setup, take, camera, starred=starred, pickup=pickup)


@lru_cache(maxsize=65536)
def setup_spelling(text: str) -> str:
    """One spelling of a setup: capitals, no blanks, no leading zeros (`Sc. 024-a` is `24A`)."""
    packed = re.sub(r"[\s_]+", "", text).upper().strip("#*•.,:;")
    packed = _SAID.sub("", packed)
    packed = re.sub(r"(?<=\d)[-/.](?=[A-Z])|(?<=^[A-Z])[-/.](?=\d)", "", packed)
    return re.sub(r"(?<![\d.])0+(?=\d)", "", packed)


@lru_cache(maxsize=65536)
def is_camera_file(name: str) -> bool:
    """True for the names that cameras give their clips (ARRI, RED, Sony, Blackmagic and others)."""
    return _CAMERA_FILE.match(_SUFFIX.sub("", name.strip())) is not None


@lru_cache(maxsize=65536)
def clip_stem(name: str) -> str:
    """A clip's name without folder, media suffix, spanned-file number and surrounding blanks."""
    bare = name.strip().replace("\\", "/").rsplit("/", 1)[-1]
    return _SUFFIX.sub("", _SEGMENT.sub("", bare)).strip()


@lru_cache(maxsize=65536)
def roll_of(clip: str) -> str | None:
    """The camera roll in a camera file's name: `A012` of `A012C003_240503_R1BY`."""
    match = _ROLL.match(clip)
    return match[1].upper() if match else None


def scene_of(setup: str, scenes: Collection[str] = ()) -> str | None:
    """The script scene of a US setup: the longest scene number that begins it, else its digits.

    Args:
        setup: As `setup_spelling` gives it.
        scenes: Scene numbers that the script has; they tell scene `24A` from setup A of 24.
    """
    best = ""
    for scene in scenes:
        rest = setup.removeprefix(scene)
        if rest != setup and len(scene) > len(best) and not rest[:1].isdigit():
            best = scene
    if best:
        return best
    match = _SETUP.match(setup.rsplit("-", 1)[-1])
    return match[2] if match else None
