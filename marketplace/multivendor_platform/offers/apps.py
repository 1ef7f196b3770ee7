"""Django's registration of this part."""

from django.apps import AppConfig


class OffersConfig(AppConfig):
    """What each vendor asks for a shared product, and how many there are."""

    name = "multivendor_platform.offers"
    label = "offers"
    default_auto_field = "django.db.models.BigAutoField"
