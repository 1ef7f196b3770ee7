"""The migration history contradicts itself.

## What it is

django_migrations says that a migration was applied before one it depends on: a custom user model
was added late, an intermediate release was skipped, or rows were faked.

## Why it becomes a 502

`migrate` refuses to do anything, so a start that needs it ends.

## How it is told from its rivals

No statement failed (BOOT004); the order of the history is wrong.

## Repair by hand

Upgrade through the intermediate release, or repair django_migrations after a dump.

## What fix502 changes

Rolls back to the last image that worked; the history is never edited.

## Limits

What is right depends on what is in the tables.
"""

from fix502.causes.predicates import logged, start_complete
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="BOOT020",
    slug="migration-inconsistent-history",
    title="The migration history contradicts itself",
    passes_as="The migration history is consistent",
    depth=Depth.START,
    requires=(logged("migration-history", text="a migration is applied before its dependency"),),
    refuted_by=(start_complete,),
    rivals=("BOOT004", "BOOT021"),
    root_of=("BOOT004", "TSK003", "NET016"),
    sentences=(
        "Migration {name} is applied before its dependency {wanted}",
        "The migration history contradicts itself",
    ),
    remedies=("roll-back", "advise-migration-repair"),
    no_drill_because=(
        "The repair is about data and never automatic; rolling back is drilled with the failed migration."
    ),
)
