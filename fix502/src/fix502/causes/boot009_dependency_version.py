"""Installed packages do not fit each other.

## What it is

"cannot import name X from LIBRARY", or an attribute that a library no longer has: one of a pair was
upgraded by an unpinned requirement.

## Why it becomes a 502

The import fails while the worker loads the application.

## How it is told from its rivals

The module is there (else BOOT001) and its name belongs to a library (else BOOT008).

## Repair by hand

Pin both to versions that fit (the last image's `pip freeze` tells), or upgrade the one that asks
for the old name.

## What fix502 changes

Rolls back to the last image that worked; the lasting repair is in the code or the image and is
printed.

## Limits

Which of the two should move is a decision; the release notes of the library tell.
"""

from fix502.causes.predicates import logged, start_complete
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="BOOT009",
    slug="dep-incompatible-version",
    title="Installed packages do not fit each other",
    passes_as="Installed packages fit each other",
    depth=Depth.START,
    requires=(logged("import-name", text="a library lacks what another one wants from it"),),
    refuted_by=(start_complete,),
    rivals=("BOOT001", "BOOT011", "BOOT010"),
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
        '"{library}" has no "{name}": installed versions do not fit',
        "Installed versions do not fit: {name}",
    ),
    remedies=("roll-back", "advise-pin-versions"),
    no_drill_because="It is repaired as the missing module is, whose drill covers it.",
)
