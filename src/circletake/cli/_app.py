"""The group of commands, and how errors end it."""

import gc
import sys

import click

from circletake import __version__
from circletake.cli._demo import demo
from circletake.cli._doctor import doctor, plugins
from circletake.cli._export import export
from circletake.cli._ledger import ledger
from circletake.cli._options import Context
from circletake.cli._record import changes, cuts, ingest, init, inspect, mine, pairs, takes
from circletake.cli._rights import rights
from circletake.errors import CircletakeError

_INTERRUPTED = 130


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="circletake")
@click.option("--studio", metavar="DIR", help="The studio's folder.")
@click.pass_context
def app(context: click.Context, studio: str | None) -> None:
    """Read what a production leaves behind, and mine the decisions it already holds.

    The studio is --studio DIR, else CIRCLETAKE_STUDIO, else the nearest parent folder with a
    circletake.toml, else one in your data folder. Every command takes --json for scripts.

    Exit status: 0 done, 1 failed, 2 asked wrongly, 3 a file cannot be read, 4 the ledger cannot do
    it, 5 refused by the rights gate, 6 a package is missing, 130 interrupted.
    """
    context.obj = Context(studio)


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what makes SHELL complete commands: eval "$(circletake completion bash)"."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is not None:
        click.echo(kind(app, {}, "circletake", "_CIRCLETAKE_COMPLETE").source())


for _command in (
    init, ingest, inspect, mine, takes, cuts, changes, pairs, export, rights, ledger, plugins,
    doctor, demo, completion,
):  # fmt: skip
    app.add_command(_command)


def main() -> None:
    """Run the command line; every error that circletake raises on purpose ends in one line."""
    # A command is one burst of values that live to its end; looking for cycles among them costs a
    # third of mining, so it is done seldom.
    gc.set_threshold(200_000, 50, 100)
    try:
        status = app.main(prog_name="circletake", standalone_mode=False)
    except CircletakeError as error:
        click.secho("error: ", err=True, fg="red", bold=True, nl=False)
        click.echo(str(error), err=True)
        sys.exit(error.exit_status)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo("Stopped; what was filed stays. The same command goes on from there.", err=True)
        sys.exit(_INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output went away (`| head`); that is its right.
        sys.stderr.close()
        sys.exit(0)
    sys.exit(status if isinstance(status, int) else 0)
