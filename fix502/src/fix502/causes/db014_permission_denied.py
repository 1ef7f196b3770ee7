"""The database role lacks a privilege.

## What it is

SQLSTATE 42501, MySQL 1142 and 1044. Since PostgreSQL 15 an ordinary role may not create tables in
the schema public, so the first `migrate` fails.

## Why it becomes a 502

Migrations fail and the start ends there; or every request that touches the table fails.

## How it is told from its rivals

The login worked (not DB001); the statement was understood (not DB019).

## Repair by hand

`ALTER SCHEMA public OWNER TO shop;` or `GRANT CREATE, USAGE ON SCHEMA public TO shop;`, as a
superuser in this database.

## What fix502 changes

fix502 prints the repair and changes nothing: privileges are the database administrator's.

## Limits

In the database's log alone the line may belong to somebody else's statement; then it is no finding.
"""

from fix502.causes.predicates import database, start_complete
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="DB014",
    slug="db-permission-denied",
    title="The database role lacks a privilege",
    passes_as="The database role has the privileges it needs",
    depth=Depth.DEPENDENCY,
    requires=(database("permission-denied", text="the server refuses a statement for lack of privilege"),),
    refuted_by=(start_complete,),
    rivals=("DB001", "BOOT004"),
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
    sentences=("The database role may not use the {thing} {name}", "The database role lacks a privilege"),
    remedies=("advise-grant",),
    no_drill_because="The repair changes privileges in the database, which is never automatic.",
)
