"""Two migrations claim to be the last.

## What it is

Two branches each added a migration with the same parent, and nobody merged them.

## Why it becomes a 502

`migrate` ends with an error, and the start with it.

## How it is told from its rivals

Nothing was sent to the database; the code alone is wrong.

## Repair by hand

`python manage.py makemigrations --merge`, review, commit, deploy.

## What fix502 changes

Rolls back to the last image that worked; the lasting repair is in the code or the image and is
printed.

## Limits

Whether the two changes get along, a person must judge.
"""

from fix502.causes.predicates import logged, start_complete
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="BOOT021",
    slug="migration-conflict",
    title="Two migrations claim to be the last",
    passes_as="The migrations have one end",
    depth=Depth.START,
    requires=(logged("migration-conflict", text="two leaf nodes in the migration graph"),),
    refuted_by=(start_complete,),
    rivals=("BOOT004", "BOOT020"),
    root_of=("BOOT004", "TSK003", "NET016"),
    sentences=("Two migrations claim to be the last: {name}", "Two migrations claim to be the last"),
    remedies=("roll-back", "advise-merge-migration"),
    no_drill_because=("The repair is a change of code; rolling back is drilled with the failed migration."),
)
