"""Workers exceed the server's time limit and are killed.

## What it is

A request (or the start itself) keeps a sync worker busy for longer than `--timeout` (30 s by
default); the master writes CRITICAL WORKER TIMEOUT and kills it. uWSGI calls it harakiri.

## Why it becomes a 502

The connection breaks off in the middle: nginx says "upstream prematurely closed connection" and
answers 502. With a limit above the proxy's 60 s the same request shows as 504 instead.

## How it is told from its rivals

The time-out line comes first; the "was sent SIGKILL! Perhaps out of memory?" after it is gunicorn's
own kill and no sign of memory (RES002). Without any time-out line the log does not prove this
cause.

## Repair by hand

Find the slow request (access log with durations), move it to a job, or give calls to others a time
limit; threads (`--threads`) keep the heartbeat alive. A longer `--timeout` only moves the failure.

## What fix502 changes

Restarts the app if nothing answers any more. The slow code is named, not changed.

## Limits

The log tells which worker, not which request, unless the traceback at its end shows it.
"""

from fix502.causes.predicates import APP_LOG, outside_well, proxy, stated
from fix502.causes.record import Cause, Depth, Scope
from fix502.model.facts import Fact, FactKind


def always(_fact: Fact) -> bool:
    """Accept every fact of the kind."""
    return True


CAUSE = Cause(
    code="APP001",
    slug="worker-timeout",
    title="Workers exceed the server's time limit and are killed",
    passes_as="Requests end within the server's time limit",
    depth=Depth.PROCESS,
    scope=Scope.SOME,
    requires=(
        stated(
            FactKind.WORKER_TIMEOUT,
            where=always,
            text="the server reports a worker's time-out",
            missing=APP_LOG,
        ),
    ),
    supports=(proxy("closed", text="the proxy sees connections closed in mid-answer"),),
    refuted_by=(outside_well,),
    rivals=("RES002", "EDG007", "DB007"),
    root_of=("EDG006", "TSK003", "APP005", "NET016"),
    sentences=("Worker {subject} exceeded the server's time limit and was killed",),
    remedies=("restart", "advise-slow-request"),
    drill="slow-request",
)
