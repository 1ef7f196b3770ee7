"""A binary was built for another C library.

## What it is

The program was built on a newer Debian, or for glibc, and runs on an older one, or on musl
(Alpine).

## Why it becomes a 502

The loader refuses it, so the import or the server fails.

## How it is told from its rivals

The library file is there, but not in the version or with the symbol that is wanted; a file that is
not there is BOOT014.

## Repair by hand

Use the same base image for building and running; rebuild the environment instead of copying it.

## What fix502 changes

Rolls back to the last image that worked; the lasting repair is in the code or the image and is
printed.

## Limits

Which binary is meant stands in the line behind "required by".
"""

from fix502.causes.predicates import logged, start_complete
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="BOOT015",
    slug="libc-mismatch",
    title="A binary was built for another C library",
    passes_as="Binaries fit the C library",
    depth=Depth.IMAGE,
    requires=(logged("libc", text="a symbol or version of the C library is missing"),),
    refuted_by=(start_complete,),
    rivals=("BOOT014", "TSK008"),
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
        "BOOT014",
    ),
    sentences=(
        "A binary wants {name}, which this C library does not have",
        "A binary was built for another C library",
    ),
    remedies=("roll-back", "advise-same-base"),
    no_drill_because=(
        "The fault needs a machine or a version that the sandbox can't provide; the rule "
        "is tested with the programs' own messages."
    ),
)
