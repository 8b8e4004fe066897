"""The studio's signal in a trainer's format, after the rights gate."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from circletake import registry, rights
from circletake.errors import AskedWrongly
from circletake.export import pair_rows
from circletake.loop._mine import mined
from circletake.loop._studio import Studio
from circletake.model import Clearance, Pair, Production, Use
from circletake.ports.exporters import Exporter


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote.

    Attributes:
        path: The file.
        rows: How many rows.
        left_out: How many pairs were left out because they are not comparable.
        withheld: How many pairs a revoked consent reaches; they are left out too.
        clearance: The gate's answer that covers it.
    """

    path: Path
    rows: int
    left_out: int
    withheld: int
    clearance: Clearance


def export_pairs(
    studio: Studio, production: Production, target: Path,
    progress: Callable[[str], None] = lambda step: None,
) -> Exported:  # fmt: skip
    """Write the comparable pairs of a production for a trainer; the file's suffix names the form.

    Raises:
        AskedWrongly: No exporter writes such a file.
        Refused: The rights gate says no.
    """
    exporter = _exporter(target)
    found = mined(studio, production, progress)
    comparable = [pair for pair in found.pairs if pair.comparable]
    named = {name for pair in comparable for name in _names(pair)}
    barred = rights.barred(studio.ledger, production, sorted(named))
    pairs = [pair for pair in comparable if not barred.keys() & _names(pair)]
    subjects = tuple(dict.fromkeys(clip for pair in pairs for clip in (pair.chosen, pair.rejected)))
    use = Use("training", f"{len(pairs)} pairs of {production.name} to {target.name}", subjects)
    clearance = rights.clear(studio.ledger, production, use, studio.actor)
    rows = pair_rows(pairs, {take.clip: take for take in found.takes if take.clip})
    exporter.export(
        rows, target, {"production": production.name, "clearance": clearance.because,
                       "rules": ", ".join(clearance.rules)},
    )  # fmt: skip
    left_out, withheld = len(found.pairs) - len(comparable), len(comparable) - len(pairs)
    return Exported(target, len(rows), left_out, withheld, clearance)


def _names(pair: Pair) -> set[str]:
    """What a consent may have named of a pair."""
    return {pair.chosen, pair.rejected, f"setup:{pair.setup}"}


def _exporter(target: Path) -> Exporter:
    for name in registry.names("exporters"):
        exporter = registry.load("exporters", name)
        if target.suffix.lower() in exporter.suffixes:
            return exporter
    known = ", ".join(registry.names("exporters"))
    raise AskedWrongly(
        f"no exporter writes `{target.suffix}`", file=target, cause=f"there are: {known}",
        fix="Name a file that ends in .parquet or .jsonl.",
    )  # fmt: skip
