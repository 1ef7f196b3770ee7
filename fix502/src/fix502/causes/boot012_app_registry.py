"""Django is used before it is set up.

## What it is

AppRegistryNotReady: in asgi.py (consumers, routing), in a script or in an app's `__init__`, models
are imported before `django.setup()`.

## Why it becomes a 502

The server ends while it loads its target.

## How it is told from its rivals

The exception says so; it is neither a missing package nor a broken one.

## Repair by hand

Call `get_asgi_application()` first in asgi.py and import the rest below it.

## What fix502 changes

Rolls back to the last image that worked; the lasting repair is in the code or the image and is
printed.

## Limits

A failing app earlier in INSTALLED_APPS can cause the same exception.
"""

from fix502.causes.predicates import logged, start_complete
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="BOOT012",
    slug="app-registry-not-ready",
    title="Django is used before it is set up",
    passes_as="Django is set up before it is used",
    depth=Depth.START,
    requires=(logged("app-registry", text="the app registry is not ready"),),
    refuted_by=(start_complete,),
    rivals=("BOOT008", "BOOT001"),
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
    sentences=("Models are imported before Django is set up",),
    remedies=("roll-back", "advise-import-order"),
    no_drill_because="It is repaired as the missing module is, whose drill covers it.",
)
