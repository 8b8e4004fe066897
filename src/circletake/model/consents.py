"""What is allowed: consents, uses, clearances."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Answer(StrEnum):
    """What the rights gate says of a use."""

    ALLOWED = "allowed"
    SANDBOX = "sandbox"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Consent:
    """What a performer, writer or other holder agreed to.

    Attributes:
        id: Chosen by the studio.
        holder: Who agreed.
        kinds: What it is about: `likeness`, `voice`, `script`, `training`.
        scope: Reasonably specific description of the use agreed to.
        document: SHA-256 of the signed document, where kept.
        signed: Day it was signed.
        starts: First day it holds.
        ends: Last day it holds; None without end.
    """

    id: str
    holder: str
    kinds: tuple[str, ...]
    scope: str
    document: str | None = None
    signed: date | None = None
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Revocation:
    """A consent withdrawn; it holds from the moment it is recorded.

    Attributes:
        consent: Id of the consent.
        because: Reason given.
    """

    consent: str
    because: str = ""


@dataclass(frozen=True, slots=True)
class Use:
    """What is about to be done, for which a clearance is asked.

    Attributes:
        kind: A row of the policy matrix, such as `training`, `previs`, `voice`.
        description: What exactly, in words.
        subjects: Consent ids, candidates or files that it touches.
        consents: Ids of consents it relies on.
        review: Id of a legal review it relies on; None without.
    """

    kind: str
    description: str
    subjects: tuple[str, ...] = ()
    consents: tuple[str, ...] = ()
    review: str | None = None


@dataclass(frozen=True, slots=True)
class Clearance:
    """The recorded answer of the rights gate.

    Attributes:
        use: What was asked.
        answer: What the gate said.
        rules: Ids of the rules that decided, in the order applied.
        because: In words.
    """

    use: Use
    answer: Answer
    rules: tuple[str, ...]
    because: str
