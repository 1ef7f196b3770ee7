"""What a drill is, and what came of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from fix502.drills.dashboard import Dashboard
from fix502.drills.sandbox import Sandbox
from fix502.drills.visitor import Glance, all_down


def _nothing(_sandbox: Sandbox) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """One fault: how it gets in, what must be found, how it must be repaired."""

    name: str
    cause: str
    """The code that the diagnosis must name first."""
    summary: str
    """What a person did, in one clause."""
    open: Callable[[Sandbox], None]
    """Puts the app into the sandbox: `Sandbox.shop_open` or `Sandbox.foreign_open`."""
    inject: Callable[[Sandbox, Dashboard], None]
    shows: Callable[[Sequence[Glance]], bool] = all_down
    """What a visitor meets while the fault is there. `all_well`: the app must go on serving, and the diagnosis
    must tell of the fault all the same."""
    says: str = ""
    """Text that the app's log must hold before the fault counts as there."""
    wrong_values: Callable[[Sandbox], Mapping[str, str]] = _nothing
    """Values for `--set` that don't help: if there are any, that repair is tried first and must be undone."""


@dataclass(slots=True, kw_only=True)
class Result:
    """How one drill went. `problem` says in words what did not go as it should; empty if all did."""

    name: str
    cause: str
    found: bool = False
    fixed: bool = False
    undone: bool | None = None
    """Whether a repair that did not help was undone; None if the drill does not try one."""
    seconds: dict[str, float] = field(default_factory=dict)
    problem: str = ""

    @property
    def passed(self) -> bool:
        """Whether everything that the drill demands was reached."""
        return self.found and self.fixed and self.undone is not False and not self.problem

    def as_json(self) -> dict[str, object]:
        """Return the frozen shape of one row."""
        return {
            "name": self.name,
            "cause": self.cause,
            "found": self.found,
            "fixed": self.fixed,
            "undone": self.undone,
            "seconds": {stage: round(value, 2) for stage, value in self.seconds.items()},
        }
