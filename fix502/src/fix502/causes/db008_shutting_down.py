"""The database is shutting down.

## What it is

PostgreSQL was asked to stop (57P03), or an administrator ended the session (57P01).

## Why it becomes a 502

New sessions are refused and old ones end; the app can do nothing until the database is back.

## How it is told from its rivals

The server says it itself; a crash (DB012) says "unexpectedly", a start (DB005) says "starting up".

## Repair by hand

Find out who stopped it: a deploy of the database, a host restart, a backup script. Let it come
back.

## What fix502 changes

Waits; starts the database's app if the platform says that it is stopped.

## Limits

The reason stands in the database's own log or the platform's.
"""

from fix502.causes.predicates import database, database_works, start_complete
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="DB008",
    slug="db-stopping",
    title="The database is shutting down",
    passes_as="The database stays up",
    depth=Depth.DATABASE_SERVER,
    requires=(database("stopping", text="the server ends its sessions"),),
    refuted_by=(
        database_works,
        start_complete,
    ),
    rivals=("DB005", "DB012"),
    root_of=(
        "TSK003",
        "BOOT004",
        "BOOT005",
        "BOOT018",
        "TSK009",
        "NET016",
        "NET017",
        "NET018",
        "APP005",
        "EDG006",
        "BOOT013",
        "BOOT019",
        "APP001",
        "DB012",
        "DB003",
    ),
    sentences=("The database is shutting down",),
    remedies=("wait", "start-database"),
    no_drill_because="Stopping the database is the drill of DB003, which shows these lines on its way.",
)
