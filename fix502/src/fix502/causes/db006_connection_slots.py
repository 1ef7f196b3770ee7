"""The database has no free connection slots.

## What it is

The server counts as many sessions as it allows (SQLSTATE 53300, MySQL 1040 and 1203): too many
workers times too long a CONN_MAX_AGE, a leak, or a pool per process.

## Why it becomes a 502

New sessions are refused, so some or all requests and every new start fail.

## How it is told from its rivals

The server answers and says so; a refused connection (DB003) has no such text. It comes and goes
with load, a wrong password does not.

## Repair by hand

`SELECT count(*), state FROM pg_stat_activity GROUP BY state;` shows who holds them. Fewer workers,
a smaller CONN_MAX_AGE, a pooler; only then a higher max_connections.

## What fix502 changes

Restarts the app, which ends its idle sessions. Limits are advice.

## Limits

Other programs may hold the slots; the log of one app does not show them.
"""

from fix502.causes.predicates import database, start_complete
from fix502.causes.record import Cause, Depth, Scope

CAUSE = Cause(
    code="DB006",
    slug="db-too-many-connections",
    title="The database has no free connection slots",
    passes_as="The database has free connection slots",
    depth=Depth.DEPENDENCY,
    scope=Scope.SOME,
    requires=(database("too-many-connections", text="the server has no slot left"),),
    refuted_by=(start_complete,),
    rivals=("DB001", "DB012"),
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
    ),
    sentences=(
        'The database has no free connection slot for "{role}"',
        "The database has no free connection slots",
    ),
    remedies=("restart", "advise-fewer-connections"),
    no_drill_because=(
        "It takes a database of its own with a tiny limit; the rule is tested with the servers' messages."
    ),
)
