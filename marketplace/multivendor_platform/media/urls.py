"""Paths below /media/."""

from __future__ import annotations

from django.urls import re_path

from multivendor_platform.media.views import asset

urlpatterns = [
    re_path(r"^(?P<sha256>[0-9a-f]{64})\.(?P<extension>svg|webp|png|jpg)$", asset, name="media-asset"),
]
