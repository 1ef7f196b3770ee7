"""What can be wrong with the environment."""

from __future__ import annotations

from dataclasses import dataclass

WHERE = "CapRover → Apps → multivendor-backend → App Configs → Environmental Variables"


@dataclass(frozen=True, slots=True)
class EnvironmentProblem:
    """One variable that is missing or malformed. Its text never holds the value of a secret."""

    code: str
    name: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.name} {self.found}: expected {self.expected}"


class EnvironmentVariablesError(Exception):
    """Every problem of the environment at once, so that one visit to the settings page repairs them all."""

    code = "environment-invalid"
    retryable = False

    def __init__(self, problems: list[EnvironmentProblem]) -> None:
        self.problems = problems
        super().__init__(str(self))

    def __str__(self) -> str:
        count = len(self.problems)
        head = "1 environment variable is" if count == 1 else f"{count} environment variables are"
        lines = "; ".join(f"[{problem.code}] {problem}" for problem in self.problems)
        return f"{head} missing or malformed: {lines}. Set in {WHERE}."
