"""Row policies on a real PostgreSQL, without any filter of the application."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from multivendor_platform.embedded.cluster import Connection
from multivendor_platform.tenancy.contexts import (
    Audience,
    current_context,
    operator_context,
    public_context,
    vendor_context,
)
from multivendor_platform.tenancy.policies import EnableRowSecurity

TABLE = "tenancy_probe"


@pytest.fixture
def probe(owner: Connection, transactional_db: None) -> Iterator[None]:
    """A table of the owner's with rows of vendors 1 and 2 and our policies."""
    with psycopg.connect(owner.url(), dbname=connection.settings_dict["NAME"], autocommit=True) as database:
        database.execute(f"CREATE TABLE {TABLE} (id serial, vendor_id bigint NOT NULL, note text)")
        database.execute(f"INSERT INTO {TABLE} (vendor_id, note) VALUES (1, 'a'), (1, 'b'), (2, 'c')")
        database.execute(EnableRowSecurity(TABLE).forwards_sql.encode())
        yield
        connection.close()
        database.execute(f"DROP TABLE {TABLE}")


def notes() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT note FROM {TABLE} ORDER BY note")
        return [row[0] for row in cursor.fetchall()]


def insert(vendor: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} (vendor_id, note) VALUES (%s, 'new')", [vendor])


@pytest.mark.usefixtures("probe")
class TestRowPolicies:
    def test_T3_query_when_no_context_then_sees_nothing(self) -> None:
        assert notes() == []

    def test_T3_insert_when_no_context_then_refused(self) -> None:
        with pytest.raises(ProgrammingError, match="row-level security"):
            insert(1)

    def test_T3_query_when_vendor_context_then_sees_own_rows_alone(self) -> None:
        with vendor_context(1):
            assert notes() == ["a", "b"]

    def test_T3_insert_when_for_another_vendor_then_refused(self) -> None:
        with pytest.raises(ProgrammingError, match="row-level security"), vendor_context(1):
            insert(2)

    def test_T3_update_when_it_would_give_the_row_away_then_refused(self) -> None:
        with (
            pytest.raises(ProgrammingError, match="row-level security"),
            vendor_context(1),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE {TABLE} SET vendor_id = 2")

    def test_T3_delete_when_another_vendor_then_touches_nothing(self) -> None:
        with vendor_context(2), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {TABLE} WHERE vendor_id = 1")
            assert cursor.rowcount == 0

    def test_T3_query_when_operator_then_sees_all(self) -> None:
        with operator_context():
            assert notes() == ["a", "b", "c"]

    def test_T3_truncate_and_drop_when_application_role_then_not_its_own(self) -> None:
        with pytest.raises(ProgrammingError, match="must be owner"), connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY")

    def test_context_when_left_then_next_query_sees_nothing(self) -> None:
        with vendor_context(1):
            pass
        with operator_context():
            pass
        assert notes() == []

    def test_context_when_nested_then_outer_one_returns(self) -> None:
        with vendor_context(1):
            with operator_context():
                assert len(notes()) == 3
                with vendor_context(2):
                    assert notes() == ["c"]
                assert len(notes()) == 3
            assert notes() == ["a", "b"]
            with public_context():
                assert notes() == []
            assert notes() == ["a", "b"]

    def test_context_when_inside_a_transaction_then_gone_before_its_end(self) -> None:
        with transaction.atomic():
            with vendor_context(1):
                assert notes() == ["a", "b"]
            assert notes() == []

    def test_context_when_body_fails_then_outer_one_returns(self) -> None:
        with vendor_context(1):
            with pytest.raises(ProgrammingError), operator_context(), connection.cursor() as cursor:
                cursor.execute("SELECT * FROM no_such_table")
            assert notes() == ["a", "b"]
            assert current_context().vendor_id == 1

    def test_context_when_body_swallows_an_error_and_rolls_back_then_outer_one_returns(self) -> None:
        with vendor_context(1):
            with operator_context():
                insert(2)
                transaction.set_rollback(True)
            assert notes() == ["a", "b"]

    def test_context_when_used_as_decorator_then_holds_for_each_call(self) -> None:
        @vendor_context(2)
        def read() -> list[str]:
            return notes()

        assert (read(), read(), notes()) == (["c"], ["c"], [])


def test_current_context_when_outside_then_public() -> None:
    assert current_context().audience is Audience.PUBLIC


@pytest.mark.parametrize("vendor", [0, -1, True, "1", None])
def test_vendor_context_when_not_a_key_then_refused(vendor: object) -> None:
    with pytest.raises(ValueError, match="positive primary key"), vendor_context(vendor):  # type: ignore[arg-type]  # the point of the test
        pass


@pytest.mark.parametrize("name", ["Offers", 'x"; DROP TABLE y', "", "1a"])
def test_enable_row_security_when_name_is_not_plain_then_refused(name: str) -> None:
    with pytest.raises(ValueError, match="plain identifier"):
        EnableRowSecurity(name)
