"""Gunicorn's master process is gone.

## What it is

"Parent changed, shutting down": the workers see that their master no longer exists. Without a
supervisor nothing starts a new one.

## Why it becomes a 502

When the last worker has gone nobody listens.

## How it is told from its rivals

A segmentation fault or a kill for memory in the same log is the reason and is reported instead.

## Repair by hand

Start gunicorn again and keep it under systemd, a container's restart policy, or `fix502 guard`.

## What fix502 changes

Restarts the app.

## Limits

What ended the master, its log can't say; the kernel's may.
"""

from fix502.causes.predicates import logged, start_complete
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="APP005",
    slug="gunicorn-master-died",
    title="Gunicorn's master process is gone",
    passes_as="Gunicorn's master process lives",
    depth=Depth.PROCESS,
    requires=(logged("orphan", text="workers notice that their parent has changed"),),
    refuted_by=(start_complete,),
    rivals=("APP003", "RES002"),
    root_of=("NET016", "NET018"),
    sentences=("Gunicorn's master died, and its workers stop",),
    remedies=("restart", "advise-supervisor"),
    no_drill_because="The guard is the master's supervisor in our images and is drilled with kill -9.",
)
