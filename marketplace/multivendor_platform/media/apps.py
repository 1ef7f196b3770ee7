"""Registration of this part with Django."""

from __future__ import annotations

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Images of products."""

    name = "multivendor_platform.media"
    verbose_name = "Media"
