"""The facts of one diagnosis, indexed for the predicates. Pure: no clock, no network."""

from collections.abc import Callable, Iterable
from datetime import datetime

from fix502.model.facts import Fact, FactKind
from fix502.parsers.patterns import Speaker

Where = Callable[[Fact], bool]


def first_line(fact: Fact) -> tuple[float, int, str, str, str]:
    """Order facts by time, then place, then content: independent of the order they came in."""
    at = fact.at.timestamp() if fact.at else 0.0
    line = fact.data.get("line", 0)
    return (at, line if isinstance(line, int) else 0, fact.kind.value, fact.subject, repr(fact.value))


class View:
    """Answers what the facts say. `select` leaves out history and noise."""

    def __init__(
        self, facts: Iterable[Fact], *, now: datetime | None = None, start_seconds: float = 60.0
    ) -> None:
        self.now = now
        self.start_seconds = start_seconds
        self._all: dict[FactKind, list[Fact]] = {}
        known: set[tuple[object, ...]] = set()
        for fact in sorted(facts, key=first_line):
            key = (fact.kind, fact.subject, fact.value, tuple(sorted(fact.data.items(), key=repr)), fact.at)
            if key not in known:
                known.add(key)
                self._all.setdefault(fact.kind, []).append(fact)

    def every(self, kind: FactKind, subject: str | None = None) -> tuple[Fact, ...]:
        """Return all facts of `kind` (about `subject`), history and noise included."""
        return tuple(fact for fact in self._all.get(kind, ()) if subject is None or fact.subject == subject)

    def select(
        self, kind: FactKind, subject: str | None = None, where: Where | None = None
    ) -> tuple[Fact, ...]:
        """Return the facts of `kind` that hold now."""
        return tuple(
            fact
            for fact in self.every(kind, subject)
            if not fact.data.get("past") and not fact.data.get("noise") and (where is None or where(fact))
        )

    @property
    def has_log(self) -> bool:
        """Whether any log was read, be it an empty one."""
        return bool(self._all.get(FactKind.LOG_STATE))

    def heard(self, speakers: Iterable[Speaker]) -> bool:
        """Tell whether a log in which one of `speakers` has a say was read."""
        names = [speaker.value for speaker in speakers]
        return any(fact.data.get(name) for fact in self.every(FactKind.LOG_STATE) for name in names)

    @property
    def has_outside(self) -> bool:
        """Whether the app was asked from outside."""
        return bool(self._all.get(FactKind.HTTP))

    def failing(self) -> tuple[Fact, ...]:
        """Return the outside answers that are not what the profile expects."""
        return tuple(fact for fact in self.every(FactKind.HTTP) if not _is_expected(fact))

    def gateway_failing(self) -> tuple[Fact, ...]:
        """Return the outside answers that a proxy or the guard gave in the app's place."""
        return tuple(
            fact
            for fact in self.failing()
            if fact.data.get("page") in {"guard-503", "caprover-502", "nginx-502", "nginx-504"}
            or (fact.data.get("page") != "app" and fact.value in {502, 503, 504})
        )


def _is_expected(fact: Fact) -> bool:
    expected = fact.data.get("expected")
    if expected is None:
        return (
            isinstance(fact.value, int) and 200 <= fact.value < 400 and fact.data.get("page") in {None, "app"}
        )
    return bool(expected)
