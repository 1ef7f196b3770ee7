"""The proxy does not find the app's name.

## What it is

"host not found in upstream" when nginx starts, "could not be resolved" at request time: the service
is named differently, is on another network, or does not run.

## Why it becomes a 502

Without an address there is nothing to connect to.

## How it is told from its rivals

Resolve stage, not connect (NET016). If the app's container ended, that is the cause, and its log
shows it.

## Repair by hand

`docker ps`, `docker network inspect`: same network, right name? Then reload the proxy. A variable
in proxy_pass with `resolver 127.0.0.11` makes nginx look again.

## What fix502 changes

Restarts the app, which registers its name again.

## Limits

The proxy's log does not tell whether the container runs.
"""

from fix502.causes.predicates import outside_well, proxy
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="NET001",
    slug="proxy-upstream-unresolvable",
    title="The proxy does not find the app's name",
    passes_as="The proxy resolves the app's name",
    depth=Depth.EDGE,
    requires=(proxy("resolve", text="the proxy can't resolve the upstream's name"),),
    refuted_by=(outside_well,),
    rivals=("NET002", "TSK004", "TSK007", "TSK008", "TSK003"),
    root_of=("NET017",),
    sentences=('The proxy does not find the name "{host}"', "The proxy does not find the app's name"),
    remedies=("restart", "advise-service-name"),
    no_drill_because=(
        "It follows from other causes, which are drilled; by itself it is a mistake in "
        "the proxy's configuration."
    ),
)
