"""Asks the doctor, in a process of its own, what the last output means."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from io import BufferedRandom

from fix502.guard.children import Child, Children, Exit, StartError
from fix502.guard.loop import Loop, Timer
from fix502.guard.output import Log

_SECONDS = 20.0
_DETERMINED = 1
_ANSWERS = (0, _DETERMINED, 3)  # decode's exit codes: no fault, cause determined, undetermined
_MAX_LINE = 600


class Verdict:
    """Runs `fix502 decode --format line` (or another command) over the last output of a dead child.

    The guard does not depend on it: a decoder that is missing, fails, or takes too long costs one log line,
    and nothing else waits for it.

    Args:
        command: reads log text on standard input and prints one line, or nothing; empty switches it off.
        on_verdict: called with the line.

    """

    def __init__(
        self,
        loop: Loop,
        children: Children,
        log: Log,
        command: Sequence[str],
        on_verdict: Callable[[str], None],
    ) -> None:
        self._loop = loop
        self._children = children
        self._log = log
        self._command = command
        self._on_verdict = on_verdict
        self._child: Child | None = None
        self._answer: BufferedRandom | None = None
        self._timer: Timer | None = None
        self._complained = False

    def ask(self, text: bytes) -> None:
        """Start the decoder, unless it is off or still busy with an earlier failure."""
        if not self._command or self._child is not None or not text:
            return
        try:
            with _scratch() as question:
                question.write(text)
                question.seek(0)
                self._answer = _scratch()
                self._child = self._children.start(
                    self._command,
                    self._on_exit,
                    stdin=question.fileno(),
                    stdout=self._answer.fileno(),
                    stderr=subprocess.DEVNULL,
                )
        except (StartError, OSError) as error:
            self._complain(str(error))
            return
        self._timer = self._loop.after(_SECONDS, self._on_timeout)

    def stop(self) -> None:
        """End a decoder that still runs."""
        if self._child is not None:
            self._child.send_group(signal.SIGKILL)

    def _on_timeout(self) -> None:
        self.stop()

    def _on_exit(self, exit_: Exit) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._child = None
        if self._answer is None:
            return
        with self._answer as answer:
            answer.seek(0)
            text = answer.read(16 * 1024).decode(errors="replace")
        self._answer = None
        line = next((each.strip() for each in text.splitlines() if each.strip()), "")
        # A cause without a line is none: 1 is also how Python ends without the package, or with a traceback.
        if exit_.code not in _ANSWERS or (exit_.code == _DETERMINED and not line):
            self._complain(str(exit_))
        elif line:
            line = "".join(each if each.isprintable() else "?" for each in line)[:_MAX_LINE]
            self._log.write(line, source="fix502")
            self._on_verdict(line)

    def _complain(self, reason: str) -> None:
        if not self._complained:
            self._log.write(f"no verdict on the failure, because its decoder failed ({reason})")
        self._complained = True


def _scratch() -> BufferedRandom:
    """Return an anonymous file that needs no writable disk where the system can do without."""
    if hasattr(os, "memfd_create"):
        return open(os.memfd_create("fix502-guard"), "w+b")  # noqa: PTH123 a descriptor, closed by the caller
    return tempfile.TemporaryFile()
