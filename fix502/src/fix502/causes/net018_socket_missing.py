"""The app's Unix socket does not exist.

## What it is

nginx looks for a socket that nobody has made: the app is not running, makes it elsewhere, or in a
/tmp of its own (systemd's PrivateTmp) or another container.

## Why it becomes a 502

There is nothing to connect to.

## How it is told from its rivals

(2), not (13) (NET019) and not (111): there the file is left over, and nobody listens.

## Repair by hand

Start the app; compare the paths; put the socket into a folder both can see, such as /run/shop
(RuntimeDirectory=).

## What fix502 changes

Restarts the app.

## Limits

Why the app does not run stands in its own log.
"""

from fix502.causes.predicates import outside_well, proxy
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="NET018",
    slug="proxy-socket-missing",
    title="The app's Unix socket does not exist",
    passes_as="The app's Unix socket exists",
    depth=Depth.EDGE,
    requires=(
        proxy("connect", where=lambda fact: fact.value == 2, text="the socket's file is not there (2)"),
    ),
    refuted_by=(outside_well,),
    rivals=("NET019", "TSK003", "BOOT007"),
    root_of=("NET017",),
    sentences=("The socket {target} does not exist", "The app's Unix socket does not exist"),
    remedies=("restart", "advise-socket-path"),
    no_drill_because="The sandbox's proxy connects over TCP, as CapRover's does.",
)
