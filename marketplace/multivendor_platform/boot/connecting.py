"""Connecting as the owner, and what a failure to connect means."""

from __future__ import annotations

import re
from typing import Any

import psycopg

from .errors import BootError, ExitCode
from .target import Target

CONNECT_SECONDS = 5

Meaning = tuple[re.Pattern[str], ExitCode, str]

# The server's own words; they are English unless lc_messages says otherwise, and then the last line holds.
MEANINGS: tuple[Meaning, ...] = (
    (
        re.compile(r"could not translate host name|failed to resolve host|Name or service not known"),
        ExitCode.DATABASE_AWAY,
        'the host name "{host}" (DB_HOST) does not resolve',
    ),
    (
        re.compile(r"starting up|shutting down|not yet accepting connections|in recovery mode"),
        ExitCode.DATABASE_AWAY,
        "PostgreSQL at {address} is starting up or shutting down",
    ),
    (
        re.compile(r"Connection refused"),
        ExitCode.DATABASE_AWAY,
        "nobody listens at {address} (DB_HOST, DB_PORT): PostgreSQL does not run there",
    ),
    (
        re.compile(r"too many clients|remaining connection slots|too many connections"),
        ExitCode.DATABASE_AWAY,
        "PostgreSQL at {address} has no connection left",
    ),
    (
        re.compile(r"timeout|timed out|No route to host|unreachable"),
        ExitCode.DATABASE_AWAY,
        "PostgreSQL at {address} (DB_HOST, DB_PORT) does not answer",
    ),
    (
        re.compile(r'database "[^"]*" does not exist'),
        ExitCode.DATABASE_REFUSES,
        'PostgreSQL at {address} has no database "{name}" (DB_NAME)',
    ),
    (
        re.compile(
            r"authentication failed|no password supplied|no pg_hba\.conf entry|role \"[^\"]*\" does not exist"
            r"|is not permitted to log in|permission denied for database"
        ),
        ExitCode.DATABASE_REFUSES,
        'PostgreSQL at {address} refuses the login of "{user}" (DB_USER, DB_PASSWORD)',
    ),
    (re.compile(r""), ExitCode.DATABASE_AWAY, "no connection to PostgreSQL at {address}"),
)


def connect_as_owner(target: Target) -> psycopg.Connection[Any]:
    """A connection as DB_USER.

    Raises BootError with exit code 75 (away, unresolvable, starting up) or 77 (login refused,
    no such database).
    """
    try:
        return psycopg.connect(
            host=target.host,
            port=target.port,
            dbname=target.name,
            user=target.owner.user,
            password=target.owner.password,
            connect_timeout=CONNECT_SECONDS,
            application_name="multivendor boot",
        )
    except psycopg.OperationalError as error:
        raise connection_error(target, str(error)) from error


def connection_error(target: Target, words: str) -> BootError:
    """What the driver's words mean, with those words at the end."""
    said = " ".join(words.split())
    exit_code, sentence = next(
        (exit_code, sentence) for pattern, exit_code, sentence in MEANINGS if pattern.search(said)
    )
    meaning = sentence.format(
        host=target.host, address=target.address, name=target.name, user=target.owner.user
    )
    return BootError(f"{meaning}: {said}", exit_code)
