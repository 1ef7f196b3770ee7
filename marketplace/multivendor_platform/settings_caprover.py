"""Settings of the deployed marketplace. Every value comes from the platform; nothing secret has a default.

Raises EnvironmentVariablesError with every missing or malformed variable; the boot step `settings` says the
same before any of Django is loaded. An embedded database is never used here.
"""

from __future__ import annotations

import os

from .environment.reader import environment_read
from .settings_base import *  # noqa: F403 - settings build on one another
from .settings_base import MIDDLEWARE as BASE_MIDDLEWARE
from .settings_parts.databases import Login, chosen_login, database_settings, derived_password
from .settings_parts.logs import logging_settings
from .settings_parts.security import *  # noqa: F403

_values = environment_read(os.environ)

SECRET_KEY = _values.get("SECRET_KEY", str)
ALLOWED_HOSTS = _values.texts("ALLOWED_HOSTS")
SITE_URL = _values.get("SITE_URL", str)
# A site whose own address is http has no certificate yet: visitors sent to https would meet an error.
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https://")
SECURE_HSTS_SECONDS = _values.get("SECURE_HSTS_SECONDS", int)
LOGGING = logging_settings(_values.get("LOG_LEVEL", str))

DATABASES = {
    "default": database_settings(
        host=_values.get("DB_HOST", str),
        port=_values.get("DB_PORT", int),
        name=_values.get("DB_NAME", str),
        login=chosen_login(
            Login(_values.get("DB_USER", str), _values.get("DB_PASSWORD", str)),
            Login(
                _values.get("DB_APP_USER", str),
                _values.optional("DB_APP_PASSWORD", str) or derived_password(SECRET_KEY),
            ),
        ),
    )
}

CORS_ALLOWED_ORIGINS = _values.texts("CORS_ALLOWED_ORIGINS")
CSRF_TRUSTED_ORIGINS = [*_values.texts("CSRF_TRUSTED_ORIGINS"), SITE_URL]
MIDDLEWARE = BASE_MIDDLEWARE
if CORS_ALLOWED_ORIGINS:
    # After the request's edge, before anything that may answer: an error without the header is unreadable.
    MIDDLEWARE = [BASE_MIDDLEWARE[0], "corsheaders.middleware.CorsMiddleware", *BASE_MIDDLEWARE[1:]]
