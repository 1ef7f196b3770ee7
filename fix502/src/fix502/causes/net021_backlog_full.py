"""The app's queue of connections is full.

## What it is

A connect to a Unix socket fails with EAGAIN when its backlog is full: all workers are busy and
newcomers pile up.

## Why it becomes a 502

nginx answers 502 to those who find no place.

## How it is told from its rivals

(11) means full; (111) means nobody listens, (2) no file.

## Repair by hand

More workers or threads; `net.core.somaxconn` and `--backlog`; find the slow requests.

## What fix502 changes

Restarts the app, which empties the queue once.

## Limits

Why the workers are slow is in the app's log.
"""

from fix502.causes.predicates import outside_well, proxy
from fix502.causes.record import Cause, Depth, Scope

CAUSE = Cause(
    code="NET021",
    slug="gunicorn-backlog-full",
    title="The app's queue of connections is full",
    passes_as="The app's queue of connections has room",
    depth=Depth.EDGE,
    scope=Scope.SOME,
    requires=(proxy("connect", where=lambda fact: fact.value == 11, text="the socket's queue is full (11)"),),
    refuted_by=(outside_well,),
    rivals=("APP001", "NET018"),
    root_of=("NET017",),
    sentences=(
        "The queue of {target} is full: the workers don't keep up",
        "The app's queue of connections is full",
    ),
    remedies=("restart", "advise-more-workers"),
    no_drill_because="It is a matter of load; the sandbox's proxy connects over TCP.",
)
