from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection

from multivendor_platform.accounts.models import User

pytestmark = pytest.mark.django_db


def test_create_user_when_address_has_capitals_then_stored_in_small_letters() -> None:
    user = User.objects.create_user("Ann@Example.ORG", "correct horse")
    assert user.email == "ann@example.org"


def test_lookup_when_case_differs_then_same_person_found() -> None:
    user = User.objects.create_user("ann@example.org")
    assert User.objects.get(email="ANN@example.org") == user


def test_create_user_when_address_differs_only_in_case_then_refused() -> None:
    User.objects.create_user("ann@example.org")
    with pytest.raises(IntegrityError, match="email"):
        User.objects.create_user("ANN@EXAMPLE.ORG")


def test_insert_when_raw_sql_writes_capitals_then_refused_by_the_database() -> None:
    user = User.objects.create_user("ann@example.org")
    with pytest.raises(IntegrityError, match="accounts_user_email_lower"), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET email = 'Ann@example.org' WHERE id = %s", [user.pk])


def test_create_user_when_address_is_empty_then_refused() -> None:
    with pytest.raises(ValueError, match="e-mail address"):
        User.objects.create_user("  ")


def test_create_user_when_no_password_then_cannot_log_in() -> None:
    assert not User.objects.create_user("ann@example.org").has_usable_password()


def test_createsuperuser_when_called_then_makes_an_operator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "correct horse battery")
    call_command("createsuperuser", email="Op@example.org", interactive=False, verbosity=0)
    operator = User.objects.get(email="op@example.org")
    assert (operator.is_staff, operator.is_superuser) == (True, True)
    assert operator.check_password("correct horse battery")


@pytest.mark.parametrize(("full_name", "expected"), [("", "ann@example.org"), ("Ann Lee", "Ann")])
def test_short_name_when_asked_then_first_word_or_address(full_name: str, expected: str) -> None:
    assert User(email="ann@example.org", full_name=full_name).get_short_name() == expected
