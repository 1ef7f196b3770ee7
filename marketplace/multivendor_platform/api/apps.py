"""Registration of this part with Django."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The HTTP interface for programs."""

    name = "multivendor_platform.api"
    label = "api"
    verbose_name = "API"
