"""pkg_resources is not installed.

## What it is

Old gunicorn (before 20.1) and other packages import `pkg_resources`, a part of setuptools that
Python 3.12 environments no longer contain and setuptools 81 removed.

## Why it becomes a 502

The server itself can't start.

## How it is told from its rivals

It is a missing module with a name of its own: the repair is an upgrade, not a new requirement.

## Repair by hand

Upgrade the package that asks for it (gunicorn >= 22); as a stopgap pin `setuptools<81`.

## What fix502 changes

Rolls back to the last image that worked; the lasting repair is in the code or the image and is
printed.

## Limits

If a library and not the server asks for it, look at the last frame.
"""

from fix502.causes.predicates import logged, start_complete
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="BOOT010",
    slug="pkg-resources-missing",
    title="pkg_resources is not installed",
    passes_as="pkg_resources is installed, or nobody asks for it",
    depth=Depth.START,
    requires=(logged("pkg-resources", text="an import of pkg_resources fails"),),
    refuted_by=(start_complete,),
    rivals=("BOOT001", "BOOT009"),
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
    sentences=("A package still imports pkg_resources, which is no longer there",),
    remedies=("roll-back", "advise-upgrade-gunicorn"),
    no_drill_because="It is repaired as the missing module is, whose drill covers it.",
)
