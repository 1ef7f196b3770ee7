"""The proxy dials an address that the app no longer has.

## What it is

The container was made anew and has another address; the proxy resolved the name once, when it
started.

## Why it becomes a 502

Packets go to an address that nobody has: "No route to host", or a refusal by whoever has it now.

## How it is told from its rivals

113, not 111 (NET016): where a container lives but does not listen the kernel refuses.

## Repair by hand

Reload the proxy; use a variable in proxy_pass with a resolver so that it looks the name up again.

## What fix502 changes

Restarts the app, which makes the platform write and reload the proxy's configuration.

## Limits

A firewall can cause the same errno.
"""

from fix502.causes.predicates import outside_well, proxy
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="NET004",
    slug="proxy-stale-upstream",
    title="The proxy dials an address that the app no longer has",
    passes_as="The proxy dials the app's present address",
    depth=Depth.EDGE,
    requires=(
        proxy(
            "connect", where=lambda fact: fact.value == 113, text="no route to the upstream's address (113)"
        ),
    ),
    refuted_by=(outside_well,),
    rivals=("NET016", "NET002"),
    root_of=("NET017",),
    sentences=(
        "The proxy dials {upstream}, where no container is any more",
        "The proxy dials an address that the app no longer has",
    ),
    remedies=("restart", "advise-reload-proxy"),
    no_drill_because="Processes of one machine keep their address; it needs a container network.",
)
