"""The server has no usable temporary folder.

## What it is

Gunicorn makes a heartbeat file for each worker; if /tmp is missing, full or not writable (read-only
root file system), it can't.

## Why it becomes a 502

No worker starts, sometimes in an endless loop without a word.

## How it is told from its rivals

The frames lie in gunicorn/workers/workertmp.py or in tempfile; other paths are BOOT006.

## Repair by hand

Mount a writable /tmp (`--tmpfs /tmp`) or `--worker-tmp-dir /dev/shm`.

## What fix502 changes

Rolls back to the last image that worked; the lasting repair is in the code or the image and is
printed.

## Limits

A full /tmp says "No space left on device" and is RES001.
"""

from fix502.causes.predicates import logged, start_complete
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="BOOT016",
    slug="tmp-not-writable",
    title="The server has no usable temporary folder",
    passes_as="The server has a usable temporary folder",
    depth=Depth.START,
    requires=(logged("tmp-not-writable", text="no temporary file can be made"),),
    refuted_by=(start_complete,),
    rivals=("BOOT006", "RES001", "RES002"),
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
        "BOOT006",
        "BOOT017",
    ),
    sentences=("The server can't make its temporary file",),
    remedies=("advise-worker-tmp-dir", "roll-back"),
    no_drill_because=(
        "The fault needs a machine or a version that the sandbox can't provide; the rule "
        "is tested with the programs' own messages."
    ),
)
