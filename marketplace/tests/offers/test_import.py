"""SKUs are unique inside a vendor, and a re-import updates (row C1), also when two run at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from multivendor_platform.catalog.selectors import ProductFilter, product_page
from multivendor_platform.money import Money
from multivendor_platform.offers.errors import OfferTakenError, OfferValueError
from multivendor_platform.offers.models import Offer, StockItem
from multivendor_platform.offers.services import IMPORT_MAX, ImportResult, OfferValues, offer_import
from multivendor_platform.tenancy.contexts import operator_context, vendor_context
from tests.shop import Shop, offer_make, product_make, shop_make


def row(variant_id: int, sku: str = "A-1", amount: int = 1000, **fields: Any) -> OfferValues:
    return OfferValues(sku=sku, variant_id=variant_id, price=Money(amount, "IRR"), **{"on_hand": 5, **fields})


def imported(vendor_id: int, *rows: OfferValues) -> list[ImportResult]:
    with vendor_context(vendor_id):
        return offer_import(vendor_id, rows)


def offers(vendor_id: int) -> list[tuple[str, int | None, str]]:
    with vendor_context(vendor_id):
        return list(Offer.objects.order_by("sku").values_list("sku", "price_amount", "state"))


def test_C1_import_when_repeated_then_updates_the_same_offer(shop: Shop) -> None:
    (first,) = imported(shop.vendor.pk, row(shop.variant.pk))
    (second,) = imported(shop.vendor.pk, row(shop.variant.pk, amount=900, on_hand=7))
    assert (first.outcome, second.outcome, second.offer_id) == ("created", "updated", first.offer_id)
    assert offers(shop.vendor.pk) == [("A-1", 900, "live")]


def test_C1_import_when_two_vendors_use_one_sku_then_each_has_an_offer(shop: Shop) -> None:
    imported(shop.vendor.pk, row(shop.variant.pk))
    (result,) = imported(shop.rival.pk, row(shop.variant.pk))
    assert result.outcome == "created"


def test_C1_import_when_done_then_the_public_sees_it(shop: Shop) -> None:
    imported(shop.vendor.pk, row(shop.variant.pk, amount=777))
    assert product_page(ProductFilter(), language="en").cards()[0]["price"]["amount"] == 777


def test_C1_sku_when_inserted_twice_then_the_database_refuses(shop: Shop) -> None:
    offer_make(shop.vendor, shop.product, sku="A-1")
    other = product_make(shop.subcategory, "Other Lamp").variants.get()
    with (
        vendor_context(shop.vendor.pk),
        pytest.raises(IntegrityError, match="offer_sku_in_vendor"),
        transaction.atomic(),
    ):
        Offer.objects.create(vendor=shop.vendor, variant=other, sku="A-1")


def test_C1_sku_when_its_offer_is_retired_then_free_again(shop: Shop) -> None:
    offer = offer_make(shop.vendor, shop.product, sku="A-1")
    with operator_context():
        Offer.objects.filter(pk=offer.pk).update(state="retired")
    (result,) = imported(shop.vendor.pk, row(shop.variant.pk))
    assert (result.outcome, result.offer_id != offer.pk) == ("created", True)


def test_C1_create_when_sku_is_taken_then_refused(shop: Shop) -> None:
    offer_make(shop.vendor, shop.product, sku="A-1")
    with pytest.raises(OfferTakenError):
        offer_make(shop.vendor, product_make(shop.subcategory, "Other Lamp"), sku="A-1")


def test_C1_import_when_sku_is_for_another_variant_then_that_row_is_refused(shop: Shop) -> None:
    imported(shop.vendor.pk, row(shop.variant.pk))
    other = product_make(shop.subcategory, "Other Lamp").variants.get()
    (result,) = imported(shop.vendor.pk, row(other.pk))
    assert (result.outcome, result.code, result.field) == ("refused", "offer-taken", "sku")


def test_C1_import_when_blocked_by_the_operator_then_stays_blocked(shop: Shop) -> None:
    offer = offer_make(shop.vendor, shop.product, sku="A-1")
    with operator_context():
        Offer.objects.filter(pk=offer.pk).update(state="blocked")
    imported(shop.vendor.pk, row(shop.variant.pk, amount=5))
    assert offers(shop.vendor.pk) == [("A-1", 5, "blocked")]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"sku": " "}, "sku"),
        ({"sku": "x" * 65}, "sku"),
        ({"sku": "a\0"}, "sku"),
        ({"amount": 0}, "price"),
        ({"on_hand": -1}, "on_hand"),
        ({"lead_time_days": 400}, "lead_time_days"),
        ({"condition": "odd"}, "condition"),
        ({"state": "blocked"}, "state"),
        ({"variant_id": 2**40}, "variant"),
    ],
)
def test_C1_import_when_a_row_is_wrong_then_it_alone_is_refused(
    shop: Shop, fields: dict[str, Any], field: str
) -> None:
    results = imported(
        shop.vendor.pk, row(**{"variant_id": shop.variant.pk, **fields}), row(shop.variant.pk, "GOOD")
    )
    assert [(result.outcome, result.field) for result in results] == [("refused", field), ("created", "")]


def test_C1_import_when_too_long_then_refused_as_a_whole(shop: Shop) -> None:
    with pytest.raises(OfferValueError, match=str(IMPORT_MAX)):
        imported(shop.vendor.pk, *[row(shop.variant.pk)] * (IMPORT_MAX + 1))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(["A", "B", "C"]), st.integers(0, 2), st.integers(1, 10**15)), max_size=8
    )
)
def test_C1_imports_when_in_any_order_then_no_sku_and_no_variant_twice(
    shop: Shop, steps: list[tuple[str, int, int]]
) -> None:
    with transaction.atomic():
        products = [product_make(shop.subcategory, f"Lamp {number}") for number in range(3)]
        variants = [product.variants.get().pk for product in products]
        for sku, place, amount in steps:
            imported(shop.vendor.pk, row(variants[place], sku, amount))
        with vendor_context(shop.vendor.pk):
            kept = list(Offer.objects.values_list("sku", "variant_id"))
            assert StockItem.objects.count() == len(kept)
        assert len({sku for sku, _ in kept}) == len(kept) == len({variant for _, variant in kept})
        transaction.set_rollback(True)


@pytest.fixture
def open_shop(transactional_db: None) -> Shop:
    """A shop that other connections see, too."""
    return shop_make()


def at_once(*works: Callable[[], object]) -> list[BaseException]:
    """Run each on a connection of its own, all released at one moment; return what they raised."""
    barrier = threading.Barrier(len(works))
    raised: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            work()
        except BaseException as error:  # noqa: BLE001 - handed to the test, which fails on it
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return raised


def test_C1_import_when_many_at_once_then_one_offer_and_no_error(open_shop: Shop) -> None:
    works = [
        partial(imported, open_shop.vendor.pk, row(open_shop.variant.pk, amount=amount))
        for amount in range(1, 7)
    ]
    assert at_once(*works) == []
    assert [sku for sku, _, _ in offers(open_shop.vendor.pk)] == ["A-1"]


def test_C1_imports_when_they_meet_on_several_skus_then_no_deadlock(open_shop: Shop) -> None:
    variants = [
        product_make(open_shop.subcategory, f"Lamp {number}").variants.get().pk for number in range(6)
    ]
    rows = [row(variant, f"S-{place}") for place, variant in enumerate(variants)]
    works = [partial(imported, open_shop.vendor.pk, *order) for order in (rows, rows[::-1], rows)]
    assert at_once(*works) == []
    assert len(offers(open_shop.vendor.pk)) == 6


def test_A2_card_when_two_vendors_change_at_once_then_it_counts_both(open_shop: Shop) -> None:
    for turn in range(5):
        raised = at_once(
            partial(imported, open_shop.vendor.pk, row(open_shop.variant.pk, amount=500 + turn)),
            partial(imported, open_shop.rival.pk, row(open_shop.variant.pk, amount=900 + turn)),
        )
        assert raised == []
        (card,) = product_page(ProductFilter(), language="en").cards()
        assert (card["price"]["amount"], card["price_max"]["amount"], card["offer_count"]) == (
            500 + turn,
            900 + turn,
            2,
        )
