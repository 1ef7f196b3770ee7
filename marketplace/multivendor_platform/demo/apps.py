"""Django's registration of this part."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """A shop's worth of invented data."""

    name = "multivendor_platform.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"
