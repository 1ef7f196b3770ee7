"""The app resets connections that the proxy uses.

## What it is

A reset while nginx reads: the app closed a kept-alive connection just as it was used again, a
worker ended, or the queue overflowed.

## Why it becomes a 502

nginx has a request and no answer.

## How it is told from its rivals

A worker time-out, a crash or a kill near the same time is the cause and folds this one; sporadic
and without any of these it is the keep-alive race.

## Repair by hand

Keep-alive of the app longer than the proxy's; capacity for the load.

## What fix502 changes

Restarts the app.

## Limits

One line does not tell a race from overload.
"""

from fix502.causes.predicates import outside_well, proxy
from fix502.causes.record import Cause, Depth, Scope

CAUSE = Cause(
    code="EDG006",
    slug="upstream-reset",
    title="The app resets connections that the proxy uses",
    passes_as="Connections to the app last until the answer",
    depth=Depth.EDGE,
    scope=Scope.SOME,
    requires=(proxy("reset", text="the upstream resets the connection (104)"),),
    refuted_by=(outside_well,),
    rivals=("APP001", "RES002", "APP003", "EDG009"),
    sentences=(
        "{upstream} resets the connection before it answers",
        "The app resets connections before it answers",
    ),
    remedies=("restart", "advise-keepalive"),
    no_drill_because=(
        "A race can't be repeated at will; what drives it is tested with the proxy's messages."
    ),
)
