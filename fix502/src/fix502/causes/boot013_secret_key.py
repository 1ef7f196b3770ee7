"""SECRET_KEY is empty.

## What it is

The settings were loaded and SECRET_KEY is an empty string: the variable that feeds it is not set
for this process.

## Why it becomes a 502

Django refuses to be set up.

## How it is told from its rivals

A KeyError or "Set the ... environment variable" names another variable (BOOT003). If another import
failed inside the settings, that one is the root and stands above in the log.

## Repair by hand

Set the variable that feeds SECRET_KEY for the server's process. Make a new one with `python -c
"import secrets; print(secrets.token_urlsafe(50))"` only if the old one is lost: sessions end.

## What fix502 changes

Restores the variable from the last good definition; with no copy it asks for one.

## Limits

It never invents a key by itself.
"""

from fix502.causes.parameters import fixed
from fix502.causes.predicates import logged, start_complete
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="BOOT013",
    slug="secret-key-missing",
    title="SECRET_KEY is empty",
    passes_as="SECRET_KEY is set",
    depth=Depth.START,
    requires=(logged("secret-key-missing", text="Django refuses an empty SECRET_KEY"),),
    refuted_by=(start_complete,),
    rivals=("BOOT003",),
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
        "BOOT019",
    ),
    sentences=("SECRET_KEY is empty",),
    remedies=("restore-variables", "set-variable"),
    parameters=fixed(variable="SECRET_KEY"),
    no_drill_because="The drill of the missing variable is the same repair.",
)
