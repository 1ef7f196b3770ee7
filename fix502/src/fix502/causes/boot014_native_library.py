"""A shared library is missing in the image.

## What it is

A compiled package needs a library of the system at run time: libpq, GDAL, libmagic. It was there
when the wheel was built and is not in the final stage.

## Why it becomes a 502

The import of the driver fails, and the app with it.

## How it is told from its rivals

The Python package is there; the loader misses an .so file. A clash of libc versions is BOOT015.

## Repair by hand

Install the run-time package in the final stage (`libpq5`, `libgdal32`, `libmagic1`), or use the
binary wheel (`psycopg[binary]`).

## What fix502 changes

Rolls back to the last image that worked; the lasting repair is in the code or the image and is
printed.

## Limits

The name of the system's package differs between distributions.
"""

from fix502.causes.predicates import logged, start_complete
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="BOOT014",
    slug="native-lib-missing",
    title="A shared library is missing in the image",
    passes_as="Every shared library is there",
    depth=Depth.IMAGE,
    requires=(logged("native-lib", text="the loader does not find a shared library"),),
    refuted_by=(start_complete,),
    rivals=("BOOT001", "BOOT015"),
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
        "BOOT001",
        "BOOT009",
    ),
    sentences=(
        "The shared library {name} is missing in the image",
        "A shared library is missing in the image",
    ),
    remedies=("roll-back", "advise-install-library"),
    no_drill_because=(
        "The fault needs a machine or a version that the sandbox can't provide; the rule "
        "is tested with the programs' own messages."
    ),
)
