"""The steps. Each does one thing or raises BootError; none imports more than it needs."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable

from .errors import BootError, ExitCode
from .target import database_target, is_local


def settings_step() -> str:
    """The settings module exists and every environment variable is well-formed. Imports no Django."""
    from multivendor_platform.environment.reader import environment_read

    name = os.environ.get("DJANGO_SETTINGS_MODULE", "")
    if not is_local():
        environment_read(os.environ)
    try:
        found = importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        found = False
    if not found:
        raise BootError(
            f"DJANGO_SETTINGS_MODULE names a module that does not exist: No module named {name!r}; "
            "expected multivendor_platform.settings_caprover",
            ExitCode.SETTINGS,
        )
    return f"settings {name} are complete"


def database_step() -> str:
    """PostgreSQL accepts the owner's login. Imports the driver alone."""
    from .connecting import connect_as_owner

    target = database_target()
    connect_as_owner(target).close()
    return f"PostgreSQL at {target.address} accepts {target.owner.user}"


def roles_step() -> str:
    """The roles that serve exist, with the right password and grants. Imports the driver alone."""
    from multivendor_platform.tenancy.roles import RolesError, roles_ensure

    from .connecting import connect_as_owner

    target = database_target()
    try:
        with connect_as_owner(target) as connection:
            changes = roles_ensure(connection, target.application)
    except RolesError as error:
        raise BootError(str(error), ExitCode.DATABASE_REFUSES) from error
    return "; ".join(changes) or "roles are in place"


def migrate_step() -> str:
    """Every migration is applied, by one container at a time."""
    from .migrating import migrate

    return migrate()


def static_step() -> str:
    """Static files are collected; optional, because pages work without (only slower to load)."""
    from .static import static_ensure

    return static_ensure()


STEPS: dict[str, Callable[[], str]] = {
    "settings": settings_step,
    "database": database_step,
    "roles": roles_step,
    "migrate": migrate_step,
    "static": static_step,
}
