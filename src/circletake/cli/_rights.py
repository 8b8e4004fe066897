"""`circletake rights`: consents, clearances, the policy and the rules behind it."""

from datetime import datetime

import click

from circletake.cli._options import chosen, json_option, opened, production_option, studio_option
from circletake.cli._show import as_json as print_json
from circletake.cli._show import item_plain, say, table

_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def rights() -> None:
    """Who agreed to what, what may be done, and the rules that say so. Not legal advice."""


@rights.command()
@json_option
def policy(as_json: bool) -> None:
    """The policy matrix: uses, their class and what the gate does."""
    from circletake import rights as gate

    rows = gate.policy()
    if as_json:
        print_json([item_plain(row) for row in rows])
    else:
        table(f"{len(rows)} uses", ("kind", "class", "default", "gate"),
              [(row.kind, row.standing, row.default, row.gate) for row in rows])  # fmt: skip


@rights.command()
@json_option
def rules(as_json: bool) -> None:
    """The guild and legal rules, each with its source and the day it was checked."""
    from circletake import rights as gate

    rows = gate.rules()
    if as_json:
        print_json([item_plain(row) for row in rows])
    else:
        table(f"{len(rows)} rules; not legal advice", ("id", "statement", "status", "checked"),
              [(row.id, row.statement, row.status, row.checked) for row in rows])  # fmt: skip


@rights.command()
@click.argument("consent")
@click.option("--holder", required=True, help="Who agrees.")
@click.option(
    "--kind", "kinds", required=True, multiple=True, help="likeness, voice, script, training."
)
@click.option("--scope", required=True, help="Reasonably specific description of the use.")
@click.option("--document", metavar="SHA256", help="Digest of the signed document.")
@click.option("--signed", type=_DAY, help="Day it was signed.")
@click.option("--from", "starts", type=_DAY, help="First day it holds.")
@click.option("--until", "ends", type=_DAY, help="Last day it holds.")
@production_option
@studio_option
@json_option
def consent(
    consent: str, holder: str, kinds: tuple[str, ...], scope: str, document: str | None,
    signed: datetime | None, starts: datetime | None, ends: datetime | None,
    production: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Record that somebody agreed: CONSENT is the id that the studio gives it."""
    from circletake import rights as gate
    from circletake.model import Consent

    days = [day.date() if day else None for day in (signed, starts, ends)]
    made = Consent(consent, holder, kinds, scope, document, *days)
    with opened() as studio:
        gate.record_consent(studio.ledger, chosen(studio, production), made, studio.actor)
    if as_json:
        print_json(item_plain(made))
    else:
        say(f"Recorded {made.id}: {made.holder} agrees to {', '.join(made.kinds)}.")


@rights.command()
@click.argument("consent")
@click.option("--because", default="", metavar="WHY", help="The reason given.")
@production_option
@studio_option
@json_option
def revoke(consent: str, because: str, production: str | None, as_json: bool) -> None:
    """Record that CONSENT is withdrawn; it holds from now on."""
    from circletake import rights as gate

    with opened() as studio:
        gate.revoke_consent(
            studio.ledger, chosen(studio, production), consent, studio.actor, because
        )
    if as_json:
        print_json({"revoked": consent, "because": because})
    else:
        say(f"Revoked {consent}; no later export or generation relies on it.")


@rights.command("list")
@production_option
@studio_option
@json_option
def list_(production: str | None, as_json: bool) -> None:
    """Consents, and whether each still holds."""
    from circletake import rights as gate

    with opened() as studio:
        found = gate.consents(studio.ledger, chosen(studio, production))
    if as_json:
        print_json([item_plain(each) for each in found])
    else:
        rows = [(each.consent.id, each.consent.holder, ", ".join(each.consent.kinds),
                 each.consent.scope, "holds" if each.holds else each.because)
                for each in found]  # fmt: skip
        table(f"{len(rows)} consents", ("id", "holder", "kinds", "scope", "state"), rows)


@rights.command()
@click.argument("kind")
@click.option("--description", required=True, help="What exactly is about to be done.")
@click.option(
    "--subject", "subjects", multiple=True, help="Clip, candidate or file that it touches."
)
@click.option("--consent", "consents", multiple=True, help="Consent that it relies on.")
@click.option("--review", help="Legal review that it relies on.")
@production_option
@studio_option
@json_option
def clear(
    kind: str, description: str, subjects: tuple[str, ...], consents: tuple[str, ...],
    review: str | None, production: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Ask the gate about a use of KIND; its answer is recorded."""
    from circletake import rights as gate
    from circletake.model import Use

    use = Use(kind, description, subjects, consents, review)
    with opened() as studio:
        answer = gate.clear(studio.ledger, chosen(studio, production), use, studio.actor)
    if as_json:
        print_json(item_plain(answer))
    else:
        say(f"{answer.answer.value}: {answer.because} ({', '.join(answer.rules) or 'no rule'}).")
