"""Registration of this part with Django."""

from __future__ import annotations

from django.apps import AppConfig


class ProblemsConfig(AppConfig):
    """Errors as clients see them."""

    name = "multivendor_platform.problems"
    verbose_name = "Problems"
