"""The start command is mistyped.

## What it is

An option or a value is garbled: `-bind=0.0.0.0` (read as `-b ind=0.0.0.0`), an unexpanded `$PORT`
in an exec-form CMD, an unknown option, a blank inside `main: app`.

## Why it becomes a 502

The server prints usage or tries an impossible address, and ends.

## How it is told from its rivals

The value itself is impossible; "Retrying in 1 second" then does not mean that a port is taken
(NET013).

## Repair by hand

Correct the command; in exec form wrap it in `sh -c` when it contains variables.

## What fix502 changes

Rolls back to the last image that worked; the lasting repair is in the code or the image and is
printed.

## Limits

A command that is valid but not meant (a wrong port) is another cause.
"""

from fix502.causes.predicates import logged, start_complete
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="BOOT017",
    slug="start-command-wrong",
    title="The start command is mistyped",
    passes_as="The server understands its start command",
    depth=Depth.START,
    requires=(logged("command", "config-missing", text="the server does not understand its arguments"),),
    refuted_by=(start_complete,),
    rivals=("BOOT007", "NET013"),
    root_of=(
        "TSK003",
        "BOOT004",
        "BOOT005",
        "BOOT018",
        "TSK009",
        "NET016",
        "NET017",
        "NET018",
        "APP005",
        "EDG006",
        "BOOT013",
        "BOOT019",
        "NET013",
        "BOOT007",
    ),
    sentences=(
        'The start command is mistyped: "{name}"',
        'The start command is mistyped: the server is told to listen on "{host}"',
        "The start command is mistyped",
    ),
    remedies=("roll-back", "advise-start-command"),
    no_drill_because=(
        "The start command is part of the image; its roll-back is drilled with the missing module."
    ),
)
