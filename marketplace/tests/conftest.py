"""One throw-away PostgreSQL for the session; tests run as the application's role, as in production.

TEST_DATABASE chooses the server: `embedded` (PostgreSQL 18, the default) or `debian` (PostgreSQL 15).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.test.utils import setup_databases, teardown_databases
from pytest_django import DjangoDbBlocker

from multivendor_platform.embedded.binaries import Binaries, debian_binaries, wheel_binaries
from multivendor_platform.embedded.cluster import Cluster, Connection
from multivendor_platform.settings_parts.databases import Login
from multivendor_platform.tenancy.roles import roles_ensure


def chosen_binaries() -> Binaries:
    choice = os.environ.get("TEST_DATABASE", "embedded")
    if choice == "embedded":
        return wheel_binaries()
    if choice == "debian":
        return debian_binaries()
    raise pytest.UsageError(f"TEST_DATABASE is {choice!r}: expected embedded or debian")


@pytest.fixture(scope="session")
def cluster_folder() -> Iterator[Path]:
    """A folder that the server's user may enter, also when root runs the tests."""
    folder = Path(tempfile.mkdtemp(prefix="multivendor test "))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def cluster(cluster_folder: Path) -> Iterator[Cluster]:
    """A running server of this session's own."""
    cluster = Cluster(cluster_folder / "session", chosen_binaries(), durable=False)
    cluster.start()
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session")
def owner(cluster: Cluster) -> Connection:
    """How to reach the server as its superuser, who owns the tables."""
    return cluster.start()


@pytest.fixture(scope="session")
def application_login() -> Login:
    """The role that serves requests."""
    database = settings.DATABASES["default"]
    return Login(database["USER"], database["PASSWORD"])


@pytest.fixture(scope="session")
def django_db_setup(
    owner: Connection, application_login: Login, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Migrate as the owner, then hand the connection to the application's role."""
    wrapper = connections["default"]
    with psycopg.connect(owner.url()) as connection:
        roles_ensure(connection, application_login)
    wrapper.settings_dict |= {"HOST": owner.host, "PORT": str(owner.port)}
    wrapper.settings_dict |= {"USER": owner.user, "PASSWORD": owner.password}
    with django_db_blocker.unblock():
        configuration = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
        wrapper.close()
        name = wrapper.settings_dict["NAME"]
        with psycopg.connect(owner.url(), dbname=name) as connection:
            roles_ensure(connection, application_login)
            # Django empties tables between tests that commit. Only the test database allows it.
            connection.execute(f"GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO {application_login.user}")
        wrapper.settings_dict |= {"USER": application_login.user, "PASSWORD": application_login.password}
    yield
    with django_db_blocker.unblock():
        wrapper.close()
        wrapper.settings_dict |= {"USER": owner.user, "PASSWORD": owner.password}
        teardown_databases(configuration, verbosity=0)
