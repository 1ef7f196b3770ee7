"""Forked workers share one database connection.

## What it is

A connection opened before the fork (`--preload`, uWSGI without lazy-apps, a query at import) is
used by several workers at once.

## Why it becomes a 502

Their records mix, TLS notices ("decryption failed or bad record mac"), and the session ends for
all.

## How it is told from its rivals

A cut connection (DB012) has the EOF without the bad record.

## Repair by hand

Open connections after the fork: no queries at import, `connections.close_all()` in post_fork,
`lazy-apps = true`.

## What fix502 changes

Restarts the app, which helps for a while.

## Limits

The log does not show which code opened the connection.
"""

from fix502.causes.predicates import database, start_complete
from fix502.causes.record import Cause, Depth, Scope

CAUSE = Cause(
    code="DB013",
    slug="db-conn-shared-across-fork",
    title="Forked workers share one database connection",
    passes_as="Each worker has its own database connection",
    depth=Depth.DEPENDENCY,
    scope=Scope.SOME,
    requires=(database("shared-connection", text="TLS records of two processes got mixed"),),
    refuted_by=(start_complete,),
    rivals=("DB012",),
    root_of=("DB012", "TSK003", "EDG006"),
    sentences=("Forked workers share one connection to the database",),
    remedies=("restart", "advise-connect-after-fork"),
    no_drill_because=(
        "The fault needs a machine or a version that the sandbox can't provide; the rule "
        "is tested with the programs' own messages."
    ),
)
