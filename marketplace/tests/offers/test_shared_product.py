"""One product page, many vendors (row A2)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from multivendor_platform.catalog.models import Product
from multivendor_platform.catalog.selectors import (
    ProductFilter,
    product_detail,
    product_page,
    search_page,
    vendor_page,
)
from multivendor_platform.catalog.services import product_archive
from multivendor_platform.money import Money
from multivendor_platform.offers.errors import (
    OfferNotFoundError,
    OfferStaleError,
    OfferStateError,
    StockReservedError,
)
from multivendor_platform.offers.models import Offer, StockItem
from multivendor_platform.offers.services import offer_update
from multivendor_platform.tenancy.contexts import operator_context, vendor_context
from tests.shop import Shop, offer_make


def page(shop: Shop) -> dict[str, Any]:
    detail = product_detail(shop.product.slug, language="en")
    assert detail is not None
    return detail


def change(offer: Offer, vendor_id: int, **changes: Any) -> Offer:
    with vendor_context(vendor_id):
        return offer_update(offer.pk, version=offer.version, changes=changes)


def test_A2_two_vendors_when_same_variant_then_one_page_with_each_ones_terms(shop: Shop) -> None:
    offer_make(shop.vendor, shop.product, 2000, sku="A-1", on_hand=3, lead_time_days=1)
    offer_make(shop.rival, shop.product, 1500, sku="B-9", on_hand=8, lead_time_days=4)
    shown = [
        (
            offer["vendor"]["name"],
            offer["price"]["amount"],
            offer["available"],
            offer["sku"],
            offer["lead_time_days"],
        )
        for offer in page(shop)["offers"]
    ]
    assert shown == [("Beta", 1500, 8, "B-9", 4), ("Alpha", 2000, 3, "A-1", 1)]


def test_A2_card_when_two_vendors_then_lowest_price_and_both_counted(shop: Shop) -> None:
    offer_make(shop.vendor, shop.product, 2000)
    offer_make(shop.rival, shop.product, 1500)
    (card,) = product_page(ProductFilter(), language="en").cards()
    assert (
        card["price"]["amount"],
        card["price_max"]["amount"],
        card["offer_count"],
        card["vendor_count"],
    ) == (
        1500,
        2000,
        2,
        2,
    )


def test_A2_offer_when_edited_then_the_product_is_untouched(shop: Shop) -> None:
    offer = offer_make(shop.vendor, shop.product)
    before = Product.objects.filter(pk=shop.product.pk).values().get()
    change(
        offer, shop.vendor.pk, price=Money(1, "IRR"), on_hand=9, lead_time_days=30, sku="OTHER", state="off"
    )
    assert Product.objects.filter(pk=shop.product.pk).values().get() == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE catalog_product SET name_en = 'mine'",
        "DELETE FROM catalog_productattribute",
        "UPDATE catalog_variant SET state = 'retired'",
        "INSERT INTO catalog_nodepath (path, node_id, created_at) SELECT 'x', id, now() FROM catalog_node",
        "UPDATE product_card SET price_amount = 1",
        "DELETE FROM offer_card",
        "UPDATE market SET currency = 'EUR'",
    ],
)
def test_A2_vendor_when_writing_what_all_share_then_the_database_refuses(shop: Shop, statement: str) -> None:
    with (
        vendor_context(shop.vendor.pk),
        pytest.raises(ProgrammingError, match=r"shared by all vendors|card_refresh alone"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_A2_last_offer_when_removed_then_unlisted_but_its_page_stays(shop: Shop) -> None:
    offer = offer_make(shop.vendor, shop.product)
    change(offer, shop.vendor.pk, state="retired")
    assert product_page(ProductFilter(), language="en").items == ()
    assert search_page("desk lamp", language="en").total == 0
    assert (page(shop)["available"], page(shop)["offers"], page(shop)["price"]) == (False, [], None)


def test_A2_product_when_archived_then_its_page_stays(shop: Shop) -> None:
    offer_make(shop.vendor, shop.product)
    with operator_context():
        product_archive(shop.product.pk)
    assert (page(shop)["available"], page(shop)["is_active"]) == (False, False)


def test_A2_offer_when_price_changes_then_every_read_shows_it_at_once(shop: Shop) -> None:
    offer = offer_make(shop.vendor, shop.product, 2000)
    change(offer, shop.vendor.pk, price=Money(1800, "IRR"))
    assert page(shop)["price"]["amount"] == 1800
    assert product_page(ProductFilter(price_max=1800), language="en").cards()[0]["price"]["amount"] == 1800


def test_A2_vendor_page_when_they_sell_then_lists_their_products(shop: Shop) -> None:
    offer_make(shop.vendor, shop.product)
    found = vendor_page(shop.vendor.slug, language="en")
    other = vendor_page(shop.rival.slug, language="en")
    assert found is not None
    assert other is not None
    assert ([card["slug"] for card in found.products.cards()], other.products.items) == (["desk-lamp"], ())


def test_offer_when_changed_on_a_stale_version_then_refused(shop: Shop) -> None:
    offer = offer_make(shop.vendor, shop.product)
    change(offer, shop.vendor.pk, on_hand=9)
    offer.version = 1
    with pytest.raises(OfferStaleError, match="version 2"):
        change(offer, shop.vendor.pk, on_hand=10)


def test_I1_offer_when_another_vendor_changes_it_then_it_looks_like_none(shop: Shop) -> None:
    offer = offer_make(shop.vendor, shop.product)
    with pytest.raises(OfferNotFoundError):
        change(offer, shop.rival.pk, on_hand=0)


@pytest.mark.parametrize("target", ["blocked", "draft"])
def test_offer_when_vendor_wants_a_state_that_is_not_theirs_then_refused(shop: Shop, target: str) -> None:
    offer = offer_make(shop.vendor, shop.product)
    with pytest.raises(OfferStateError):
        change(offer, shop.vendor.pk, state=target)


def test_stock_when_set_below_what_is_promised_then_refused(shop: Shop) -> None:
    offer = offer_make(shop.vendor, shop.product, on_hand=5)
    with vendor_context(shop.vendor.pk):
        StockItem.objects.filter(pk=offer.pk).update(reserved=4)
    with pytest.raises(StockReservedError):
        change(offer, shop.vendor.pk, on_hand=3)
