"""The database's host name does not resolve.

## What it is

The look-up of the name in the host variable failed ("could not translate host name", "failed to
resolve host", MySQL 2005). The name is misspelt, belongs to another network, or to a container that
does not run: Docker's DNS knows only what runs.

## Why it becomes a 502

Without an address no connection is tried; the boot step or the migration fails and the server
behind the proxy never starts.

## How it is told from its rivals

Nothing was dialled, so it is not a refusal (DB003). When the database's own log shows that it can't
start (DB016, DB020, RES001), the unknown name only follows from that, and that cause is reported
instead.

## Repair by hand

1. Compare the host variable with the service's name: under CapRover `srv-captain--NAME`, in compose
   the service's key.
2. See whether the database runs and shares a network with the app.

## What fix502 changes

Restores the host variable from the last good definition, or starts the database's app if the
platform says it is stopped.

## Limits

Whether a name resolves depends on where one stands; a look-up from a laptop proves nothing about
the container's network.
"""

from fix502.causes.parameters import database_variable
from fix502.causes.predicates import database, database_works, start_complete
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="DB002",
    slug="db-host-unresolvable",
    title="The database's host name does not resolve",
    passes_as="The database's host name resolves",
    depth=Depth.DEPENDENCY,
    requires=(database("unresolvable", text="the name of the database's host is unknown"),),
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
    ),
    sentences=(
        'The database\'s host name "{host}" does not resolve',
        "The database's host name does not resolve",
    ),
    remedies=("restore-variables", "set-variable", "start-database"),
    parameters=database_variable("DB_HOST", "HOST"),
    drill="wrong-database-host",
)
