"""A plan: what would be changed, shown without secrets, and what it may cost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from fix502.collectors.boundary import is_secret_name
from fix502.model.findings import Finding, RiskClass
from fix502.platforms.interface import AppDefinition, Change, Platform
from fix502.profile import Profile
from fix502.remedies.errors import NotApplicableError
from fix502.remedies.store import SavedDefinition

MASK = "********"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the diff. Secret values are masked already."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a remedy would do to one app: `change` or `restore` its settings, deploy `image`, or only look."""

    remedy: str
    title: str
    risk: RiskClass
    app: str
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    change: Change | None = None
    restore: Mapping[str, Any] | None = field(default=None, repr=False)
    """A whole definition to go back to, instead of `change`."""
    image: str = ""
    git_hash: str = ""

    @property
    def is_only_advice(self) -> bool:
        """Whether there is nothing to run."""
        return self.risk in (RiskClass.ADVISE, RiskClass.DATA)

    def diff(self) -> tuple[str, ...]:
        """Return the diff as lines of text."""
        lines = []
        for row in self.rows:
            lines += [f"- {row.what}: {row.before}", f"+ {row.what}: {row.after}"]
        return tuple(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyCase:
    """All that a remedy may plan with."""

    finding: Finding
    profile: Profile
    platform: Platform
    app: AppDefinition
    apps: tuple[AppDefinition, ...]
    last_good: SavedDefinition | None = None
    given: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Values of --set."""

    def parameter(self, name: str) -> str:
        """Return a parameter of the finding.

        Raises:
            NotApplicableError: the finding has none of that name.

        """
        value = self.finding.parameters.get(name, "")
        if not value:
            raise NotApplicableError(f"the evidence does not say which {name}")
        return value

    def shown(self, variable: str, value: str | None) -> str:
        """Return a variable's value for the diff: secret ones masked."""
        if value is None:
            return "(not set)"
        if value == "":
            return "(empty)"
        wanted = self.profile.variables.get(variable)
        # What the profile does not name may be anything; only what it names as public is shown.
        is_public = wanted is not None and not wanted.secret and not is_secret_name(variable)
        return value if is_public else MASK


class Remedy(Protocol):
    """One way to repair. `plan` changes nothing."""

    @property
    def id(self) -> str:
        """The name that findings use."""
        ...

    def plan(self, case: RemedyCase) -> Plan:
        """Return what would be done. Raises `NotApplicableError`."""
        ...
