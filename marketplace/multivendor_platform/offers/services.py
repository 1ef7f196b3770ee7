"""What vendors do with their offers. Each runs in vendor_context() or operator_context(), in one
transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import IntegrityError, connection, transaction

from multivendor_platform.catalog.cards import card_refresh
from multivendor_platform.catalog.models import Variant
from multivendor_platform.catalog.services.slugs import violated
from multivendor_platform.money import Money
from multivendor_platform.offers.errors import (
    OfferError,
    OfferNotFoundError,
    OfferStaleError,
    OfferStateError,
    OfferTakenError,
    OfferValueError,
    StockReservedError,
)
from multivendor_platform.offers.models import Offer, StockItem

State = Offer.State
SKU_MAX = 64
LEAD_TIME_MAX = 365
ON_HAND_MAX = 2**31 - 1
IMPORT_MAX = 1000
VENDOR_TRANSITIONS: dict[str, set[str]] = {
    State.DRAFT: {State.LIVE, State.RETIRED},
    State.LIVE: {State.OFF, State.RETIRED},
    State.OFF: {State.LIVE, State.RETIRED},
    State.BLOCKED: {State.RETIRED},
    State.RETIRED: set(),
}


@dataclass(frozen=True, slots=True)
class OfferValues:
    """An offer as a vendor states it. price: None for one that is not sold yet."""

    sku: str
    variant_id: int
    price: Money | None
    on_hand: int = 0
    condition: str = Offer.Condition.NEW
    lead_time_days: int = 2
    state: str = State.LIVE

    def checked(self) -> OfferValues:
        """Return the values with a trimmed SKU. Raise OfferValueError for the first that no offer can
        have."""
        sku = self.sku.strip()
        if not 1 <= len(sku) <= SKU_MAX or not sku.isprintable():
            raise OfferValueError(f"expected 1 to {SKU_MAX} printable characters", "sku")
        if self.price is not None and self.price.amount <= 0:
            raise OfferValueError("expected a price above zero", "price")
        if not 0 <= self.on_hand <= ON_HAND_MAX:
            raise OfferValueError(f"expected 0 to {ON_HAND_MAX}", "on_hand")
        if not 0 <= self.lead_time_days <= LEAD_TIME_MAX:
            raise OfferValueError(f"expected 0 to {LEAD_TIME_MAX} days", "lead_time_days")
        if self.condition not in Offer.Condition.values:
            raise OfferValueError(f"expected one of {', '.join(Offer.Condition.values)}", "condition")
        if self.state not in (State.DRAFT, State.LIVE, State.OFF):
            raise OfferValueError("expected draft, live or off", "state")
        return replace(self, sku=sku)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of one row: created, updated, unchanged or refused (then with code, field and message)."""

    row: int
    sku: str
    outcome: str
    offer_id: int | None = None
    code: str = ""
    field: str = ""
    message: str = ""


# A re-import of a SKU updates its offer and never makes a second one, also when two imports run at once: the
# partial unique index decides. The variant is not updated: an offer does not become one for something else.
UPSERT = """
    INSERT INTO offers_offer AS o (vendor_id, variant_id, sku, condition, price_amount, currency,
                                   lead_time_days, state, version, created_at, updated_at)
    VALUES (%(vendor)s, %(variant)s, %(sku)s, %(condition)s, %(amount)s, %(currency)s,
            %(lead)s, %(state)s, 1, now(), now())
    ON CONFLICT (vendor_id, sku) WHERE state <> 'retired' DO UPDATE SET
        condition = excluded.condition, price_amount = excluded.price_amount, currency = excluded.currency,
        lead_time_days = excluded.lead_time_days,
        state = CASE o.state WHEN 'blocked' THEN o.state ELSE excluded.state END,
        version = o.version + 1, updated_at = now()
    WHERE o.variant_id = excluded.variant_id
    RETURNING o.id, o.xmax = 0
"""
STOCK_UPSERT = """
    INSERT INTO offers_stockitem AS s (offer_id, vendor_id, on_hand, reserved)
    VALUES (%s, %s, %s, 0) ON CONFLICT (offer_id) DO UPDATE SET on_hand = excluded.on_hand
"""


def _active_products(variant_ids: set[int]) -> dict[int, int]:
    rows = Variant.objects.filter(pk__in=variant_ids, state=Variant.State.ACTIVE)
    return dict(rows.values_list("pk", "product_id"))


def _upsert(vendor_id: int, values: OfferValues) -> tuple[int, bool]:
    """Return the offer's key and whether it is new. Raise OfferError."""
    price = values.price
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                UPSERT,
                {
                    "vendor": vendor_id,
                    "variant": values.variant_id,
                    "sku": values.sku,
                    "condition": values.condition,
                    "amount": price.amount if price else None,
                    "currency": price.currency if price else None,
                    "lead": values.lead_time_days,
                    "state": values.state,
                },
            )
            row = cursor.fetchone()
            if row is None:
                raise OfferTakenError("this SKU is your offer for another variant", "sku")
            cursor.execute(STOCK_UPSERT, [row[0], vendor_id, values.on_hand])
            return int(row[0]), bool(row[1])
    except IntegrityError as error:
        raise _explained(error) from error


def _explained(error: IntegrityError) -> OfferError:
    match violated(error):
        case "offer_once_per_variant":
            return OfferTakenError("you offer this variant in this condition under another SKU", "variant")
        case "offer_sku_in_vendor":
            return OfferTakenError("you use this SKU for another offer", "sku")
        case "stock_reserved_within_on_hand":
            return StockReservedError("more is promised to buyers than would be left")
        case _:
            raise error


@transaction.atomic
def offer_import(vendor_id: int, rows: Sequence[OfferValues]) -> list[ImportResult]:
    """Create or update a vendor's offers by SKU, at most IMPORT_MAX; return what became of each, in order.

    A refused row does not stop the others. Of two rows with one SKU the second is refused. Raise
    OfferValueError for too many rows.
    """
    if len(rows) > IMPORT_MAX:
        raise OfferValueError(f"{len(rows)} rows; send at most {IMPORT_MAX} at once", "rows")
    products = _active_products({row.variant_id for row in rows})
    results: dict[int, ImportResult] = {}
    touched: set[int] = set()
    seen: set[str] = set()
    # In one order everywhere: two imports that meet on several SKUs then queue instead of deadlocking.
    for number, row in sorted(enumerate(rows), key=lambda entry: (entry[1].sku.strip(), entry[0])):
        try:
            values = row.checked()
            if values.sku in seen:
                raise OfferTakenError("the SKU stands in an earlier row", "sku")
            if values.variant_id not in products:
                raise OfferValueError("there is no such variant", "variant")
            offer_id, created = _upsert(vendor_id, values)
        except OfferError as error:
            results[number] = ImportResult(
                number, row.sku, "refused", code=error.code, field=error.field, message=error.message
            )
            continue
        seen.add(values.sku)
        touched.add(products[values.variant_id])
        results[number] = ImportResult(number, values.sku, "created" if created else "updated", offer_id)
    card_refresh(touched)
    return [results[number] for number in range(len(rows))]


@transaction.atomic
def offer_create(vendor_id: int, values: OfferValues) -> Offer:
    """Create an offer with its stock. Raise OfferValueError, or OfferTakenError for a SKU or variant in
    use."""
    values = values.checked()
    products = _active_products({values.variant_id})
    if values.variant_id not in products:
        raise OfferValueError("there is no such variant", "variant")
    try:
        with transaction.atomic():
            offer = Offer.objects.create(
                vendor_id=vendor_id,
                variant_id=values.variant_id,
                sku=values.sku,
                condition=values.condition,
                price_amount=values.price.amount if values.price else None,
                currency=values.price.currency if values.price else None,
                lead_time_days=values.lead_time_days,
                state=values.state,
            )
            StockItem.objects.create(offer=offer, vendor_id=vendor_id, on_hand=values.on_hand)
    except IntegrityError as error:
        raise _explained(error) from error
    card_refresh(products.values())
    return offer


def _locked(offer_id: int) -> Offer:
    offers = Offer.objects.select_for_update(of=("self",)).select_related("variant", "stock")
    offer = offers.filter(pk=offer_id).first()
    if offer is None:
        raise OfferNotFoundError("you have no such offer")
    return offer


@transaction.atomic
def offer_update(offer_id: int, *, version: int, changes: dict[str, Any]) -> Offer:
    """Change price, condition, lead_time_days, sku, on_hand or state of the version that was read.

    The shared product is never touched. Raise OfferNotFoundError, OfferStaleError, OfferStateError,
    OfferValueError, OfferTakenError or StockReservedError.
    """
    offer = _locked(offer_id)
    if offer.version != version:
        raise OfferStaleError(f"the offer is at version {offer.version}, not {version}: read it again")
    target = changes.get("state", offer.state)
    if target != offer.state and target not in VENDOR_TRANSITIONS[offer.state]:
        raise OfferStateError(f"a {offer.state} offer cannot become {target}")
    current = OfferValues(
        sku=offer.sku,
        variant_id=offer.variant_id,
        price=Money(offer.price_amount, offer.currency)
        if offer.price_amount is not None and offer.currency
        else None,
        on_hand=offer.stock.on_hand,
        condition=offer.condition,
        lead_time_days=offer.lead_time_days,
    )
    values = replace(current, **{name: value for name, value in changes.items() if name != "state"}).checked()
    offer.sku, offer.condition, offer.lead_time_days = values.sku, values.condition, values.lead_time_days
    offer.price_amount = values.price.amount if values.price else None
    offer.currency = values.price.currency if values.price else None
    offer.state, offer.version = target, version + 1
    try:
        with transaction.atomic():
            offer.save()
            StockItem.objects.filter(pk=offer.pk).update(on_hand=values.on_hand)
    except IntegrityError as error:
        raise _explained(error) from error
    offer.stock.on_hand = values.on_hand
    card_refresh([offer.variant.product_id])
    return offer


@transaction.atomic
def offer_block(offer_id: int) -> Offer:
    """Take a live offer out of the shop, as the operator. Raise OfferStateError for one that is not live."""
    return _operator_set(offer_id, State.LIVE, State.BLOCKED)


@transaction.atomic
def offer_unblock(offer_id: int) -> Offer:
    """Give a blocked offer back, as the operator."""
    return _operator_set(offer_id, State.BLOCKED, State.LIVE)


def _operator_set(offer_id: int, source: str, target: str) -> Offer:
    offer = _locked(offer_id)
    if offer.state != source:
        raise OfferStateError(f"a {offer.state} offer cannot become {target}")
    offer.state = target
    offer.version += 1
    offer.save(update_fields=["state", "version", "updated_at"])
    card_refresh([offer.variant.product_id])
    return offer
