"""The database roles: who owns, who serves, who operates. Imports no Django; the boot step runs it.

- The owner (DB_USER) creates and migrates the tables. It may be a superuser, who passes every row policy:
  so nothing is ever served as the owner.
- The application's role logs in and serves. It owns nothing, and policies bind it.
- multivendor_operator can't log in. The application's role takes it on for the operator's work alone
  (SET ROLE), and does not inherit from it.
"""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql

from multivendor_platform.settings_parts.databases import OPERATOR_ROLE, Login

LOCK = 7_204_501
"""Key of the advisory lock under which roles are changed: two containers may start together."""


class RolesError(Exception):
    """The roles are not as the application needs them, and DB_USER can't make them so."""

    code = "roles-incomplete"
    retryable = False


def roles_ensure(connection: psycopg.Connection[Any], application: Login) -> list[str]:
    """Create or repair roles, their grants and default privileges; returns what was changed.

    connection: as the owner, to the marketplace's database. Safe to repeat.
    Raises RolesError with the statements that a database administrator has to run where the owner may not.
    """
    changes: list[str] = []
    _check_other_role(connection, application.user)
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        _ensure_role(connection, OPERATOR_ROLE, "NOLOGIN", changes)
        _ensure_role(connection, application.user, "LOGIN", changes)
        _ensure_password(connection, application, changes)
        _ensure_membership(connection, application.user, changes)
        _check_harmless(connection, application.user)
        _grant(connection, application.user)
        _grant(connection, OPERATOR_ROLE)
    return changes


def _role(connection: psycopg.Connection[Any], name: str) -> tuple[bool, bool, bool] | None:
    """(superuser, bypasses row security, inherits) of a role, or None where it does not exist."""
    return connection.execute(
        "SELECT rolsuper, rolbypassrls, rolinherit FROM pg_roles WHERE rolname = %s", [name]
    ).fetchone()


def _ensure_role(connection: psycopg.Connection[Any], name: str, login: str, changes: list[str]) -> None:
    if _role(connection, name) is not None:
        return
    statement = sql.SQL(
        "CREATE ROLE {} " + login + " NOSUPERUSER NOBYPASSRLS NOINHERIT NOCREATEDB NOCREATEROLE"
    ).format(sql.Identifier(name))
    _execute_or_explain(connection, statement)
    changes.append(f"created role {name}")


def _ensure_password(connection: psycopg.Connection[Any], login: Login, changes: list[str]) -> None:
    if _can_log_in(connection, login):
        return
    # The verifier, not the password, travels: the server's statement log must not hold it.
    verifier = connection.pgconn.encrypt_password(
        login.password.encode(), login.user.encode(), b"scram-sha-256"
    ).decode()
    statement = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(
        sql.Identifier(login.user), sql.Literal(verifier)
    )
    _execute_or_explain(
        connection, statement, shown=f"ALTER ROLE \"{login.user}\" LOGIN PASSWORD 'value of DB_APP_PASSWORD'"
    )
    changes.append(f"set the password of {login.user}")


def _can_log_in(connection: psycopg.Connection[Any], login: Login) -> bool:
    info = connection.info
    try:
        psycopg.connect(
            host=info.host,
            port=info.port,
            dbname=info.dbname,
            user=login.user,
            password=login.password,
            connect_timeout=5,
        ).close()
    except psycopg.OperationalError:
        return False
    return True


def _ensure_membership(connection: psycopg.Connection[Any], member: str, changes: list[str]) -> None:
    # From 16 on a role may be a member and yet not allowed to SET ROLE.
    privilege = "SET" if connection.info.server_version >= 160000 else "MEMBER"
    row = connection.execute("SELECT pg_has_role(%s, %s, %s)", [member, OPERATOR_ROLE, privilege]).fetchone()
    if row is None or not row[0]:
        # The member's own NOINHERIT says that the grant can be taken on and is not inherited.
        statement = sql.SQL("GRANT {} TO {}").format(sql.Identifier(OPERATOR_ROLE), sql.Identifier(member))
        _execute_or_explain(connection, statement)
        changes.append(f"granted {OPERATOR_ROLE} to {member}")


def _check_other_role(connection: psycopg.Connection[Any], name: str) -> None:
    if name == connection.info.user:
        raise RolesError(
            f"DB_APP_USER and DB_USER are both {name}, so the site would be served as the owner of its "
            "tables: name another role in DB_APP_USER, or leave it out"
        )


def _check_harmless(connection: psycopg.Connection[Any], name: str) -> None:
    found = _role(connection, name)
    inherits = connection.execute("SELECT pg_has_role(%s, %s, 'USAGE')", [name, OPERATOR_ROLE]).fetchone()
    if found is not None and (found[0] or found[1]):
        raise RolesError(
            f"the role {name} (DB_APP_USER) is a superuser or bypasses row security, so vendors would "
            f"see each other's rows: "
            f'ALTER ROLE "{name}" NOSUPERUSER NOBYPASSRLS, or name another role'
        )
    if inherits is not None and inherits[0]:
        raise RolesError(
            f"the role {name} (DB_APP_USER) inherits from {OPERATOR_ROLE}, so vendors would "
            f"see each other's rows: "
            f'ALTER ROLE "{name}" NOINHERIT, then REVOKE {OPERATOR_ROLE} FROM "{name}" and start again'
        )


def _grant(connection: psycopg.Connection[Any], name: str) -> None:
    role = sql.Identifier(name)
    for template in (
        "GRANT CONNECT ON DATABASE {database} TO {role}",
        "GRANT USAGE ON SCHEMA public TO {role}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role}",
    ):
        connection.execute(
            sql.SQL(template).format(database=sql.Identifier(connection.info.dbname), role=role)
        )
    for statement, objects in (
        ("GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE {} TO {}", _ungranted_tables(connection, name)),
        ("GRANT USAGE, SELECT ON SEQUENCE {} TO {}", _ungranted_sequences(connection, name)),
    ):
        for found in objects:
            connection.execute(sql.SQL(statement).format(sql.Identifier("public", found), role))


def _ungranted_tables(connection: psycopg.Connection[Any], role: str) -> list[str]:
    """Our tables and views that were made before the role was.

    One that the role may read is left alone: a migration may have taken the other privileges away, as it
    does for tables that are only ever inserted into.
    """
    rows = connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relkind IN ('r', 'p', 'v', 'm') AND pg_has_role(relowner, 'USAGE')"
        " AND NOT has_table_privilege(%s, oid, 'SELECT')",
        [role],
    )
    return [row[0] for row in rows]


def _ungranted_sequences(connection: psycopg.Connection[Any], role: str) -> list[str]:
    # CASE, because the planner may ask the second question first, which fails for a table.
    rows = connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND pg_has_role(relowner, 'USAGE')"
        " AND CASE WHEN relkind = 'S' THEN NOT has_sequence_privilege(%s, oid, 'SELECT') ELSE false END",
        [role],
    )
    return [row[0] for row in rows]


def _execute_or_explain(
    connection: psycopg.Connection[Any], statement: sql.Composed, shown: str | None = None
) -> None:
    try:
        connection.execute(statement)
    except psycopg.errors.InsufficientPrivilege as error:
        raise RolesError(
            f"DB_USER may not manage roles ({error}). Ask the database's administrator to run: "
            f"{shown or statement.as_string(connection)}"
        ) from error
