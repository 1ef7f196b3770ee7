"""The database's port refuses connections.

## What it is

The host's name resolves, but at the port nobody listens (errno 111, MySQL 2002 and 2003), or no
packet comes back. The database is stopped, still far from listening, or the address is wrong: in a
container 127.0.0.1 is the container itself.

## Why it becomes a 502

Each start of the app ends at the first statement, or waits for ever; the proxy is left without an
upstream.

## How it is told from its rivals

The name resolved (not DB002) and no server answered (not DB001, DB004, DB005). Port 6379 in the
message is Redis (SVC001), not the database, whatever the exception's class.

## Repair by hand

1. See whether the database runs; start it, and read its log if it stops again.
2. If the address is 127.0.0.1 or localhost, set the service's name.
3. Let the app wait for real readiness instead of the container's start.

## What fix502 changes

Starts the database's app where the platform says that it is stopped, else restores the host
variable from the last good definition.

## Limits

A refusal says nothing about why the database is down; its own log does.
"""

from fix502.causes.parameters import database_variable
from fix502.causes.predicates import database, database_works, start_complete, stated
from fix502.causes.record import Cause, Depth
from fix502.model.facts import FactKind

CAUSE = Cause(
    code="DB003",
    slug="db-unreachable-refused",
    title="The database's port refuses connections",
    passes_as="The database's port accepts connections",
    depth=Depth.DEPENDENCY,
    requires=(database("refused", "timeout", text="the connection to the database is refused"),),
    supports=(
        stated(
            FactKind.DATABASE_APP,
            value="stopped",
            text="the platform says that the database's app is stopped",
        ),
    ),
    refuted_by=(
        database_works,
        start_complete,
    ),
    rivals=("DB002", "DB001", "DB005", "RES001"),
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
        "Nothing accepts connections at the database's address {host}:{port}",
        'Nothing accepts connections at the database\'s address "{host}"',
        "Nothing accepts connections at the database's address",
    ),
    remedies=("start-database", "restore-variables", "set-variable", "wait"),
    parameters=database_variable("DB_HOST", "HOST"),
    drill="database-stopped",
)
