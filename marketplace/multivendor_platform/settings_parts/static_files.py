"""Static files: collected at build time, served by WhiteNoise under names that hold their hash."""

from __future__ import annotations

from .paths import PROJECT

STATIC_URL = "/static/"
STATIC_ROOT = PROJECT / "staticfiles"
MEDIA_URL = "/media/"
HASHED_STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"
PLAIN_STORAGE = "django.contrib.staticfiles.storage.StaticFilesStorage"


def storages(static: str) -> dict[str, dict[str, str]]:
    """Value of STORAGES with one backend for static files."""
    return {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": static},
    }


STORAGES = storages(HASHED_STORAGE)
# A file that the manifest lacks is served under its plain name: a page without a style sheet is
# better than no page.
WHITENOISE_MANIFEST_STRICT = False
WHITENOISE_MAX_AGE = 3600
