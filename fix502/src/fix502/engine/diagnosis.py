"""`diagnose(bundle) -> Report`: the one function the rest of fix502 asks."""

from collections.abc import Mapping

from fix502.causes.record import Case, Cause, folds, sentence_of
from fix502.causes.registry import causes as all_causes
from fix502.causes.view import View
from fix502.engine.candidates import Candidate, candidates, grade_of, open_rivals, rank
from fix502.engine.verdicts import (
    also_seen,
    headline_of,
    missing_of,
    next_command_of,
    outcome_of,
)
from fix502.model.findings import Bundle, Finding, Grade, Refutation, Report
from fix502.parsers.assembly import facts_of

UNSPOKEN = "nothing that was seen speaks for it"
"""Why a rival is ruled out of which no required fact is there, although those who would say it were heard."""


def diagnose(bundle: Bundle, causes: tuple[Cause, ...] | None = None) -> Report:
    """Return what `bundle` proves. The same bundle gives the same report, whatever the order of its facts."""
    facts = [*bundle.facts, *(fact for log in bundle.logs for fact in facts_of(log))]
    view = View(facts, now=bundle.now, start_seconds=bundle.start_seconds)
    every = candidates(view, all_causes() if causes is None else causes)
    live = [found for found in every.values() if found.in_play and found.refuted is None]
    roots, consequences = folded(live)
    roots.sort(key=lambda found: rank(found, every))
    findings = tuple(finding_of(found, every, view, consequences) for found in roots)
    outcome = outcome_of(view, findings, {item.cause.code: _harmless(item, view) for item in roots})
    kept = outcome.findings
    return Report(
        verdict=outcome.verdict,
        headline=headline_of(outcome, view, bundle.app),
        findings=kept,
        ruled_out=_ruled_out(kept, every),
        missing=missing_of(outcome, view),
        also_seen=also_seen(view, outcome, findings),
        next_command=next_command_of(outcome, view),
        observations=bundle.observations,
    )


def _harmless(found: Candidate, view: View) -> bool:
    predicate = found.cause.harmless
    return predicate is not None and predicate.test(view).truth is True


def folded(live: list[Candidate]) -> tuple[list[Candidate], Mapping[str, list[Cause]]]:
    """Separate roots from consequences. Only a complete candidate can be a root of another."""
    complete = [found for found in live if found.complete]
    root_of: dict[str, str] = {}
    for other in live:
        for root in complete:
            if root.cause.code == other.cause.code or not folds(root.cause, other.cause):
                continue
            mutual = other.complete and folds(other.cause, root.cause)
            # Where each could explain the other, the deeper one is the root.
            if mutual and (other.cause.depth, other.cause.code) < (root.cause.depth, root.cause.code):
                continue
            root_of[other.cause.code] = root.cause.code
            break
    roots = [found for found in live if found.cause.code not in root_of]
    consequences: dict[str, list[Cause]] = {}
    for found in live:
        if found.cause.code in root_of and found.complete:
            consequences.setdefault(_top(found.cause.code, root_of), []).append(found.cause)
    return roots, consequences


def _top(code: str, root_of: Mapping[str, str]) -> str:
    for _ in range(len(root_of) + 1):
        if code not in root_of:
            return code
        code = root_of[code]
    return code


def finding_of(
    found: Candidate,
    every: dict[str, Candidate],
    view: View,
    consequences: Mapping[str, list[Cause]],
) -> Finding:
    """Return a candidate as the report shows it."""
    cause = found.cause
    case = Case(found.evidence, view)
    slug = cause.slug
    for variant, predicate in cause.variants.items():
        if predicate.test(view).truth:
            slug = variant
    grade = grade_of(found, every)
    missing = list(found.missing)
    if grade is Grade.LIKELY:
        missing += [item for rival in open_rivals(found, every) for item in every[rival.code].missing]
    return Finding(
        code=cause.code,
        slug=slug,
        title=cause.title,
        grade=grade,
        sentence=sentence_of(cause.sentences, case.values()),
        evidence=found.evidence[:6],
        consequences=tuple(
            sorted(f"{item.title} ({item.code})" for item in consequences.get(cause.code, ()))
        ),
        missing=tuple(dict.fromkeys(missing)),
        remedies=cause.remedies,
        parameters=dict(cause.parameters(case)),
    )


def _ruled_out(findings: tuple[Finding, ...], every: dict[str, Candidate]) -> tuple[Refutation, ...]:
    """Return the rivals of what was found, and all that was in play, each with what ruled it out."""
    shown = {finding.code for finding in findings}
    out: dict[str, Refutation] = {}
    for found in every.values():
        if found.refuted is not None and found.cause.code not in shown:
            out[found.cause.code] = found.refuted
    for finding in findings[:1]:
        if finding.grade is Grade.POSSIBLE:
            continue
        for code in every[finding.code].cause.rivals:
            rival = every.get(code)
            if rival is None or code in shown or code in out or rival.possible:
                continue
            out[code] = Refutation(code=code, title=rival.cause.title, because=UNSPOKEN)
    return tuple(out[code] for code in sorted(out))
