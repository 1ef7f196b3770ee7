r"""The entry point has Windows line ends.

## What it is

The script was checked out or edited with CR LF. The kernel looks for an interpreter named `sh\r`,
and says that the script does not exist; a shell says `$'\r': command not found`.

## Why it becomes a 502

The container ends before the app runs; the proxy does not even find its name.

## How it is told from its rivals

nginx's "host not found in upstream" beside it only follows. A program that is really not there is
TSK004.

## Repair by hand

`sed -i 's/\r$//' entrypoint.sh` in the image, `*.sh text eol=lf` in .gitattributes.

## What fix502 changes

Rolls back to the last image that worked; the lasting repair is in the code or the image and is
printed.

## Limits

A mount that hides the script gives the same "no such file"; `ls` in the container decides.
"""

from fix502.causes.predicates import Answer, any_of, platform_log, seen, start_complete
from fix502.causes.record import Cause, Depth
from fix502.causes.view import View
from fix502.model.facts import FactKind


def script_not_found(view: View) -> Answer:
    """Ask whether a script is said not to exist: its first line may end in CR LF."""
    found = view.select(FactKind.LOG_CLASS, "script-not-found")
    if not found:
        return Answer(truth=False if view.has_log else None)
    return Answer(truth=True, facts=found)


CAUSE = Cause(
    code="TSK007",
    slug="entrypoint-crlf",
    title="The entry point has Windows line ends",
    passes_as="The entry point has Unix line ends",
    depth=Depth.IMAGE,
    requires=(
        any_of(
            platform_log("crlf", text="a carriage return stands in a script"),
            seen(script_not_found, "a script is said not to exist"),
        ),
    ),
    refuted_by=(start_complete,),
    rivals=("TSK004", "TSK008"),
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
    sentences=("The script {path} has Windows line ends", "The entry point has Windows line ends"),
    remedies=("roll-back", "advise-line-ends"),
    no_drill_because="It is repaired as the missing module is, whose drill covers it.",
)
