"""The format itself: recognising a session text and reading it."""

import re
from pathlib import Path

from circletake.errors import Damaged, LimitExceeded, TimecodeError
from circletake.model import Problem
from circletake.plugins.formats.adr._cues import cues_of, notes_of
from circletake.plugins.formats.adr._session import Cue, Session
from circletake.ports.formats import Options, Record, Report, Source
from circletake.timecode import Rate
from circletake.tools import Lines, decode

_HEAD = re.compile(r"\s*SESSION NAME:", re.IGNORECASE)
_OWN = ("SAMPLE RATE:", "TIMECODE FORMAT:", "T R A C K", "TRACK NAME:")
_RATE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:fps|frame)?\s*(drop)?", re.IGNORECASE)


class AdrText:
    """Pro Tools session text with ADR cues."""

    name = "adr"
    suffixes = (".txt",)

    def sniff(self, head: bytes, path: Path) -> float:
        """How sure it is that these bytes are a session text: by its first lines."""
        del path  # a session text has no suffix of its own
        text = decode(head).text
        if not _HEAD.match(text):
            return 0.0
        return 0.97 if any(word in text for word in _OWN) else 0.5

    def read(self, source: Source, options: Options) -> Report[Cue]:
        """Read every clip of every track.

        Raises:
            Damaged: It has neither a session's header nor tracks.
            LimitExceeded: It has more clips than the limits allow.
        """
        session = Session.of(Lines.of(decode(source.data).text))
        if not session.tracks and "SESSION NAME" not in session.header:
            raise Damaged(
                "no session and no track in it",
                file=source.path,
                fix="Export the session info as text, with track listings.",
            )
        count = sum(len(track.clips) for track in session.tracks)
        if count > source.limits.items:
            raise LimitExceeded(
                f"{count} clips are more than {source.limits.items}",
                file=source.path,
                fix="Raise `limits.items` in circletake.toml if the file is really meant.",
            )
        cues = cues_of(session)
        problems = [Problem(line, f"clip left out: {cause}") for line, cause in session.broken]
        rate, origin = options.rate, "given" if options.rate else None
        told = session.header.get("TIMECODE FORMAT")
        if told:
            try:
                rate, origin = _rate(told), "file"
            except TimecodeError as error:
                problems.append(Problem(1, f"the timecode format cannot be read: {error.message}"))
        return Report(
            self.name,
            tuple(cues),
            count + len(session.broken),
            tuple(problems),
            rate,
            origin,
            Record(notes=tuple(notes_of(cues))),
        )


def _rate(text: str) -> Rate:
    match = _RATE.match(text)
    return Rate.parse(f"{match[1]}{' DF' if match[2] else ''}" if match else text)
