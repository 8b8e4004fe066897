"""The cuts of a production: named, in order, each once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from circletake.mine._order import cut_order
from circletake.model import Cut, Event, cut_name
from circletake.ports.stores import Filed


@dataclass(frozen=True, slots=True)
class FiledCut:
    """A cut with the file that tells it best; `also` are other files of the same cut."""

    name: str
    file: str
    cut: Cut
    also: tuple[str, ...] = ()


def cuts_in_order(filed: Iterable[Filed[Cut]], order: Sequence[str] = ()) -> list[FiledCut]:
    """Every cut that has a picture, oldest first.

    A cut's name is its file's stem; the same stem in two formats is one cut, told by the file with
    more picture events. An order that the user recorded wins; cuts that it does not name follow by
    name: `v2` before `v10`.
    """
    by_file: dict[str, list[Cut]] = defaultdict(list)
    for each in filed:
        by_file[each.file].append(each.value)
    by_name: dict[str, list[FiledCut]] = defaultdict(list)
    for file, cuts in by_file.items():
        stem = cut_name(file)
        for cut in cuts:
            name = stem if len(cuts) == 1 else cut.name
            if any(is_picture(event) for event in cut.events):
                by_name[name.upper()].append(FiledCut(name, file, cut))
    best = [_best(found) for found in by_name.values()]
    place = {name.upper(): number for number, name in enumerate(order)}
    return sorted(
        best, key=lambda cut: (place.get(cut.name.upper(), len(place)), cut_order(cut.name))
    )


def _best(found: list[FiledCut]) -> FiledCut:
    found.sort(key=lambda cut: (-sum(map(is_picture, cut.cut.events)), cut.file))
    return replace(found[0], also=tuple(cut.file for cut in found[1:]))


def is_picture(event: Event) -> bool:
    """True for an event that shows something: picture, switched on, of some length, not black."""
    return (
        event.picture
        and event.enabled
        and event.record_out > event.record_in
        and not ((event.reel or "").upper() in _BLACK and not event.clip_name)
    )


_BLACK = frozenset({"BL", "BLK", "BLACK"})
