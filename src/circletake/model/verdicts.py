"""What was decided: briefs, candidates, verdicts, pairs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from circletake.model.evidence import Evidence


class Origin(StrEnum):
    """Who made a candidate."""

    FILMED = "filmed"
    GENERATED = "generated"
    HUMAN = "human"


class Decision(StrEnum):
    """The four answers to a candidate or to several."""

    ACCEPT = "accept"
    REJECT = "reject"
    REVISE = "revise"
    COMPARE = "compare"


class VerdictSource(StrEnum):
    """Whether somebody decided in the review room, or the record already held it."""

    REVIEWED = "reviewed"
    MINED = "mined"


class Why(StrEnum):
    """Evidence behind a mined pair, strongest first."""

    SWAP = "swap"
    USED_OVER_UNUSED = "used_over_unused"
    CIRCLED_OVER_NG = "circled_over_ng"


@dataclass(frozen=True, slots=True)
class Brief:
    """What is asked for.

    Attributes:
        kind: `take`, `shotlist`, `previs`, `edit` and so on: the generator's name.
        subject: What it is about, as `scene:24`, `setup:24A`, `cut:v3`, `film`.
        constraints: Further demands by name.
    """

    kind: str
    subject: str
    constraints: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An answer to one or more briefs: a filmed take and a generated clip alike.

    Attributes:
        id: Stable within the production.
        origin: Who made it.
        briefs: What it answers.
        derived_from: Ids of the candidates it was made of.
        clip: Camera file or media reference.
    """

    id: str
    origin: Origin
    briefs: tuple[Brief, ...]
    derived_from: tuple[str, ...] = ()
    clip: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a candidate that a remark speaks of.

    Attributes:
        start: Seconds from its first frame.
        end: Seconds from its first frame, exclusive.
        region: x, y, width, height as fractions of the frame, from the top left; None for all.
    """

    start: Fraction
    end: Fraction
    region: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision; never changed, only superseded by a later one.

    Attributes:
        decision: What was decided.
        brief: What the candidates were to answer.
        order: For `compare`, tiers of candidate ids, best first, ties in one tier; otherwise one
            tier with one id.
        source: Reviewed or mined.
        author: Who decided; for a mined one the role that the record proves.
        role: Role of the author.
        at: When it was decided; None where the record does not tell.
        reasons: Words of the trade, or the written reason verbatim; empty when unknown.
        aspects: Scores by aspect.
        spans: Parts it speaks of.
        note: Free words, verbatim.
        why: For a mined pair, the kind of evidence.
        evidence: Where the record says so.
        supersedes: Id of the entry that this one replaces.
    """

    decision: Decision
    brief: Brief
    order: tuple[tuple[str, ...], ...]
    source: VerdictSource
    author: str
    role: str
    at: datetime | None = None
    reasons: tuple[str, ...] = ()
    aspects: Mapping[str, float] = field(default_factory=dict)
    spans: tuple[Span, ...] = ()
    note: str = ""
    why: Why | None = None
    evidence: tuple[Evidence, ...] = ()
    supersedes: str | None = None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What was decided no longer holds, and nothing takes its place (the record changed).

    Attributes:
        of: Id of the entry that no longer holds.
        because: Why.
    """

    of: str
    because: str


@dataclass(frozen=True, slots=True)
class Showing:
    """What was put before whom: the ground that evaluation corrects for.

    Attributes:
        brief: What was asked for.
        candidates: Ids in the order shown.
        viewer: Who saw them.
        blind: True when origin and provider were hidden.
        ranker: Version of the ranker that chose them; None when none did.
        probability: Probability with which this choice was drawn; None when not drawn.
    """

    brief: Brief
    candidates: tuple[str, ...]
    viewer: str
    blind: bool = False
    ranker: str | None = None
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class Generation:
    """How a generated candidate was made.

    Attributes:
        candidate: Its id.
        provider: Name of the provider.
        model: Model name.
        version: Model version.
        seed: Seed, where there is one.
        parameters: Other parameters by name.
        context_hash: SHA-256 of everything that was sent.
        latency: Seconds from asking to having.
        units: Billed units by name.
        cost: Cost in `currency`; None when unknown.
        currency: ISO 4217 code.
    """

    candidate: str
    provider: str
    model: str
    version: str
    seed: int | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    context_hash: str = ""
    latency: float | None = None
    units: Mapping[str, float] = field(default_factory=dict)
    cost: float | None = None
    currency: str = "USD"


@dataclass(frozen=True, slots=True)
class Pair:
    """Chosen over rejected for one brief, with why and the evidence.

    Attributes:
        setup: The setup both are of.
        chosen: Camera file of the one that won.
        rejected: Camera file of the one that lost.
        why: Kind of evidence.
        evidence: Where the record says so.
        reasons: Written reasons, verbatim; empty when nobody wrote one.
        comparable: False when they answer different briefs; then it never trains.
        not_comparable_because: The reason, when it is not.
    """

    setup: str | None
    chosen: str
    rejected: str
    why: Why
    evidence: tuple[Evidence, ...]
    reasons: tuple[str, ...] = ()
    comparable: bool = True
    not_comparable_because: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the record that a person would want to know.

    Attributes:
        kind: `circled_never_used`, `used_though_ng`, `log_conflict`, `unknown_source` and so on.
        subject: The take, cut or file it is about.
        message: In words.
        evidence: Where the record says so.
    """

    kind: str
    subject: str
    message: str
    evidence: tuple[Evidence, ...] = ()
