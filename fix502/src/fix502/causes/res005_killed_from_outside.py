"""The container was killed from outside.

## What it is

Exit code 137 is SIGKILL, whoever sent it: `docker stop` after its grace period, systemd after its
stop time-out, a platform.

## Why it becomes a 502

The process is gone until something starts it again.

## How it is told from its rivals

The supervisor says so just before. 137 without the kernel's words or the OOM flag does not prove a
lack of memory (RES002).

## Repair by hand

Use `exec` in the entry point so that SIGTERM reaches the server; raise the stop grace period.

## What fix502 changes

Restarts the app.

## Limits

137 alone proves nothing, and is then no finding.
"""

from fix502.causes.predicates import logged, start_complete
from fix502.causes.record import Cause, Depth
from fix502.parsers.patterns import Speaker

CAUSE = Cause(
    code="RES005",
    slug="container-killed-not-oom",
    title="The container was killed from outside",
    passes_as="Nobody kills the container",
    depth=Depth.PROCESS,
    requires=(
        logged(
            "killed-by-supervisor",
            by=(Speaker.PLATFORM,),
            text="a supervisor sent SIGKILL after its patience ended",
        ),
    ),
    supports=(logged("killed-137", by=(Speaker.PLATFORM,), text="exit code 137"),),
    refuted_by=(start_complete,),
    rivals=("RES002", "TSK009"),
    sentences=("A supervisor killed the app after it did not stop in time",),
    remedies=("restart", "advise-handle-sigterm"),
    no_drill_because=(
        "The fault needs a machine or a version that the sandbox can't provide; the rule "
        "is tested with the programs' own messages."
    ),
)
