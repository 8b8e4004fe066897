"""Slates and clip names as people write them.

A slate is text; what is parsed stands beside it. US slates name the scene and count setups by
letter (`24A`, take 3); European ones run through the shoot (`112`). Seen in real cuts: `24A-3`,
`24A/3`, `92-2A*` (take 2, camera A, circled), `117B-3-B`, `V8033-14_SC65 NB MOS*`.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

_CAMERA_FILE = re.compile(
    r"""^(?:
      [A-Z]{1,2}\d{3,4}_?[CL]\d{3,4}(?:_.*|[A-Z]\w*)?   # A012C003_240503_R1BY, A099_C005_08281C
    | [A-Z]\d{3}_\d{6,8}_C\d{3}.*                       # A001_08151512_C003
    | (?:DSC|MVI|IMG|DJI|GX|GH|GOPR|CLIP|PXL|VID)_?\d{3,}.*
    | C\d{4}(?:M\d\d)?
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
_SUFFIX = re.compile(
    r"(?:\.(?:mov|mxf|mp4|m4v|avi|ari|arx|r3d|braw|crm|rmf|nev|cine|dng|dpx|exr|wav|bwf|aif|aiff|mts|mkv|webm|png|jpg))+$"
    r"|\.new\.\d+$",
    re.IGNORECASE,
)
_SLATE = re.compile(
    r"""^\s*(?:(?:sc(?:ene)?|slate|sl)[.\s_]*(?=[A-Z]{0,3}\d))?
      (?P<setup>(?:\d{3}-)?[A-Z]{0,4}\d{1,4}[A-Z]{0,4}?)
      (?:\s*[-/_.,x]\s*|\s+|(?=T\d))
      (?:t(?:a?ke?)?[.\s_-]*)?
      (?P<pickup>pu[-\s]?)?(?P<take>\d{1,3})(?P<pickup2>\s?pu)?
      (?:[-_\s]?(?:cam(?:era)?\s?)?(?P<camera>[A-Z])(?:[-\s]?cam)?(?![A-Z\d]))?
      (?P<rest>(?:[_\s\-(].*?)?)
      (?P<star>\**)\s*$""",
    re.VERBOSE | re.IGNORECASE,
)
_SETUP = re.compile(r"^([A-Z]*?)(\d+)([A-Z]*)$")


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
    """The slate that a name carries, or None when it carries none."""
    name = _SUFFIX.sub("", text.strip())
    if is_camera_file(name):
        return None
    match = _SLATE.match(name)
    if not match:
        return None
    return Slate(
        text,
        setup_spelling(match["setup"]),
        int(match["take"]),
        match["camera"].upper() if match["camera"] else None,
        starred=bool(match["star"]),
        pickup=bool(match["pickup"] or match["pickup2"]),
    )


@lru_cache(maxsize=65536)
def setup_spelling(text: str) -> str:
    """One spelling of a setup: capitals, no blanks, no leading zeros (`024a` is `24A`)."""
    packed = re.sub(r"[\s_]+", "", text).upper()
    packed = re.sub(r"(?<=\d)[-/.](?=[A-Z])|(?<=^[A-Z])[-/.](?=\d)", "", packed)
    return re.sub(r"(?<![\d.])0+(?=\d)", "", packed)


def is_camera_file(name: str) -> bool:
    """True for the names that cameras give their clips (ARRI, RED, Sony, Blackmagic and others)."""
    return _CAMERA_FILE.match(_SUFFIX.sub("", name.strip())) is not None


@lru_cache(maxsize=65536)
def clip_stem(name: str) -> str:
    """A clip's name without folder, media suffix and surrounding blanks."""
    bare = name.strip().replace("\\", "/").rsplit("/", 1)[-1]
    return _SUFFIX.sub("", bare).strip()


def roll_of(clip: str) -> str | None:
    """The camera roll in a camera file's name: `A012` of `A012C003_240503_R1BY`."""
    match = re.match(r"^([A-Z]{1,2}\d{3,4})(?=_?[CL]\d{3}|_\d{6,8}_C)", clip, re.IGNORECASE)
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
