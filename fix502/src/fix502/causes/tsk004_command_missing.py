"""The start command's program is not in the image.

## What it is

"executable file not found in $PATH", systemd's 203/EXEC, exit codes 126 and 127: the server is not
installed, the environment has moved, or the file is not executable.

## Why it becomes a 502

Nothing of the app ever runs.

## How it is told from its rivals

No line of the app is in the log. If the file is there but its first line ends in a carriage return,
it is TSK007; for another processor TSK008.

## Repair by hand

Install the server into the image (`gunicorn` in the requirements), correct PATH or the unit's
ExecStart, `chmod +x`.

## What fix502 changes

Rolls back to the last image that worked; the lasting repair is in the code or the image and is
printed.

## Limits

A script that is there may miss its interpreter; the message then names the script.
"""

from fix502.causes.predicates import HOST_LOG, Answer, any_of, platform_log, seen, start_complete
from fix502.causes.record import Cause, Depth
from fix502.causes.view import View
from fix502.model.facts import FactKind


def script_may_be_absent(view: View) -> Answer:
    """Answer "can't tell" where a script is said not to exist: its line ends cause the same words."""
    return Answer(truth=None if view.select(FactKind.LOG_CLASS, "script-not-found") else False)


CAUSE = Cause(
    code="TSK004",
    slug="command-not-found",
    title="The start command's program is not in the image",
    passes_as="The start command's program exists",
    depth=Depth.IMAGE,
    requires=(
        any_of(
            platform_log("command-missing", "command-denied", text="the program can't be executed"),
            seen(script_may_be_absent, "the script is really not there", HOST_LOG),
        ),
    ),
    refuted_by=(start_complete,),
    rivals=("TSK007", "TSK008", "BOOT014"),
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
        "NET001",
    ),
    sentences=(
        'The program "{path}" of the start command does not exist or can\'t be executed',
        "The start command's program does not exist",
    ),
    remedies=("roll-back", "advise-install-server"),
    no_drill_because=(
        "The start command is part of the image; its roll-back is drilled with the missing module."
    ),
)
