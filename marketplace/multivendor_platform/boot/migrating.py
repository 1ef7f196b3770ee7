"""Applying migrations as the owner, one container at a time."""

from __future__ import annotations

import os
import sys
import time
import traceback

import django
from django.core.management import call_command

from multivendor_platform.settings_parts.databases import ROLE_VARIABLE

from .errors import BootError, ExitCode

LOCK = 7_204_502
"""Key of the advisory lock: two containers that start together migrate one after the other."""
LOCK_SECONDS = 300
STATEMENT_LOCK_SECONDS = 10
"""How long one statement may wait for a table: a waiting ALTER TABLE stops everybody behind it."""


def migrate() -> str:
    """Apply what is missing. Raises BootError 65 with the migration's name and the driver's words.

    An error while the applications are imported is not caught: its traceback tells what is missing.
    """
    os.environ[ROLE_VARIABLE] = "owner"
    django.setup()
    from django.db import DatabaseError, OperationalError, connection

    from .connecting import connection_error
    from .target import database_target

    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise connection_error(database_target(), str(error)) from error
    if not _missing():
        return "migrations were applied already"
    _lock()
    count = len(_missing())
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{STATEMENT_LOCK_SECONDS}s"])
    try:
        call_command("migrate", interactive=False, verbosity=1, skip_checks=True)
    except DatabaseError as error:
        raise _failure(" ".join(str(error).split())) from error
    except Exception as error:
        # A migration's own code failed: whoever wrote it needs the lines.
        traceback.print_exc()
        raise _failure(f"{type(error).__name__}: {error}") from error
    return f"applied {count} migrations" if count != 1 else "applied 1 migration"


def _missing() -> list[str]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def _lock() -> None:
    """Wait for the lock. It belongs to the connection, so a container that dies gives it up."""
    from django.db import connection

    deadline = time.monotonic() + LOCK_SECONDS
    told = False
    while True:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            row = cursor.fetchone()
        if row is not None and row[0]:
            return
        if time.monotonic() > deadline:
            raise BootError(
                f"another container has been migrating for {LOCK_SECONDS} s; waiting no longer",
                ExitCode.MIGRATION_FAILED,
            )
        if not told:
            sys.stdout.write("another container is migrating; waiting for it\n")
            sys.stdout.flush()
            told = True
        time.sleep(0.5)


def _failure(words: str) -> BootError:
    """The first migration that is still missing is the one that failed: each is one transaction."""
    from django.db import DatabaseError, connection

    connection.close()
    try:
        name = _missing()[0]
    except (DatabaseError, IndexError):
        name = "(unknown)"
    return BootError(f"migration {name} failed and was rolled back: {words}", ExitCode.MIGRATION_FAILED)
