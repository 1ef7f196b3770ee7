"""The app demands TLS from a database that has none.

## What it is

`sslmode=require` (or `ssl_require=True` of dj-database-url) meets a server without certificate, as
in most containers.

## Why it becomes a 502

The client itself ends the connection, so the app can't start.

## How it is told from its rivals

The client says it, before any login; the reverse case is DB010.

## Repair by hand

Drop the demand for this hop (`sslmode=prefer`, `ssl_require=False`), or give the server a
certificate.

## What fix502 changes

Sets PGSSLMODE=prefer where libpq reads it, if you agree. A demand in the code is advice.

## Limits

Whether the hop crosses a foreign network, only you know; do not drop TLS there.
"""

from fix502.causes.parameters import fixed
from fix502.causes.predicates import database, database_works, start_complete
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="DB011",
    slug="db-ssl-unsupported",
    title="The app demands TLS from a database that has none",
    passes_as="Both sides agree about TLS",
    depth=Depth.DEPENDENCY,
    requires=(database("ssl-unsupported", text="the server has no TLS, and the client insists"),),
    refuted_by=(
        database_works,
        start_complete,
    ),
    rivals=("DB010",),
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
        "The app demands TLS, and the database at {host}:{port} has none",
        "The app demands TLS, and the database has none",
    ),
    remedies=("set-variable", "advise-sslmode"),
    parameters=fixed(variable="PGSSLMODE"),
    no_drill_because=(
        "The fault needs a machine or a version that the sandbox can't provide; the rule "
        "is tested with the programs' own messages."
    ),
)
