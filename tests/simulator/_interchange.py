"""The same cuts as OTIO JSON and as FCPXML, written by hand."""

import json
from typing import Any
from xml.sax.saxutils import quoteattr

from tests.simulator._files import Folder
from tests.simulator._names import Names
from tests.simulator._world import Shot, Version

Plain = dict[str, Any]


def write_otio(folder: Folder, version: Version, names: Names, first: int) -> None:
    """Write a version as an OTIO timeline; dissolves begin at the cut point or lie centred."""
    rate = folder.style.clock.over / folder.style.clock.under
    centred = folder.rng.random() < 0.5
    children: list[Plain] = []
    for index, shot in enumerate(version.shots):
        after = version.shots[index + 1] if index + 1 < len(version.shots) else None
        into = shot.dissolve // 2 if centred and index and shot.clip else 0
        over = after.dissolve // 2 if centred and after and after.clip else 0
        if shot.gap:
            children.append(_gap(shot.gap, rate))
        if shot.dissolve and index:
            children.append(_transition(shot, into, rate))
        if shot.other == "BL":
            children.append(_gap(shot.length - into + over, rate))
            continue
        children.append(_clip(shot, names, rate, (into, shot.length - into + over)))
    track: Plain = {
        "OTIO_SCHEMA": "Track.1", "name": "V1", "kind": "Video", "metadata": {}, "markers": [],
        "effects": [], "source_range": None, "children": children,
    }  # fmt: skip
    timeline = {
        "OTIO_SCHEMA": "Timeline.1", "name": version.name, "metadata": {},
        "global_start_time": _time(first, rate),
        "tracks": {
            "OTIO_SCHEMA": "Stack.1", "name": "tracks", "metadata": {}, "markers": [],
            "effects": [], "source_range": None, "children": [track],
        },
    }  # fmt: skip
    folder.put_plain("cut", f"{version.name}.otio", json.dumps(timeline, indent=1))


def _time(value: int, rate: float) -> Plain:
    return {"OTIO_SCHEMA": "RationalTime.1", "value": float(value), "rate": rate}


def _range(start: int, duration: int, rate: float) -> Plain:
    return {
        "OTIO_SCHEMA": "TimeRange.1", "start_time": _time(start, rate),
        "duration": _time(duration, rate),
    }  # fmt: skip


def _gap(length: int, rate: float) -> Plain:
    return {
        "OTIO_SCHEMA": "Gap.1", "name": "", "metadata": {}, "markers": [], "effects": [],
        "source_range": _range(0, length, rate),
    }  # fmt: skip


def _transition(shot: Shot, into: int, rate: float) -> Plain:
    """The transition that brings a shot in, `into` frames of it before the cut point."""
    kind = "SMPTE_Dissolve" if not shot.wipe else "SMPTE_Wipe"
    return {
        "OTIO_SCHEMA": "Transition.1", "name": "Cross Dissolve", "metadata": {},
        "transition_type": kind, "in_offset": _time(into, rate),
        "out_offset": _time(shot.dissolve - into, rate),
    }  # fmt: skip


def _clip(shot: Shot, names: Names, rate: float, span: tuple[int, int]) -> Plain:
    """A clip; `span` is where in the shot it begins and how long it lies in the track."""
    effects: list[Plain] = []
    if shot.speed != 1:
        schema = "FreezeFrame.1" if shot.speed == 0 else "LinearTimeWarp.1"
        effects.append(
            {"OTIO_SCHEMA": schema, "name": "", "metadata": {}, "effect_name": schema[:-2],
             "time_scalar": float(shot.speed)}
        )  # fmt: skip
    if shot.clip is None:
        name, url, whole = shot.other, f"{shot.other}.mov", (shot.source, shot.length)
    else:
        name = names.clip_name(shot.clip, "slate", shot.clip.name) or shot.clip.name
        url = f"file:///Volumes/DAILIES/{shot.clip.roll}/{shot.clip.name}{shot.clip.suffix}"
        whole = (shot.clip.start, shot.clip.length)
    reference = {
        "OTIO_SCHEMA": "ExternalReference.1", "name": "", "metadata": {},
        "available_range": _range(*whole, rate), "target_url": url,
    }  # fmt: skip
    return {
        "OTIO_SCHEMA": "Clip.1", "name": name, "metadata": {}, "markers": [], "effects": effects,
        "enabled": True, "source_range": _range(shot.source + span[0], span[1], rate),
        "media_reference": reference,
    }  # fmt: skip


def can_be_fcpxml(version: Version) -> bool:
    """Speed changes and fades to black are left to the other formats."""
    return all(shot.speed == 1 and (shot.clip or not shot.dissolve) for shot in version.shots)


def write_fcpxml(folder: Folder, version: Version, names: Names, first: int) -> None:
    """Write a version as FCPXML; dissolves lie centred on the cut point, as Final Cut puts them."""
    clock = folder.style.clock
    time = clock.rational
    assets: dict[str, str] = {}
    resources, spine = [], []
    at = first
    for index, shot in enumerate(version.shots):
        if shot.gap:
            spine.append(f'<gap name="Gap" offset="{time(at)}" duration="{time(shot.gap)}"/>')
            at += shot.gap
        after = version.shots[index + 1] if index + 1 < len(version.shots) else None
        half_in = shot.dissolve // 2 if index else 0
        half_out = after.dissolve // 2 if after else 0
        if half_in:
            spine.append(
                f'<transition name="Cross Dissolve" offset="{time(at)}" '
                f'duration="{time(shot.dissolve)}"/>'
            )
        begin, length = at + half_in, shot.length - half_in + half_out
        if shot.other == "BL":
            spine.append(f'<gap name="Gap" offset="{time(begin)}" duration="{time(length)}"/>')
        else:
            file, asset = _asset(shot, clock.rational)
            if file not in assets:
                assets[file] = f"r{len(assets) + 2}"
                resources.append(asset.replace("ID", assets[file], 1))
            name = shot.other
            if shot.clip:
                name = names.clip_name(shot.clip, "slate", shot.clip.name) or shot.clip.name
            spine.append(
                f'<asset-clip name={quoteattr(name)} ref="{assets[file]}" offset="{time(begin)}" '
                f'start="{time(shot.source + half_in)}" duration="{time(length)}"/>'
            )
        at += shot.length
    _put_fcpxml(folder, version, resources, spine, (first, at - first))


def _asset(shot: Shot, time: Any) -> tuple[str, str]:
    if shot.clip is None:
        file, start, length = f"{shot.other}.mov", shot.source, shot.source + shot.length
        stem = shot.other
    else:
        clip = shot.clip
        file, start, length, stem = clip.name + clip.suffix, clip.start, clip.length, clip.name
    source = f"file:///Volumes/DAILIES/{file.replace(' ', '%20')}"
    return file, (
        f'<asset id="ID" name={quoteattr(stem)} start="{time(start)}" duration="{time(length)}" '
        f'hasVideo="1" format="r1">'
        f'<media-rep kind="original-media" src={quoteattr(source)}/></asset>'
    )


def _put_fcpxml(
    folder: Folder, version: Version, resources: list[str], spine: list[str], span: tuple[int, int]
) -> None:
    clock = folder.style.clock
    first, length = span
    frame = f"{clock.under}/{clock.over}s"
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>', "<!DOCTYPE fcpxml>",
        '<fcpxml version="1.10">', " <resources>",
        f'  <format id="r1" frameDuration="{frame}" width="1920" height="1080"/>',
        *(f"  {asset}" for asset in resources),
        " </resources>", ' <library location="file:///Film.fcpbundle/">', '  <event name="Cuts">',
        f"   <project name={quoteattr(version.name)}>",
        f'    <sequence format="r1" tcStart="{clock.rational(first)}" '
        f'duration="{clock.rational(length)}" tcFormat="{"DF" if clock.drop else "NDF"}">',
        "     <spine>", *(f"      {item}" for item in spine), "     </spine>", "    </sequence>",
        "   </project>", "  </event>", " </library>", "</fcpxml>",
    ]  # fmt: skip
    folder.put_plain("cut", f"{version.name}.fcpxml", "\n".join(lines) + "\n")
