"""Cuts as OpenTimelineIO timelines.

What OTIO has no field for (reel, comments, labels, exact speeds, the names of tracks) goes to the
metadata under `circletake`, so that reading it again gives the same events.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from circletake.errors import AskedWrongly
from circletake.model import Cut, Event, Marker
from circletake.timecode import Rate

if TYPE_CHECKING:
    from opentimelineio.opentime import RationalTime, TimeRange
    from opentimelineio.schema import Clip, Timeline, Track, Transition


def written(cuts: Sequence[Cut]) -> bytes:
    """JSON of a timeline, or of a collection where there are several cuts.

    Raises:
        AskedWrongly: There is no cut.
    """
    if not cuts:
        raise AskedWrongly("no cut to write", fix="Name a file or production that holds one.")
    import opentimelineio as otio

    found = [_timeline(cut) for cut in cuts]
    root: Any = found[0] if len(found) == 1 else otio.schema.SerializableCollection(children=found)
    text: str = otio.adapters.write_to_string(root, "otio_json")
    return text.encode("utf-8")


def _timeline(cut: Cut) -> "Timeline":
    import opentimelineio as otio

    begin = min((event.record_in for event in cut.events), default=0)
    timeline = otio.schema.Timeline(
        name=cut.name,
        global_start_time=_time(begin, cut.rate),
        metadata={**cut.metadata, "circletake": {"rate": _rate(cut.rate)}},
    )
    for events in _tracks(cut.events):
        timeline.tracks.append(_track(events, begin, cut.rate))
    return timeline


def _tracks(events: Sequence[Event]) -> Iterator[list[Event]]:
    """Events track by track, picture first; those that overlap go to a track of their own."""
    tracks: dict[tuple[bool, str, int], list[Event]] = {}
    for event in sorted(events, key=lambda each: (each.record_in, each.record_out)):
        layer = 0
        while True:
            track = tracks.setdefault((not event.picture, event.track, layer), [])
            if not track or track[-1].record_out <= event.record_in:
                track.append(event)
                break
            layer += 1
    names = {name: place for place, name in enumerate(dict.fromkeys(each.track for each in events))}
    yield from (
        tracks[key] for key in sorted(tracks, key=lambda key: (key[0], names[key[1]], key[2]))
    )


def _track(events: list[Event], begin: int, rate: Rate) -> "Track":
    import opentimelineio as otio

    kind = otio.schema.TrackKind.Video if events[0].picture else otio.schema.TrackKind.Audio
    track = otio.schema.Track(name=events[0].track, kind=kind)
    position = begin
    for event in events:
        if event.record_in > position:
            gap = otio.opentime.TimeRange(_time(0, rate), _time(event.record_in - position, rate))
            track.append(otio.schema.Gap(source_range=gap))
        if event.transition != "C":
            track.append(_transition(event, rate))
        track.append(_clip(event, rate))
        position = event.record_out
    return track


def _transition(event: Event, rate: Rate) -> "Transition":
    """The transition into an event; the cut point is where it begins, as in an edit list."""
    import opentimelineio as otio

    return otio.schema.Transition(
        name=event.transition,
        transition_type=otio.schema.TransitionTypes.SMPTE_Dissolve
        if event.transition == "D"
        else otio.schema.TransitionTypes.Custom,
        in_offset=_time(0, rate),
        out_offset=_time(event.transition_frames, rate),
        metadata={"circletake": {"transition": event.transition}},
    )


def _clip(event: Event, rate: Rate) -> "Clip":
    import opentimelineio as otio

    clip = otio.schema.Clip(
        name=event.clip_name or "",
        source_range=_range(event, rate),
        media_reference=otio.schema.ExternalReference(target_url=event.source_file)
        if event.source_file
        else otio.schema.MissingReference(),
        metadata={"circletake": _metadata(event)},
    )
    clip.enabled = event.enabled
    scalar = event.speed * _ratio(event, rate)
    if scalar == 0:
        clip.effects.append(otio.schema.FreezeFrame())
    elif scalar != 1:
        clip.effects.append(otio.schema.LinearTimeWarp(time_scalar=float(scalar)))
    for marker in event.markers:
        clip.markers.append(_marker(marker, clip.source_range))
    return clip


def _ratio(event: Event, rate: Rate) -> Fraction:
    """Frames of the cut for each frame of the media; 1 where the rates differ by 1000/1001."""
    ratio = rate.fps / event.source_rate.fps if event.source_rate else Fraction(1)
    return Fraction(1) if abs(ratio - 1) < Fraction(1, 500) else ratio


def _range(event: Event, rate: Rate) -> "TimeRange":
    import opentimelineio as otio

    source = event.source_rate or rate
    return otio.opentime.TimeRange(
        _time(event.source_in or 0, source), _time(event.record_out - event.record_in, rate)
    )


def _metadata(event: Event) -> dict[str, Any]:
    """What OTIO has no field for; what is as usual is left out."""
    told: dict[str, Any] = {
        "number": event.number,
        "track": event.track,
        "reel": event.reel,
        "speed": str(event.speed),
        "source_rate": _rate(event.source_rate) if event.source_rate else None,
        "source_file": event.source_file,
        "alternates": list(event.alternates),
        "comments": list(event.comments),
        "record_in": event.record_in_label,
        "record_out": event.record_out_label,
        "source_out": event.source_out,
        # The two labels and `source_out` hold as long as the clip is where it was.
        "place": [event.record_in, event.record_out, event.source_in],
    }
    found = {name: value for name, value in told.items() if value or value == 0}
    if event.source_in is None:
        found["source"] = False
    return found


def _marker(marker: Marker, span: "TimeRange") -> Any:
    import opentimelineio as otio

    found = otio.schema.Marker(
        name=marker.text, marked_range=otio.opentime.TimeRange(start_time=span.start_time)
    )
    found.color = marker.colour or ""  # left alone it would be red
    found.metadata["circletake"] = {"at": marker.at}
    return found


def _time(frames: int, rate: Rate) -> "RationalTime":
    import opentimelineio as otio

    return otio.opentime.RationalTime(frames, float(rate.fps))


def _rate(rate: Rate) -> str:
    return f"{rate.fps}{' DF' if rate.drop else ''}"
