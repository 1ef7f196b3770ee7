"""Which part of the platform answers which path."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

handler400 = "multivendor_platform.problems.handlers.bad_request"
handler403 = "multivendor_platform.problems.handlers.permission_denied"
handler404 = "multivendor_platform.storefront.errors.not_found"
handler500 = "multivendor_platform.problems.handlers.server_error"

urlpatterns = [
    path("problems/", include("multivendor_platform.problems.urls")),
    path("api/", include("multivendor_platform.catalog.urls")),
    path("media/", include("multivendor_platform.media.urls")),
    path("admin/", admin.site.urls),
    # English has no prefix, Persian pages stand below /fa/: each page of each language has one address.
    *i18n_patterns(path("", include("multivendor_platform.storefront.urls")), prefix_default_language=False),
]
