"""A Python module that the app imports is not installed.

## What it is

An import inside the app's code names a package that the image or the virtual environment lacks: it
is missing from the requirements, or the image is older than the code.

## Why it becomes a 502

The worker dies while it loads the application (exit code 3), the master gives up or starts it again
for ever, and nothing answers behind the proxy.

## How it is told from its rivals

The frames of the traceback decide: if the server itself did the import, its own target is wrong
(BOOT007); if Django's settings loader did, the settings module (BOOT002). "cannot import name" is a
package in the wrong version (BOOT009), not a missing one.

## Repair by hand

1. Add the package to the requirements, pinned, and build the image again.
2. Until then deploy the last image that worked.

## What fix502 changes

Rolls back to the last image that worked. It installs nothing into a running container.

## Limits

From a traceback whose head is cut off, a missing dependency and a wrong target can look alike; then
the start command decides.
"""

from fix502.causes.predicates import logged, start_complete
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="BOOT001",
    slug="app-missing-module",
    title="A Python module that the app imports is not installed",
    passes_as="Every module that the app imports is installed",
    depth=Depth.START,
    requires=(logged("module-missing", text="an import fails: no module of that name"),),
    refuted_by=(start_complete,),
    rivals=("BOOT002", "BOOT007", "BOOT009", "BOOT010"),
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
    sentences=('The Python module "{name}" is not installed',),
    remedies=("roll-back", "advise-add-requirement"),
    drill="missing-module",
)
