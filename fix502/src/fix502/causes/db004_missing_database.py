"""The database that the app asks for does not exist.

## What it is

The login was accepted as far as the server goes, but the database of that name is not there
(SQLSTATE 3D000, MySQL 1049): the name variable is wrong, or a new volume never ran its
initialisation.

## Why it becomes a 502

Every connection ends before the first statement, so the app cannot start.

## How it is told from its rivals

The server answered (not DB003), and it names the database, not the role (DB001). The same message
from the database's log alone, at a fixed interval, is a health check that names no database and no
finding.

## Repair by hand

1. List the databases: `psql --list`.
2. Correct the name variable, or `createdb --owner=shop shop` and run the migrations.

## What fix502 changes

Restores the name variable from the last good definition. It never creates or drops a database.

## Limits

A database that is there but empty looks different: missing tables (DB019).
"""

from fix502.causes.parameters import database_variable
from fix502.causes.predicates import database, database_works, start_complete
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="DB004",
    slug="db-missing-database",
    title="The database that the app asks for does not exist",
    passes_as="The database that the app asks for exists",
    depth=Depth.DEPENDENCY,
    requires=(database("missing-database", text="the server does not know the database"),),
    refuted_by=(
        database_works,
        start_complete,
    ),
    rivals=("DB001", "DB003"),
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
        'PostgreSQL at {host}:{port} has no database "{name}"',
        'The database server has no database "{name}"',
        "The database server has no such database",
    ),
    remedies=("restore-variables", "set-variable", "advise-create-database"),
    parameters=database_variable("DB_NAME", "NAME", "DB", "DATABASE"),
    drill="missing-database",
)
