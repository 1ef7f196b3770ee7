"""Every environment variable that the deployed marketplace reads: the one list.

The settings read from it, the boot step `settings` checks it, and a test compares `.env.example` with it.
"""

from __future__ import annotations

from dataclasses import dataclass

from . import kinds
from .kinds import Kind


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable.

    default: used when the variable is not set; None together with required=False means "not set".
    secret: may also come from the file named by NAME_FILE, and is never shown.
    """

    name: str
    kind: Kind
    purpose: str
    example: str
    required: bool = False
    default: object = None
    secret: bool = False


VARIABLES: tuple[Variable, ...] = (
    Variable(
        "DJANGO_SETTINGS_MODULE",
        kinds.module(),
        "which settings to use",
        "multivendor_platform.settings_caprover",
        required=True,
    ),
    Variable(
        "SECRET_KEY",
        kinds.secret(50),
        "signs sessions; the application's database password is derived from it",
        "",
        required=True,
        secret=True,
    ),
    Variable(
        "ALLOWED_HOSTS",
        kinds.hosts(),
        "host names the marketplace answers to",
        "multivendor-backend.example.com",
        required=True,
    ),
    Variable(
        "SITE_URL",
        kinds.url(),
        "public address, used in links that leave the site",
        "https://multivendor-backend.example.com",
        required=True,
    ),
    Variable(
        "DB_HOST",
        kinds.text(),
        "host name of PostgreSQL inside the platform's network",
        "srv-captain--postgres-db",
        required=True,
    ),
    Variable("DB_PORT", kinds.integer(1, 65535), "port of PostgreSQL", "5432", default=5432),
    Variable("DB_NAME", kinds.text(), "name of the database", "multivendor_db", required=True),
    Variable("DB_USER", kinds.text(), "role that owns and migrates the tables", "postgres", required=True),
    Variable("DB_PASSWORD", kinds.secret(1), "password of DB_USER", "", required=True, secret=True),
    Variable(
        "DB_APP_USER",
        kinds.text(),
        "role that serves requests; set it where DB_USER may not create roles",
        "multivendor_app",
        default="multivendor_app",
    ),
    Variable(
        "DB_APP_PASSWORD",
        kinds.secret(1),
        "password of DB_APP_USER; derived from SECRET_KEY when not set",
        "",
        secret=True,
    ),
    Variable(
        "CORS_ALLOWED_ORIGINS",
        kinds.origins(),
        "other sites whose pages may call the API",
        "https://shop.example.com,https://www.example.com",
    ),
    Variable(
        "CSRF_TRUSTED_ORIGINS",
        kinds.origins(wildcard=True),
        "other origins whose forms are accepted; SITE_URL always is",
        "https://multivendor-backend.example.com",
    ),
    Variable(
        "SECURE_HSTS_SECONDS",
        kinds.integer(1, 126_230_400),
        "how long browsers insist on https",
        "31536000",
        default=31_536_000,
    ),
    Variable(
        "WEB_CONCURRENCY",
        kinds.integer(1, 64),
        "number of worker processes; from the processor cores when not set",
        "2",
    ),
    Variable(
        "LOG_LEVEL",
        kinds.choice("DEBUG", "INFO", "WARNING", "ERROR"),
        "how much to log",
        "INFO",
        default="INFO",
    ),
)

BY_NAME = {variable.name: variable for variable in VARIABLES}
