"""The steps as the guard runs them: processes, against a real PostgreSQL."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from multivendor_platform.boot.connecting import connection_error
from multivendor_platform.boot.target import Target
from multivendor_platform.embedded.cluster import Connection
from multivendor_platform.settings_parts.databases import Login

PROJECT = Path(__file__).resolve().parents[2]
NAME = "boot_probe"


@pytest.fixture
def environ(owner: Connection) -> Iterator[dict[str, str]]:
    """A complete environment of the deployed site, on an empty database of its own."""
    with psycopg.connect(owner.url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {NAME}")
    yield {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "multivendor_platform.settings_caprover",
        "SECRET_KEY": "k" * 50,
        "ALLOWED_HOSTS": "shop.example.com",
        "SITE_URL": "https://shop.example.com",
        **owner.environment(),
        "DB_NAME": NAME,
        "DB_APP_USER": "boot_app",
    }
    with psycopg.connect(owner.url(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {NAME} WITH (FORCE)")
        connection.execute("DROP ROLE IF EXISTS boot_app")


def step(
    name: str, environ: dict[str, str], *, flags: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *flags, "-m", "multivendor_platform.boot", name],
        cwd=PROJECT, env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_settings_when_complete_then_ok(environ: dict[str, str]) -> None:
    done = step("settings", environ)
    assert (done.returncode, done.stderr) == (0, "")


def test_settings_when_variables_are_missing_then_78_and_all_named(environ: dict[str, str]) -> None:
    done = step("settings", {**environ, "DB_HOST": "", "SECRET_KEY": "short"})
    assert done.returncode == 78
    assert "DB_HOST is empty" in done.stderr
    assert "SECRET_KEY has 5 characters" in done.stderr
    assert "Traceback" not in done.stderr


def test_settings_when_module_does_not_exist_then_78_in_pythons_words(environ: dict[str, str]) -> None:
    done = step("settings", {**environ, "DJANGO_SETTINGS_MODULE": "multivendor.settings_caprover"})
    assert done.returncode == 78
    assert "No module named 'multivendor.settings_caprover'" in done.stderr


@pytest.mark.parametrize("name", ["settings", "database", "roles"])
def test_step_when_run_then_imports_no_django(name: str, environ: dict[str, str]) -> None:
    done = step(name, environ, flags=("-X", "importtime"))
    assert done.returncode == 0
    imported = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines()}
    assert not {module for module in imported if module.split(".")[0] == "django"}


def test_database_when_it_accepts_then_ok(environ: dict[str, str]) -> None:
    assert step("database", environ).returncode == 0


def test_database_when_nobody_listens_then_75(environ: dict[str, str]) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        done = step("database", {**environ, "DB_PORT": str(unused.getsockname()[1])})
    assert done.returncode == 75
    assert "nobody listens at 127.0.0.1:" in done.stderr
    assert "Connection refused" in done.stderr


def test_database_when_host_does_not_resolve_then_75(environ: dict[str, str]) -> None:
    done = step("database", {**environ, "DB_HOST": "srv-captain--nothing.invalid"})
    assert done.returncode == 75
    assert 'the host name "srv-captain--nothing.invalid" (DB_HOST) does not resolve' in done.stderr


def test_database_when_password_is_wrong_then_77_without_it(environ: dict[str, str]) -> None:
    done = step("database", {**environ, "DB_PASSWORD": "not-the-password"})
    assert done.returncode == 77
    assert 'password authentication failed for user "multivendor"' in done.stderr
    assert "not-the-password" not in done.stderr


def test_database_when_it_does_not_exist_then_77(environ: dict[str, str]) -> None:
    done = step("database", {**environ, "DB_NAME": "nothing_here"})
    assert done.returncode == 77
    assert 'has no database "nothing_here" (DB_NAME)' in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "exit_code", "sentence"),
    [
        ("FATAL:  the database system is starting up", 75, "PostgreSQL at db:5432 is starting up"),
        ("FATAL:  sorry, too many clients already", 75, "has no connection left"),
        ("connection timeout expired", 75, "does not answer"),
        ('FATAL:  no pg_hba.conf entry for host "10.0.0.1"', 77, 'refuses the login of "shop"'),
        ("SCHWERWIEGEND:  etwas anderes", 75, "no connection to PostgreSQL at db:5432: SCHWERWIEGEND"),
    ],
)
def test_connection_error_when_words_are_known_then_meaning(
    words: str, exit_code: int, sentence: str
) -> None:
    target = Target("db", 5432, "shop", Login("shop", "x"), Login("shop_app", "y"))
    error = connection_error(target, words)
    assert error.exit_code == exit_code
    assert sentence in str(error)
    assert " ".join(words.split()) in str(error)


def test_all_steps_when_run_in_order_then_each_is_quiet_the_second_time(environ: dict[str, str]) -> None:
    first = step("roles", environ)
    assert (first.returncode, "created role boot_app" in first.stdout) == (0, True)
    assert step("roles", environ).stdout == "roles are in place\n"
    done = step("migrate", environ)
    assert (done.returncode, done.stderr) == (0, "")
    assert "applied" in done.stdout
    assert step("migrate", environ).stdout == "migrations were applied already\n"


def test_migrate_when_it_fails_then_65_with_name_and_the_drivers_words(
    environ: dict[str, str], owner: Connection
) -> None:
    assert step("roles", environ).returncode == 0
    with psycopg.connect(owner.url(), dbname=NAME, autocommit=True) as connection:
        connection.execute("CREATE TABLE accounts_user (id int)")
    done = step("migrate", environ)
    assert done.returncode == 65
    assert (
        'migration accounts.0001_initial failed and was rolled back: relation "accounts_user" already exists'
        in (done.stderr)
    )
    assert "Traceback" not in done.stderr


def test_migrate_when_started_twice_together_then_both_succeed(environ: dict[str, str]) -> None:
    assert step("roles", environ).returncode == 0
    command = [sys.executable, "-m", "multivendor_platform.boot", "migrate"]
    both = [
        subprocess.Popen(command, cwd=PROJECT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    outputs = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], outputs


def test_step_when_unknown_then_usage() -> None:
    done = step("everything", {"PATH": os.environ["PATH"]})
    assert done.returncode == 2
    assert "settings|database|roles|migrate|static" in done.stderr
