"""Static files at start-up. The image holds them already; this is for every other way to start."""

from __future__ import annotations

from multivendor_platform.settings_parts.static_files import MANIFEST, STATIC_ROOT

from .errors import BootError, ExitCode
from .target import is_local


def static_ensure() -> str:
    """Collect static files where the manifest is missing.

    Raises BootError when the folder can't be written.
    """
    if is_local():
        return "static files are served from their sources"
    if MANIFEST.is_file():
        return "static files were collected already"
    import django
    from django.core.management import call_command

    django.setup()
    try:
        call_command("collectstatic", interactive=False, verbosity=0)
    except OSError as error:
        raise BootError(
            f"static files can't be collected in {STATIC_ROOT}: {error.strerror or error}", ExitCode.OTHER
        ) from error
    return f"static files are collected in {STATIC_ROOT}"
