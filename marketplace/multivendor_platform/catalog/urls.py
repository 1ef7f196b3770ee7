"""What stands below /api/: see multivendor_platform.api.urls."""

from __future__ import annotations

from multivendor_platform.api.urls import urlpatterns

__all__ = ["urlpatterns"]
