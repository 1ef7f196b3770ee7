"""Registration of this part with Django."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class BackofficeConfig(AdminConfig):
    """Django's admin with our site in the place of its own."""

    default_site = "multivendor_platform.backoffice.sites.BackofficeSite"
