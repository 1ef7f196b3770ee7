"""Path of readiness; liveness is answered by the middleware before any routing."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
