"""The pool against a real server: no context survives in it, and a restart costs no request."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker

from multivendor_platform.embedded.cluster import Cluster
from multivendor_platform.settings_parts.databases import POOL, Login, database_settings
from multivendor_platform.tenancy.contexts import operator_context, vendor_context


def scalar(wrapper: BaseDatabaseWrapper, statement: str) -> object:
    with wrapper.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return None if row is None else row[0]


@pytest.fixture
def pooled(transactional_db: None) -> Iterator[None]:
    """The application's connection comes from a pool of one, as in production but smaller."""
    connection.close()
    connection.settings_dict["OPTIONS"]["pool"] = {**POOL, "min_size": 1, "max_size": 1}
    yield
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # the backend's own method
    connection.settings_dict["OPTIONS"]["pool"] = False


@pytest.mark.usefixtures("pooled")
def test_T3_context_when_connection_goes_back_to_the_pool_then_next_user_has_none() -> None:
    with vendor_context(7):
        first = scalar(connection, "SELECT pg_backend_pid()")
        assert scalar(connection, "SELECT current_setting('app.vendor_id')") == "7"
    with operator_context():
        assert scalar(connection, "SELECT current_user") == "multivendor_operator"
    connection.close()
    assert scalar(connection, "SELECT pg_backend_pid()") == first
    assert scalar(connection, "SELECT current_setting('app.vendor_id', true)") == ""
    assert scalar(connection, "SELECT current_user") == connection.settings_dict["USER"]


@pytest.mark.usefixtures("pooled")
def test_T3_context_when_its_body_dies_inside_then_next_user_has_none() -> None:
    with pytest.raises(KeyboardInterrupt), operator_context():
        raise KeyboardInterrupt
    connection.close()
    assert scalar(connection, "SELECT current_user") == connection.settings_dict["USER"]


@pytest.mark.usefixtures("pooled")
def test_pool_when_statement_repeats_then_it_is_prepared_on_the_server() -> None:
    connection.ensure_connection()
    for _ in range(6):
        psycopg.Cursor(connection.connection).execute("SELECT count(*) FROM accounts_user WHERE id = %s", [1])
    assert scalar(connection, "SELECT count(*) FROM pg_prepared_statements") != 0


def test_pool_when_server_restarts_then_next_query_succeeds(
    cluster: Cluster, cluster_folder: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    own = Cluster(cluster_folder / "restarted", cluster.binaries, durable=False)
    server = own.start()
    settings = database_settings(
        host=server.host, port=server.port, name=server.name, login=Login(server.user, server.password)
    )
    settings["OPTIONS"]["pool"] = {**POOL, "min_size": 3}
    wrapper = ConnectionHandler({"default": settings})["default"]
    try:
        with django_db_blocker.unblock():
            assert scalar(wrapper, "SELECT 1") == 1
            wrapper.pool.wait(30)  # type: ignore[attr-defined]  # the backend's own property
            wrapper.close()
            own.stop()
            assert own.start() == server
            for _ in range(3):
                assert scalar(wrapper, "SELECT 2") == 2
                wrapper.close()
    finally:
        wrapper.close_pool()  # type: ignore[attr-defined]  # the backend's own method
        own.stop()
