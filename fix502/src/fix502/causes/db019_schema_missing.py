"""Tables or columns that the code expects are missing.

## What it is

UndefinedTable or UndefinedColumn (42P01, 42703), "no such table", MySQL 1146 and 1054: migrations
were not applied to this database, or to another one.

## Why it becomes a 502

Queries fail at import or in every request.

## How it is told from its rivals

The same text only in the database's own log comes from programs that probe, and is no finding. A
migration that fails itself is BOOT004.

## Repair by hand

`python manage.py showmigrations`, then `migrate`, before the server starts. Check that the app uses
the database that you migrated.

## What fix502 changes

Rolls back to the image that fits the schema; migrating forward is printed.

## Limits

A query at import time breaks even `migrate`; then the code must change.
"""

from fix502.causes.predicates import database, start_complete
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="DB019",
    slug="db-schema-missing",
    title="Tables or columns that the code expects are missing",
    passes_as="The database's schema fits the code",
    depth=Depth.DEPENDENCY,
    requires=(database("schema-missing", text="a statement names what the database does not have"),),
    refuted_by=(start_complete,),
    rivals=("BOOT004", "DB004"),
    root_of=("TSK003", "APP001"),
    sentences=(
        'The database has no "{name}", which the code expects',
        "The database lacks tables that the code expects",
    ),
    remedies=("roll-back", "advise-migrate"),
    no_drill_because="The repair is a migration, which is printed and never run.",
)
