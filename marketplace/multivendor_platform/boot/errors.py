"""How a boot step fails: one sentence and an exit code that the guard and the doctor read."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of the steps; the numbers are those of sysexits.h where it has one."""

    OTHER = 1
    MIGRATION_FAILED = 65  # EX_DATAERR
    DATABASE_AWAY = 75  # EX_TEMPFAIL
    DATABASE_REFUSES = 77  # EX_NOPERM
    SETTINGS = 78  # EX_CONFIG


class BootError(Exception):
    """A step can't be done; the text is the sentence for the log."""

    code = "boot-failed"

    def __init__(self, sentence: str, exit_code: ExitCode) -> None:
        self.exit_code = exit_code
        super().__init__(sentence)
