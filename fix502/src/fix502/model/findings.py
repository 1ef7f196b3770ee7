"""The verdict: findings with grades, what was ruled out, what is missing, and the report around them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from fix502.model.evidence import Log, Observation
from fix502.model.facts import Fact


class Grade(StrEnum):
    """How sure a finding is. A hedge is a grade, never an adverb."""

    CONFIRMED = "confirmed"
    """Everything required was seen, and no rival is left."""
    LIKELY = "likely"
    """Everything required was seen; a rival is still open."""
    POSSIBLE = "possible"
    """Some of what is required could not be seen."""


class Verdict(StrEnum):
    """The first word of a report.

    `CAUSE` comes with findings above `possible`. `HEALTHY` may come with findings too: what went wrong
    without stopping the site, such as an optional step of the start.
    """

    CAUSE = "cause"
    HEALTHY = "healthy"
    STARTING = "starting"
    DEPLOYING = "deploying"
    UNDETERMINED = "undetermined"


class RiskClass(StrEnum):
    """What a remedy may cost."""

    ADVISE = "advise"
    """Printed, never run."""
    REVERSIBLE = "reversible"
    DISRUPTIVE = "disruptive"
    """Reversible, but visitors notice: restart, roll-back."""
    DATA = "data"
    """Touches data or can't be undone: printed, never run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refutation:
    """A rival cause that was ruled out, and the fact that did it."""

    code: str
    title: str
    because: str
    fact: Fact | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingFact:
    """What could not be seen, and the exact command or click that would show it."""

    what: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One cause of the symptom. `evidence` supports it; `remedies` are ids, the best first."""

    code: str
    slug: str
    title: str
    grade: Grade
    sentence: str
    """The cause with this case's values: `PostgreSQL at db:5432 refuses the password of "shop"`."""
    evidence: tuple[Fact, ...]
    consequences: tuple[str, ...] = ()
    """What follows from it and is therefore no finding of its own."""
    missing: tuple[MissingFact, ...] = ()
    remedies: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    """Values a remedy needs: `{"variable": "DB_PASSWORD"}`, `{"port": "8000"}`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """All that a diagnosis is a function of. Collectors give `facts`; the engine parses `logs`."""

    observations: tuple[Observation, ...] = ()
    facts: tuple[Fact, ...] = ()
    logs: tuple[Log, ...] = ()
    app: str = ""
    now: datetime | None = None
    """When the collection ended (UTC). `diagnose` knows no other clock; without it no age is judged."""
    start_seconds: float = 60.0
    """How long a start may take before it counts as stuck (the profile's `start.seconds`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The answer. `headline` is the one verdict line that is printed first."""

    verdict: Verdict
    headline: str
    findings: tuple[Finding, ...] = ()
    """Ranked, root cause first. Findings of grade `possible` may stand beside `undetermined`."""
    ruled_out: tuple[Refutation, ...] = ()
    missing: tuple[MissingFact, ...] = ()
    also_seen: tuple[str, ...] = ()
    """Oddities that are not the cause, each with the reason why not."""
    next_command: str = ""
    observations: tuple[Observation, ...] = ()
