"""The server's target can't be imported.

## What it is

The start command names a module or an attribute that is not there: `gunicorn shop.wsgi` in the
wrong folder, another package name, a volume that hides the code.

## Why it becomes a 502

The worker ends with exit code 3 or 4 before any code of the app runs.

## How it is told from its rivals

The import was made by the server itself (gunicorn/util.py, uvicorn/importer.py): no frame of the
app stands between. With the app's frames it is a missing dependency (BOOT001).

## Repair by hand

Correct the dotted path, `--chdir`, WORKDIR or the mount; try it with `python -c "import shop.wsgi"`
in the container.

## What fix502 changes

Rolls back to the last image that worked; the lasting repair is in the code or the image and is
printed.

## Limits

If the target exists but fails inside, the inner failure is shown instead.
"""

from fix502.causes.predicates import logged, start_complete
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="BOOT007",
    slug="wsgi-module-path",
    title="The server's target can't be imported",
    passes_as="The server's target is imported",
    depth=Depth.START,
    requires=(logged("target-missing", "target", text="the server can't import what it is told to serve"),),
    refuted_by=(start_complete,),
    rivals=("BOOT001", "BOOT002", "BOOT017"),
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
        "BOOT019",
    ),
    sentences=(
        'The server is told to serve "{module}", which can\'t be imported',
        'The server is told to serve "{name}", which can\'t be imported',
    ),
    remedies=("roll-back", "advise-start-command"),
    no_drill_because=(
        "The start command is part of the image; its roll-back is drilled with the missing module."
    ),
)
