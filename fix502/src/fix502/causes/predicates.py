"""The small library of which causes are made: pure questions to a `View` with three answers.

`None` means "could not be seen". A question about a log is answered no only if somebody who would have
said it was heard in a log; a question about the platform, only if the platform was asked.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from fix502.causes.view import View, Where
from fix502.model.facts import Fact, FactKind, Scalar
from fix502.model.findings import MissingFact
from fix502.parsers.patterns import Speaker

APP_LOG = MissingFact(
    what="the app's own log from its start",
    how="docker logs --tail 500 CONTAINER 2>&1 | fix502 decode",
)
PROXY_LOG = MissingFact(
    what="the proxy's error log",
    how="tail -n 50 /var/log/nginx/error.log | fix502 decode",
)
OUTSIDE = MissingFact(what="what a visitor gets", how="fix502 diagnose URL")
PLATFORM = MissingFact(
    what="the platform's settings of the app", how="fix502 diagnose, with the platform's password set"
)
HOST_LOG = MissingFact(
    what="the kernel's and the container engine's log",
    how="dmesg --ctime | grep -i -e oom -e segfault; docker inspect --format '{{json .State}}' CONTAINER",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes, no, or could not be seen; and the facts that say so."""

    truth: bool | None
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Predicate:
    """One question. `text` says in words what a yes means; `missing` how to see what could not be seen."""

    text: str
    test: Callable[[View], Answer]
    missing: MissingFact | None = None


_APP = (Speaker.APP,)
_ANYBODY = tuple(Speaker)


def logged(
    *subjects: str,
    kind: FactKind = FactKind.LOG_CLASS,
    by: Iterable[Speaker] = _APP,
    where: Where | None = None,
    text: str = "",
    missing: MissingFact = APP_LOG,
) -> Predicate:
    """Ask whether a log holds a message of one of the classes `subjects`, now, not as history."""
    speakers = tuple(by)

    def test(view: View) -> Answer:
        found = tuple(fact for subject in subjects for fact in view.select(kind, subject, where))
        if found:
            return Answer(truth=True, facts=found)
        return Answer(truth=False if view.heard(speakers) else None)

    return Predicate(text or f"the log says: {' or '.join(subjects)}", test, missing)


def database(*subjects: str, where: Where | None = None, text: str = "") -> Predicate:
    """Ask whether the app or the database server reports one of these classes of database message."""
    return logged(
        *subjects,
        kind=FactKind.DATABASE_MESSAGE,
        by=(Speaker.APP, Speaker.DATABASE),
        where=where,
        text=text or f"a database message: {' or '.join(subjects)}",
    )


def proxy(stage: str, *, where: Where | None = None, text: str = "") -> Predicate:
    """Ask whether the proxy's error log holds a failure at `stage`."""
    return logged(
        stage,
        kind=FactKind.PROXY_ERROR,
        by=(Speaker.PROXY,),
        where=where,
        text=text or f"the proxy fails at the stage {stage}",
        missing=PROXY_LOG,
    )


def platform_log(*subjects: str, where: Where | None = None, text: str = "") -> Predicate:
    """Ask about messages of what runs the app: Docker, the kernel, systemd, a shell."""
    return logged(*subjects, by=(Speaker.PLATFORM, Speaker.APP), where=where, text=text, missing=HOST_LOG)


def stated(
    kind: FactKind,
    *,
    value: Scalar = None,
    where: Where | None = None,
    text: str,
    missing: MissingFact = PLATFORM,
) -> Predicate:
    """Ask whether a fact of `kind` holds: with `value`, or with `where`; no facts of the kind: not seen."""

    def test(view: View) -> Answer:
        every = view.select(kind)
        found = tuple(fact for fact in every if (where(fact) if where is not None else fact.value == value))
        if found:
            return Answer(truth=True, facts=found)
        return Answer(truth=False if every else None)

    return Predicate(text, test, missing)


def seen(test: Callable[[View], Answer], text: str, missing: MissingFact | None = None) -> Predicate:
    """Make a predicate of a function that joins several facts."""
    return Predicate(text, test, missing)


def any_of(*predicates: Predicate, text: str = "") -> Predicate:
    """Yes if one is yes; no if all are no."""

    def test(view: View) -> Answer:
        answers = [predicate.test(view) for predicate in predicates]
        facts = tuple(fact for answer in answers if answer.truth for fact in answer.facts)
        if any(answer.truth for answer in answers):
            return Answer(truth=True, facts=facts)
        return Answer(truth=None if any(answer.truth is None for answer in answers) else False)

    label = text or " or ".join(predicate.text for predicate in predicates)
    return Predicate(label, test, next((item.missing for item in predicates if item.missing), None))


def all_of(*predicates: Predicate, text: str = "") -> Predicate:
    """Yes if all are yes; no if one is no."""

    def test(view: View) -> Answer:
        answers = [predicate.test(view) for predicate in predicates]
        if any(answer.truth is False for answer in answers):
            return Answer(truth=False)
        if any(answer.truth is None for answer in answers):
            return Answer(truth=None)
        return Answer(truth=True, facts=tuple(fact for answer in answers for fact in answer.facts))

    label = text or " and ".join(predicate.text for predicate in predicates)
    return Predicate(label, test, next((item.missing for item in predicates if item.missing), None))


def not_(predicate: Predicate, text: str) -> Predicate:
    """Yes if `predicate` is no."""

    def test(view: View) -> Answer:
        truth = predicate.test(view).truth
        return Answer(truth=None if truth is None else not truth)

    return Predicate(text, test, predicate.missing)


def _outside_well(view: View) -> Answer:
    if not view.has_outside:
        return Answer(truth=None)
    if view.failing():
        return Answer(truth=False)
    return Answer(truth=True, facts=view.every(FactKind.HTTP))


def _outside_fails(view: View) -> Answer:
    if not view.has_outside:
        return Answer(truth=None)
    found = view.gateway_failing()
    return Answer(truth=bool(found), facts=found)


outside_well = Predicate("every path answers from outside as expected", _outside_well, OUTSIDE)
outside_fails = Predicate("a visitor gets the proxy's or the guard's error page", _outside_fails, OUTSIDE)


def _start_complete(view: View) -> Answer:
    found = view.select(FactKind.START_COMPLETE)
    if found:
        return Answer(truth=True, facts=found)
    return Answer(truth=False if view.heard(_APP) else None)


start_complete = Predicate("a later start-up completed", _start_complete, APP_LOG)
database_works = logged("database-works", text="the database answers the app's statements")
