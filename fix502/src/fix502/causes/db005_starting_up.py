"""The database is still starting.

## What it is

PostgreSQL accepts the connection but not yet a session (SQLSTATE 57P03): it replays its log after a
crash, or it has only just started.

## Why it becomes a 502

An app that gives up at the first refusal exits; if nothing restarts it, the proxy stays without
upstream although the database is well a second later.

## How it is told from its rivals

The server itself says it; a refused connection (DB003) says nothing. A later statement that works,
or a completed start-up, makes it history.

## Repair by hand

Wait, then restart the app if nothing else does. For good: a health check with `pg_isready -U ... -d
...`, and a start that tries again.

## What fix502 changes

Waits and asks again; restarts the app if it stays away although the database answers.

## Limits

If it lasts for minutes, read the database's log: recovery may be failing over and over (DB020,
RES001).
"""

from fix502.causes.predicates import database, database_works, start_complete
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="DB005",
    slug="db-starting-up",
    title="The database is still starting",
    passes_as="The database has finished starting",
    depth=Depth.DATABASE_SERVER,
    requires=(database("starting-up", text="the database says that it is starting up"),),
    refuted_by=(
        database_works,
        start_complete,
    ),
    rivals=("DB003", "DB016", "DB020", "RES001"),
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
        "DB003",
    ),
    sentences=("The database at {host}:{port} is still starting up", "The database is still starting up"),
    remedies=("wait", "restart"),
    no_drill_because="A recovery long enough to be caught needs gigabytes of write-ahead log; the parsers and the rule are tested with the server's own messages.",
)
