"""Reads the registry of variables from an environment, all problems at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from .errors import EnvironmentProblem, EnvironmentVariablesError
from .kinds import MalformedError
from .variables import VARIABLES, Variable

T = TypeVar("T")


class Values:
    """The values read; asked for by name and expected type."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values

    def get(self, name: str, kind: type[T]) -> T:
        """The value of a variable that is required or has a default."""
        value = self._values[name]
        if not isinstance(value, kind):
            raise TypeError(f"{name} is not a {kind.__name__}")
        return value

    def optional(self, name: str, kind: type[T]) -> T | None:
        """The value, or None where the variable is not set."""
        return None if self._values[name] is None else self.get(name, kind)

    def texts(self, name: str) -> list[str]:
        """The value of a variable that lists texts; empty where it is not set."""
        value = self._values[name]
        return [str(item) for item in value] if isinstance(value, list) else []


def environment_read(environ: Mapping[str, str], variables: Iterable[Variable] = VARIABLES) -> Values:
    """Read every variable; a file named by NAME_FILE stands for a secret.

    Raises EnvironmentVariablesError with every problem found, never with the value of a secret.
    """
    values: dict[str, object] = {}
    problems: list[EnvironmentProblem] = []
    for variable in variables:
        outcome = _read(environ, variable)
        if isinstance(outcome, EnvironmentProblem):
            problems.append(outcome)
        else:
            values[variable.name] = outcome[0]
    if problems:
        raise EnvironmentVariablesError(problems)
    return Values(values)


def _read(environ: Mapping[str, str], variable: Variable) -> tuple[object] | EnvironmentProblem:
    name = variable.name

    def problem(code: str, found: str) -> EnvironmentProblem:
        return EnvironmentProblem(code, name, variable.kind.expected, found)

    raw = environ.get(name)
    path = environ.get(f"{name}_FILE") if variable.secret else None
    if raw is not None and path is not None:
        return problem("env-set-twice", f"and {name}_FILE are both set; only one may be")
    if path is not None:
        try:
            raw = Path(path).read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
            return problem("env-file-unreadable", f"cannot be read from the file {path!r} ({reason})")
    # CapRover keeps a variable whose field was emptied: an empty one counts as not set.
    if not raw:
        if variable.required:
            return problem("env-missing", "is not set" if raw is None else "is empty")
        return (variable.default,)
    try:
        return (variable.kind.parse(raw),)
    except MalformedError:
        shown = f"has {len(raw)} characters" if variable.secret else f"is {raw!r}"
        return problem("env-malformed", shown)
