"""The database itself fails to start.

## What it is

The database's container ends by itself: no password was given for a first start, its files have the
wrong owner, its log of transactions is damaged, a stale lock file.

## Why it becomes a 502

The app finds no database, by name or by port, and fails for that.

## How it is told from its rivals

The database's own log has the reason; what the app says (DB002, DB003) only follows.

## Repair by hand

Read the database's log from its start and repair what it names; do not delete its volume.

## What fix502 changes

Starts the database's app once; repairing its files is never automatic.

## Limits

Without the database's log this can't be told from DB002 or DB003.
"""

from fix502.causes.predicates import database_works, logged, start_complete
from fix502.causes.record import Cause, Depth
from fix502.model.facts import FactKind
from fix502.parsers.patterns import Speaker

CAUSE = Cause(
    code="DB020",
    slug="db-container-crashed",
    title="The database itself fails to start",
    passes_as="The database starts",
    depth=Depth.DATABASE_SERVER,
    requires=(
        logged(
            "container-crashed",
            kind=FactKind.DATABASE_MESSAGE,
            by=(Speaker.DATABASE,),
            text="the database says why it ends",
        ),
    ),
    refuted_by=(
        database_works,
        start_complete,
    ),
    rivals=("DB016", "RES001", "DB002", "DB003"),
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
        "SVC001",
    ),
    sentences=("The database itself fails to start",),
    remedies=("start-database", "advise-read-database-log"),
    no_drill_because=(
        "The fault needs a machine or a version that the sandbox can't provide; the rule "
        "is tested with the programs' own messages."
    ),
)
