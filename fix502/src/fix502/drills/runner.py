"""One drill from steady state to steady state, each stage timed."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from fix502.drills.decoys import decoys_write
from fix502.drills.errors import DrillError, NotVisibleError
from fix502.drills.operator import Answer, Operator
from fix502.drills.records import Drill, Result
from fix502.drills.sandbox import Sandbox
from fix502.drills.session import Session
from fix502.drills.visitor import all_well
from fix502.model.exit_codes import ExitCode

VISIBLE_SECONDS = 60.0
LASTING_SECONDS = 4.0
"""A shorter outage may be the gap of an ordinary restart; stopped containers are pruned meanwhile."""
PATIENCE_SECONDS = 60.0
"""For how long a diagnosis may say "starting" or "deploying" before that counts as its answer."""
PROOF_REQUESTS = 5

Progress = Callable[[str, float], None]
"""Takes a stage's name and its seconds as soon as it is over."""


def _silent(_stage: str, _seconds: float) -> None:
    """Drop the progress."""


def drill_run(drill: Drill, session: Session, progress: Progress = _silent) -> Result:
    """Run one drill in a sandbox of its own.

    What goes otherwise than it should is the result's `problem`.

    Raises:
        SandboxError: the sandbox can't be built here.

    """
    result = Result(name=drill.name, cause=drill.cause)
    begun = time.monotonic()
    try:
        with _stage(result, "open", progress):
            sandbox = Sandbox(session)
        with sandbox:
            _Course(drill, sandbox, result, progress).run()
    except DrillError as error:
        if error.code == "sandbox":
            raise
        result.problem = result.problem or str(error)
    result.seconds["total"] = time.monotonic() - begun
    return result


@contextmanager
def _stage(result: Result, name: str, progress: Progress) -> Iterator[None]:
    begun = time.monotonic()
    try:
        yield
    finally:
        seconds = time.monotonic() - begun
        result.seconds[name] = result.seconds.get(name, 0.0) + seconds
        progress(name, seconds)


class _Course:
    """The stages of one drill, in order. A stage that fails raises `DrillError`, which ends the drill."""

    def __init__(self, drill: Drill, sandbox: Sandbox, result: Result, progress: Progress) -> None:
        self._drill = drill
        self._sandbox = sandbox
        self._result = result
        self._progress = progress
        self._operator = Operator(sandbox)

    def run(self) -> None:
        for name, stage in (
            ("steady", self._steady),
            ("inject", self._inject),
            ("visible", self._visible),
            ("diagnose", self._diagnose),
            ("undo", self._undo),
            ("fix", self._fix),
            ("prove", self._prove),
        ):
            if name == "undo" and not self._drill.wrong_values(self._sandbox):
                continue
            with _stage(self._result, name, self._progress):
                stage()

    def _steady(self) -> None:
        self._drill.open(self._sandbox)
        self._sandbox.wait_steady()
        checked = self._operator.check()
        if checked.exit_code != ExitCode.OK:
            raise DrillError(f"fix502 check does not find the steady state well:\n{checked.output}")

    def _inject(self) -> None:
        with self._sandbox.dashboard() as dashboard:
            self._drill.inject(self._sandbox, dashboard)

    def _visible(self) -> None:
        visitor = self._sandbox.visitor()
        if self._drill.says:
            self._sandbox.wait_log(self._drill.says)
        shown = visitor.wait(self._drill.shows, seconds=VISIBLE_SECONDS, times=3, lasting=LASTING_SECONDS)
        if shown is None:
            raise NotVisibleError(f"the fault does not show from outside: {visitor.look()}")
        decoys_write(self._sandbox)

    def _diagnose(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            answer = self._operator.diagnose()
            verdict = answer.report.get("verdict")
            if verdict not in ("starting", "deploying") or time.monotonic() > deadline:
                break
            time.sleep(1)
        self._result.found = answer.codes()[:1] == [self._drill.cause]
        if not self._result.found:
            raise DrillError(
                f"expected {self._drill.cause}, got {verdict}: {answer.codes()}\n"
                f"{answer.output}\nThe app's log ends:\n{self._sandbox.log_tail(25)}"
            )

    def _undo(self) -> None:
        before = self._settings()
        answer = self._operator.fix(self._drill.wrong_values(self._sandbox))
        self._result.undone = answer.exit_code == ExitCode.UNDONE and self._settings() == before
        if not self._result.undone:
            raise DrillError(f"a repair that does not help was not undone:\n{answer.output}")

    def _fix(self) -> None:
        answer = self._operator.fix()
        if answer.exit_code != ExitCode.OK:
            raise self._unrepaired(answer)

    def _prove(self) -> None:
        visitor = self._sandbox.visitor()
        self._result.fixed = visitor.wait(all_well, seconds=10, times=PROOF_REQUESTS) is not None
        if not self._result.fixed:
            raise DrillError(f"fix502 fix says it is repaired; a visitor sees {visitor.look()}")

    def _unrepaired(self, answer: Answer) -> DrillError:
        log = self._sandbox.log_tail(25)
        return DrillError(f"fix502 fix did not repair it:\n{answer.output}\nThe app's log ends:\n{log}")

    def _settings(self) -> dict[str, Any]:
        """Return what an operator can set, without what counts builds."""
        with self._sandbox.dashboard() as dashboard:
            definition = dashboard.definition(self._sandbox.app)
        return {key: value for key, value in definition.items() if key not in ("versions", "deployedVersion")}
