"""A database of its own, filled by the command that people run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from multivendor_platform.embedded.cluster import Connection
from multivendor_platform.settings_parts.databases import Login
from multivendor_platform.tenancy.roles import roles_ensure

PROJECT = Path(__file__).parents[2]
NAME = "demo_shop"
PRODUCTS = 2_500

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def demo_url(owner: Connection, application_login: Login) -> Iterator[str]:
    """The owner's address of an empty database for the demo."""
    with psycopg.connect(owner.url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {NAME}")
    url = psycopg.conninfo.make_conninfo(owner.url(), dbname=NAME)
    with psycopg.connect(url) as connection:
        roles_ensure(connection, application_login)
    yield url
    with psycopg.connect(owner.url(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


@pytest.fixture(scope="session")
def manage(owner: Connection, demo_url: str) -> Command:
    """Run manage.py on that database, as `./run` does, with the demo's password given."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {
            **{name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")},
            "DJANGO_SETTINGS_MODULE": "multivendor_platform.settings_dev",
            "SECRET_KEY": "only-for-this-test-" * 4,
            "DB_HOST": owner.host,
            "DB_PORT": str(owner.port),
            "DB_NAME": NAME,
            "DB_USER": owner.user,
            "DB_PASSWORD": owner.password,
            "DEMO_PASSWORD": "the-launcher-said-so",
        }
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=PROJECT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    migrated = run("migrate", "--verbosity", "0")
    assert migrated.returncode == 0, migrated.stderr
    return run


@pytest.fixture(scope="session")
def demo(demo_url: str, manage: Command) -> str:
    """The owner's address of the database with the demo loaded."""
    loaded = manage("demo", "--products", str(PRODUCTS))
    assert loaded.returncode == 0, loaded.stderr
    return demo_url
