"""The database container's shared memory is too small.

## What it is

Docker gives 64 MB to /dev/shm; parallel queries need more and fail with "could not resize shared
memory segment ... No space left on device".

## Why it becomes a 502

The statements of some pages fail, and the app answers 500 or its worker ends.

## How it is told from its rivals

The words are those of a full disk (RES001), but the segment's name begins with /PostgreSQL: it is
memory, not disk.

## Repair by hand

`--shm-size 256m` (compose: `shm_size: 256m`) for the database, or `SET
max_parallel_workers_per_gather = 0`.

## What fix502 changes

fix502 prints the repair and changes nothing: the container's shared memory is set where it is made.

## Limits

It depends on the query; small ones go through.
"""

from fix502.causes.predicates import database, start_complete
from fix502.causes.record import Cause, Depth, Scope

CAUSE = Cause(
    code="DB017",
    slug="postgres-shm-too-small",
    title="The database container's shared memory is too small",
    passes_as="The database's shared memory suffices",
    depth=Depth.RESOURCE,
    scope=Scope.SOME,
    requires=(database("shm-too-small", text="the server can't enlarge a shared memory segment"),),
    refuted_by=(start_complete,),
    rivals=("RES001",),
    root_of=("RES001", "DB012"),
    sentences=(
        "The database's /dev/shm is too small (segment {name})",
        "The database's /dev/shm is too small",
    ),
    remedies=("advise-shm-size",),
    no_drill_because=(
        "The fault needs a machine or a version that the sandbox can't provide; the rule "
        "is tested with the programs' own messages."
    ),
)
