"""What a collector is, and how several of them look at once, each with its own deadline."""

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from fix502.model.evidence import Log, Observation, State, Vantage
from fix502.model.facts import Fact
from fix502.model.findings import Bundle


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What one collector saw. All text in it is redacted."""

    observations: tuple[Observation, ...] = ()
    facts: tuple[Fact, ...] = ()
    logs: tuple[Log, ...] = ()


@dataclass(slots=True)
class Notebook:
    """Takes down what a collector sees while it looks."""

    observations: list[Observation] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    logs: list[Log] = field(default_factory=list)

    def close(self) -> Collected:
        """Return what was taken down."""
        return Collected(
            observations=tuple(self.observations), facts=tuple(self.facts), logs=tuple(self.logs)
        )


class Collector(Protocol):
    """One source of evidence. `collect` only reads.

    What can't be seen is an observation, not an exception.
    """

    @property
    def name(self) -> str:
        """The source, as a reader knows it: `outside`, `caprover`, `guard`."""
        ...

    @property
    def vantage(self) -> Vantage:
        """Where it stands."""
        ...

    @property
    def deadline(self) -> float:
        """Seconds after which nobody waits for it any more."""
        ...

    def collect(self) -> Collected:
        """Look."""
        ...


Event = Callable[[str], None]
"""Takes a short present-tense note for a progress display: `outside: done in 0.3 s`."""


def _quiet(_note: str) -> None:
    """Drop the note."""


@dataclass(slots=True)
class _Run:
    collector: Collector
    result: Collected | None = None
    error: Exception | None = None
    thread: threading.Thread | None = None

    def __call__(self) -> None:
        try:
            self.result = self.collector.collect()
        except Exception as error:  # noqa: BLE001 - a broken collector is an observation; the others go on
            self.error = error

    def outcome(self, seconds: float) -> Collected:
        if self.result is not None:
            return self.result
        name = self.collector.name
        state, detail = State.TIMEOUT, f"no result within {self.collector.deadline:.0f} s"
        if self.error is not None:
            # The exception's text may hold anything; its type does not.
            state, detail = State.ERROR, f"the collector failed: {type(self.error).__name__}"
        missed = Observation(
            id=name,
            source=name,
            vantage=self.collector.vantage,
            state=state,
            asked=f"everything from {name}",
            at=datetime.now(UTC),
            seconds=seconds,
            detail=detail,
        )
        return Collected(observations=(missed,))


def collect_all(
    collectors: Sequence[Collector], *, app: str = "", start_seconds: float = 60.0, event: Event = _quiet
) -> Bundle:
    """Let all collectors look at once; return what they saw, in the order of `collectors`.

    A collector that is late or breaks becomes one observation; its thread is left to end on its own.
    """
    begun = time.monotonic()
    runs = [_Run(collector) for collector in collectors]
    for run in runs:
        run.thread = threading.Thread(target=run, name=f"collector {run.collector.name}", daemon=True)
        run.thread.start()
    parts: list[Collected] = []
    for run in runs:
        if run.thread is not None:
            run.thread.join(max(0.0, run.collector.deadline - (time.monotonic() - begun)))
        seconds = time.monotonic() - begun
        event(f"{run.collector.name}: {'done' if run.result else 'no result'} after {seconds:.1f} s")
        parts.append(run.outcome(seconds))
    return bundle_of(parts, app=app, start_seconds=start_seconds)


def bundle_of(parts: Iterable[Collected], *, app: str, start_seconds: float) -> Bundle:
    """Join what several collectors saw."""
    known = list(parts)
    return Bundle(
        observations=tuple(item for part in known for item in part.observations),
        facts=tuple(item for part in known for item in part.facts),
        logs=tuple(item for part in known for item in part.logs),
        app=app,
        now=datetime.now(UTC),
        start_seconds=start_seconds,
    )
