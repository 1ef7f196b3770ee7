"""The verdict around the findings: cause, healthy, starting, deploying, undetermined; and its words."""

from dataclasses import dataclass

from fix502.causes.predicates import APP_LOG, HOST_LOG, OUTSIDE, PLATFORM, PROXY_LOG
from fix502.causes.view import View
from fix502.engine.stages import Stage, reached
from fix502.model.facts import Fact, FactKind
from fix502.model.findings import Finding, Grade, MissingFact, Verdict
from fix502.parsers.patterns import Speaker


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The verdict and the findings that go with it."""

    verdict: Verdict
    findings: tuple[Finding, ...] = ()
    stage: Stage | None = None
    """For `undetermined`: the first rung of the ladder that fails."""


def outcome_of(view: View, findings: tuple[Finding, ...], harmless: dict[str, bool]) -> Outcome:
    """Decide the verdict. Visitors' answers outweigh logs; a running build or a young start, guesses."""
    sure = tuple(finding for finding in findings if finding.grade is not Grade.POSSIBLE)
    side = tuple(finding for finding in sure if harmless.get(finding.code))
    failing = view.failing()
    if view.has_outside and not failing:
        return Outcome(verdict=Verdict.HEALTHY, findings=side)
    if is_building(view) and failing:
        return Outcome(verdict=Verdict.DEPLOYING)
    serious = tuple(finding for finding in sure if not harmless.get(finding.code))
    if serious:
        return Outcome(verdict=Verdict.CAUSE, findings=(*serious, *side))
    if is_starting(view) and (failing or not view.has_outside):
        return Outcome(verdict=Verdict.STARTING)
    if not view.has_outside and is_well(view):
        return Outcome(verdict=Verdict.HEALTHY, findings=side)
    possible = tuple(finding for finding in findings if finding.grade is Grade.POSSIBLE)
    return Outcome(
        verdict=Verdict.UNDETERMINED,
        findings=(*side, *possible) if in_trouble(view) else side,
        stage=reached(view),
    )


def is_building(view: View) -> bool:
    """Tell whether the platform builds a new version right now."""
    return bool(view.select(FactKind.BUILDING, None, lambda fact: fact.value is True))


def is_starting(view: View) -> bool:
    """Tell whether the newest start is younger than a start may take, and nothing went wrong in it.

    What was written before an earlier start was complete belongs to that one.
    """
    completed = [fact.at for fact in view.select(FactKind.START_COMPLETE)]
    if view.now is None or _troubles(view) or None in completed:
        return False
    since = max((at for at in completed if at is not None), default=None)
    starts = (
        *view.select(FactKind.BOOT_ATTEMPT),
        *view.select(FactKind.LISTENING),
        *view.select(FactKind.STEP),
    )
    if any(isinstance(fact.value, int) and fact.value > 1 for fact in view.select(FactKind.BOOT_ATTEMPT)):
        return False
    times = [fact.at for fact in starts if fact.at is not None and (since is None or fact.at > since)]
    if not times:
        return False
    return 0 <= (view.now - min(times)).total_seconds() <= view.start_seconds


def is_well(view: View) -> bool:
    """Tell whether the logs show a server that came up or answers, and no trouble after that."""
    if _troubles(view):
        return False
    if view.select(FactKind.START_COMPLETE) or view.select(FactKind.LOG_CLASS, "serving"):
        return True
    stopped = view.select(FactKind.LOG_CLASS, "asked-to-stop")
    return bool(view.select(FactKind.LOG_CLASS, "booted")) and not stopped


def _troubles(view: View) -> tuple[Fact, ...]:
    """Return the facts of now that can't be had from a healthy app."""
    return (
        *view.select(FactKind.EXCEPTION),
        *view.select(FactKind.DATABASE_MESSAGE, None, lambda fact: not fact.subject.startswith("server-")),
        *view.select(FactKind.PROXY_ERROR),
        *view.select(FactKind.EXIT),
        *view.select(FactKind.WORKER_TIMEOUT),
        *view.select(FactKind.SIGNAL, None, lambda fact: fact.value not in {"SIGTERM", "SIGINT", "SIGQUIT"}),
        *view.select(
            FactKind.STEP, None, lambda fact: fact.value == "failed" and fact.data.get("required") is True
        ),
        *view.select(FactKind.LOG_CLASS, None, lambda fact: fact.subject not in _GOOD_NEWS),
    )


_GOOD_NEWS = frozenset(
    {"no-problem-checks", "database-works", "serving", "booted", "asked-to-stop", "failed-checks"}
)


def in_trouble(view: View) -> bool:
    """Tell whether there is a symptom at all that a possible cause could explain."""
    return bool(view.failing() or _troubles(view))


def headline_of(outcome: Outcome, view: View, app: str) -> str:
    """Return the one line that is printed first."""
    name = app or "The app"
    match outcome.verdict:
        case Verdict.CAUSE:
            return _cause_headline(outcome.findings[0], view)
        case Verdict.HEALTHY:
            return _healthy_headline(outcome, view, name)
        case Verdict.DEPLOYING:
            why = " (it has volumes, so the old container stops first)" if _has_volumes(view) else ""
            return f"{name} is being deployed: the platform builds a new version{why}"
        case Verdict.STARTING:
            return f"{name} is still starting, and nothing has gone wrong in it so far"
    stage = outcome.stage.sentence if outcome.stage else "nothing here shows a fault"
    return f"Undetermined: {stage}"


def _cause_headline(top: Finding, view: View) -> str:
    failing = view.gateway_failing() or view.failing()
    statuses = (fact.value for fact in failing if isinstance(fact.value, int) and fact.value >= 500)
    status = next(statuses, None)
    because = f"{status} because {_lower(top.sentence)}" if status else top.sentence
    return f"{because} ({top.code}, {top.grade})"


def _healthy_headline(outcome: Outcome, view: View, name: str) -> str:
    answers = view.every(FactKind.HTTP)
    if not answers:
        return "Healthy: the log shows a server that runs, and no fault"
    paths = "its path answers" if len(answers) == 1 else f"all {len(answers)} paths answer"
    aside = outcome.findings[0].sentence if outcome.findings else ""
    return f"{name} is healthy: {paths} as expected" + (f". Aside: {aside}" if aside else "")


def _lower(sentence: str) -> str:
    first = sentence.split(" ", 1)[0]
    keeps = first.isupper() or any(char.isupper() for char in first[1:])
    return sentence if keeps else sentence[:1].lower() + sentence[1:]


def _has_volumes(view: View) -> bool:
    return bool(view.select(FactKind.HAS_VOLUMES, None, lambda fact: fact.value is True))


def missing_of(outcome: Outcome, view: View) -> tuple[MissingFact, ...]:
    """Return what was not seen and would decide, the most telling first."""
    if outcome.verdict is not Verdict.UNDETERMINED:
        return tuple(dict.fromkeys(item for finding in outcome.findings for item in finding.missing))
    wanted = [APP_LOG] if _has_envelope(view) else []
    wanted += [item for finding in outcome.findings for item in finding.missing]
    if not view.heard((Speaker.APP,)):
        wanted.append(APP_LOG)
    if view.has_outside and not view.every(FactKind.PLATFORM):
        wanted.append(PLATFORM)
    if not view.has_outside:
        wanted.append(OUTSIDE)
    if view.has_log and not view.heard((Speaker.PROXY,)) and not view.every(FactKind.PLATFORM):
        wanted.append(PROXY_LOG)
    return tuple(dict.fromkeys(item for item in wanted if item is not HOST_LOG or len(wanted) == 1))


def _has_envelope(view: View) -> bool:
    return bool(
        view.select(FactKind.LOG_CLASS, "failed-boot") or view.select(FactKind.LOG_CLASS, "app-crashed")
    )


def next_command_of(outcome: Outcome, view: View) -> str:
    """Return the one command to type next; for a pasted log that is a look at the cause's page."""
    if outcome.verdict is Verdict.CAUSE:
        top = outcome.findings[0]
        if view.every(FactKind.PLATFORM) and any(not item.startswith("advise-") for item in top.remedies):
            return "fix502 fix --dry-run"
        return f"fix502 explain {top.code}"
    if outcome.verdict in {Verdict.STARTING, Verdict.DEPLOYING}:
        return "fix502 check"
    if outcome.verdict is Verdict.UNDETERMINED:
        missing = missing_of(outcome, view)
        return missing[0].how if missing else "fix502 diagnose URL"
    return f"fix502 explain {outcome.findings[0].code}" if outcome.findings else ""


def also_seen(view: View, outcome: Outcome, findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """Return oddities that are not the cause, each with the reason why not."""
    lines: list[str] = []
    if outcome.verdict is Verdict.HEALTHY:
        kept = {finding.code for finding in outcome.findings}
        lines += [
            f"{finding.sentence} ({finding.code}): in the log, but every path answers as expected"
            for finding in findings
            if finding.code not in kept and finding.grade is not Grade.POSSIBLE
        ]
    told: set[tuple[str, str]] = set()
    for kind in (FactKind.DATABASE_MESSAGE, FactKind.LOG_CLASS, FactKind.PROXY_ERROR):
        for fact in view.every(kind):
            noise = fact.data.get("noise")
            reason = str(noise) if noise else "a later start succeeded" if fact.data.get("past") else ""
            if reason and fact.subject not in _GOOD_NEWS and (fact.subject, reason) not in told:
                told.add((fact.subject, reason))
                lines.append(f"line {fact.data.get('line', 0)}, {fact.subject}: {reason}")
    return tuple(lines[:12])
