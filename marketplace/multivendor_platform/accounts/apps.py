"""Registration of this part with Django."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who log in."""

    name = "multivendor_platform.accounts"
    verbose_name = "Accounts"
