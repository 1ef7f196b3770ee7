"""Registration of this part with Django."""

from __future__ import annotations

from django.apps import AppConfig


class VendorsConfig(AppConfig):
    """Vendors and their standing on the marketplace."""

    name = "multivendor_platform.vendors"
    verbose_name = "Vendors"
