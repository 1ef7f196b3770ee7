"""The database connection: who connects, through which pool, with which limits."""

from __future__ import annotations

import hashlib
import hmac
import os
from dataclasses import dataclass, field
from typing import Any

APP_ROLE = "multivendor_app"
OPERATOR_ROLE = "multivendor_operator"

ROLE_VARIABLE = "MULTIVENDOR_DATABASE_ROLE"
"""Environment variable that a command which changes the schema sets to `owner` before settings load."""


@dataclass(frozen=True, slots=True)
class Login:
    """One role and its password. repr leaves the password out."""

    user: str
    password: str = field(repr=False)


def derived_password(secret_key: str) -> str:
    """Password of the application's role, the same wherever the secret key is the same."""
    return hmac.new(secret_key.encode(), b"multivendor database application role", hashlib.sha256).hexdigest()


def chosen_login(owner: Login, application: Login) -> Login:
    """The owner for commands that change the schema, else the application's role, which owns nothing."""
    return owner if os.environ.get(ROLE_VARIABLE) == "owner" else application


POOL = {
    "min_size": 1,
    "max_size": 8,
    # A visitor waits this long for a connection; then the page says that we are busy.
    "timeout": 3.0,
    # Short, because the pool doubles its pauses: after ten minutes without a database it would otherwise
    # notice its return minutes late.
    "reconnect_timeout": 5.0,
    "max_idle": 300.0,
}


def database_settings(*, host: str, port: int, name: str, login: Login) -> dict[str, Any]:
    """Value of DATABASES["default"].

    The owner's commands get no pool: they use one connection, and its error says what is wrong at once.
    """
    return {
        "ENGINE": "multivendor_platform.database",
        "HOST": host,
        "PORT": str(port),
        "NAME": name,
        "USER": login.user,
        "PASSWORD": login.password,
        "CONN_MAX_AGE": 0,  # the pool keeps connections; Django refuses both together
        "OPTIONS": {
            "pool": False if os.environ.get(ROLE_VARIABLE) == "owner" else POOL,
            "connect_timeout": 3,
            # Django turns prepared statements off for the sake of external poolers; we have none. Its own
            # cursors paste parameters into the text and prepare nothing: a hot read takes psycopg.Cursor.
            "prepare_threshold": 3,
            "application_name": "multivendor",
            "keepalives_idle": 30,
            "keepalives_interval": 10,
            "keepalives_count": 3,
        },
    }
