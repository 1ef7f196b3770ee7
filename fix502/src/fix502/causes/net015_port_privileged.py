"""The app may not bind a port below 1024.

## What it is

An ordinary user binds port 80 or 443, and the kernel denies it (EACCES in `bind`).

## Why it becomes a 502

The server ends or serves nothing.

## How it is told from its rivals

The refusal is in `bind`, not in `open` (BOOT006), and it is "denied", not "in use" (NET013).

## Repair by hand

Listen on 8000 or 8080 and set the proxy to that; or `setcap cap_net_bind_service=+ep`, or
`net.ipv4.ip_unprivileged_port_start=80`.

## What fix502 changes

Sets the PORT variable if the app has one; then the proxy's port must follow.

## Limits

Engines since 20.10 allow it in containers; a host does not.
"""

from fix502.causes.parameters import fixed
from fix502.causes.predicates import platform_log, start_complete
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="NET015",
    slug="port-privileged",
    title="The app may not bind a port below 1024",
    passes_as="The app may bind its port",
    depth=Depth.NETWORK,
    requires=(platform_log("port-privileged", text="binding is denied"),),
    refuted_by=(start_complete,),
    rivals=("NET013", "BOOT006"),
    root_of=(
        "TSK003",
        "BOOT004",
        "BOOT005",
        "BOOT018",
        "TSK009",
        "NET016",
        "NET017",
        "NET018",
        "APP005",
        "EDG006",
        "BOOT013",
        "BOOT019",
        "BOOT006",
    ),
    sentences=(
        "The app may not bind port {port}: ports below 1024 belong to root",
        "The app may not bind its port: ports below 1024 belong to root",
    ),
    remedies=("set-variable", "roll-back", "advise-high-port"),
    parameters=fixed(variable="PORT"),
    no_drill_because=(
        "In a container with a current engine an ordinary user may bind port 80; the rule "
        "is tested with the servers' messages."
    ),
)
