"""Nested tracks and stacks laid out in the time of a cut, down to the clips that play.

Durations and places are those of OpenTimelineIO (`Composition::range_of_child`), computed exactly.
A transition lies over the point where two things meet; here the incoming one begins where the
transition does, and the outgoing one ends there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce

from circletake.plugins.formats._otio._tree import Node
from circletake.plugins.formats._otio._view import View

_ZERO = Fraction(0)
_FINEST = 10**12


@dataclass(frozen=True, slots=True)
class Piece:
    """A node that plays over a stretch of the cut.

    Attributes:
        node: What plays.
        view: Which stretch, in the node's own time.
        level: Track, counted from 1 at the bottom, of picture or of sound.
        sound: Whether it is sound; None until a track tells.
        enabled: Whether it and all around it are switched on.
        into: The transition into it.
    """

    node: Node
    view: View
    level: int = 1
    sound: bool | None = None
    enabled: bool = True
    into: Node | None = None


class Layout:
    """Lays out one timeline; pieces are worked off instead of calls within calls."""

    def __init__(self) -> None:
        self._held: dict[int, Fraction] = {}
        self.places: dict[int, View] = {}
        """Where each node first plays, in its own time, by `id`."""
        self.doubts: dict[str, None] = {}
        """What was strange, in words, each once."""

    def clips(self, root: Node, begin: Fraction) -> Iterator[Piece]:
        """Every clip that plays, once for each stretch.

        Args:
            root: A stack, track or timeline.
            begin: Time of the cut at which it begins, in seconds.
        """
        length = self.duration(root)
        view = View(begin, length, self._start(root), Fraction(1))
        work = [self._piece(root, view, Piece(root, view))]
        while work:
            piece = work.pop()
            if piece.node.kind == "Clip":
                yield piece
            elif piece.node.kind == "Track":
                work.extend(self._in_track(piece))
            elif piece.node.kind in {"Stack", "Timeline", "SerializableCollection"}:
                work.extend(self._in_stack(piece))

    def duration(self, node: Node) -> Fraction:
        """How long a node is in what holds it, in seconds."""
        if node.span is not None:
            return node.span.duration.seconds
        return self._available(node)

    def _available(self, node: Node) -> Fraction:
        """How long all that a node holds is."""
        if id(node) not in self._held:
            self._held[id(node)] = self._summed(node)
        return self._held[id(node)]

    def _summed(self, node: Node) -> Fraction:
        lengths = [self.duration(child) for child in node.children if child.kind != "Transition"]
        if node.kind != "Track":
            return max(lengths, default=_ZERO)
        first, last = node.children[:1], node.children[-1:]
        total = first[0].before if _is_transition(first) else _ZERO
        total += last[0].after if _is_transition(last) else _ZERO
        return reduce(_added, lengths, total)

    def _start(self, node: Node) -> Fraction:
        if node.span is None:
            return _ZERO
        start = node.span.start.seconds
        if node.children and not self._overlaps(node, start):
            doubt = f"the range of `{node.name}` lies outside what it holds; taken from its start"
            self.doubts[doubt] = None
            return _ZERO
        return start

    def _overlaps(self, node: Node, start: Fraction) -> bool:
        """Whether any of what a stack or track holds lies in its range."""
        return start < self._available(node) and start + self.duration(node) > 0

    def _warped(self, node: Node, view: View) -> View:
        """A view of a node's time as one of its content's, by its time effects."""
        if node.scalar is None:
            return view
        start = self._start(node)
        # Backwards it plays from the end of its range.
        first = start if node.scalar >= 0 else start - self.duration(node) * node.scalar
        local = first + (view.local - start) * node.scalar
        return replace(view, local=local, speed=view.speed * node.scalar)

    def _in_stack(self, piece: Piece) -> Iterator[Piece]:
        levels = {True: piece.level, False: piece.level}
        for child in piece.node.children:
            told = piece.sound
            sound = child.track == "audio" if told is None else told
            level = levels[sound]
            levels[sound] += 1
            if child.kind == "Track" and not _plays(child, sound=sound, inside=told is not None):
                continue
            shown = piece.view.part(_ZERO, self.duration(child))
            if shown is not None:
                outer = replace(piece, level=level, sound=sound if child.track else told)
                yield self._piece(child, shown.inside(_ZERO, self._start(child)), outer)

    def _in_track(self, piece: Piece) -> Iterator[Piece]:
        track = piece.node
        sound = piece.sound if piece.sound is not None else track.track == "audio"
        outer = replace(piece, sound=sound)
        children = track.children
        position = children[0].before if _is_transition(children[:1]) else _ZERO
        for place, child in enumerate(children):
            if child.kind == "Transition":
                continue
            begin, start = position, self._start(child)
            position = _added(position, self.duration(child))
            into, out = _beside(children, place, -1), _beside(children, place, 1)
            if into is not None:
                begin, start = begin - into.before, start - into.before
            end = position
            if out is not None and _comes_in(children, place + 2):
                end = max(begin, position - out.before)
            shown = piece.view.part(begin, end)
            if shown is None and begin == end and is_kept(child):
                shown = _instant(piece.view, begin)
            if shown is not None:
                whole = shown.local == begin
                inside = shown.inside(begin, start)
                yield replace(self._piece(child, inside, outer), into=into if whole else None)

    def _piece(self, node: Node, view: View, outer: Piece) -> Piece:
        inner = self._warped(node, view)
        self.places.setdefault(id(node), inner)
        return replace(
            outer,
            node=node,
            view=inner,
            enabled=outer.enabled and node.enabled,
            into=None,
        )


def is_kept(node: Node) -> bool:
    """Whether a clip without length is an event: one line of a dissolve in an edit list is."""
    own = node.metadata.get("circletake")
    return isinstance(own, dict) and "place" in own


def _instant(view: View, at: Fraction) -> View | None:
    """The moment of a view at which its own time is `at`."""
    if not view.speed:
        return None
    offset = (at - view.local) / view.speed
    if not 0 <= offset <= view.length:
        return None
    return replace(view, record=view.record + offset, length=_ZERO, local=at)


def _added(position: Fraction, length: Fraction) -> Fraction:
    """A sum that stays short when every clip has a rate of its own."""
    total = position + length
    return total if total.denominator <= _FINEST else total.limit_denominator(_FINEST)


def _is_transition(nodes: tuple[Node, ...]) -> bool:
    return bool(nodes) and nodes[0].kind == "Transition"


def _beside(children: tuple[Node, ...], place: int, step: int) -> Node | None:
    """The transition right before or behind a child."""
    other = place + step
    if 0 <= other < len(children) and children[other].kind == "Transition":
        return children[other]
    return None


def _comes_in(children: tuple[Node, ...], place: int) -> bool:
    """Whether something comes in behind a transition; a gap does not."""
    return place < len(children) and children[place].kind not in {"Gap", "Transition"}


def _plays(track: Node, *, sound: bool, inside: bool) -> bool:
    """Whether a track of a stack plays: not sound inside picture, nor a track of another kind."""
    if track.track not in {"", "video", "audio"}:
        return False
    return not (inside and not sound and track.track == "audio")
