"""The database refuses the application's login.

## What it is

The server was reached and answered, but it does not accept the role or its password (SQLSTATE 28P01
or 28000; MySQL 1045). Either the variable with the password was changed, or the database keeps the
password with which its volume was first initialised: `POSTGRES_PASSWORD` is read only then.

## Why it becomes a 502

The boot step or the migration that needs the database ends with an error, the container exits or
the guard holds the port with 503, and the proxy finds nobody who answers.

## How it is told from its rivals

The server answered, so its name resolves (not DB002) and its port accepts (not DB003). The refusal
names the role, not the database (DB004) and not the client's address (DB009). Refusals that only
the server's log shows, at a fixed interval, for the role "root", come from a health check
(`pg_isready` without `-U`) and are no finding.

## Repair by hand

1. Compare the app's password variable with the password the database really has.
2. If the variable is wrong, set it and restart the app.
3. If the database is wrong: `ALTER ROLE shop PASSWORD '...';` as a superuser. Changing
   `POSTGRES_PASSWORD` of a volume that exists has no effect.

## What fix502 changes

Restores the variable from the last good definition, or sets it to a value that you give (`--set
NAME=@FILE`), through the platform; the container restarts. It never alters a role in the database.

## Limits

A log can't tell a wrong password from a wrong role where the server answers both alike (PostgreSQL
does, on purpose).
"""

from fix502.causes.parameters import database_variable
from fix502.causes.predicates import database, database_works, start_complete, stated
from fix502.causes.record import Cause, Depth
from fix502.model.facts import FactKind

CAUSE = Cause(
    code="DB001",
    slug="db-auth-failed",
    title="The database refuses the application's login",
    passes_as="The database accepts the application's login",
    depth=Depth.DEPENDENCY,
    requires=(database("auth-failed", text="the database refuses a login"),),
    supports=(
        stated(
            FactKind.VARIABLE,
            where=lambda fact: fact.subject.endswith("PASSWORD") and fact.data.get("matches") is False,
            text="the password variable differs from its last good value",
        ),
    ),
    refuted_by=(
        database_works,
        start_complete,
    ),
    rivals=("DB002", "DB003", "DB004", "DB009", "RES001"),
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
        'PostgreSQL at {host}:{port} refuses the password of "{role}"',
        'The database at {set_host} refuses the login of "{role}"',
        'The database refuses the login of "{role}"',
        "The database refuses the login",
    ),
    remedies=("restore-variables", "set-variable", "advise-alter-role"),
    parameters=database_variable("DB_PASSWORD", "PASSWORD", "PASS"),
    drill="wrong-database-password",
)
