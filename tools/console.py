"""Progress for people: one line a step, redrawn on a terminal, plain in a pipe."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

TICK = 0.2


class SetupError(Exception):
    """Something stands in the way; the message says what, what was expected and what to do."""

    def __init__(self, message: str, code: str = "setup") -> None:
        super().__init__(message)
        self.code = code


class Progress:
    """What a running step tells: `note` replaces the text behind its name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.note = ""


@contextmanager
def step(name: str) -> Iterator[Progress]:
    """Show `name` while the block runs and how long it took; quiet if it took under a second."""
    progress = Progress(name)
    started = time.monotonic()
    done = threading.Event()
    live = sys.stderr.isatty()
    said = threading.Event()

    def draw() -> None:
        while not done.wait(TICK if live else 1.0):
            seconds = time.monotonic() - started
            if seconds < 1.0:
                continue
            if live:
                text = f"{name} … {seconds:.0f} s  {progress.note}"
                sys.stderr.write(f"\r\x1b[2K{text[:110]}")
                sys.stderr.flush()
            elif not said.is_set():
                sys.stderr.write(f"{name} …\n")
                sys.stderr.flush()
            said.set()

    drawer = threading.Thread(target=draw, daemon=True)
    drawer.start()
    try:
        yield progress
    finally:
        done.set()
        drawer.join()
        if live and said.is_set():
            sys.stderr.write("\r\x1b[2K")
    if said.is_set():
        sys.stderr.write(f"{name}: {time.monotonic() - started:.1f} s\n")
        sys.stderr.flush()
