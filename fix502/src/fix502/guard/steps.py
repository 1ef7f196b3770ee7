"""The boot steps: commands that must, or may, succeed before the server starts."""

import shlex
import time
from collections.abc import Callable
from dataclasses import dataclass
from signal import SIGKILL, SIGTERM

from fix502.guard.children import Child, Children, Exit, StartError
from fix502.guard.loop import Loop, Timer
from fix502.guard.output import Tail, Tee

_KILL_AFTER = 5.0


@dataclass(frozen=True)
class Step:
    """One named command; `timeout` in seconds."""

    name: str
    command: tuple[str, ...]
    required: bool
    timeout: float


@dataclass(frozen=True)
class Outcome:
    """How one run of a step ended, in `seconds`; `failure` is None when it succeeded."""

    seconds: float
    failure: str | None
    exit_code: int | None


def parse_step(text: str, *, required: bool, timeout: float) -> Step:
    """Read `NAME=COMMAND`; the command is split as a shell would, and no shell runs it.

    Raises:
        ValueError: there is no name or no command, or a quote is not closed.

    """
    name, equals, command = text.partition("=")
    if not equals or not name.strip() or not command.strip():
        raise ValueError(f'"{text}" is not a step: write NAME=COMMAND')
    try:
        words = tuple(shlex.split(command))
    except ValueError as error:
        raise ValueError(f'the command of step "{name}" cannot be read: {error}') from error
    return Step(name.strip(), words, required, timeout)


class StepRun:
    """One run of one step: its whole process group ends with its time.

    Args:
        step: what to run.
        on_end: called once with the outcome, never from within `start`.

    """

    def __init__(
        self, loop: Loop, children: Children, tail: Tail, step: Step, on_end: Callable[[Outcome], None]
    ) -> None:
        self.step = step
        self._loop = loop
        self._children = children
        self._tail = tail
        self._on_end = on_end
        self._child: Child | None = None
        self._tees: list[Tee] = []
        self._timer: Timer | None = None
        self._started = time.monotonic()
        self._timed_out = False

    def start(self) -> None:
        """Start the command; a command that cannot start is an outcome like any other."""
        self._tees = [Tee(self._loop, destination, self._tail) for destination in (1, 2)]
        out, err = (tee.child_end for tee in self._tees)
        try:
            self._child = self._children.start(self.step.command, self._on_exit, stdout=out, stderr=err)
        except StartError as error:
            outcome = Outcome(0.0, f"cannot start: {error}", None)
            self._loop.after(0, lambda: self._end(outcome))
            return
        finally:
            for tee in self._tees:
                tee.close_child_end()
        self._timer = self._loop.after(self.step.timeout, self._on_timeout)

    def stop(self) -> None:
        """Ask the step's processes to end."""
        if self._child is not None:
            self._child.send_group(SIGTERM)

    def kill(self) -> None:
        """End the step's processes."""
        if self._child is not None:
            self._child.send_group(SIGKILL)

    def _on_timeout(self) -> None:
        self._timed_out = True
        self.stop()
        self._timer = self._loop.after(_KILL_AFTER, self.kill)

    def _on_exit(self, exit_: Exit) -> None:
        seconds = time.monotonic() - self._started
        if self._timed_out:
            self.kill()  # what the step started and left behind
            self._end(Outcome(seconds, f"timed out after {self.step.timeout:g} s", None))
        elif exit_.code:
            self._end(Outcome(seconds, str(exit_), exit_.code))
        else:
            self._end(Outcome(seconds, None, 0))

    def _end(self, outcome: Outcome) -> None:
        self._child = None
        if self._timer is not None:
            self._timer.cancel()
        for tee in self._tees:
            tee.drain()
        self._on_end(outcome)
