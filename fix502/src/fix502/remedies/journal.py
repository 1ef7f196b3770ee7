"""The journal: one JSON line per step of a repair, only ever appended, sealed by the hash of all before.

It holds no value of any variable. A repair that was begun and has no end is how a crash is noticed.
"""

import hashlib
import json
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from fix502.remedies.errors import StateError


class Step(StrEnum):
    """The steps of a repair, in their order."""

    PLANNED = "planned"
    SNAPSHOT = "snapshot"
    APPLYING = "applying"
    """Written before the change, so that a crash in the middle is seen."""
    APPLIED = "applied"
    VERIFIED = "verified"
    NOT_VERIFIED = "not-verified"
    UNDOING = "undoing"
    UNDONE = "undone"
    UNDO_FAILED = "undo-failed"
    ABANDONED = "abandoned"
    """Begun, and found later to have changed nothing."""


ENDS = frozenset({Step.VERIFIED, Step.UNDONE, Step.UNDO_FAILED, Step.ABANDONED})
GENESIS = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line."""

    at: datetime
    repair: str
    step: Step
    details: dict[str, str] = field(default_factory=dict)


class Journal:
    """The journal of one target."""

    def __init__(self, path: Path) -> None:
        """`path` need not exist yet; its folder must."""
        self._path = path

    def write(self, repair: str, step: Step, **details: str) -> None:
        """Append a line and wait until it is on the disk. Raises `StateError`."""
        body: dict[str, Any] = {
            "at": datetime.now(UTC).isoformat(),
            "repair": repair,
            "step": step.value,
            "details": details,
            "before": self._last_hash(),
        }
        body["hash"] = _seal(body)
        line = json.dumps(body, ensure_ascii=False) + "\n"
        try:
            descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(descriptor, "a", encoding="utf-8") as file:
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise StateError(f"The journal {self._path} can't be written: {error.strerror}.") from None

    def entries(self) -> list[Entry]:
        """Return all lines. Raises `StateError` where the chain is broken."""
        return [
            Entry(
                at=datetime.fromisoformat(body["at"]),
                repair=body["repair"],
                step=Step(body["step"]),
                details=body["details"],
            )
            for body in self._bodies()
        ]

    def unfinished(self) -> list[Entry]:
        """Return the lines of the last repair, if it was begun and has no end; else nothing."""
        entries = self.entries()
        begun = [entry for entry in entries if entry.step is Step.APPLYING]
        if not begun:
            return []
        lines = [entry for entry in entries if entry.repair == begun[-1].repair]
        return [] if any(entry.step in ENDS for entry in lines) else lines

    def attempts(self, window: timedelta) -> int:
        """Return how many repairs were applied within the window that ends now."""
        since = datetime.now(UTC) - window
        return sum(entry.step is Step.APPLYING and entry.at >= since for entry in self.entries())

    def _last_hash(self) -> str:
        bodies = self._bodies()
        return str(bodies[-1]["hash"]) if bodies else GENESIS

    def _bodies(self) -> list[dict[str, Any]]:
        if not self._path.exists():
            return []
        before: str = GENESIS
        bodies: list[dict[str, Any]] = []
        for number, line in enumerate(self._path.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                body = json.loads(line)
                is_sound = body["before"] == before and body["hash"] == _seal(body)
            except (ValueError, KeyError, TypeError):
                is_sound = False
            if not is_sound:
                raise StateError(
                    f"The journal {self._path} was changed or cut off at line {number}. Look at it, then "
                    "move it "
                    "away; a new one is begun."
                )
            before = body["hash"]
            bodies.append(body)
        return bodies


def _seal(body: dict[str, Any]) -> str:
    plain = {name: value for name, value in body.items() if name != "hash"}
    return hashlib.sha256(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
