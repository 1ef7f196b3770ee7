"""Settings of a developer's machine: `./run` and `manage.py`.

Connection settings come from DB_* variables, else from the embedded PostgreSQL of this checkout, which
manage.py and ./run start.
"""

from __future__ import annotations

import os
from pathlib import Path

from .development import development_connection, development_secret_key
from .settings_base import *  # noqa: F403 - settings build on one another
from .settings_parts.databases import APP_ROLE, Login, chosen_login, database_settings, derived_password
from .settings_parts.logs import logging_settings
from .settings_parts.static_files import PLAIN_STORAGE, storages

DEBUG = os.environ.get("DEBUG") == "true"
SECRET_KEY = development_secret_key()
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", ".localhost"]
SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000")
LOGGING = logging_settings(os.environ.get("LOG_LEVEL", "INFO"))

_connection = development_connection()
DATABASES = {
    "default": database_settings(
        host=_connection.host,
        port=_connection.port,
        name=_connection.name,
        login=chosen_login(
            Login(_connection.user, _connection.password), Login(APP_ROLE, derived_password(SECRET_KEY))
        ),
    )
}
STORAGES = storages(PLAIN_STORAGE)
# Served from their sources; of a folder that is not there WhiteNoise would warn.
STATIC_ROOT: Path | None = None  # type: ignore[no-redef]  # settings_base has a folder
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
