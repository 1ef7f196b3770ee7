"""What every environment has in common."""

from __future__ import annotations

from .settings_parts.applications import *  # noqa: F403 - settings are names in one module
from .settings_parts.backoffice import *  # noqa: F403
from .settings_parts.content_policy import *  # noqa: F403
from .settings_parts.localization import *  # noqa: F403
from .settings_parts.static_files import *  # noqa: F403

DEBUG = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
CORS_ALLOWED_ORIGINS: list[str] = []
CORS_URLS_REGEX = r"^/api/"
CSRF_FAILURE_VIEW = "multivendor_platform.problems.handlers.csrf_failure"
