"""Settings of the test suite. tests/conftest.py fills in the throw-away database."""

from __future__ import annotations

import secrets

from .settings_base import *  # noqa: F403 - settings build on one another
from .settings_parts.databases import APP_ROLE, Login, database_settings, derived_password
from .settings_parts.static_files import PLAIN_STORAGE, storages

SECRET_KEY = secrets.token_urlsafe(50)
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
SITE_URL = "http://testserver"
DATABASES = {
    "default": database_settings(
        host="127.0.0.1",
        port=1,
        name="multivendor",
        login=Login(APP_ROLE, derived_password(SECRET_KEY)),
    )
}
# Each test's connection is its own; a pool would keep the test database busy while it is dropped.
DATABASES["default"]["OPTIONS"]["pool"] = False
STORAGES = storages(PLAIN_STORAGE)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True
