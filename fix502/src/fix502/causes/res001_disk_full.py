"""The disk is full.

## What it is

ENOSPC in the app, in the database ("could not write lock file", PANIC) or in a build: images, logs
or the write-ahead log have filled the volume; or the inodes are used up.

## Why it becomes a 502

Databases stop, logs and temporary files can't be written, images can't be pulled; the app fails for
whichever comes first.

## How it is told from its rivals

It lies below everything else that shows: refused databases and unwritable files follow from it. A
"/PostgreSQL" segment is shared memory (DB017).

## Repair by hand

`df -h; df -i; docker system df`; remove what is not needed (old images, logs), enlarge the volume.
Never delete files of a database by hand.

## What fix502 changes

fix502 prints the repair and changes nothing: what may be deleted, only you know.

## Limits

Which disk is meant, the host's or the container's, the message does not say.
"""

from fix502.causes.predicates import logged, start_complete
from fix502.causes.record import Cause, Depth
from fix502.parsers.patterns import Speaker

CAUSE = Cause(
    code="RES001",
    slug="disk-full",
    title="The disk is full",
    passes_as="The disk has free space",
    depth=Depth.RESOURCE,
    requires=(logged("disk-full", by=tuple(Speaker), text="writing fails: no space left on device"),),
    refuted_by=(start_complete,),
    rivals=("DB017", "BOOT006"),
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
        "APP001",
        "DB0*",
        "BOOT006",
        "BOOT016",
        "SVC001",
        "NET001",
        "RES002",
    ),
    sentences=('The disk is full: "No space left on device"',),
    remedies=("advise-free-space",),
    no_drill_because=(
        "Filling a disk would hurt the machine that runs the drills; the rule is tested "
        "with the programs' messages."
    ),
)
