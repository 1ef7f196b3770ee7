"""The database server is too old for Django.

## What it is

Django checks the server's version at the first connection and raises NotSupportedError: usually
after an upgrade of Django.

## Why it becomes a 502

The first statement fails, so does the start.

## How it is told from its rivals

The message names both versions. An old library inside the image is BOOT009.

## Repair by hand

Upgrade the database (dump, new server, restore), or stay on the last Django that supports it. Check
that the app talks to the server that you think it does.

## What fix502 changes

Rolls back to the image that worked with this server.

## Limits

Upgrading a database is about data and never automatic.
"""

from fix502.causes.predicates import database, start_complete
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="DB015",
    slug="db-version-unsupported",
    title="The database server is too old for Django",
    passes_as="Django supports the database server's version",
    depth=Depth.DEPENDENCY,
    requires=(database("version-unsupported", text="Django refuses the server's version"),),
    refuted_by=(start_complete,),
    rivals=("BOOT009",),
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
        "{name} {found} answers, and Django wants {wanted} or later",
        "Django wants {name} {wanted} or later",
        "The database server is too old for Django",
    ),
    remedies=("roll-back", "advise-upgrade-database"),
    no_drill_because=(
        "The fault needs a machine or a version that the sandbox can't provide; the rule "
        "is tested with the programs' own messages."
    ),
)
