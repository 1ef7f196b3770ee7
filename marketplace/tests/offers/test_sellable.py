"""Only sellable things are found (row D3), by one definition."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection

from multivendor_platform.catalog.cards import card_refresh
from multivendor_platform.catalog.models import Product
from multivendor_platform.catalog.selectors import (
    ProductFilter,
    home_page,
    node_page,
    product_detail,
    product_list_numbered,
    product_page,
    search_numbered,
    search_page,
    vendor_page,
)
from multivendor_platform.catalog.services import (
    node_archive,
    node_restore,
    node_update,
    product_archive,
    product_publish,
    variant_retire,
)
from multivendor_platform.offers.models import Offer
from multivendor_platform.offers.services import offer_block, offer_unblock, offer_update
from multivendor_platform.tenancy.contexts import operator_context, vendor_context
from multivendor_platform.vendors.services import vendor_transition, vendor_vacation_set
from tests.shop import Shop, offer_make, product_make, vendor_make


def found(shop: Shop) -> set[str]:
    """Return every public place that shows the shop's product as something to buy."""
    node = node_page(shop.subcategory.path, language="en")
    vendor = vendor_page(shop.vendor.slug, language="en")
    detail = product_detail(shop.product.pk, language="en")
    home = home_page("en")
    places = {
        "list": bool(product_page(ProductFilter(), language="en").items),
        "numbered": product_list_numbered(ProductFilter(), language="en", order="name", page=1, size=10)
        != (0, "[]"),
        "search": search_page("desk lamp", language="en").total > 0,
        "typo": search_page("desk lmap", language="en").total > 0,
        "numbered search": search_numbered("desk", language="en", page=1, size=10) != (0, "[]"),
        "category": node is not None and bool(node.products.items),
        "category count": node is not None and node.node()["product_count"] > 0,
        "vendor": vendor is not None and bool(vendor.products.items),
        "vendor count": vendor is not None and vendor.vendor()["product_count"] > 0,
        "home": bool(home.featured or home.newest),
        "detail": detail is not None and (detail["available"] or bool(detail["offers"])),
    }
    return {place for place, shown in places.items() if shown}


EVERYWHERE = {
    "list", "numbered", "search", "typo", "numbered search", "category", "category count", "vendor",
    "vendor count", "home", "detail",
}  # fmt: skip


def vendor_suspend(shop: Shop, offer: Offer) -> None:
    vendor_transition(shop.vendor.pk, "suspended")


def vendor_send_on_vacation(shop: Shop, offer: Offer) -> None:
    vendor_vacation_set(shop.vendor.pk, on_vacation=True)


def node_hide(shop: Shop, offer: Offer) -> None:
    node_update(shop.department.pk, is_active=False)


def node_put_away(shop: Shop, offer: Offer) -> None:
    node_archive(shop.subcategory.pk)


def product_put_away(shop: Shop, offer: Offer) -> None:
    product_archive(shop.product.pk)


def product_unapprove(shop: Shop, offer: Offer) -> None:
    Product.objects.filter(pk=shop.product.pk).update(state="submitted")
    card_refresh([shop.product.pk])


def variant_put_away(shop: Shop, offer: Offer) -> None:
    variant_retire(shop.variant.pk)


def offer_stop(shop: Shop, offer: Offer) -> None:
    offer_block(offer.pk)


def offer_switch_off(shop: Shop, offer: Offer) -> None:
    offer_update(offer.pk, version=1, changes={"state": "off"})


def offer_unprice(shop: Shop, offer: Offer) -> None:
    offer_update(offer.pk, version=1, changes={"price": None})


def offer_sell_out(shop: Shop, offer: Offer) -> None:
    offer_update(offer.pk, version=1, changes={"on_hand": 0})


HINDRANCES = [
    vendor_suspend, vendor_send_on_vacation, node_hide, node_put_away, product_put_away, product_unapprove,
    variant_put_away, offer_stop, offer_switch_off, offer_unprice, offer_sell_out,
]  # fmt: skip


def test_D3_offer_when_sellable_then_found_everywhere(shop: Shop) -> None:
    offer_make(shop.vendor, shop.product)
    assert found(shop) == EVERYWHERE


@pytest.mark.parametrize("hindrance", HINDRANCES)
def test_D3_offer_when_hindered_then_found_nowhere(
    shop: Shop, hindrance: Callable[[Shop, Offer], None]
) -> None:
    offer = offer_make(shop.vendor, shop.product)
    with operator_context():
        hindrance(shop, offer)
    assert found(shop) == set()


@pytest.mark.parametrize(
    "fields", [{"amount": None}, {"on_hand": 0}, {"state": "draft"}, {"currency": "EUR"}]
)
def test_D3_offer_when_made_unsellable_then_found_nowhere(shop: Shop, fields: dict[str, object]) -> None:
    offer_make(shop.vendor, shop.product, **fields)  # type: ignore[arg-type]  # one field each, of its own type
    assert found(shop) == set()


def test_D3_vendor_when_not_yet_active_then_found_nowhere(shop: Shop) -> None:
    offer_make(vendor_make("Newcomer", active=False), shop.product)
    assert found(shop) == set()


def test_D3_product_when_never_published_then_no_page_at_all(shop: Shop) -> None:
    draft = product_make(shop.subcategory, "Secret Lamp", publish=False)
    offer_make(shop.vendor, draft)
    assert product_detail(draft.slug, language="en") is None
    assert found(shop) == set()


def test_D3_offer_when_one_of_two_is_blocked_then_the_other_stays(shop: Shop) -> None:
    blocked = offer_make(shop.vendor, shop.product, 1000)
    offer_make(shop.rival, shop.product, 3000)
    with operator_context():
        offer_block(blocked.pk)
    (card,) = product_page(ProductFilter(), language="en").cards()
    assert (card["price"]["amount"], card["offer_count"]) == (3000, 1)


def test_P4_vendor_when_suspended_and_reinstated_then_the_same_offers_are_sold(shop: Shop) -> None:
    offer_make(shop.vendor, shop.product)
    offer_make(shop.vendor, product_make(shop.subcategory, "Off Lamp"), state="off")
    before = product_page(ProductFilter(), language="en").items
    with operator_context():
        vendor_transition(shop.vendor.pk, "suspended")
        vendor_transition(shop.vendor.pk, "active")
    assert product_page(ProductFilter(), language="en").items == before


def test_D3_hindrance_when_lifted_then_found_again(shop: Shop) -> None:
    offer = offer_make(shop.vendor, shop.product)
    with operator_context():
        offer_block(offer.pk)
        node_archive(shop.category.pk)
        product_archive(shop.product.pk)
        offer_unblock(offer.pk)
        node_restore(shop.category.pk)
        product_publish(shop.product.pk)
    assert found(shop) == EVERYWHERE


def test_D3_cards_when_compared_with_the_view_then_the_same_offers(shop: Shop) -> None:
    for number in range(6):
        product = product_make(shop.subcategory, f"Lamp {number}")
        offer_make(shop.vendor, product, 100 + number, on_hand=number % 3)
        offer_make(shop.rival, product, None if number % 2 else 50)
    with operator_context(), connection.cursor() as cursor:
        cursor.execute("SELECT offer_id, price_amount, available FROM sellable_offer ORDER BY 1")
        defined = cursor.fetchall()
    with connection.cursor() as cursor:
        cursor.execute("SELECT offer_id, price_amount, available FROM offer_card ORDER BY 1")
        assert cursor.fetchall() == defined
    assert len(defined) == 7


@pytest.mark.parametrize(
    "table", ["offers_offer", "offers_stockitem", "vendors_vendor", "vendors_membership", "sellable_offer"]
)
def test_I2_vendor_tables_when_no_context_then_empty_without_any_filter(shop: Shop, table: str) -> None:
    offer_make(shop.vendor, shop.product)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        assert cursor.fetchall() == []


@pytest.mark.parametrize("table", ["offers_offer", "offers_stockitem"])
def test_I2_vendor_tables_when_another_vendor_asks_then_only_their_own(shop: Shop, table: str) -> None:
    offer_make(shop.vendor, shop.product)
    offer_make(shop.rival, shop.product)
    with vendor_context(shop.rival.pk), connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT vendor_id FROM {table}")
        assert cursor.fetchall() == [(shop.rival.pk,)]
