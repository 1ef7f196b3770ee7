"""Django's registration of this part."""

from django.apps import AppConfig


class VendorsConfig(AppConfig):
    """Vendors and who acts for them."""

    name = "multivendor_platform.vendors"
    label = "vendors"
    default_auto_field = "django.db.models.BigAutoField"
