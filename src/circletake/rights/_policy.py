"""The policy matrix and the rules behind it, read from the packaged tables."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from circletake.model import Answer


@dataclass(frozen=True, slots=True)
class Rule:
    """A guild or legal rule.

    Attributes:
        id: Its name in refusals.
        source: Agreement, law or guidance.
        statement: In plain words.
        check: What is looked at.
        status: How well it is known: verified, press, unverified.
        checked: The day it was looked at last.
    """

    id: str
    source: str
    statement: str
    check: str
    status: str
    checked: date


@dataclass(frozen=True, slots=True)
class Policy:
    """One row of the policy matrix.

    Attributes:
        kind: What the use is called.
        covers: In words.
        standing: `production`, `experimental` or `contract`.
        default: The gate's answer; where something is needed, the answer without it.
        gate: What a person still has to look at.
        rules: Ids of the rules that decide.
        needs: `consent`, `review`, both joined by `+`, or nothing.
        consent_kinds: Kinds of consent that meet the need.
        granted: The answer once the need is met.
    """

    kind: str
    covers: str
    standing: str
    default: Answer
    gate: str
    rules: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()
    consent_kinds: tuple[str, ...] = ()
    granted: Answer = Answer.ALLOWED


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule."""
    return tuple(Rule(**row) for row in _table("rules.toml")["rule"])


@cache
def policy() -> tuple[Policy, ...]:
    """Every row of the matrix."""
    return tuple(
        Policy(
            row["kind"], row["covers"], row["standing"], Answer(row["default"]), row["gate"],
            tuple(row["rules"]), frozenset(filter(None, row.get("needs", "").split("+"))),
            tuple(row.get("consent_kinds", ())), Answer(row.get("granted", "allowed")),
        )
        for row in _table("policy.toml")["use"]
    )  # fmt: skip


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((files("circletake.rights") / name).read_text(encoding="utf-8"))
