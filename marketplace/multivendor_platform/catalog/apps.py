"""Django's registration of this part."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """The shared catalogue: tree, products, variants, attributes, and what the public reads of them."""

    name = "multivendor_platform.catalog"
    label = "catalog"
    default_auto_field = "django.db.models.BigAutoField"
