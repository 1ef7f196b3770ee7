"""The wrong Python runs the code.

## What it is

A SyntaxError on code that is valid in a newer Python, often inside a library; the paths in the
traceback show which interpreter runs (python2.7, python3.5).

## Why it becomes a 502

The server or the app can't be loaded.

## How it is told from its rivals

The file that raises is a library's, or the interpreter in the path is old. An error in the app's
own file under a current Python is BOOT008. What pip prints while it byte-compiles is harmless.

## Repair by hand

Start the server of the right environment: its full path, or `python3 -m gunicorn`; rebuild the
environment.

## What fix502 changes

Rolls back to the last image that worked; the lasting repair is in the code or the image and is
printed.

## Limits

Without a path the version can't be read.
"""

from fix502.causes.predicates import logged, start_complete
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="BOOT011",
    slug="python-version-mismatch",
    title="The wrong Python runs the code",
    passes_as="The right Python runs the code",
    depth=Depth.START,
    requires=(logged("python-version", text="valid code is a syntax error to this Python"),),
    refuted_by=(start_complete,),
    rivals=("BOOT008", "BOOT009"),
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
        "Python {python} runs code that it is too old for ({file} line {at_line})",
        "The Python that runs is too old for {file} line {at_line}",
    ),
    remedies=("roll-back", "advise-interpreter"),
    no_drill_because=(
        "The fault needs a machine or a version that the sandbox can't provide; the rule "
        "is tested with the programs' own messages."
    ),
)
