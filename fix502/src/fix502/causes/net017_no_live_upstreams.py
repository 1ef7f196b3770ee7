"""The proxy has marked every upstream as down.

## What it is

After failures (max_fails) nginx takes a server out for fail_timeout; when all are out it answers
502 without trying. `localhost` counts as two servers, IPv4 and IPv6.

## Why it becomes a 502

Nobody is asked any more until the time is over.

## How it is told from its rivals

The failures that led to it stand above; if they are in the log, their cause is reported.

## Repair by hand

Repair the target; check that `upstream` names the app and not localhost when the proxy is a
container.

## What fix502 changes

Restarts the app.

## Limits

The line does not say why the servers failed.
"""

from fix502.causes.predicates import outside_well, proxy
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="NET017",
    slug="proxy-no-live-upstreams",
    title="The proxy has marked every upstream as down",
    passes_as="The proxy has a live upstream",
    depth=Depth.EDGE,
    requires=(proxy("no-live", text="the proxy has no live upstream left"),),
    refuted_by=(outside_well,),
    rivals=("NET016", "NET010", "NET011"),
    sentences=(
        "The proxy has marked every server of {upstream} as down",
        "The proxy has marked every upstream as down",
    ),
    remedies=("restart", "advise-read-app-log"),
    no_drill_because="It follows from other causes, each with its own drill.",
)
