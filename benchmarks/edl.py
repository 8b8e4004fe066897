"""EDL reading beside the OpenTimelineIO adapter: one generated list, one process, interleaved."""

import json
import statistics
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

from circletake.plugins.formats.cmx3600 import Cmx3600
from circletake.ports.formats import Options, Source
from circletake.timecode import Rate

EVENTS = 2000
ROUNDS = 7


def edl(events: int = EVENTS) -> str:
    """A picture cut at 24 frames a second with clip names, files, locators, retimes and colour."""
    rate = Rate.parse(24)
    lines = ["TITLE: BENCH", "FCM: NON-DROP FRAME"]
    record = 86400
    for number in range(1, events + 1):
        length = 24 + number * 7 % 90
        source = 24 * 3600 + number * 211
        reel = f"A{number % 300:03}C{number % 40:03}"
        times = [source, source + length, record, record + length]
        lines += [
            f"{number:06}  {reel:<32} V     C        {' '.join(map(rate.label, times))}",
            f"* FROM CLIP NAME:  {number % 120}{'ABCDEF'[number % 6]}-{number % 9 + 1}A*",
            f"* SOURCE FILE: {reel}_240503_R1BY",
            f"* LOC: {rate.label(record + 5)} YELLOW  VFX{number:04}",
        ]
        if number % 10 == 0:
            lines.append("*ASC_SOP (1.0 1.1 1.2)(0.0 -0.0073 0.01)(1.0 1.0 1.1)")
            lines.append("*ASC_SAT 0.9")
        record += length
    return "\r\n".join(lines) + "\r\n"


def run() -> dict[str, Any]:
    """Median seconds of both readers on the same list, and how many times faster ours is."""
    import opentimelineio

    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = Path(folder) / "bench.edl"
        path.write_text(edl(), encoding="utf-8", newline="")
        reader = Cmx3600()
        ours: list[float] = []
        theirs: list[float] = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            report = reader.read(Source(path), Options())
            ours.append(time.perf_counter() - start)
            assert report.imported == EVENTS
            assert not report.problems
            start = time.perf_counter()
            timeline = opentimelineio.adapters.read_from_file(str(path), "cmx_3600", rate=24)
            theirs.append(time.perf_counter() - start)
            assert len(list(timeline.find_clips())) == EVENTS
    own, other = statistics.median(ours), statistics.median(theirs)
    return {
        "events": EVENTS,
        "circletake_seconds": own,
        "otio_cmx3600_adapter_seconds": other,
        "times_faster": other / own,
    }


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
