"""Commands that read the record: init, ingest, inspect, mine, takes, cuts, changes, pairs."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from circletake.cli import _say
from circletake.cli._options import (
    chosen,
    json_option,
    named_studio,
    opened,
    production_option,
    studio_option,
)
from circletake.cli._show import as_json as print_json
from circletake.cli._show import item_plain, number, progress, say
from circletake.timecode import Rate

if TYPE_CHECKING:
    from circletake.loop import Studio
    from circletake.model import Change, Production
    from circletake.ports.stores import Mined

_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("folder", required=False, metavar="[DIR]", type=_PATH)
@studio_option
@json_option
def init(folder: Path | None, as_json: bool) -> None:
    """Make a studio in DIR (here, if none is named)."""
    from circletake.loop import open_studio
    from circletake.settings import init_studio

    folder = folder or Path(named_studio() or ".")
    made = init_studio(folder.resolve())
    with open_studio(folder) as studio:
        where = str(studio.settings.studio)
    if as_json:
        print_json({"studio": where, "made": made})
    else:
        say(f"{'Made a studio in' if made else 'There is a studio in'} {where}.")


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=_PATH)
@click.option("--production", "-p", metavar="NAME", required=True, help="Made if there is none.")
@click.option(
    "--rate", metavar="R", help="Rate of files that do not say theirs: 24, 23.976, 29.97DF."
)
@studio_option
@json_option
def ingest(paths: tuple[Path, ...], production: str, rate: str | None, as_json: bool) -> None:
    """Read scripts, logs, cuts, notes and media into a production, and mine it."""
    from circletake import loop

    given = Rate.parse(rate) if rate else None
    with opened() as studio:
        began = time.perf_counter()
        with progress("Reading") as bar:
            reports = loop.ingest(studio, paths, production, given, bar)
        read = time.perf_counter()
        filed = studio.ledger.production(production)
        found = _mined(studio, filed)
        seconds = {
            "reading": round(read - began, 3),
            "mining": round(time.perf_counter() - read, 3),
        }
    if as_json:
        files = [
            {
                "path": report.path, "format": report.format, "in_file": report.in_file,
                "imported": report.imported, "unchanged": report.unchanged,
                "problems": [{"line": p.line, "message": p.message} for p in report.problems],
            }
            for report in reports
        ]  # fmt: skip
        print_json({
            "production": filed.name, "files": files, "mined": _say.counts(found),
            "seconds": seconds,
        })  # fmt: skip
    else:
        _say.ingested(filed, reports, found)


def _mined(studio: "Studio", production: "Production") -> "Mined":
    from circletake import loop

    with progress("Mining") as bar:
        return loop.mined(studio, production, lambda step: bar(0, 1, step))


@click.command()
@click.argument("file", metavar="FILE", type=_PATH)
@click.option("--rate", metavar="R", help="Rate, if the file does not say it.")
@studio_option
@json_option
def inspect(file: Path, rate: str | None, as_json: bool) -> None:
    """Look into one file: what it is, what it holds, what a reader would leave out."""
    from circletake.loop import inspect as look
    from circletake.tools import Limits

    report = look(file, Limits(), Rate.parse(rate) if rate else None)
    if not as_json:
        _say.inspected(file, report)
        return
    print_json(
        {
            "format": report.format,
            "rate": number(report.rate.fps) if report.rate else None,
            "drop_frame": report.rate.drop if report.rate else None,
            "rate_origin": report.rate_origin,
            "in_file": report.in_file,
            "imported": report.imported,
            "problems": [{"line": p.line, "message": p.message} for p in report.problems],
            "items": [item_plain(item) for item in report.items],
        }
    )


@click.command()
@production_option
@studio_option
@json_option
def mine(production: str | None, as_json: bool) -> None:
    """Mine a production anew (ingest does so by itself)."""
    from circletake import loop

    with opened() as studio:
        filed = chosen(studio, production)
        with progress("Mining") as bar:
            found = loop.remine(studio, filed, lambda step: bar(0, 1, step))
    if as_json:
        print_json({"production": filed.name, **_say.counts(found)})
    else:
        _say.mined(filed, found)


@click.command()
@click.option("--scene", metavar="N", help="Only this scene.")
@click.option("--setup", metavar="S", help="Only this setup.")
@production_option
@studio_option
@json_option
def takes(scene: str | None, setup: str | None, production: str | None, as_json: bool) -> None:
    """Every take: what the logs say of it and what the cuts made of it."""
    with opened() as studio:
        found = _mined(studio, chosen(studio, production)).takes
    found = tuple(t for t in found if scene in {None, t.scene} and setup in {None, t.setup})
    if as_json:
        print_json([item_plain(take) for take in found])
    else:
        _say.takes(found)


@click.command()
@click.option("--order", metavar="A,B,...", help="Record the order of the cuts, oldest first.")
@production_option
@studio_option
@json_option
def cuts(order: str | None, production: str | None, as_json: bool) -> None:
    """The cuts of a production, in order; --order A,B,C records another one."""
    from circletake import loop

    with opened() as studio:
        filed = chosen(studio, production)
        if order is not None:
            names = [name.strip() for name in order.split(",") if name.strip()]
            filed = studio.ledger.set_production(filed, cut_order=names)
        found = loop.cuts(studio, filed)
    rows = [_say.cut_row(each) for each in found]
    if as_json:
        print_json(rows)
    else:
        _say.cuts(rows)


@click.command()
@click.argument("old")
@click.argument("new")
@production_option
@studio_option
@json_option
def changes(old: str, new: str, production: str | None, as_json: bool) -> None:
    """What changed from cut OLD to cut NEW; what only slides along is no change."""
    from circletake import loop

    with opened() as studio:
        found = loop.changes(studio, chosen(studio, production), old, new)
    if as_json:
        print_json([_change(change) for change in found])
    else:
        _say.changes(old, new, found)


def _change(change: "Change") -> dict[str, Any]:
    plain = item_plain(change)
    return {"kind": plain.pop("kind"), **plain.pop("shown"), **plain}


@click.command()
@production_option
@studio_option
@json_option
def pairs(production: str | None, as_json: bool) -> None:
    """Which take was chosen over which, why, and where the record says so."""
    with opened() as studio:
        found = _mined(studio, chosen(studio, production))
    if as_json:
        print_json([item_plain(pair) for pair in found.pairs])
    else:
        _say.pairs(found.pairs, found.takes)
