"""The listening address is already taken.

## What it is

`bind` fails with EADDRINUSE: another process, an older instance of the same server, or another
container's published port has it.

## Why it becomes a 502

The server can't listen, tries a few times and ends; or the wrong program answers on that port.

## How it is told from its rivals

EADDRINUSE (98), not a missing permission (NET015). "Retrying in 1 second" alone is not enough: a
garbled address (BOOT017) causes it as well.

## Repair by hand

`ss -ltnp 'sport = :80'` shows who has it; stop that one, or choose another port. Make sure that the
old master is gone before the new one starts.

## What fix502 changes

Restarts the app on a platform; on a host it prints the command that shows the other process, and
ends nothing.

## Limits

Which process holds the port is known to the host alone.
"""

from fix502.causes.predicates import platform_log, start_complete
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="NET013",
    slug="port-in-use",
    title="The listening address is already taken",
    passes_as="The listening address is free",
    depth=Depth.NETWORK,
    requires=(platform_log("port-in-use", text="binding fails: address already in use"),),
    refuted_by=(start_complete,),
    rivals=("NET015", "BOOT017"),
    root_of=("TSK003", "NET016", "BOOT018"),
    sentences=(
        "Port {port} is already taken by another process",
        "The listening address is already taken by another process",
    ),
    remedies=("restart", "advise-free-port"),
    no_drill_because=(
        "Two containers never share a port; the fault belongs to hosts. The rule is "
        "tested with the programs' own messages."
    ),
)
