"""Open connections to the database break.

## What it is

"server closed the connection unexpectedly", "SSL SYSCALL error: EOF", MySQL 2006 and 2013: the
session was there and is gone. Something between (Swarm's IPVS after 15 minutes, a firewall) cuts
idle sessions, or the server restarted or crashed.

## Why it becomes a 502

The request that gets the dead session fails; with persistent connections each worker fails once.

## How it is told from its rivals

The connection had worked, so address and password are right (not DB001 to DB003). With "bad record
mac" beside it, processes share one connection (DB013).

## Repair by hand

CONN_HEALTH_CHECKS=True, a CONN_MAX_AGE below the cutter's limit, TCP keepalives
(`keepalives_idle=60`); and look into the server's log for a crash.

## What fix502 changes

Restarts the app, which opens new sessions.

## Limits

The app's log does not tell who cut the connection.
"""

from fix502.causes.predicates import database, not_, start_complete
from fix502.causes.record import Cause, Depth, Scope

CAUSE = Cause(
    code="DB012",
    slug="db-connection-dropped",
    title="Open connections to the database break",
    passes_as="Open connections to the database last",
    depth=Depth.DEPENDENCY,
    scope=Scope.SOME,
    requires=(
        database("dropped", text="an open connection broke"),
        not_(
            database("shared-connection", text="processes share a connection"),
            "no mark of a connection shared by processes",
        ),
    ),
    refuted_by=(start_complete,),
    rivals=("DB008", "DB013", "RES001", "RES002"),
    root_of=("TSK003", "EDG006", "APP001"),
    sentences=("An open connection to the database broke off",),
    remedies=("restart", "advise-connection-health-checks"),
    no_drill_because=(
        "The fault needs a machine or a version that the sandbox can't provide; the rule "
        "is tested with the programs' own messages."
    ),
)
