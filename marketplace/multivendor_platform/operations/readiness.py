"""GET /ready/: may this process get traffic? One entry for each thing that it depends on."""

from __future__ import annotations

import logging
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any

import psycopg
from django.conf import settings
from django.http import JsonResponse

logger = logging.getLogger(__name__)

CONNECT_SECONDS = 2
STATEMENT_MILLISECONDS = 2000
MEMORY_SECONDS = 1.0
"""How long an answer holds: anybody may ask, and each answer costs a login to the database."""
FREE_BYTES = 32 * 1024 * 1024
CLOCK_SECONDS = 30.0


class State(StrEnum):
    """Outcome of one check. Only `failed` takes the process out of traffic."""

    OK = "ok"
    DEGRADED = "degraded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one check found. code: stable and safe for the public; details go to the log."""

    state: State
    code: str = ""


OK = Outcome(State.OK)
Check = Callable[[], Outcome]


class Readiness:
    """One round of checks; they share a connection that is theirs alone.

    The pool is not asked: while all its connections are busy the process is slow, not unready.
    """

    def __init__(self) -> None:
        self._connection: psycopg.Connection[Any] | None = None

    def run(self) -> dict[str, dict[str, object]]:
        """Every check with its state and its duration in seconds."""
        checks: dict[str, Check] = {
            "database": self._database,
            "migrations": self._migrations,
            "static_files": _static_files,
            "disk": _disk,
            "clock": self._clock,
        }
        try:
            return {name: _timed(name, check) for name, check in checks.items()}
        finally:
            if self._connection is not None:
                self._connection.close()

    def _database(self) -> Outcome:
        database = settings.DATABASES["default"]
        self._connection = psycopg.connect(
            host=database["HOST"],
            port=database["PORT"],
            dbname=database["NAME"],
            user=database["USER"],
            password=database["PASSWORD"],
            autocommit=True,
            connect_timeout=CONNECT_SECONDS,
            options=f"-c statement_timeout={STATEMENT_MILLISECONDS}",
            application_name="multivendor readiness",
        )
        return OK

    def _migrations(self) -> Outcome:
        if self._connection is None:
            return Outcome(State.FAILED, "database-unavailable")
        applied = set(self._connection.execute("SELECT app, name FROM django_migrations"))
        missing = expected_migrations() - applied
        if missing:
            logger.warning("readiness: %d migrations are missing, such as %s", len(missing), min(missing))
            return Outcome(State.FAILED, "migrations-missing")
        return OK

    def _clock(self) -> Outcome:
        """Sessions and signatures go wrong when this machine's clock and the database's drift apart."""
        if self._connection is None:
            return Outcome(State.FAILED, "database-unavailable")
        row = self._connection.execute("SELECT clock_timestamp()").fetchone()
        drift = abs((row[0] - datetime.now(UTC)).total_seconds()) if row else 0.0
        return OK if drift < CLOCK_SECONDS else Outcome(State.FAILED, "clock-drift")


def _static_files() -> Outcome:
    """Pages work without collected files, only slower: never a reason to take the process out."""
    from multivendor_platform.settings_parts.static_files import HASHED_STORAGE, MANIFEST

    wanted = settings.STORAGES["staticfiles"]["BACKEND"] == HASHED_STORAGE
    return Outcome(State.DEGRADED, "static-files-not-collected") if wanted and not MANIFEST.is_file() else OK


def _disk() -> Outcome:
    free = shutil.disk_usage(tempfile.gettempdir()).free
    return OK if free >= FREE_BYTES else Outcome(State.FAILED, "disk-full")


@cache
def expected_migrations() -> frozenset[tuple[str, str]]:
    """(application, name) of every migration in the code."""
    from django.db.migrations.loader import MigrationLoader

    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _timed(name: str, check: Check) -> dict[str, object]:
    started = time.perf_counter()
    try:
        outcome = check()
    except (psycopg.Error, OSError) as error:
        # The driver's words name host and role: they are for the log.
        logger.warning("readiness: %s: %s", name, " ".join(str(error).split()))
        outcome = Outcome(State.FAILED, f"{name}-unavailable")
    entry: dict[str, object] = {
        "status": outcome.state.value,
        "seconds": round(time.perf_counter() - started, 4),
    }
    return {**entry, "code": outcome.code} if outcome.code else entry


_lock = threading.Lock()
_memory: tuple[float, dict[str, dict[str, object]]] | None = None


def readiness_response() -> JsonResponse:
    """200 when nothing failed, else 503, as JSON."""
    global _memory
    with _lock:
        if _memory is None or time.monotonic() - _memory[0] > MEMORY_SECONDS:
            checks = Readiness().run()
            _memory = (time.monotonic(), checks)
        checks = _memory[1]
    ready = all(entry["status"] != State.FAILED.value for entry in checks.values())
    response = JsonResponse(
        {"status": "ready" if ready else "not ready", "checks": checks},
        status=200 if ready else 503,
        headers={"Cache-Control": "no-store"},
    )
    response.headers["Content-Length"] = str(len(response.content))
    return response
