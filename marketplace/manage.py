#!/usr/bin/env python
"""Django's command line for this project. Without settings named it uses those of a developer's machine."""

from __future__ import annotations

import os
import sys

DEVELOPMENT = "multivendor_platform.settings_dev"
OWNER_COMMANDS = {"migrate", "sqlmigrate", "flush", "sqlflush", "dbshell", "demo"}
"""Commands that change the schema or load in bulk: they connect as the tables' owner."""


def _prepare_embedded_database() -> None:
    import psycopg

    from multivendor_platform.development import development_secret_key
    from multivendor_platform.embedded.development import development_cluster
    from multivendor_platform.embedded.errors import EmbeddedError
    from multivendor_platform.settings_parts.databases import APP_ROLE, Login, derived_password
    from multivendor_platform.tenancy.roles import roles_ensure

    try:
        connection = development_cluster().start()
    except EmbeddedError as error:
        sys.exit(f"{error}")
    with psycopg.connect(connection.url()) as owner:
        roles_ensure(owner, Login(APP_ROLE, derived_password(development_secret_key())))


def main() -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", DEVELOPMENT)
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command in OWNER_COMMANDS:
        os.environ.setdefault("MULTIVENDOR_DATABASE_ROLE", "owner")
    if os.environ["DJANGO_SETTINGS_MODULE"] == DEVELOPMENT and not os.environ.get("DB_HOST"):
        _prepare_embedded_database()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
