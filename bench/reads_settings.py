"""Settings of the benchmark: a developer's, without debugging, and with the usual way beside ours."""

from __future__ import annotations

from multivendor_platform.settings_dev import *  # noqa: F403 - settings build on one another

DEBUG = False
ROOT_URLCONF = "reads_usual"
LOGGING: dict[str, object] = {"version": 1, "disable_existing_loggers": True}
