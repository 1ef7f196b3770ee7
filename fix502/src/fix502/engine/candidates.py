"""Asks every cause its questions and keeps those that the facts speak for."""

from dataclasses import dataclass

from fix502.causes.record import Case, Cause, folds
from fix502.causes.view import View, first_line
from fix502.model.facts import Fact
from fix502.model.findings import Grade, MissingFact, Refutation


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A cause with the answers to its questions."""

    cause: Cause
    evidence: tuple[Fact, ...]
    complete: bool
    """All that is required was seen."""
    possible: bool
    """Nothing that is required was seen to be absent."""
    refuted: Refutation | None = None
    missing: tuple[MissingFact, ...] = ()
    supported: int = 0

    @property
    def in_play(self) -> bool:
        """Whether at least one fact speaks for it."""
        return self.possible and bool(self.evidence)


def candidates(view: View, causes: tuple[Cause, ...]) -> dict[str, Candidate]:
    """Return a candidate for each cause, by code."""
    return {cause.code: candidate(view, cause) for cause in causes}


def candidate(view: View, cause: Cause) -> Candidate:
    """Return what the facts say about one cause."""
    answers = [predicate.test(view) for predicate in cause.requires]
    possible = all(answer.truth is not False for answer in answers)
    complete = all(answer.truth is True for answer in answers)
    evidence: list[Fact] = []
    for answer in answers:
        evidence.extend(fact for fact in answer.facts if fact not in evidence)
    missing = tuple(
        dict.fromkeys(
            predicate.missing
            for predicate, answer in zip(cause.requires, answers, strict=True)
            if answer.truth is None and predicate.missing is not None
        )
    )
    supported = 0
    for predicate in cause.supports if possible else ():
        answer = predicate.test(view)
        if answer.truth:
            supported += 1
            evidence.extend(fact for fact in answer.facts if fact not in evidence)
    return Candidate(
        cause=cause,
        evidence=tuple(evidence),
        complete=complete,
        possible=possible,
        refuted=_refutation(view, cause) if possible and evidence else None,
        missing=missing,
        supported=supported,
    )


def _refutation(view: View, cause: Cause) -> Refutation | None:
    for predicate in cause.refuted_by:
        answer = predicate.test(view)
        if answer.truth:
            return Refutation(
                code=cause.code,
                title=cause.title,
                because=predicate.text,
                fact=answer.facts[0] if answer.facts else None,
            )
    return None


def grade_of(found: Candidate, every: dict[str, Candidate]) -> Grade:
    """Grade a candidate: `confirmed` needs that no rival is open."""
    if not found.complete:
        return Grade.POSSIBLE
    return Grade.LIKELY if open_rivals(found, every) else Grade.CONFIRMED


def open_rivals(found: Candidate, every: dict[str, Candidate]) -> tuple[Cause, ...]:
    """Return the rivals that the facts leave standing. One that follows from `found` is no rival."""
    standing = []
    for code in found.cause.rivals:
        rival = every.get(code)
        if rival is None or not rival.possible or rival.refuted or folds(found.cause, rival.cause):
            continue
        standing.append(rival.cause)
    return tuple(standing)


def rank(found: Candidate, every: dict[str, Candidate]) -> tuple[object, ...]:
    """Return the key by which findings are ordered: grade, coverage, depth, specificity, time, code."""
    order = (Grade.CONFIRMED, Grade.LIKELY, Grade.POSSIBLE)
    case = Case(found.evidence, View(()))
    onset = min((first_line(fact)[:2] for fact in case.evidence), default=(0.0, 0))
    requested = all(fact.data.get("request") for fact in found.evidence) if found.evidence else False
    return (
        order.index(grade_of(found, every)) if not found.complete else 0,
        found.cause.scope if not requested else 1,
        found.cause.depth,
        -len(found.cause.requires) - found.supported,
        onset,
        found.cause.code,
    )
