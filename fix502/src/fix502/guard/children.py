"""The guard's child processes: started in their own session, reaped, signalled as a group."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Exit:
    """How a process ended: `code` from 0 to 255, or minus the signal's number."""

    code: int

    def __str__(self) -> str:
        if self.code < 0:
            return f"signal {signal_name(-self.code)}"
        return f"exit {self.code}"


def signal_name(number: int) -> str:
    """Return SIGTERM for 15, and SIG64 for a number without a name."""
    with contextlib.suppress(ValueError):
        return signal.Signals(number).name
    return f"SIG{number}"


class StartError(Exception):
    """A command could not be started; the message says why in a few words."""


class Child:
    """A process that leads its own session and process group.

    A session of its own keeps the terminal's Ctrl-C away from it: the guard alone decides what the server
    receives, and once.
    """

    def __init__(self, process: subprocess.Popen[bytes], on_exit: Callable[[Exit], None]) -> None:
        self.pid = process.pid
        self.started = time.monotonic()
        self.on_exit = on_exit
        self._process = process

    def send(self, number: int) -> None:
        """Send a signal to the process itself."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def send_group(self, number: int) -> None:
        """Send a signal to all of its group that still live."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)

    def reaped(self, code: int) -> None:
        """Tell the process object what waitpid already told us."""
        self._process.returncode = code


class Children:
    """All children, and as PID 1 also the orphans that the kernel hands over."""

    def __init__(self) -> None:
        self._children: dict[int, Child] = {}

    def start(  # noqa: PLR0913 what a process is started with
        self,
        command: Sequence[str],
        on_exit: Callable[[Exit], None],
        *,
        stdin: int = subprocess.DEVNULL,
        stdout: int | None = None,
        stderr: int | None = None,
        pass_fds: Sequence[int] = (),
    ) -> Child:
        """Start a command.

        Raises:
            StartError: it does not exist, is not executable, or the system has no process left.

        """
        try:
            process = subprocess.Popen(
                command,
                stdin=stdin,
                stdout=stdout,
                stderr=stderr,
                pass_fds=pass_fds,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise StartError(f"{command[0]}: {reason.lower()}") from error
        child = Child(process, on_exit)
        self._children[child.pid] = child
        return child

    def reap(self) -> None:
        """Collect every process that has ended, known or orphaned, and tell who waits for it."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            child = self._children.pop(pid, None)
            if child is not None:
                code = os.waitstatus_to_exitcode(status)
                child.reaped(code)
                child.on_exit(Exit(code))

    def kill_all(self) -> None:
        """End every known child's group at once."""
        for child in self._children.values():
            child.send_group(signal.SIGKILL)
