"""Redis can't be reached.

## What it is

The cache, the broker or the channel layer is at an address where nobody listens, or under a name
that does not resolve.

## Why it becomes a 502

An app that connects at start ends there; others fail in the requests that use it.

## How it is told from its rivals

Port 6379 or frames of the redis package, whatever the exception is called: an "OperationalError"
here is Celery's, not the database's. With Errno 24 it is RES004.

## Repair by hand

Start Redis, use its service name instead of localhost, check REDIS_URL.

## What fix502 changes

Restores the variable that holds the address.

## Limits

A wrong password gives another message (NOAUTH, WRONGPASS).
"""

from fix502.causes.predicates import logged, start_complete
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="SVC001",
    slug="redis-unreachable",
    title="Redis can't be reached",
    passes_as="Redis answers",
    depth=Depth.DEPENDENCY,
    requires=(logged("redis", text="the connection to Redis fails"),),
    refuted_by=(start_complete,),
    rivals=("DB003", "RES004"),
    root_of=("TSK003", "NET016", "APP001"),
    sentences=("Redis at {host}:{port} can't be reached", "Redis can't be reached"),
    remedies=("restore-variables", "advise-start-redis"),
    no_drill_because="The marketplace needs no Redis.",
)
