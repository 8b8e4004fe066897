"""`circletake ledger`: verify the chain, see its entries, erase by law."""

import click

from circletake.cli._options import chosen, json_option, opened, production_option, studio_option
from circletake.cli._show import as_json as print_json
from circletake.cli._show import item_plain, say, table
from circletake.errors import ChainBroken


@click.group()
def ledger() -> None:
    """The append-only record: verify it, list it, erase a payload by law."""


@ledger.command()
@click.option(
    "--expect", metavar="HEAD", help="A head noted earlier; it must still be in the chain."
)
@production_option
@studio_option
@json_option
def verify(expect: str | None, production: str | None, as_json: bool) -> None:
    """Check that nothing in the record was altered; all productions unless one is named."""
    with opened() as studio:
        meant = (
            [chosen(studio, production)] if production or expect else studio.ledger.productions()
        )
        found = [(each.name, studio.ledger.chain.verify(each, expect)) for each in meant]
    if as_json:
        print_json([
            {"production": name, "ok": not v.broken, "entries": v.entries, "erased": v.erased,
             "head": v.head, "broken": [{"seq": seq, "message": text} for seq, text in v.broken]}
            for name, v in found
        ])  # fmt: skip
    else:
        for name, v in found:
            say(f"{name}: {v.entries} entries, {v.erased} erased; "
                + ("nothing was altered." if not v.broken else "ALTERED:"))  # fmt: skip
            for seq, text in v.broken:
                say(f"  entry {seq}: {text}")
            say(f"  head {v.head}  (note it elsewhere; later: --expect HEAD)")
    broken = [name for name, v in found if v.broken]
    if broken:
        raise ChainBroken(
            f"the record of {', '.join(broken)} was altered", fix="Compare with a backup."
        )


@ledger.command("list")
@click.option("--limit", default=50, show_default=True, help="How many, newest last; 0 for all.")
@production_option
@studio_option
@json_option
def list_(limit: int, production: str | None, as_json: bool) -> None:
    """The entries of a production's chain."""
    with opened() as studio:
        entries = list(studio.ledger.chain.entries(chosen(studio, production)))
    entries = entries[-limit:] if limit else entries
    if as_json:
        print_json([item_plain(entry) for entry in entries])
    else:
        rows = [(e.seq, e.id, e.kind, e.actor, e.at.isoformat(timespec="seconds"),
                 "erased" if e.erased else e.key or "") for e in entries]  # fmt: skip
        table(f"{len(entries)} entries", ("no", "id", "kind", "by", "at", "key"), rows)


@ledger.command()
@click.argument("entry")
@click.option("--because", required=True, metavar="WHY", help="The reason, kept in the record.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@production_option
@studio_option
@json_option
def erase(entry: str, because: str, yes: bool, production: str | None, as_json: bool) -> None:
    """Destroy what ENTRY says, for good; the chain stays valid and says that it was erased."""
    with opened() as studio:
        meant = chosen(studio, production)
        if not yes:
            click.confirm(f"Erase {entry} of {meant.name} for good?", abort=True, err=True)
        studio.ledger.chain.erase(meant, entry, actor=studio.actor, because=because)
    if as_json:
        print_json({"erased": entry, "because": because})
    else:
        say(f"Erased {entry}.")
