"""A vendor's own offers; runs in vendor_context(), so that the row policy is the filter."""

from __future__ import annotations

from multivendor_platform.offers.models import Offer


def offer_list_own(*, after: int = 0, limit: int) -> list[Offer]:
    """Return the context's offers with stock and variant, by key, beyond `after`."""
    offers = Offer.objects.select_related("stock", "variant").filter(pk__gt=after)
    return list(offers.order_by("pk")[:limit])


def offer_get_own(offer_id: int) -> Offer | None:
    """Return one offer of the context with stock and variant, or None: another vendor's looks like none."""
    return Offer.objects.select_related("stock", "variant").filter(pk=offer_id).first()
