"""Cuts as CMX3600 edit decision lists, as several editing systems write them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from random import Random

from tests.simulator._files import Folder
from tests.simulator._names import Names
from tests.simulator._style import Style
from tests.simulator._world import Shot, Version

COLOURS = ("RED", "GREEN", "YELLOW", "MAGENTA", "CYAN", "WHITE")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one list looks. `star` begins a comment; `digits` are those of an event's number."""

    reel_width: int
    digits: int
    star: str
    reels: str
    clip_names: str
    source_files: bool
    locators: bool
    colour: bool
    audio: str
    tail: str
    wrap: bool
    blank_lines: bool
    mapped: bool
    title: str
    effects: str


def write_edl(folder: Folder, version: Version, names: Names, first: int) -> None:
    """Write a version as an EDL; its suffix may be a wrong one."""
    style, rng = folder.style, folder.rng
    writer = _Writer(rng, style, _draw(rng, style, version), names)
    lines = writer.lines(version, first)
    suffix = ".edl" if rng.random() < 0.85 else ".EDL"
    if rng.random() < 0.1 * style.mess:
        suffix = rng.choice([".txt", ".dat"])
    broken = [number for number, line in enumerate(lines, 1) if line in writer.broken]
    folder.put("edl", version.name + suffix, lines, writer.count, broken)


def _draw(rng: Random, style: Style, version: Version) -> Dialect:
    """The production's dialect; an assistant changes a setting now and then."""
    pick, mess = rng.choice, style.mess
    reels, clip_names = style.reels, style.clip_names
    if rng.random() < 0.15 * mess:
        reels = pick(["stem", "stem8", "roll", "cut"])
        clip_names = pick(["slate", "file", "mixed"])
    wide = style.dialect == "avid32"
    return Dialect(
        reel_width=32 if wide else 8,
        digits=6 if wide else 3,
        star="*" if wide or rng.random() < 0.1 * mess else "* ",
        reels=reels,
        clip_names=clip_names,
        source_files=style.dialect in {"avid8", "avid32"} and rng.random() < 0.8,
        locators=rng.random() < 0.4,
        colour=rng.random() < 0.3,
        audio=style.audio,
        tail=" " if style.dialect.startswith("avid") else "",
        wrap=rng.random() < 0.5,
        blank_lines=style.dialect == "premiere",
        mapped=style.dialect == "fcp7" and reels != "ax",
        title=version.name
        if rng.random() < 0.6
        else f"{style.production.upper()} {version.name[-3:]}",
        effects=pick(
            [
                "EFFECTS NAME IS CROSS DISSOLVE",
                "* BLEND, DISSOLVE",
                "* EFFECT NAME: CROSS DISSOLVE",
                "",
            ]
        ),
    )


@dataclass(slots=True)
class _Writer:
    """A list on its way to lines."""

    rng: Random
    style: Style
    form: Dialect
    names: Names
    count: int = 0
    number: int = 0
    broken: set[str] = field(default_factory=set)
    outgoing: str | None = None

    def lines(self, version: Version, first: int) -> list[str]:
        """Every line of the list."""
        drop = self.style.clock.drop
        if self.rng.random() < 0.1 * self.style.mess:
            self.number = 10**self.form.digits - 20
        out = [f"TITLE:   {self.form.title}{self.form.tail}"]
        out.append(f"FCM: {'' if drop else 'NON-'}DROP FRAME")
        if self.rng.random() < 0.05 * self.style.mess:
            out = out[1:] if drop else []
        if self.form.blank_lines:
            out.append("")
        before: Shot | None = None
        starts = version.starts(first)
        after = [*version.shots[1:], None]
        for shot, at, coming in zip(version.shots, starts, after, strict=True):
            if self._joins(shot, coming):
                out.append(self._opening(shot, at))
            else:
                out += self._event(shot, at, before)
                out += self._sound(shot, at)
                out += self._torn(shot, at)
            before = shot
        return out

    def _joins(self, shot: Shot, coming: Shot | None) -> bool:
        """The next shot dissolves in under this one's event number."""
        plain = shot.clip is not None and shot.speed == 1 and not shot.dissolve
        may = self.style.joined and self.form.reels != "ax" and self.form.clip_names != "none"
        may = may and not self.form.mapped
        return bool(plain and may and coming and coming.dissolve and self.rng.random() < 0.5)

    def _opening(self, shot: Shot, at: int) -> str:
        """The whole outgoing event, as the first line of a dissolve."""
        self._next()
        reel, self.outgoing = self._identity(shot, always=True)
        places = (shot.source, shot.source + shot.span, at, at + shot.length)
        return self._line(reel, self._track(shot), "C", *places)

    def _track(self, shot: Shot) -> str:
        return "AA/V" if self.form.audio == "with" and shot.clip else "V"

    # -- lines -----------------------------------------------------------------------------------

    def _next(self) -> str:
        self.number += 1
        if self.number >= 10**self.form.digits:
            self.number = 0 if self.form.wrap else 1
        return f"{self.number:0{self.form.digits}d}"

    def _line(self, reel: str, track: str, kind: str, *frames: int) -> str:
        """An event line; `frames` are source in, source out, record in, record out."""
        self.count += 1
        clock, marks = self.style.clock, self.style.separators
        number = f"{self.number:0{self.form.digits}d}"
        times = " ".join(clock.text(frame, marks) for frame in frames)
        return (
            f"{number}  {reel:<{self.form.reel_width}} {track:<5} {kind:<8} {times}{self.form.tail}"
        )

    def _event(self, shot: Shot, at: int, before: Shot | None) -> Iterator[str]:
        """A picture event: one line, or two where it dissolves in, and its comments."""
        reel, name = self._identity(shot, always=self.outgoing is not None)
        track, coming = self._track(shot), self.outgoing
        places = (shot.source, shot.source + shot.span, at, at + shot.length)
        if coming is None:
            self._next()
        if shot.dissolve and before is not None:
            if coming is None:
                ended = before.source + before.span
                reel_before, coming = self._identity(before)
                yield self._line(reel_before, track, "C", ended, ended, at, at)
            self.outgoing = None
            kind = f"{shot.wipe or 'D':<4} {shot.dissolve:03d}"
            yield self._line(reel, track, kind, *places)
        else:
            yield self._line(reel, track, "C", *places)
        yield from self._speed(shot, reel)
        if shot.dissolve and before is not None:
            if self.form.effects and not shot.wipe:
                yield self.form.effects
            if coming:
                yield self._comment("FROM CLIP NAME:  " + coming)
            if name:
                yield self._comment("TO CLIP NAME:  " + name)
        elif name:
            yield self._comment("FROM CLIP NAME:  " + name)
        yield from self._remarks(shot, at, reel)
        if self.form.blank_lines:
            yield ""

    def _identity(self, shot: Shot, *, always: bool = False) -> tuple[str, str]:
        """Reel and clip name of a shot."""
        if shot.clip is None:
            if shot.other == "BL":
                return "BL", ""
            reel = "AX" if self.form.reels == "ax" else shot.other.replace(" ", "_")
            return reel[: self.form.reel_width], f"{shot.other}.mov"
        form = self.form.reels
        if form == "stem" and self.form.reel_width == 8:
            form = self.rng.choice(["stem", "stem8"]) if self.style.mess > 0.5 else "stem"
        reel = self.names.reel(shot.clip, form, shot.source)
        if self.form.mapped:  # the list says below what the short reel stands for
            reel = shot.clip.name[:8]
        name = self.names.clip_name(shot.clip, self.form.clip_names, reel, always=always)
        return reel, name

    def _comment(self, text: str) -> str:
        return self.form.star + text

    def _speed(self, shot: Shot, reel: str) -> Iterator[str]:
        if shot.speed == 1:
            return
        fps = float(shot.speed * self.style.clock.nominal)
        text = f"{fps:06.1f}" if fps < 0 else f"{fps:05.1f}"
        start = self.style.clock.text(shot.source, self.style.separators)
        column = f"{reel:<{self.form.reel_width}}      {text:>6}"
        yield f"M2   {column}                {start}{self.form.tail}"
        if shot.speed == 0:
            yield self._comment("* FREEZE FRAME")

    def _remarks(self, shot: Shot, at: int, reel: str) -> Iterator[str]:
        """Comments that editors and their systems leave."""
        rng, form = self.rng, self.form
        if shot.clip is None:
            return
        if form.locators and rng.random() < 0.2:
            when = self.style.clock.text(at + rng.randrange(shot.length), self.style.separators)
            effect = f"VFX {shot.clip.scene}_{rng.randrange(900):04d}"
            yield self._comment(f"LOC: {when} {rng.choice(COLOURS):<7} {effect}")
        if form.colour:
            numbers = [f"{rng.uniform(0.8, 1.2):.4f}" for _ in range(10)]
            groups = "".join(f"({' '.join(numbers[i : i + 3])})" for i in (0, 3, 6))
            yield self._comment(f"ASC_SOP {groups}")
            yield self._comment(f"ASC_SAT {numbers[9]}")
        if form.source_files:
            yield self._comment(f"SOURCE FILE: {self.names.source_file(shot.clip)}")
        if form.mapped and reel.upper() != shot.clip.name.upper():
            yield f"FINAL CUT PRO REEL: {shot.clip.name} REPLACED BY: {reel}"
        if rng.random() < 0.03 * self.style.mess:
            remarks = [
                "temp VO",
                "CHECK SYNC",
                "was longer in last version",
                "• fix in online",
                "é trop long?",
            ]
            yield self._comment(rng.choice(remarks))

    # -- sound -----------------------------------------------------------------------------------

    def _sound(self, shot: Shot, at: int) -> Iterator[str]:
        """Audio events beside the picture; some overlap, some play another clip, one is broken."""
        if self.form.audio not in {"pairs", "own"} or shot.clip is None or shot.speed != 1:
            return
        reel, name = self._identity(shot)
        lead = self.rng.choice([0, 0, 0, 6, 10]) if self.form.audio == "own" else 0
        if self.form.audio == "own":
            reel = f"SR{shot.clip.day + 1:03d}"
        heard = replace(shot, source=shot.source - lead, span=shot.span + lead)
        for track in ("A", "A2") if self.rng.random() < 0.6 else ("A",):
            self._next()
            line = self._line(
                reel,
                track,
                "C",
                heard.source,
                heard.source + heard.span,
                at - lead,
                at + shot.length,
            )
            if self.rng.random() < 0.004 * self.style.mess:
                line = self._break(line)
            yield line
            if name:
                yield self._comment("FROM CLIP NAME:  " + name)

    def _torn(self, shot: Shot, at: int) -> Iterator[str]:
        """Now and then a line that was meant to be the event again, and broke off."""
        if shot.clip and shot.speed == 1 and self.rng.random() < 0.002 * self.style.mess:
            self._next()
            places = (shot.source, shot.source + shot.span, at, at + shot.length)
            yield self._break(self._line(self._identity(shot)[0], "V", "C", *places))

    def _break(self, line: str) -> str:
        """Damage a line so that it can be counted but not read."""
        cut = line.rstrip()
        damaged = self.rng.choice([cut[:-4] + "O", cut[:-5] + ":xx", cut[:-22] + "O" + cut[-21:]])
        self.broken.add(damaged)
        return damaged
