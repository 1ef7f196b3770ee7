"""Progress on standard error: a spinner on a terminal, plain lines in a pipe, nothing for what is quick."""

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.status import Status

QUIET_SECONDS = 1.0


class Progress:
    """Shows notes while something runs. `verbose` shows every note as a line, from the start."""

    def __init__(self, title: str, *, verbose: bool = False) -> None:
        self._title = title
        self._verbose = verbose
        self._begun = time.monotonic()
        self._last = ""
        self._status: Status | None = None

    def note(self, text: str) -> None:
        """Take a note."""
        if text == self._last:
            return
        self._last = text
        if self._status is not None and not self._verbose:
            self._status.update(f"{self._title}: {text}".replace("[", r"\["))
        elif self._verbose or time.monotonic() - self._begun >= QUIET_SECONDS:
            print(f"{self._title}: {text}", file=sys.stderr, flush=True)

    def __enter__(self) -> Self:
        if sys.stderr.isatty() and not self._verbose:
            from rich.console import Console

            self._status = Console(stderr=True).status(self._title)
            self._status.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._status is not None:
            self._status.stop()
