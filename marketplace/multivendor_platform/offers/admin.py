"""Offers and their stock, for operators to look up."""

from __future__ import annotations

from django.contrib import admin

from multivendor_platform.backoffice.admins import ReadOnlyAdmin, ReadOnlyInline
from multivendor_platform.money import Money, money_format
from multivendor_platform.offers.models import Offer, StockItem


class StockInline(ReadOnlyInline):
    """How many there are, and how many are promised."""

    model = StockItem
    fk_name = "offer"


@admin.register(Offer)
class OfferAdmin(ReadOnlyAdmin):
    """Every vendor's offers."""

    list_display = ("sku", "vendor", "product", "price", "condition", "state", "updated_at")
    list_filter = ("state", "condition")
    list_select_related = ("vendor", "variant__product")
    search_fields = ("sku", "vendor__name_en", "vendor__name_fa")
    ordering = ("-pk",)
    inlines = (StockInline,)

    @admin.display
    def product(self, offer: Offer) -> str:
        """Return the name of the shared product."""
        return str(offer.variant.product)

    @admin.display(ordering="price_amount")
    def price(self, offer: Offer) -> str:
        """Return the price, or a dash for an offer without one."""
        if offer.price_amount is None or offer.currency is None:
            return "-"
        return money_format(Money(offer.price_amount, offer.currency), "en")
