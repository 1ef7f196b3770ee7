"""The app's own code fails while it is loaded.

## What it is

A SyntaxError, a NameError or a circular import in a file of the app, not of a library.

## Why it becomes a 502

The worker dies while it loads the application.

## How it is told from its rivals

The raising file is the app's own. A SyntaxError in a library, or under an old Python, is BOOT011;
"cannot import name" from a library is BOOT009.

## Repair by hand

Correct the line, or deploy the last version that worked. `python -m compileall .` before a deploy
finds syntax errors.

## What fix502 changes

Rolls back to the last image that worked; the lasting repair is in the code or the image and is
printed.

## Limits

fix502 does not edit code.
"""

from fix502.causes.predicates import logged, start_complete
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="BOOT008",
    slug="app-code-error",
    title="The app's own code fails while it is loaded",
    passes_as="The app's code loads",
    depth=Depth.START,
    requires=(logged("code-error", text="an error in the app's own file"),),
    refuted_by=(start_complete,),
    rivals=("BOOT001", "BOOT009", "BOOT011"),
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
    sentences=(
        "The app's code fails at {file} line {at_line}: {name}",
        "The app's code fails while it is loaded: {name}",
        "The app's code fails while it is loaded",
    ),
    remedies=("roll-back", "advise-fix-code"),
    no_drill_because="It is repaired as the missing module is, whose drill covers it.",
)
