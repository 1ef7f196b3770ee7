"""The roles on a real PostgreSQL, as each kind of owner finds it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql

from multivendor_platform.embedded.cluster import Connection
from multivendor_platform.settings_parts.databases import OPERATOR_ROLE, Login, derived_password
from multivendor_platform.tenancy.roles import RolesError, roles_ensure

NAME = "roles_probe"
ROLES = ("roles_probe_app", "roles_probe_owner")
APP = Login("roles_probe_app", "first password")


@pytest.fixture
def administrator(owner: Connection) -> Iterator[psycopg.Connection[Any]]:
    """The superuser, on an empty database of its own."""
    with psycopg.connect(owner.url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {NAME}")
    with psycopg.connect(owner.url(), dbname=NAME, autocommit=True) as connection:
        yield connection
    with psycopg.connect(owner.url(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {NAME} WITH (FORCE)")
        for role in ROLES:
            connection.execute(f"DROP ROLE IF EXISTS {role}")


@pytest.fixture
def ordinary_owner(administrator: psycopg.Connection[Any], owner: Connection) -> psycopg.Connection[Any]:
    """An owner who is no superuser and may not create roles, as managed databases give out."""
    roles_ensure(administrator, APP)  # so that the cluster has an operator role
    administrator.execute("CREATE ROLE roles_probe_owner LOGIN PASSWORD 'owner'")
    administrator.execute("GRANT ALL ON SCHEMA public TO roles_probe_owner")
    return psycopg.connect(owner.url(), dbname=NAME, user="roles_probe_owner", password="owner")


def as_app(owner: Connection, login: Login = APP) -> psycopg.Connection[Any]:
    return psycopg.connect(
        owner.url(), dbname=NAME, user=login.user, password=login.password, autocommit=True
    )


def test_roles_when_ensured_twice_then_second_time_changes_nothing(
    administrator: psycopg.Connection[Any],
) -> None:
    assert "created role roles_probe_app" in roles_ensure(administrator, APP)
    assert roles_ensure(administrator, APP) == []


def test_application_role_when_made_then_has_no_power(
    administrator: psycopg.Connection[Any], owner: Connection
) -> None:
    roles_ensure(administrator, APP)
    with as_app(owner) as connection:
        row = connection.execute(
            "SELECT rolsuper, rolbypassrls, rolinherit, rolcreaterole, rolcreatedb,"
            " pg_has_role(%s, 'USAGE') FROM pg_roles WHERE rolname = current_user",
            [OPERATOR_ROLE],
        ).fetchone()
    assert row == (False,) * 6


@pytest.mark.parametrize("statement", ["CREATE TABLE x ()", "TRUNCATE t", "DROP TABLE t", "CREATE ROLE x"])
def test_application_role_when_it_would_change_the_schema_then_refused(
    statement: str, administrator: psycopg.Connection[Any], owner: Connection
) -> None:
    administrator.execute("CREATE TABLE t (id serial)")
    roles_ensure(administrator, APP)
    with as_app(owner) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement.encode())


def test_tables_when_made_before_or_after_the_role_then_it_may_use_them(
    administrator: psycopg.Connection[Any], owner: Connection
) -> None:
    administrator.execute("CREATE TABLE before (id serial)")
    administrator.execute("CREATE VIEW seen AS SELECT * FROM before")
    roles_ensure(administrator, APP)
    administrator.execute("CREATE TABLE after (id serial)")
    with as_app(owner) as connection:
        for role in ("none", OPERATOR_ROLE):
            connection.execute(sql.SQL("SET ROLE {}").format(sql.SQL(role)))
            for table in ("before", "after"):
                connection.execute(sql.SQL("INSERT INTO {} DEFAULT VALUES").format(sql.Identifier(table)))
            connection.execute("SELECT * FROM seen")


def test_privilege_when_taken_away_by_a_migration_then_stays_away(
    administrator: psycopg.Connection[Any], owner: Connection
) -> None:
    roles_ensure(administrator, APP)
    administrator.execute("CREATE TABLE ledger (id serial)")
    administrator.execute(f"REVOKE UPDATE, DELETE ON ledger FROM {APP.user}")
    roles_ensure(administrator, APP)
    with as_app(owner) as connection:
        connection.execute("INSERT INTO ledger DEFAULT VALUES")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM ledger")


def test_password_when_secret_key_changes_then_new_one_holds(
    administrator: psycopg.Connection[Any], owner: Connection
) -> None:
    roles_ensure(administrator, APP)
    changed = Login(APP.user, derived_password("another key"))
    assert roles_ensure(administrator, changed) == ["set the password of roles_probe_app"]
    as_app(owner, changed).close()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        as_app(owner)


def test_password_when_set_then_only_its_verifier_is_sent(
    administrator: psycopg.Connection[Any],
) -> None:
    roles_ensure(administrator, APP)
    row = administrator.execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s", [APP.user]).fetchone()
    assert row is not None
    assert row[0].startswith("SCRAM-SHA-256$")


@pytest.mark.parametrize("power", ["SUPERUSER", "BYPASSRLS"])
def test_roles_when_application_role_passes_policies_then_refused(
    power: str, administrator: psycopg.Connection[Any]
) -> None:
    roles_ensure(administrator, APP)
    administrator.execute(f"ALTER ROLE {APP.user} {power}")
    with pytest.raises(RolesError, match="NOSUPERUSER NOBYPASSRLS"):
        roles_ensure(administrator, APP)


def test_roles_when_application_role_inherits_from_the_operator_then_refused(
    administrator: psycopg.Connection[Any],
) -> None:
    administrator.execute(f"CREATE ROLE {APP.user} LOGIN INHERIT PASSWORD 'first password'")
    with pytest.raises(RolesError, match="inherits from multivendor_operator"):
        roles_ensure(administrator, APP)


def test_roles_when_owner_may_not_create_them_then_the_statement_for_the_administrator(
    ordinary_owner: psycopg.Connection[Any], administrator: psycopg.Connection[Any]
) -> None:
    with pytest.raises(RolesError, match=r'CREATE ROLE "roles_probe_other" LOGIN NOSUPERUSER NOBYPASSRLS'):
        roles_ensure(ordinary_owner, Login("roles_probe_other", "x"))
    ordinary_owner.close()


def test_roles_when_administrator_made_them_then_an_ordinary_owner_succeeds(
    ordinary_owner: psycopg.Connection[Any], owner: Connection
) -> None:
    ordinary_owner.execute("CREATE TABLE t (id serial)")
    ordinary_owner.commit()
    assert roles_ensure(ordinary_owner, APP) == []
    ordinary_owner.close()
    with as_app(owner) as connection:
        connection.execute("INSERT INTO t DEFAULT VALUES")


def test_roles_when_application_is_the_owner_then_refused(
    administrator: psycopg.Connection[Any], owner: Connection
) -> None:
    with pytest.raises(RolesError, match="served as the owner of its tables"):
        roles_ensure(administrator, Login(owner.user, owner.password))


def test_login_when_shown_then_without_its_password() -> None:
    assert "first password" not in repr(APP)
