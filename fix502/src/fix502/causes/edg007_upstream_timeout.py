"""The app does not answer within the proxy's time.

## What it is

proxy_read_timeout (60 s) passes without a byte from the app.

## Why it becomes a 502

nginx answers 504. When the app's own limit is shorter its worker is killed first, and the visitor
sees 502 (APP001).

## How it is told from its rivals

(110) while reading, not while connecting. The timer that fires first decides between 502 and 504.

## Repair by hand

Find the slow call (a database lock, another service without a time limit), move it to a job; raise
the limit only for a path that must be slow.

## What fix502 changes

Restarts the app if all workers hang.

## Limits

What the app waits for is not in the proxy's log.
"""

from fix502.causes.predicates import outside_well, proxy
from fix502.causes.record import Cause, Depth, Scope

CAUSE = Cause(
    code="EDG007",
    slug="proxy-upstream-timeout",
    title="The app does not answer within the proxy's time",
    passes_as="The app answers within the proxy's time",
    depth=Depth.EDGE,
    scope=Scope.SOME,
    requires=(proxy("read-timeout", text="the proxy waited in vain for the answer (110)"),),
    refuted_by=(outside_well,),
    rivals=("APP001", "DB007"),
    sentences=(
        "{upstream} does not answer within the proxy's time",
        "The app does not answer within the proxy's time",
    ),
    remedies=("restart", "advise-slow-request"),
    no_drill_because="It shows as 504, and its repair is in the code.",
)
