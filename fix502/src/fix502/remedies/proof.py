"""Proof from outside: so many good rounds of all checks in a row, spread over so many seconds."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from fix502.collectors.verdicts import Judged, judge
from fix502.collectors.web import Door, fetch
from fix502.profile import Check

REQUEST_TIMEOUT = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The outcome: `rounds` good ones in a row, and the last round's answers."""

    is_proved: bool
    rounds: int
    seconds: float
    last: tuple[Judged, ...] = field(default=(), repr=False)

    def failures(self) -> tuple[str, ...]:
        """Return what was wrong in the last round, one line per check."""
        return tuple(f"{j.check.path}: {j.observed}" for j in self.last if not j.is_expected)


def ask_all(door: Door, checks: Sequence[Check], timeout: float = REQUEST_TIMEOUT) -> tuple[Judged, ...]:
    """Ask for every checked path at once and judge the answers, in the order of `checks`."""
    with ThreadPoolExecutor(max_workers=max(1, min(8, len(checks)))) as pool:
        return tuple(pool.map(lambda check: judge(check, fetch(door, check.path, timeout)), checks))


def prove(  # noqa: PLR0913 - what one proof is made of
    door: Door,
    checks: Sequence[Check],
    *,
    successes: int,
    spread: float,
    patience: float,
    event: Callable[[str], None],
) -> Proof:
    """Ask until `successes` rounds in a row are good, over `spread` seconds, or `patience` seconds pass.

    A bad round starts the count again. `patience` is for the start; the spread comes on top.
    """
    begun = time.monotonic()
    interval = spread / (successes - 1) if successes > 1 else 0.0
    pause = min(1.0, max(0.05, patience / 20))
    good = 0
    while True:
        last = ask_all(door, checks)
        good = good + 1 if all(judged.is_expected for judged in last) else 0
        seconds = time.monotonic() - begun
        if good:
            event(f"outside: {good} of {successes} good rounds")
        else:
            wrong = next(judged for judged in last if not judged.is_expected)
            event(f"outside: {wrong.check.path}: {wrong.observed}")
        if good >= successes:
            return Proof(is_proved=True, rounds=good, seconds=seconds, last=last)
        if (seconds > patience and not good) or seconds > patience + 2 * spread + REQUEST_TIMEOUT:
            return Proof(is_proved=False, rounds=good, seconds=seconds, last=last)
        time.sleep(interval if good else pause)
