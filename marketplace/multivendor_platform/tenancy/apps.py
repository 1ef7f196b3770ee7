"""Registration of this part with Django."""

from __future__ import annotations

from django.apps import AppConfig


class TenancyConfig(AppConfig):
    """Which rows a query may see: database roles, row policies, contexts."""

    name = "multivendor_platform.tenancy"
    verbose_name = "Tenancy"
