"""What a consent's description names, so far as a machine can tell.

A scope is words for people. Where it names scenes, setups, slates or clips (`setups 24A and 25`,
`scenes 12-14`, `clip A012C003_240503`), those are understood; a subject of a use is one of them by
its own name, or because the mined takes say which setup and scene its clip is of.
"""

import re
from collections.abc import Iterable, Mapping

from circletake.model import Take, scene_of, setup_spelling

_VALUE = r"[A-Za-z]{0,3}\d[\w.]*(?:-\w+)*"
_NAMED = re.compile(
    rf"\b(scene|setup|slate|clip)s?\s*:?\s*({_VALUE}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*){_VALUE})*)",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(\d{1,4})-(\d{1,4})")
_LONGEST = 9999


def names_in(scope: str) -> frozenset[str]:
    """Subjects that a description names: `scene:24`, `setup:24A`, `clip:a012c003`."""
    found: set[str] = set()
    for kind, values in _NAMED.findall(scope):
        for value in re.findall(_VALUE, values):
            between = _RANGE.fullmatch(value)
            if between and kind.lower() == "scene":
                first, last = int(between[1]), int(between[2])
                found |= {f"scene:{n}" for n in range(first, min(last, first + _LONGEST) + 1)}
            found.add(_plain(kind.lower(), value))
    return frozenset(found)


def names_of(subject: str, takes: Mapping[str, Take]) -> frozenset[str]:
    """Every name that a subject of a use goes by.

    Args:
        subject: A clip, a candidate or a file; or with its kind before it, as `setup:24A`.
        takes: The production's takes, by clip in lower case.
    """
    kind, _, value = subject.rpartition(":")
    found = {_plain(kind.lower(), value)} if kind else {_plain("clip", value)}
    take = takes.get(value.lower())
    if take is not None:
        found |= {_plain("clip", value)}
        found |= {_plain("setup", take.setup)} if take.setup else set()
        found |= {_plain("scene", take.scene)} if take.scene else set()
    setups = [name.removeprefix("setup:") for name in found if name.startswith("setup:")]
    found |= {f"scene:{scene.lower()}" for each in setups if (scene := scene_of(each.upper()))}
    return frozenset(found)


def by_clip(takes: Iterable[Take]) -> dict[str, Take]:
    """Takes by clip in lower case."""
    return {take.clip.lower(): take for take in takes if take.clip}


def _plain(kind: str, value: str) -> str:
    if kind in {"setup", "slate"}:
        return f"setup:{setup_spelling(value).lower()}"
    return f"{kind}:{value.lower()}"
