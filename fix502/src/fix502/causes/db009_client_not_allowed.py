"""The database does not allow this client's address.

## What it is

"no pg_hba.conf entry for host" (28000), or MySQL 1130: login rules exist, and none covers this
address, role and database.

## Why it becomes a 502

The session ends before the password is asked for, so the app can't start.

## How it is told from its rivals

It is about the address, not the password (DB001). The same line without TLS, from a public address,
usually means that only TLS is allowed (DB010); refused with and without TLS it is the rule.

## Repair by hand

Add a line such as `host shop shop 172.16.0.0/12 scram-sha-256` to pg_hba.conf and `SELECT
pg_reload_conf();`, or `GRANT ... TO 'shop'@'%'` for MySQL.

## What fix502 changes

fix502 prints the repair and changes nothing: login rules are the database administrator's.

## Limits

Without the server's rules the line alone can't always be told from DB010.
"""

from fix502.causes.predicates import database, database_works, start_complete
from fix502.causes.record import Cause, Depth
from fix502.model.facts import Fact


def wants_encryption(fact: Fact) -> bool:
    """Tell whether the refused connection was made without TLS to a server that looks managed."""
    unencrypted = str(fact.data.get("encryption", "")).lower() in {"ssl off", "no encryption"}
    client = str(fact.data.get("client", ""))
    return unencrypted and not client.startswith(("172.", "10.", "192.168.", "127.", "::1", "fe80", "fd"))


CAUSE = Cause(
    code="DB009",
    slug="db-pg-hba-rejected",
    title="The database does not allow this client's address",
    passes_as="The database allows the client's address",
    depth=Depth.DEPENDENCY,
    requires=(
        database(
            "hba-rejected",
            where=lambda fact: not wants_encryption(fact),
            text="the server has no rule for this client",
        ),
    ),
    refuted_by=(
        database_works,
        start_complete,
    ),
    rivals=("DB001", "DB010"),
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
        'The database has no rule that lets "{role}" in from {client}',
        "The database does not allow connections from {client}",
        "The database does not allow this client's address",
    ),
    remedies=("advise-host-rule",),
    no_drill_because=(
        "The fault needs a machine or a version that the sandbox can't provide; the rule "
        "is tested with the programs' own messages."
    ),
)
