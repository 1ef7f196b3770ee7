"""SQLite is locked by another writer.

## What it is

Two processes write to one SQLite file, or the file lies on a network share, where its locks don't
work.

## Why it becomes a 502

After the time-out (5 s) the writer fails; during a migration this ends the start.

## How it is told from its rivals

The file can be opened and read; "unable to open" and "readonly" are permissions (BOOT006).

## Repair by hand

One writer, a local disk, a longer timeout with WAL (`PRAGMA journal_mode=WAL`), or PostgreSQL.

## What fix502 changes

Restarts the app; the rest is advice.

## Limits

Which process holds the lock is not in the log.
"""

from fix502.causes.predicates import database, start_complete
from fix502.causes.record import Cause, Depth, Scope

CAUSE = Cause(
    code="DB018",
    slug="sqlite-locked",
    title="SQLite is locked by another writer",
    passes_as="SQLite's writers do not block each other",
    depth=Depth.DEPENDENCY,
    scope=Scope.SOME,
    requires=(database("sqlite-locked", text="SQLite gave up waiting for its lock"),),
    refuted_by=(start_complete,),
    rivals=("BOOT006",),
    root_of=("TSK003", "BOOT004"),
    sentences=("SQLite is locked by another writer",),
    remedies=("restart", "advise-sqlite"),
    no_drill_because="The marketplace does not run on SQLite.",
)
