"""Remedies by their id, and the choice among those that a finding names."""

from dataclasses import dataclass

from fix502.remedies.advice import PREFIX, Advice
from fix502.remedies.database import StartDatabase
from fix502.remedies.errors import NotApplicableError
from fix502.remedies.plan import Plan, Remedy, RemedyCase
from fix502.remedies.restart import Restart, Wait
from fix502.remedies.rollback import RollBack
from fix502.remedies.settings import ExposeApp, SetInstances, SetPort
from fix502.remedies.variables import RestoreVariables, SetVariable

REMEDIES: tuple[Remedy, ...] = (
    Restart(),
    Wait(),
    SetVariable(),
    RestoreVariables(),
    SetPort(),
    SetInstances(),
    ExposeApp(),
    StartDatabase(),
    RollBack(),
)


def remedy(name: str) -> Remedy | None:
    """Return the remedy of that id, or None."""
    if name.startswith(PREFIX):
        return Advice(name)
    return next((candidate for candidate in REMEDIES if candidate.id == name), None)


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be done: the best plan, if any, advice beside it, and why the others don't help."""

    plan: Plan | None
    advice: tuple[Plan, ...]
    rejected: tuple[tuple[str, str], ...]
    """(remedy, reason)."""


def choose(case: RemedyCase, only: str = "") -> Choice:
    """Plan the finding's remedies in their order; `only` names the one to take instead.

    Values given with --set ask for `set-variable`, whatever the finding names.
    """
    names = [only] if only else ["set-variable"] if case.given else list(case.finding.remedies)
    best: Plan | None = None
    advice, rejected = [], []
    for name in names:
        candidate = remedy(name)
        if candidate is None:
            rejected.append((name, "there is no such remedy"))
            continue
        try:
            plan = candidate.plan(case)
        except NotApplicableError as error:
            rejected.append((name, str(error)))
            continue
        if plan.is_only_advice:
            advice.append(plan)
        elif best is None:
            best = plan
    return Choice(best, tuple(advice), tuple(rejected))
