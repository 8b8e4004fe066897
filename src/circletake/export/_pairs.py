"""Pairs as rows: one preference a row, with what is known of both sides."""

from collections.abc import Iterable, Mapping
from typing import Any

from circletake.model import Pair, Take, to_plain


def pair_rows(pairs: Iterable[Pair], takes: Mapping[str, Take]) -> list[dict[str, Any]]:
    """One row for each pair.

    Args:
        pairs: Only comparable ones train.
        takes: By clip.

    Returns:
        Rows with the keys `brief`, `setup`, `scene`, `chosen`, `rejected`, `why`, `reasons`,
        `evidence`, and of both sides the status, notes and record frames in the cuts.
    """
    rows = []
    for pair in pairs:
        chosen, rejected = takes[pair.chosen], takes[pair.rejected]
        rows.append(
            {
                "brief": f"setup:{pair.setup}",
                "scene": chosen.scene,
                "setup": pair.setup,
                "chosen": pair.chosen,
                "rejected": pair.rejected,
                "why": pair.why.value,
                "reasons": list(pair.reasons),
                "evidence": to_plain(pair.evidence),
                **_side("chosen", chosen),
                **_side("rejected", rejected),
            }
        )
    return rows


def _side(name: str, take: Take) -> dict[str, Any]:
    return {
        f"{name}_take": take.take,
        f"{name}_status": take.status.value if take.status else None,
        f"{name}_notes": take.notes,
        f"{name}_frames": sum(take.used_frames.values()),
    }
