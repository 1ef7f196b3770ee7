"""Nothing listens where the proxy connects.

## What it is

nginx's "connect() failed (111: Connection refused)": the address exists, and at that port nobody
listens.

## Why it becomes a 502

nginx answers 502 at once.

## How it is told from its rivals

It is what the proxy sees of many causes: a crashed app, a wrong port (NET010), a loopback address
(NET011). The app's own log decides; with it this one is folded under the cause.

## Repair by hand

Read the app's log: does it run, where does it listen? `ss -ltn` in the container.

## What fix502 changes

Restarts the app.

## Limits

From the proxy's log alone the reason can't be told.
"""

from fix502.causes.predicates import outside_well, proxy
from fix502.causes.record import Cause, Depth
from fix502.model.facts import Fact


def is_refused(fact: Fact) -> bool:
    """Tell whether the proxy's connection was refused, at a port or at a socket without listener."""
    return fact.value == 111 or (fact.value is None and "connection refused" in fact.line.lower())


CAUSE = Cause(
    code="NET016",
    slug="proxy-upstream-refused",
    title="Nothing listens where the proxy connects",
    passes_as="Something listens where the proxy connects",
    depth=Depth.EDGE,
    requires=(proxy("connect", where=is_refused, text="the proxy's connection is refused (111)"),),
    refuted_by=(outside_well,),
    rivals=("NET010", "NET011", "TSK003", "NET002"),
    root_of=("NET017",),
    sentences=(
        "Nothing listens at {upstream}, where the proxy connects",
        "Nothing listens at {target}, where the proxy connects",
        "Nothing listens where the proxy connects",
    ),
    remedies=("restart", "advise-read-app-log"),
    no_drill_because="It follows from other causes, each with its own drill.",
)
