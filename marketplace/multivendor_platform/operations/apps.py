"""Registration of this part with Django."""

from __future__ import annotations

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """What the operator's machines ask: health, readiness, request ids."""

    name = "multivendor_platform.operations"
    verbose_name = "Operations"
