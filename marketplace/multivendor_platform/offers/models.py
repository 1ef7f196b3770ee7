"""A vendor's offer on a shared variant, and its stock. Both tables have row policies."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from multivendor_platform.catalog.models import Variant
from multivendor_platform.vendors.models import Vendor


class Offer(models.Model):
    """Price, SKU, condition and lead time of one vendor for one variant (rows A2, C1).

    The price is minor units with its currency, or neither: an offer without a price is kept but not sold.
    """

    class State(models.TextChoices):
        """draft > live <> off (vendor); live > blocked (operator) > live; any > retired."""

        DRAFT = "draft"
        LIVE = "live"
        OFF = "off"
        BLOCKED = "blocked"
        RETIRED = "retired"

    class Condition(models.TextChoices):
        """In what state the thing is."""

        NEW = "new"
        REFURBISHED = "refurbished"
        USED = "used"

    vendor = models.ForeignKey(Vendor, models.PROTECT, related_name="offers")
    variant = models.ForeignKey(Variant, models.PROTECT, related_name="offers")
    sku = models.CharField(max_length=64)
    condition = models.CharField(max_length=11, choices=Condition.choices, default=Condition.NEW)
    price_amount = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, null=True, blank=True)  # noqa: DJ001 - NULL together with the amount
    lead_time_days = models.PositiveSmallIntegerField(default=2)
    state = models.CharField(max_length=7, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["vendor", "sku"], condition=~Q(state="retired"), name="offer_sku_in_vendor"
            ),
            models.UniqueConstraint(
                fields=["vendor", "variant", "condition"],
                condition=~Q(state="retired"),
                name="offer_once_per_variant",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "live", "off", "blocked", "retired"]),
                name="offer_state_known",
            ),
            models.CheckConstraint(
                condition=Q(condition__in=["new", "refurbished", "used"]), name="offer_condition_known"
            ),
            models.CheckConstraint(
                condition=Q(price_amount__isnull=True, currency__isnull=True)
                | Q(price_amount__gt=0, currency__isnull=False),
                name="offer_price_with_currency",
            ),
            models.CheckConstraint(condition=~Q(sku=""), name="offer_has_sku"),
        ]

    def __str__(self) -> str:
        return self.sku


class StockItem(models.Model):
    """How many there are, and how many of them are promised."""

    offer = models.OneToOneField(Offer, models.CASCADE, primary_key=True, related_name="stock")
    vendor = models.ForeignKey(Vendor, models.PROTECT, related_name="+")
    on_hand = models.PositiveIntegerField(default=0)
    reserved = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reserved__gte=0, reserved__lte=F("on_hand")), name="stock_reserved_within_on_hand"
            )
        ]

    def __str__(self) -> str:
        return f"{self.offer_id}: {self.on_hand}"
