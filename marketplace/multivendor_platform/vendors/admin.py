"""Vendors and their people, for operators."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from multivendor_platform.backoffice.admins import ReadOnlyAdmin, ReadOnlyInline
from multivendor_platform.vendors.errors import VendorStateError
from multivendor_platform.vendors.models import Membership, Vendor
from multivendor_platform.vendors.services import vendor_transition


class MembershipInline(ReadOnlyInline):
    """Who may act for the vendor."""

    model = Membership
    fields = ("user", "role", "created_at")
    readonly_fields = fields


@admin.register(Vendor)
class VendorAdmin(ReadOnlyAdmin):
    """Vendors; the two actions go through the service that keeps the shop in step."""

    list_display = ("name_en", "name_fa", "slug", "state", "on_vacation", "city_en", "created_at")
    list_filter = ("state", "on_vacation")
    search_fields = ("name_en", "name_fa", "slug")
    ordering = ("name_en",)
    inlines = (MembershipInline,)
    actions = ("suspend", "reinstate")

    @admin.action(description=gettext_lazy("Suspend: take the shop's offers out of sale"))
    def suspend(self, request: HttpRequest, queryset: QuerySet[Vendor]) -> None:
        """Suspend the chosen vendors."""
        self._transition(request, queryset, Vendor.State.SUSPENDED)

    @admin.action(description=gettext_lazy("Reinstate: bring the same offers back"))
    def reinstate(self, request: HttpRequest, queryset: QuerySet[Vendor]) -> None:
        """Reinstate the chosen vendors."""
        self._transition(request, queryset, Vendor.State.ACTIVE)

    def _transition(self, request: HttpRequest, queryset: QuerySet[Vendor], target: str) -> None:
        done = 0
        for vendor_id in queryset.order_by("pk").values_list("pk", flat=True):
            try:
                vendor_transition(vendor_id, target)
            except VendorStateError as error:
                self.message_user(request, str(error), messages.ERROR)
            else:
                done += 1
        self.message_user(request, _("%(count)s vendors changed.") % {"count": done}, messages.SUCCESS)
