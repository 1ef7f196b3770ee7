"""Which database this process is about to use, without any of Django."""

from __future__ import annotations

import os
from dataclasses import dataclass

from multivendor_platform.settings_parts.databases import APP_ROLE, Login, derived_password

LOCAL_SETTINGS = {"multivendor_platform.settings_dev", "multivendor_platform.settings_test"}


@dataclass(frozen=True, slots=True)
class Target:
    """Address of the database and the two roles that use it."""

    host: str
    port: int
    name: str
    owner: Login
    application: Login

    @property
    def address(self) -> str:
        return f"{self.host}:{self.port}"


def is_local() -> bool:
    """Whether the settings are those of a developer's machine, which have defaults for everything."""
    return os.environ.get("DJANGO_SETTINGS_MODULE") in LOCAL_SETTINGS


def database_target() -> Target:
    """Read it from the environment. Raises EnvironmentVariablesError where that is not as it should be."""
    return _local_target() if is_local() else _deployed_target()


def _deployed_target() -> Target:
    from multivendor_platform.environment.reader import environment_read

    values = environment_read(os.environ)
    return Target(
        host=values.get("DB_HOST", str),
        port=values.get("DB_PORT", int),
        name=values.get("DB_NAME", str),
        owner=Login(values.get("DB_USER", str), values.get("DB_PASSWORD", str)),
        application=Login(
            values.get("DB_APP_USER", str),
            values.optional("DB_APP_PASSWORD", str) or derived_password(values.get("SECRET_KEY", str)),
        ),
    )


def _local_target() -> Target:
    from multivendor_platform.development import development_connection, development_secret_key

    connection = development_connection()
    return Target(
        host=connection.host,
        port=connection.port,
        name=connection.name,
        owner=Login(connection.user, connection.password),
        application=Login(APP_ROLE, derived_password(development_secret_key())),
    )
