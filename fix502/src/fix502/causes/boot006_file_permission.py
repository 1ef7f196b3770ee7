"""The app may not write a file or folder that it needs.

## What it is

EACCES or a read-only file system, for static files, uploads, a log file or SQLite: a volume or a
copied folder belongs to another user than the one the process runs as.

## Why it becomes a 502

In a start step it ends the start; later it fails the requests that write.

## How it is told from its rivals

The refusal comes from `open` or `mkdir` and names a path; in `bind` it is a port below 1024
(NET015), in gunicorn's temporary file BOOT016.

## Repair by hand

`chown -R UID:GID` on the volume for the container's user, or `COPY --chown` in the image. Log to
standard output instead of a file.

## What fix502 changes

Rolls back to the last image that worked; the lasting repair is in the code or the image and is
printed.

## Limits

The owner of a volume is not visible through the platform's API.
"""

from fix502.causes.predicates import logged, start_complete
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="BOOT006",
    slug="file-permission-denied",
    title="The app may not write a file or folder that it needs",
    passes_as="The app may write what it needs to write",
    depth=Depth.START,
    requires=(logged("file-denied", text="writing is refused"),),
    refuted_by=(start_complete,),
    rivals=("NET015", "BOOT016", "RES001"),
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
    ),
    sentences=("The app may not write {path}", "The app may not write a file that it needs"),
    remedies=("roll-back", "advise-chown"),
    no_drill_because="The static files drill uses the same refusal.",
)
