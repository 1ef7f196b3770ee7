"""The database's files belong to another version.

## What it is

The image of the database moved to a new major version (`postgres:latest`), but the volume still
holds the old one's files. PostgreSQL does not convert them by itself.

## Why it becomes a 502

The database ends at once, again and again. To the app it looks like an unknown name or a refused
port, and it fails for that.

## How it is told from its rivals

The database's own log says it; DB002 and DB003 in the app's log only follow from it.

## Repair by hand

1. Pin the old image again: everything is back.
2. Dump with the old version, start the new one on a new volume, restore. Never delete the old
   volume before that.

## What fix502 changes

fix502 prints the repair and changes nothing: it is about data.

## Limits

Without the database's log only the consequence is visible.
"""

from fix502.causes.predicates import database_works, logged, start_complete
from fix502.causes.record import Cause, Depth
from fix502.model.facts import FactKind
from fix502.parsers.patterns import Speaker

CAUSE = Cause(
    code="DB016",
    slug="db-datadir-incompatible",
    title="The database's files belong to another version",
    passes_as="The database's files fit its version",
    depth=Depth.DATABASE_SERVER,
    requires=(
        logged(
            "datadir-incompatible",
            kind=FactKind.DATABASE_MESSAGE,
            by=(Speaker.DATABASE,),
            text="the server refuses its own files",
        ),
    ),
    refuted_by=(
        database_works,
        start_complete,
    ),
    rivals=("RES001", "DB020"),
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
        "DB002",
        "DB003",
        "DB005",
        "DB020",
        "SVC001",
    ),
    sentences=(
        "The database's files were made by PostgreSQL {found}; the server is {wanted}",
        "The database's files belong to another version of the server",
    ),
    remedies=("advise-pin-database-version",),
    no_drill_because=(
        "The fault needs a machine or a version that the sandbox can't provide; the rule "
        "is tested with the programs' own messages."
    ),
)
