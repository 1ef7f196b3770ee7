"""A native crash ends workers.

## What it is

A compiled extension wrote where it may not: signal 11, exit code 139; often a wheel for glibc on
musl, or one that does not survive a fork.

## Why it becomes a 502

The request that was served breaks off; if it happens at start, nobody answers.

## How it is told from its rivals

Signal 11, not 9 (RES002), and no time-out before it (APP001). "Parent changed" after it follows
from it.

## Repair by hand

`PYTHONFAULTHANDLER=1` prints the Python frames of the crash; upgrade or replace the extension, use
a Debian base instead of Alpine.

## What fix502 changes

Restarts, or rolls back when the crash came with the last image.

## Limits

The kernel names the library, not the reason.
"""

from fix502.causes.predicates import outside_well, platform_log
from fix502.causes.record import Cause, Depth, Scope

CAUSE = Cause(
    code="APP003",
    slug="worker-segfault",
    title="A native crash ends workers",
    passes_as="Workers do not crash",
    depth=Depth.PROCESS,
    scope=Scope.SOME,
    requires=(platform_log("segfault", text="a process ended with a segmentation fault"),),
    refuted_by=(outside_well,),
    rivals=("RES002", "APP001"),
    root_of=("APP005", "EDG006", "TSK003", "NET016", "RES005"),
    sentences=(
        "Process {process} (pid {pid}) crashed with a segmentation fault",
        "A worker crashed with a segmentation fault",
    ),
    remedies=("restart", "roll-back", "advise-native-extension"),
    no_drill_because=(
        "A crash of a compiled extension can't be caused without one; the rule is tested "
        "with the kernel's and the servers' messages."
    ),
)
