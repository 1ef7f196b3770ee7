"""The app is scaled to zero instances.

## What it is

The platform's definition asks for no instance at all. Under CapRover a partial update with POST
(instead of PATCH) does it unasked: what is omitted becomes 0 or empty.

## Why it becomes a 502

There is no container, so the name leads to nobody.

## How it is told from its rivals

The definition says so; the log is empty and says nothing.

## Repair by hand

Set the instance count to 1. If variables are gone too, restore them from a saved copy first.

## What fix502 changes

Sets the count to 1 and restores variables from the last good definition if they vanished together.

## Limits

Somebody may have stopped the app on purpose; the plan is shown before anything is changed.
"""

from fix502.causes.parameters import fixed
from fix502.causes.predicates import outside_fails, outside_well, stated
from fix502.causes.record import Cause, Depth
from fix502.model.facts import FactKind

CAUSE = Cause(
    code="NET002",
    slug="instance-count-zero",
    title="The app is scaled to zero instances",
    passes_as="The app has at least one instance",
    depth=Depth.NETWORK,
    requires=(stated(FactKind.INSTANCES, value=0, text="the platform is asked for zero instances"),),
    supports=(outside_fails,),
    refuted_by=(outside_well,),
    rivals=("NET010", "NET014", "TSK003"),
    root_of=("NET016", "NET017", "NET010", "NET011", "TSK003", "BOOT003", "NET001"),
    sentences=('The app "{subject}" is scaled to zero instances',),
    remedies=("set-instances", "restore-variables"),
    parameters=fixed(instances="1"),
    drill="scaled-to-zero",
)
