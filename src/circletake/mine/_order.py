"""The order that a person would list things in."""

import re
from functools import lru_cache

from circletake.model import Take

_PARTS = re.compile(r"\d+|\D+")


@lru_cache(maxsize=65536)
def natural(text: str | None) -> tuple[tuple[int, str], ...]:
    """A sorting key in which numbers count as numbers: 2 before 10, 24 before 24A."""
    return tuple(
        (int(part), "") if part.isdigit() and part.isascii() else (-1, part)
        for part in _PARTS.findall((text or "").upper())
    )


def take_order(take: Take) -> tuple[object, ...]:
    """Scene, setup, take and camera."""
    return (
        natural(take.scene), natural(take.setup), take.take or 0,
        take.camera or "", take.clip or "",
    )  # fmt: skip


def cut_order(name: str) -> tuple[object, ...]:
    """Cuts by name: `v2` before `v10`, and a `v` before a number does not count."""
    return natural(re.sub(r"(?<![A-Z])V(?=\d)", "", name.upper()))
