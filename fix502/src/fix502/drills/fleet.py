"""Several drills at once, each in a process of its own: one's end never disturbs another's sandbox."""

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import IO

from fix502.drills.errors import SandboxError
from fix502.drills.records import Drill, Result
from fix502.model.exit_codes import ExitCode

Line = Callable[[str], None]
"""Takes one line of progress as soon as it is there."""


def fleet_run(drills: Sequence[Drill], *, jobs: int, options: Sequence[str], line: Line) -> list[Result]:
    """Run the drills, at most `jobs` at once; return the results in the order of `drills`.

    `options` are passed on to `fix502 drill`. When this ends early, the processes are told to clean up, and
    waited for.

    Raises:
        SandboxError: one of them can't build its sandbox; its own lines say why.

    """
    waiting = list(drills)
    ships: list[_Ship] = []
    try:
        while waiting or any(ship.is_sailing for ship in ships):
            while waiting and sum(ship.is_sailing for ship in ships) < jobs:
                ships.append(_Ship(waiting.pop(0), options, line))
            time.sleep(0.1)
            if any(ship.process.poll() == ExitCode.INCOMPLETE for ship in ships):
                raise SandboxError("see above")
    finally:
        for ship in ships:
            ship.stop()
    return [ship.result() for ship in ships]


class _Ship:
    """One drill's process."""

    def __init__(self, drill: Drill, options: Sequence[str], line: Line) -> None:
        self._drill = drill
        self._output = ""
        # A session of its own: Ctrl-C reaches this program alone, which then tells each of them once.
        self.process = subprocess.Popen(
            [sys.executable, "-m", "fix502", "drill", drill.name, "--format", "json", *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )
        self._readers = [
            threading.Thread(target=self._keep, args=(self.process.stdout,), daemon=True),
            threading.Thread(target=self._pass_on, args=(self.process.stderr, line), daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    @property
    def is_sailing(self) -> bool:
        """Whether the process lives."""
        return self.process.poll() is None

    def stop(self) -> None:
        """Tell it to clean up, if it still runs, and wait until it has."""
        if self.is_sailing:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait()
        for reader in self._readers:
            reader.join()

    def result(self) -> Result:
        """Return what it printed, or a result that says that it printed nothing."""
        try:
            row = json.loads(self._output)["drills"][0]
        except (ValueError, KeyError, IndexError):
            problem = f"the drill's process ended with exit code {self.process.returncode} and no result"
            return Result(name=self._drill.name, cause=self._drill.cause, problem=problem)
        return Result(**row)

    def _keep(self, pipe: IO[str]) -> None:
        with pipe:
            self._output = pipe.read()

    @staticmethod
    def _pass_on(pipe: IO[str], line: Line) -> None:
        with pipe:
            for text in pipe:
                line(text.rstrip("\n"))
