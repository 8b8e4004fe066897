"""What runs in the other process: pyavb opens the bin, plain data come back."""

from collections.abc import Iterator
from typing import Any

from circletake.plugins.formats.avb._sequence import Sequences, source_of

Plain = dict[str, Any]


def read_bin(path: str) -> Plain:
    """The mobs and sequences of a bin.

    Args:
        path: The file.

    Returns:
        `mobs`: one object for each, with its user columns; `timelines`: OTIO's plain data of each
        sequence; `failures`: what could not be read, in words.
    """
    import avb

    failures: list[str] = []
    with avb.open(path) as file:
        content = file.content
        if not hasattr(content, "items"):
            raise ValueError(f"it holds a `{type(content).__name__}`, not a bin")
        placed = list(_placed(content, failures))
        known = {str(mob.mob_id): mob for mob, _ in placed if hasattr(mob, "mob_id")}
        mobs = [_told(mob, known, in_bin, failures) for mob, in_bin in placed]
        timelines = []
        for mob, _ in placed:
            if mob.mob_type == "CompositionMob" and mob.usage_code == 0:
                try:
                    timelines.append(Sequences(known, failures).timeline(mob))
                except Exception as error:  # noqa: BLE001 - one broken sequence costs no other
                    failures.append(f"sequence `{mob.name}` cannot be read: {_words(error)}")
    return {"mobs": mobs, "timelines": timelines, "failures": failures}


def _placed(content: Any, failures: list[str]) -> Iterator[tuple[Any, bool]]:
    """Each mob, and whether somebody put it into the bin (others are what those are made from)."""
    for item in content.items:
        try:
            mob = item.mob
            if mob is not None:
                yield mob, bool(item.user_placed)
        except Exception as error:  # noqa: BLE001 - one broken mob costs no other
            failures.append(f"a mob cannot be read: {_words(error)}")


def _told(mob: Any, known: dict[str, Any], in_bin: bool, failures: list[str]) -> Plain:
    told: Plain = {
        "name": str(mob.name or ""),
        "kind": str(mob.mob_type),
        "usage": mob.usage,
        "in_bin": in_bin,
        "columns": {},
        "picture": True,
    }
    try:
        kinds = {str(track.media_kind) for track in mob.tracks}
        told["picture"] = "picture" in kinds or "sound" not in kinds
        attributes = getattr(mob, "attributes", None)
        user = attributes.get("_USER") if attributes else None
        told["columns"] = {
            str(name): text.strip()
            for name, text in (user.items() if user else ())
            if isinstance(text, str) and text.strip()
        }
        told.update(source_of(mob, known))
    except Exception as error:  # noqa: BLE001 - its name is left
        failures.append(f"`{mob.name}` is read in part: {_words(error)}")
    return told


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
