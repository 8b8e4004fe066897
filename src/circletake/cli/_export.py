"""`circletake export`: the studio's signal for trainers."""

from pathlib import Path

import click

from circletake.cli._options import chosen, json_option, opened, production_option, studio_option
from circletake.cli._show import as_json as print_json
from circletake.cli._show import item_plain, progress, say


@click.group()
def export() -> None:
    """Write the studio's signal in a trainer's format, after the rights gate."""


@export.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@production_option
@studio_option
@json_option
def pairs(file: Path, production: str | None, as_json: bool) -> None:
    """Write chosen over rejected to FILE.parquet or FILE.jsonl."""
    from circletake import loop

    with opened() as studio, progress("Exporting") as bar:
        done = loop.export_pairs(
            studio, chosen(studio, production), file, lambda step: bar(0, 1, step)
        )
    if as_json:
        print_json({
            "file": str(done.path), "rows": done.rows, "left_out": done.left_out,
            "withheld": done.withheld,
            "clearance": item_plain(done.clearance),
        })  # fmt: skip
        return
    say(f"Wrote {done.rows} pairs to {done.path}; {done.left_out} are not comparable and stay out.")
    if done.withheld:
        say(f"{done.withheld} more stay out: a consent to them was revoked or is over.")
    say(f"Cleared: {done.clearance.because} ({', '.join(done.clearance.rules) or 'no rule'}).")
