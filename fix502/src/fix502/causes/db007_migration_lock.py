"""A migration waits for a lock.

## What it is

The last line of the log is "Applying ..." without its OK, or a line that waits for an advisory
lock, and then silence: another session holds a lock on the table, often an old container, a backup,
or a forgotten transaction.

## Why it becomes a 502

The server is started only after the migration, so the port stays closed for as long as the lock is
held.

## How it is told from its rivals

There is no error: a failed migration (BOOT004) has one. The silence at this very place is the
evidence.

## Repair by hand

`SELECT pid, state, query FROM pg_stat_activity WHERE pid = ANY (SELECT
unnest(pg_blocking_pids(pid)) FROM pg_stat_activity);` names the session; end it with
`pg_terminate_backend(pid)` if it is forgotten.

## What fix502 changes

Restarts the app at most. Ending a session is printed, never done.

## Limits

A migration over a big table is silent as well while it works; compare its age with the size of the
table.
"""

from fix502.causes.predicates import any_of, database, logged, start_complete
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="DB007",
    slug="migration-lock-wait",
    title="A migration waits for a lock",
    passes_as="Migrations get their locks",
    depth=Depth.DEPENDENCY,
    requires=(
        any_of(
            logged("applying-without-end", text="the log ends in the middle of a migration"),
            database("lock-timeout", text="a session waits for a lock"),
        ),
    ),
    refuted_by=(start_complete,),
    rivals=("BOOT004", "APP001"),
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
    ),
    sentences=("A migration waits for a lock that another session holds",),
    remedies=("advise-end-blocking-session", "restart"),
    no_drill_because="The repair ends a foreign session in the database, which is never automatic.",
)
