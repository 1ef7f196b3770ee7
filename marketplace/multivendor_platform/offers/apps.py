"""Registration of this part with Django."""

from __future__ import annotations

from django.apps import AppConfig


class OffersConfig(AppConfig):
    """What each vendor asks for a product, and how many there are."""

    name = "multivendor_platform.offers"
    verbose_name = "Offers"
