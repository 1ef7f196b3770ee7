"""Registration of this part with Django."""

from __future__ import annotations

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Departments, categories and products."""

    name = "multivendor_platform.catalog"
    verbose_name = "Catalog"
