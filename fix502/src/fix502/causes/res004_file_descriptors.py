"""The process has no free file descriptors.

## What it is

Errno 24: sockets or files are opened and not closed, or the limit is low for the load.

## Why it becomes a 502

No new connection can be accepted or made: neither from the proxy nor to the database.

## How it is told from its rivals

A connection error beside it (Redis, database) follows from it: the errno decides.

## Repair by hand

`ls /proc/PID/fd | wc -l` and `lsof -p PID` show what is open; mend the leak, raise `ulimit -n`
meanwhile.

## What fix502 changes

Restarts the app, which frees them for a while.

## Limits

What leaks is not in the message.
"""

from fix502.causes.predicates import logged, start_complete
from fix502.causes.record import Cause, Depth, Scope
from fix502.parsers.patterns import Speaker

CAUSE = Cause(
    code="RES004",
    slug="too-many-open-files",
    title="The process has no free file descriptors",
    passes_as="File descriptors suffice",
    depth=Depth.RESOURCE,
    scope=Scope.SOME,
    requires=(logged("too-many-files", by=tuple(Speaker), text="EMFILE: too many open files"),),
    refuted_by=(start_complete,),
    rivals=("SVC001", "DB006"),
    root_of=("SVC001", "DB003", "DB002", "APP001", "EDG006", "TSK003"),
    sentences=("The process has no free file descriptors",),
    remedies=("restart", "advise-file-descriptors"),
    no_drill_because=(
        "The fault needs a machine or a version that the sandbox can't provide; the rule "
        "is tested with the programs' own messages."
    ),
)
