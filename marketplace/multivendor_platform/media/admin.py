"""Pictures, for operators to look up."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from multivendor_platform.backoffice.admins import ReadOnlyAdmin
from multivendor_platform.media.models import MediaAsset


@admin.register(MediaAsset)
class MediaAssetAdmin(ReadOnlyAdmin):
    """Stored files; the bytes stay in the database, the list does not fetch them."""

    list_display = ("preview", "sha256", "media_type", "width", "height", "created_at")
    list_filter = ("media_type",)
    search_fields = ("sha256",)
    ordering = ("-pk",)
    exclude: ClassVar = ("body",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[MediaAsset]:
        """Return assets without their bytes."""
        assets: QuerySet[MediaAsset] = super().get_queryset(request)
        return assets.defer("body")

    @admin.display
    def preview(self, asset: MediaAsset) -> SafeString:
        """Return the picture, small."""
        return format_html('<img src="{}" alt="" width="48" height="48" loading="lazy">', asset.url)
