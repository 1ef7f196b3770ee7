"""Which part of the platform answers which path."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

handler400 = "multivendor_platform.problems.handlers.bad_request"
handler403 = "multivendor_platform.problems.handlers.permission_denied"
handler404 = "multivendor_platform.problems.handlers.not_found"
handler500 = "multivendor_platform.problems.handlers.server_error"

urlpatterns = [
    path("ready/", include("multivendor_platform.operations.urls")),
    path("problems/", include("multivendor_platform.problems.urls")),
    path("api/", include("multivendor_platform.catalog.urls")),
    path("admin/", admin.site.urls),
    path("", include("multivendor_platform.storefront.urls")),
]
