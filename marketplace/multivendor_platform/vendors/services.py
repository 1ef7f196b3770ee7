"""A vendor's life, as the operator steers it. Each runs in operator_context(), in one transaction."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from multivendor_platform.catalog.cards import vendor_card_refresh
from multivendor_platform.catalog.services.slugs import with_free_slug
from multivendor_platform.vendors.errors import VendorStateError
from multivendor_platform.vendors.models import Vendor

State = Vendor.State
TRANSITIONS: dict[str, set[str]] = {
    State.APPLIED: {State.ONBOARDING, State.REJECTED},
    State.ONBOARDING: {State.REVIEW},
    State.REVIEW: {State.ACTIVE, State.ONBOARDING},
    State.ACTIVE: {State.PAUSED, State.SUSPENDED},
    State.PAUSED: {State.ACTIVE, State.SUSPENDED, State.CLOSING},
    State.SUSPENDED: {State.ACTIVE, State.CLOSING},
    State.CLOSING: {State.TERMINATED},
    State.TERMINATED: set(),
    State.REJECTED: set(),
}


@transaction.atomic
def vendor_create(*, name_en: str = "", name_fa: str = "", **fields: Any) -> Vendor:
    """Create a vendor who has applied."""

    def make(slug: str) -> Vendor:
        return Vendor.objects.create(slug=slug, name_en=name_en, name_fa=name_fa, **fields)

    vendor = with_free_slug(name_en or name_fa, "slug", make)
    vendor_card_refresh(vendor.pk)
    return vendor


@transaction.atomic
def vendor_transition(vendor_id: int, target: str) -> Vendor:
    """Bring a vendor into another state; the shop follows in the same transaction. Raise VendorStateError.

    Suspending and reinstating gives back exactly the offers that were sold before: no offer is touched.
    """
    vendor = Vendor.objects.select_for_update().get(pk=vendor_id)
    if target not in TRANSITIONS[vendor.state]:
        message = f"a vendor who is {vendor.state} cannot become {target}"
        raise VendorStateError(message)
    vendor.state = target
    vendor.save(update_fields=["state"])
    vendor_card_refresh(vendor.pk)
    return vendor


@transaction.atomic
def vendor_vacation_set(vendor_id: int, *, on_vacation: bool) -> Vendor:
    """Send a vendor on vacation or welcome them back."""
    vendor = Vendor.objects.select_for_update().get(pk=vendor_id)
    vendor.on_vacation = on_vacation
    vendor.save(update_fields=["on_vacation"])
    vendor_card_refresh(vendor.pk)
    return vendor
