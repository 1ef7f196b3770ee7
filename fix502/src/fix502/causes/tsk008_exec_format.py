"""The image is built for another processor.

## What it is

The kernel does not know the file's format: an arm64 image on amd64 or the reverse, or a script
without its first line (`#!/bin/sh`).

## Why it becomes a 502

Nothing in the container can run.

## How it is told from its rivals

The file exists (else TSK004) and has no carriage return (TSK007). Warnings of other services beside
it mean nothing.

## Repair by hand

`docker build --platform linux/amd64`, or build on the same kind of machine; give scripts a first
line.

## What fix502 changes

Rolls back to the last image that worked; the lasting repair is in the code or the image and is
printed.

## Limits

For a script look at its first bytes before you rebuild.
"""

from fix502.causes.predicates import platform_log, start_complete
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="TSK008",
    slug="exec-format-error",
    title="The image is built for another processor",
    passes_as="The image fits the processor",
    depth=Depth.IMAGE,
    requires=(platform_log("exec-format", text="exec format error"),),
    refuted_by=(start_complete,),
    rivals=("TSK004", "TSK007"),
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
        "NET001",
    ),
    sentences=(
        "{path} can't run here: it is built for another processor",
        "The image is built for another processor",
    ),
    remedies=("roll-back", "advise-platform"),
    no_drill_because=(
        "The fault needs a machine or a version that the sandbox can't provide; the rule "
        "is tested with the programs' own messages."
    ),
)
