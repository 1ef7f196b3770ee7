"""Runs a command as `fix502 …` does, and keeps what it says."""

import contextlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fix502.cli.app import main


@dataclass(frozen=True)
class Said:
    """Exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> dict[str, Any]:
        """Standard output as JSON."""
        parsed = json.loads(self.out)
        if not isinstance(parsed, dict):
            raise TypeError(self.out)
        return parsed


Run = Callable[..., Said]


def call(name: str, *words: str) -> Said:
    """Run one command in this process, with pipes for its output."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([name, *words])
    return Said(code, out.getvalue(), err.getvalue())
