"""`circletake demo`: the small film through one lap."""

import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

import click

from circletake.cli import _say
from circletake.cli._show import progress, say
from circletake.errors import NotFound

_NAME = "One Small Film"


@click.command()
@click.option(
    "--keep", metavar="DIR", type=click.Path(path_type=Path), help="Keep the studio in DIR."
)
def demo(keep: Path | None) -> None:
    """Take a small fictional film through the lap: read it, mine it, say what was found."""
    from circletake import loop

    began = time.monotonic()
    film = _film()
    with nullcontext(str(keep)) if keep else tempfile.TemporaryDirectory() as folder:
        with loop.open_studio(Path(folder)) as studio:
            with progress("Reading") as bar:
                reports = loop.ingest(studio, [film], _NAME, None, bar)
            production = studio.ledger.production(_NAME)
            found = loop.mined(studio, production)
            _say.ingested(production, reports, found)
            for between in found.between:
                _say.changes(between.old, between.new, between.changes)
            _say.pairs(found.pairs, found.takes)
            verified = studio.ledger.chain.verify(production)
        say(f"{verified.entries} decisions are in the ledger; nothing was altered.")
        say(f"That took {time.monotonic() - began:.1f} s and no network.")
        if keep:
            say(f"Look further: circletake takes --studio {keep}")


def _film() -> Path:
    """The example: beside the package when installed, in the checkout otherwise."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "examples", package.parents[1] / "examples"):
        record = folder / "one_small_film" / "record"
        if record.is_dir():
            return record
    raise NotFound(
        "the example film is not installed", fix="Clone the repository and run `make demo`."
    )
