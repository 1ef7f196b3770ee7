"""The platform saw no open port in time.

## What it is

Heroku (R10, H20) and others end an app that has not opened $PORT in time, with SIGKILL.

## Why it becomes a 502

The app is killed before it can answer.

## How it is told from its rivals

The 137 after it is the platform's and no lack of memory (RES002). If the log shows the app
listening on 127.0.0.1, that is the cause (NET011); if it shows an exception, that.

## Repair by hand

Bind 0.0.0.0:$PORT first and do the slow things afterwards; migrate in a release phase.

## What fix502 changes

Restarts the app once; the rest is advice.

## Limits

Why the start is slow the platform's lines don't say.
"""

from fix502.causes.predicates import logged, start_complete
from fix502.causes.record import Cause, Depth
from fix502.parsers.patterns import Speaker

CAUSE = Cause(
    code="TSK009",
    slug="platform-boot-timeout",
    title="The platform saw no open port in time",
    passes_as="The app opens its port in time",
    depth=Depth.PROCESS,
    requires=(
        logged(
            "platform-boot-timeout", by=(Speaker.PLATFORM,), text="the platform gave up waiting for the port"
        ),
    ),
    refuted_by=(start_complete,),
    rivals=("NET011", "RES002", "BOOT001"),
    root_of=("TSK003", "RES005"),
    sentences=("The platform saw no open port within its time and killed the app",),
    remedies=("restart", "advise-bind-port"),
    no_drill_because="The sandbox's platform has no such limit.",
)
