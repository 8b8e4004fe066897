"""Fountain: a feature of 122 pages read whole, beside the fastest parser on PyPI.

Ours gives every element with its line and its bytes, notes and boneyards included; the peer gives a
tree without them. Both start from what they take: ours from the file's bytes, the peer from text.
"""

import os
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from circletake.plugins.formats.fountain import Fountain
from circletake.ports.formats import Options, Source

PAGES = 122
LINES_PER_PAGE = 38
ROUNDS = 25
WORDS = (
    "the river runs under a bridge and nobody looks down while slow cars pass with dark windows"
    " she turns keeps her hand on the door listens counts to ten then opens it into the cold hall"
).split()
NAMES = ("MARA", "JON", "THE CLERK", "OLD WOMAN (V.O.)", "DR. IBSEN", "1ST GUARD", "ÉVA")
PLACES = ("INT. STATION", "EXT. BRIDGE", "INT. KITCHEN", "EXT. FIELD", "INT./EXT. CAR")


def sentence(rng: random.Random, least: int, most: int) -> str:
    """Some words, with a capital and a full stop."""
    words = rng.choices(WORDS, k=rng.randint(least, most))
    return " ".join(words).capitalize() + "."


def screenplay(pages: int = PAGES, seed: int = 24) -> str:
    """A screenplay of our own, the same for the same seed: about as dense as a feature."""
    rng = random.Random(seed)
    lines = ["Title: The Long Hall", "Credit: written by", "Author: A machine", ""]
    scene = 0
    while len(lines) < pages * LINES_PER_PAGE:
        scene += 1
        lines += [f"{rng.choice(PLACES)} - {rng.choice(('DAY', 'NIGHT'))} #{scene}#", ""]
        for _ in range(rng.randint(3, 10)):
            if rng.random() < 0.45:
                lines += [sentence(rng, 8, 30), ""]
                continue
            lines.append(rng.choice(NAMES))
            if rng.random() < 0.13:
                lines.append(f"({sentence(rng, 1, 3)[:-1].lower()})")
            lines += [sentence(rng, 4, 24), ""]
        if rng.random() < 0.2:
            lines += ["CUT TO:", ""]
        if rng.random() < 0.1:
            lines += [f"[[{sentence(rng, 4, 12)}]]", ""]
    return "\n".join(lines) + "\n"


def beside(data: bytes) -> dict[str, object]:
    """Medians and minima of both, measured in turn in one run."""
    from fountain_parser import parse

    source = Source(Path("benchmark.fountain"))
    source.__dict__["data"] = data
    text, fountain, options = data.decode(), Fountain(), Options()
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(ROUNDS):
        ours.append(_milliseconds(lambda: fountain.read(source, options)))
        theirs.append(_milliseconds(lambda: parse(text)))
    return {
        "characters": len(text),
        "lines": text.count("\n"),
        "elements": len(fountain.read(source, options).items),
        "circletake_ms_median": round(statistics.median(ours), 2),
        "circletake_ms_best": round(min(ours), 2),
        "fountain_parser_ms_median": round(statistics.median(theirs), 2),
        "fountain_parser_ms_best": round(min(theirs), 2),
        "times_as_fast": round(statistics.median(theirs) / statistics.median(ours), 2),
    }


def _milliseconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def run() -> dict[str, object]:
    """Our own screenplay, and Big Fish where the folder of other people's files is there."""
    figures: dict[str, object] = {"own_122_pages": beside(screenplay().encode())}
    root = Path(__file__).resolve().parent.parent
    corpus = Path(os.environ.get("CIRCLETAKE_CORPUS", root.parent / "shared" / "corpus"))
    feature = corpus / "screenplays/features/Big-Fish.fountain"
    if feature.is_file():
        figures["big_fish"] = beside(feature.read_bytes())
    for name, found in figures.items():
        print(f"{name}: {found}")
    return figures
