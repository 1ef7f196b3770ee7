"""Django refuses the host name of legitimate requests.

## What it is

The Host header of visitors or of a health check is not in ALLOWED_HOSTS, so Django answers 400.

## Why it becomes a 502

A platform that checks health over HTTP takes 400 for illness and keeps the container out of
service.

## How it is told from its rivals

The process runs and answers. Many different foreign names, beside requests that are served, are
scanners and no finding.

## Repair by hand

Add the name (or the address that the health check uses) to ALLOWED_HOSTS; better, answer /health/
before the host check.

## What fix502 changes

Restores or sets the variable that feeds ALLOWED_HOSTS.

## Limits

Whether a name is yours, the log does not say.
"""

from fix502.causes.parameters import fixed
from fix502.causes.predicates import logged, outside_well
from fix502.causes.record import Cause, Depth, Scope

CAUSE = Cause(
    code="HLT002",
    slug="disallowed-host",
    title="Django refuses the host name of legitimate requests",
    passes_as="Django accepts the site's host name",
    depth=Depth.EDGE,
    scope=Scope.SOME,
    requires=(logged("disallowed-host", text="a Host header is not in ALLOWED_HOSTS"),),
    refuted_by=(outside_well,),
    rivals=("NET014",),
    sentences=(
        'Django refuses the host name "{host}": it is not in ALLOWED_HOSTS',
        "Django refuses the host name of requests",
    ),
    remedies=("set-variable", "restore-variables"),
    parameters=fixed(variable="ALLOWED_HOSTS"),
    no_drill_because="It gives 400, not 502; health checks that fail for it are tested with the guard.",
)
