"""Registration of this part with Django."""

from __future__ import annotations

from django.apps import AppConfig


class StorefrontConfig(AppConfig):
    """Pages for buyers."""

    name = "multivendor_platform.storefront"
    verbose_name = "Storefront"
