"""Whether the app runs, as far as the evidence goes: inferred from named facts, never guessed."""

from dataclasses import dataclass
from enum import StrEnum

from fix502.model.evidence import Observation, State
from fix502.model.facts import Fact, FactKind
from fix502.model.findings import Bundle, Report, Verdict


class Condition(StrEnum):
    """What the app does. `UNKNOWN` is an answer: the platform shows no state of its containers."""

    RUNNING = "running"
    STOPPED = "stopped"
    CRASHING = "crashing"
    BUILDING = "building"
    MISSING = "missing"
    UNKNOWN = "unknown"


MEANING = {
    Condition.RUNNING: "the app answers",
    Condition.STOPPED: "no instance is asked for",
    Condition.CRASHING: "it starts, fails and is started again",
    Condition.BUILDING: "the platform builds a new version",
    Condition.MISSING: "the platform has no app of this name",
    Condition.UNKNOWN: "the evidence does not say; the platform shows no state of its containers",
}
_CRASH_CODES = ("BOOT", "DB", "TSK", "RES")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inferred:
    """A condition and what it was inferred from, one clause each."""

    condition: Condition
    because: tuple[str, ...]


def condition_of(bundle: Bundle, report: Report) -> Inferred:
    """Infer the condition; the first evidence that decides wins."""
    app = bundle.app
    if _value(bundle, FactKind.APP_EXISTS, app) is False:
        return Inferred(condition=Condition.MISSING, because=(f'the platform lists no app "{app}"',))
    if _value(bundle, FactKind.BUILDING, app) is True:
        return Inferred(condition=Condition.BUILDING, because=("the platform says isAppBuilding",))
    if _value(bundle, FactKind.INSTANCES, app) == 0:
        return Inferred(condition=Condition.STOPPED, because=("instanceCount is 0",))
    answers = [fact for fact in bundle.facts if fact.kind is FactKind.HTTP and fact.value]
    own = [fact for fact in answers if fact.data.get("page") == "app"]
    if own:
        paths = ", ".join(f"{fact.subject} → {fact.value}" for fact in own)
        return Inferred(
            condition=Condition.RUNNING, because=(f"the app itself answers from outside: {paths}",)
        )
    crash = _crash(bundle, report)
    if crash:
        return Inferred(condition=Condition.CRASHING, because=crash)
    return Inferred(condition=Condition.UNKNOWN, because=_silence(bundle, answers))


def _value(bundle: Bundle, kind: FactKind, subject: str) -> object:
    found = [fact.value for fact in bundle.facts if fact.kind is kind and fact.subject == subject]
    return found[0] if found else None


def _crash(bundle: Bundle, report: Report) -> tuple[str, ...]:
    from_guard = [
        fact for fact in bundle.facts if fact.kind is FactKind.HTTP and fact.data.get("page") == "guard-503"
    ]
    sure = [f for f in report.findings if report.verdict is Verdict.CAUSE and f.code.startswith(_CRASH_CODES)]
    because = [f"{finding.code}: {finding.sentence}" for finding in sure[:1]]
    if from_guard and because:
        because.append("the guard answers in the app's place")
    return tuple(because)


def _silence(bundle: Bundle, answers: list[Fact]) -> tuple[str, ...]:
    because = [f"{fact.subject} → {fact.value} by {fact.data.get('page')}" for fact in answers]
    because += [
        f"{look.asked}: {_ended(look)}"
        for look in bundle.observations
        if look.state is not State.OK and look.source != "outside"
    ]
    return tuple(because) or ("nothing could be looked at",)


def _ended(look: Observation) -> str:
    return look.detail or look.state.value
