"""The cuts that projects hold: storylines laid out in time, down to the media they play."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from circletake.errors import TimecodeError
from circletake.model import Cut, Event, Problem
from circletake.plugins.formats._otio import Draft, View, arranged
from circletake.plugins.formats.fcpxml._events import Piece, drafted
from circletake.plugins.formats.fcpxml._items import lane_of, pick_of
from circletake.plugins.formats.fcpxml._layout import Clock, Laid, connected, content
from circletake.plugins.formats.fcpxml._resources import CLIPS, Resources, line_of
from circletake.timecode import Rate

if TYPE_CHECKING:
    from lxml.etree import _Element

_ZERO = Fraction(0)
_FALLBACK = Rate(Fraction(24))


@dataclass(slots=True)
class _Budget:
    """How many clips may still be looked at; compounds of compounds would multiply them."""

    left: int


def read_cuts(
    root: "_Element",
    resources: Resources,
    given: Rate | None,
    stem: str,
    most: int,
    problems: list[Problem],
) -> tuple[Cut, ...]:
    """One cut for each project, in file order.

    Args:
        root: The document.
        resources: What its clips refer to.
        given: Rate for projects whose format tells none.
        stem: Name for a project without one.
        most: How many clips may be looked at in all.
        problems: What is left out or doubted is added here.
    """
    budget = _Budget(most)
    cuts: list[Cut] = []
    names: dict[str, int] = {}
    for sequence in root.iter("sequence"):
        project = sequence.getparent()
        if project is None or project.tag in {"media", "resources"}:
            continue
        name = project.get("name") or sequence.get("name") or stem
        names[name] = names.get(name, 0) + 1
        if names[name] > 1:
            name = f"{name} ({names[name]})"
        rate, origin = _rate(sequence, resources, given, problems)
        maker = _Maker(resources, rate, budget, problems)
        cuts.append(
            Cut(
                name=name,
                rate=rate,
                rate_origin=origin,
                events=maker.events(sequence),
                title=project.get("name"),
                metadata=_metadata(project, sequence),
            )
        )
    return tuple(cuts)


def _rate(
    sequence: "_Element", resources: Resources, given: Rate | None, problems: list[Problem]
) -> tuple[Rate, str]:
    rate, origin = resources.formats.get(sequence.get("format") or ""), "file"
    if rate is None and given is not None:
        rate, origin = given, "given"
    if rate is None:
        used = [asset.rate for asset in resources.assets.values() if asset.rate is not None]
        rate, origin = max(used, key=used.count) if used else _FALLBACK, "inferred"
        problems.append(
            Problem(
                line_of(sequence),
                f"the sequence's format tells no rate; {rate} taken"
                + (", that of most of its media" if used else ""),
            )
        )
    if sequence.get("tcFormat") == "DF" and not rate.drop:
        try:
            rate = Rate(rate.fps, drop=True)
        except TimecodeError as error:
            problems.append(Problem(line_of(sequence), f"`tcFormat` is DF, but {error.message}"))
    return rate, origin


def _metadata(project: "_Element", sequence: "_Element") -> dict[str, str]:
    event = next(project.iterancestors("event"), None)
    told = {
        "event": event.get("name") if event is not None else None,
        "uid": project.get("uid"),
        "modDate": project.get("modDate"),
        "tcStart": sequence.get("tcStart"),
        "tcFormat": sequence.get("tcFormat"),
        "duration": sequence.get("duration"),
    }
    return {name: text for name, text in told.items() if text}


class _Maker:
    """Makes the events of one sequence.

    A list of pieces is worked off instead of calls within calls: connected clips and compounds
    nest as deep as a file likes.
    """

    def __init__(
        self, resources: Resources, rate: Rate, budget: _Budget, problems: list[Problem]
    ) -> None:
        self._resources = resources
        self._rate = rate
        self._budget = budget
        self._problems = problems
        self._clock = Clock(resources)
        self._work: list[Piece] = []
        self._drafts: list[Draft] = []

    def events(self, sequence: "_Element") -> tuple[Event, ...]:
        """All events of a sequence, in record order within each track."""
        for spine in sequence.iterchildren("spine"):
            laid = self._clock.storyline(spine, spine)
            self._budget.left -= len(laid)
            for clip in laid:
                view = View(clip.offset, clip.end - clip.offset, clip.start, Fraction(1))
                self._work.append(self._piece(clip, view, Piece(spine, view, lane=0)))
        while self._work:
            self._expand(self._work.pop())
        return arranged(self._drafts)

    def _piece(self, laid: Laid, view: View, outer: Piece) -> Piece:
        """The piece for a clip of a storyline that stands in another piece's content."""
        element = laid.element
        begins = view.local == laid.start
        others = (
            clip.get("name") or ""
            for clip in (laid.audition if laid.audition is not None else ())
            if clip.tag in CLIPS and clip is not element
        )
        return replace(
            outer,
            element=element,
            view=view,
            plays=outer.around.of(element),
            alternates=tuple(others) or outer.alternates,
            transition=laid.transition if begins else _ZERO,
            wipe=laid.wipe,
        )

    def _expand(self, piece: Piece) -> None:
        """Replace a piece by what is connected to it and what it is made of."""
        element = piece.element
        if piece.story:
            for part in connected(element):
                self._connect(part, piece)
        if element.tag in {"gap", "caption"}:
            return
        inner = self._inside(piece)
        if inner is None:
            self._draft(piece)
            return
        made = list(inner)
        if not made:
            self._draft(piece)
            return
        outers = piece.outers
        if element.tag in {"ref-clip", "mc-clip"}:
            outers = (*outers, element)
        first, *rest = made
        self._work.append(replace(first, outers=outers))
        self._work.extend(replace(part, outers=()) for part in rest)

    def _draft(self, piece: Piece) -> None:
        """Take a piece as an event: it plays media, or nothing that is known plays in it."""
        view = self._clock.retimed(piece.element, piece.view)
        draft = drafted(replace(piece, view=view), self._resources, self._rate)
        if draft is None:
            self._problems.append(
                Problem(
                    line_of(piece.element),
                    f"`{piece.element.get('name') or piece.element.tag}` is shorter than a frame; "
                    "no event of the cut",
                )
            )
        elif not _is_silenced(draft.event, piece):
            self._drafts.append(draft)

    def _connect(self, part: "_Element", piece: Piece) -> None:
        """Add what is connected to a piece: it may reach beyond it, not beyond its compound."""
        lane = piece.lane + lane_of(part)
        clock = self._clock
        offset = clock.offset(part)
        view = piece.view
        if view.speed == 0:
            return
        record = view.record + (offset - view.local) / view.speed
        outer = replace(piece, lane=lane, named=None, outers=(), alternates=(), transition=_ZERO)
        if part.tag == "spine":
            laid = clock.storyline(part, part)
            shift = record
        else:
            clip = pick_of(part) if part.tag == "audition" else part
            if clip is None:
                return
            audition = part if part.tag == "audition" else None
            end = offset + clock.duration(clip)
            laid = (Laid(clip, audition, offset, end, clock.start(clip)),)
            shift = record - offset / view.speed
        self._budget.left -= len(laid)
        for each in laid:
            whole = _whole(each, shift, view.speed)
            shown = whole.within(*piece.bounds) if piece.bounds is not None else whole
            if shown is not None:
                self._work.append(self._piece(each, shown, outer))

    def _inside(self, piece: Piece) -> Iterator[Piece] | None:
        """The pieces that a piece is made of; None when it is media itself."""
        tag = piece.element.tag
        if tag in {"clip", "sync-clip"}:
            return self._in_clip(piece)
        if tag == "ref-clip":
            return self._in_compound(piece)
        if tag == "mc-clip":
            return self._in_multicam(piece)
        return None

    def _in_clip(self, piece: Piece) -> Iterator[Piece]:
        element = piece.element
        view = self._clock.retimed(element, piece.view)
        outer = replace(
            piece, view=view, story=False, named=piece.named or piece, around=piece.plays
        )
        parts = content(element)
        if len(parts) == 1 and parts[0].tag == "gap":
            gap = parts[0]
            view = view.inside(self._clock.offset(gap), self._clock.start(gap))
            parts = tuple(connected(gap))[:1]
        if len(parts) == 1:
            part = pick_of(parts[0]) if parts[0].tag == "audition" else parts[0]
            if part is None or part.tag == "spine":
                return
            inside = view.inside(self._clock.offset(parts[0]), self._clock.start(part))
            laid = Laid(part, None, _ZERO, _ZERO, inside.local)
            yield replace(self._piece(laid, inside, outer), transition=piece.transition)
            return
        yield from self._story(element, parts, replace(outer, view=view))

    def _in_compound(self, piece: Piece) -> Iterator[Piece]:
        ref = piece.element.get("ref") or ""
        sequence = self._resources.media.get(ref)
        if sequence is None or sequence.tag != "sequence" or not self._may_open(ref, piece):
            return
        view = self._clock.retimed(piece.element, piece.view)
        bounds = (view.record, view.record + view.length)
        outer = replace(
            piece, view=view, path=piece.path | {ref}, bounds=bounds, around=piece.plays
        )
        for spine in sequence.iterchildren("spine"):
            yield from self._story(spine, spine, outer)

    def _in_multicam(self, piece: Piece) -> Iterator[Piece]:
        ref = piece.element.get("ref") or ""
        multicam = self._resources.media.get(ref)
        if multicam is None or multicam.tag != "multicam" or not self._may_open(ref, piece):
            return
        angle, sound = _angle(piece, multicam)
        if angle is None:
            return
        view = self._clock.retimed(piece.element, piece.view)
        plays = replace(piece.plays, sound=sound)
        outer = replace(
            piece, view=view, story=False, path=piece.path | {ref}, plays=plays, around=plays
        )
        pieces = list(self._story(angle, angle, outer))
        # Where the angle shows nothing, its name is all there is.
        yield from pieces or (replace(outer, element=angle, named=None),)

    def _story(
        self, holder: "_Element", parts: "tuple[_Element, ...] | _Element", outer: Piece
    ) -> Iterator[Piece]:
        """The pieces of a storyline that show in a view of it."""
        laid = self._clock.storyline(holder, parts)
        self._budget.left -= len(laid)
        for clip in laid:
            shown = outer.view.part(clip.offset, clip.end)
            if shown is not None:
                inside = shown.inside(clip.offset, clip.start)
                yield self._piece(clip, inside, outer)

    def _may_open(self, ref: str, piece: Piece) -> bool:
        """Whether a compound or multicam is looked into: not from inside itself, nor endlessly."""
        if ref in piece.path:
            what = "contains itself"
        elif self._budget.left <= 0:
            what = "is one compound too many"
        else:
            return True
        name = piece.element.get("name") or ref
        self._problems.append(
            Problem(line_of(piece.element), f"`{name}` {what}; taken as one clip")
        )
        return False


def _is_silenced(event: Event, piece: Piece) -> bool:
    """Sound of a clip that plays its picture only, picture of one that plays its sound only."""
    if event.picture:
        return False
    return piece.plays.mute or piece.element.tag == "title"


def _whole(clip: Laid, shift: Fraction, speed: Fraction) -> View:
    """All of a clip, in a time that begins at `shift` of the cut and runs at `speed`."""
    begin, end = shift + clip.offset / speed, shift + clip.end / speed
    if speed > 0:
        return View(begin, end - begin, clip.start, speed)
    return View(end, begin - end, clip.start + clip.end - clip.offset, speed)


def _angle(piece: Piece, multicam: "_Element") -> "tuple[_Element | None, bool]":
    """The angle that a multicam clip shows, and whether only its sound plays."""
    sources = {
        source.get("srcEnable") or "all": source.get("angleID")
        for source in reversed(list(piece.element.iterchildren("mc-source")))
    }
    sound = piece.plays.sound
    wanted = None if sound else sources.get("video") or sources.get("all")
    if wanted is None and sources:
        wanted = sources.get("audio") or sources.get("all")
        sound = True
    for angle in multicam.iterchildren("mc-angle"):
        if not sources or angle.get("angleID") == wanted:
            return angle, sound
    return None, sound
