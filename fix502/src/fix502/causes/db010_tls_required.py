"""The database demands an encrypted connection.

## What it is

The server lets nobody in without TLS (`hostssl` rules, managed databases), or wants a client
certificate.

## Why it becomes a 502

Each login ends at once; the app can't start.

## How it is told from its rivals

"no encryption" or "SSL off" stands in the refusal; where TLS is on and the line comes all the same,
the rule for the address is missing (DB009).

## Repair by hand

`sslmode=require` in the connection's options or the URL, or PGSSLMODE=require in the environment;
for certificates sslcert and sslkey.

## What fix502 changes

Sets PGSSLMODE where libpq reads it, if you agree.

## Limits

Inside a private network the same line more often means a missing rule.
"""

from fix502.causes.db009_client_not_allowed import wants_encryption
from fix502.causes.parameters import fixed
from fix502.causes.predicates import any_of, database, database_works, start_complete
from fix502.causes.record import Cause, Depth
from fix502.model.facts import Fact


def refused_encrypted(fact: Fact) -> bool:
    """Tell whether the refused connection was encrypted: then TLS is not what the server misses."""
    return str(fact.data.get("encryption", "")).lower() in {"ssl on", "ssl encryption"}


def refused_unencrypted(fact: Fact) -> bool:
    """Tell whether a connection without TLS was refused where one with TLS would be let in."""
    return wants_encryption(fact)


CAUSE = Cause(
    code="DB010",
    slug="db-ssl-required",
    title="The database demands an encrypted connection",
    passes_as="The connection to the database is as the server wants it",
    depth=Depth.DEPENDENCY,
    requires=(
        any_of(
            database("ssl-required", text="the server demands TLS or a client certificate"),
            database("hba-rejected", where=refused_unencrypted, text="an unencrypted connection was refused"),
        ),
    ),
    refuted_by=(
        database("hba-rejected", where=refused_encrypted, text="an encrypted connection was refused as well"),
        database_works,
        start_complete,
    ),
    rivals=("DB009", "DB011"),
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
    ),
    sentences=(
        'The database refuses "{role}" without encryption',
        "The database demands an encrypted connection",
    ),
    remedies=("set-variable", "advise-sslmode"),
    parameters=fixed(variable="PGSSLMODE"),
    no_drill_because=(
        "The fault needs a machine or a version that the sandbox can't provide; the rule "
        "is tested with the programs' own messages."
    ),
)
