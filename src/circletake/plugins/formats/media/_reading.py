"""Headers of media files as the words of the trade."""

import os
from fractions import Fraction

from circletake.errors import NotFound, ReadError
from circletake.model import LogRow, MediaFile, Problem, Stream
from circletake.plugins.formats.media._sound import (
    fields_of,
    label_of,
    rate_of,
    row_of,
    start_of,
)
from circletake.plugins.formats.media._wav import Wave, is_wave, read_wave
from circletake.ports.formats import Options, Record, Report, Source
from circletake.timecode import Rate
from circletake.tools import probe


def read(source: Source, options: Options, name: str) -> Report[MediaFile]:
    """Read the header of a media file.

    Args:
        source: The file; its bytes are not loaded.
        options: The rate counts for sound that has a start but no rate.
        name: Name of the format, for the report.

    Raises:
        Damaged: It is no media file that can be opened.
        LimitExceeded: It takes too long.
    """
    if is_wave(source.head):
        return _wave(source, options, name)
    found = probe(source.path, limits=source.limits)
    streams = tuple(
        Stream(s.kind, s.codec, s.width, s.height, s.rate, s.sample_rate, s.channels)
        for s in found.streams
    )
    item = MediaFile(
        source.path.name, found.duration, found.start, found.rate, streams, found.metadata
    )
    problems = (
        (Problem(None, f"its frames are not evenly spaced; {found.rate} a second is their mean"),)
        if found.varies
        else ()
    )
    return _report(name, item, None, problems, "file")


def _wave(source: Source, options: Options, name: str) -> Report[MediaFile]:
    wave = _read_wave(source)
    fields = fields_of(wave, source.path, source.limits)
    told = rate_of(fields)
    rate = told or options.rate
    begin = start_of(fields, wave)
    start = end = None
    if begin is not None and rate is not None:
        start = label_of(begin, rate, wave.sample_rate)
        end = label_of(begin + (wave.duration or Fraction(0)), rate, wave.sample_rate)
    elif begin is not None:
        wave.problems.append("its first timecode is not told: it has a start and no rate")
    metadata = {f"bext.{key}": text for key, text in wave.bext.items()}
    metadata |= {f"INFO.{key}": text for key, text in wave.info.items()}
    if wave.ixml is not None:
        metadata["iXML"] = wave.ixml
    stream = Stream(
        "audio", wave.codec, sample_rate=wave.sample_rate or None, channels=wave.channels or None
    )
    item = MediaFile(source.path.name, wave.duration, start, rate, (stream,), metadata)
    row = row_of(fields, source.path.name, start, end, rate)
    problems = tuple(Problem(None, text) for text in wave.problems)
    return _report(name, item, row, problems, "file" if told else "given")


def _read_wave(source: Source) -> Wave:
    try:
        with source.path.open("rb") as file:
            return read_wave(file, os.fstat(file.fileno()).st_size, str(source.path))
    except FileNotFoundError as error:
        raise NotFound("no such file", file=source.path, fix="Check the name.") from error
    except OSError as error:
        raise ReadError("cannot be read", file=source.path, cause=error.strerror) from error


def _report(
    name: str, item: MediaFile, row: LogRow | None, problems: tuple[Problem, ...], origin: str
) -> Report[MediaFile]:
    rate: Rate | None = item.rate
    record = Record(media=(item,), log=(row,) if row else ())
    return Report(name, (item,), 1, problems, rate, origin if rate else None, record)
