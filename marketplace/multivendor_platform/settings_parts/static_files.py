"""Static files: collected at build time, served by WhiteNoise under names that hold their hash."""

from __future__ import annotations

from .paths import PROJECT

STATIC_URL = "/static/"
STATIC_ROOT = PROJECT / "staticfiles"
MEDIA_URL = "/media/"
MANIFEST = STATIC_ROOT / "staticfiles.json"
HASHED_STORAGE = "multivendor_platform.operations.static_storage.ForgivingStaticFilesStorage"
PLAIN_STORAGE = "django.contrib.staticfiles.storage.StaticFilesStorage"


def storages(static: str) -> dict[str, dict[str, str]]:
    """Value of STORAGES with one backend for static files."""
    return {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": static},
    }


STORAGES = storages(HASHED_STORAGE)
WHITENOISE_MAX_AGE = 3600
# Where nothing was collected, the files are served from the packages they are in.
WHITENOISE_USE_FINDERS = not MANIFEST.is_file()
