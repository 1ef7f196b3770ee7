"""Variants from option axes (row A5)."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from multivendor_platform.catalog.errors import VariantAxisError, VariantHistoryError
from multivendor_platform.catalog.models import Variant, VariantOption
from multivendor_platform.catalog.selectors import product_detail
from multivendor_platform.catalog.services import (
    variant_delete,
    variant_matrix_generate,
    variant_restore,
    variant_retire,
)
from multivendor_platform.tenancy.contexts import operator_context
from tests.shop import Shop, attribute_make, offer_make

AXES = {"colour": ["red", "blue"], "size": ["s", "m"]}


@pytest.fixture
def variants(shop: Shop) -> list[Variant]:
    """Four variants: two colours in two sizes."""
    attribute_make("colour", "choice", "red", "blue", "green")
    attribute_make("size", "choice", "s", "m")
    attribute_make("power", "integer")
    with operator_context():
        return variant_matrix_generate(shop.product.pk, AXES)


def test_A5_matrix_when_generated_then_each_combination_once(shop: Shop, variants: list[Variant]) -> None:
    assert sorted(variant.option_signature for variant in variants) == [
        "colour=blue;size=m",
        "colour=blue;size=s",
        "colour=red;size=m",
        "colour=red;size=s",
    ]
    assert shop.product.variants.count() == 4


def test_A5_matrix_when_generated_again_in_another_order_then_the_same_rows(
    shop: Shop, variants: list[Variant]
) -> None:
    with operator_context():
        again = variant_matrix_generate(shop.product.pk, {"size": ["m", "s"], "colour": ["blue", "red"]})
    assert {variant.pk for variant in again} == {variant.pk for variant in variants}


def test_A5_matrix_when_an_option_is_added_then_only_new_combinations_are_made(
    shop: Shop, variants: list[Variant]
) -> None:
    with operator_context():
        variant_matrix_generate(shop.product.pk, {"colour": ["green"], "size": ["s"]})
    assert shop.product.variants.count() == len(variants) + 1


def test_A5_combination_when_inserted_twice_then_the_database_refuses(
    shop: Shop, variants: list[Variant]
) -> None:
    with operator_context(), pytest.raises(IntegrityError, match="variant_combination"), transaction.atomic():
        Variant.objects.create(product=shop.product, option_signature=variants[0].option_signature)


def test_A5_combination_when_changed_then_the_database_refuses(shop: Shop, variants: list[Variant]) -> None:
    with operator_context(), pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Variant.objects.filter(pk=variants[0].pk).update(option_signature="colour=green;size=s")


def test_A5_option_of_a_variant_when_changed_then_the_database_refuses(
    shop: Shop, variants: list[Variant]
) -> None:
    row = VariantOption.objects.filter(variant=variants[0]).first()
    assert row is not None
    with operator_context(), pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        VariantOption.objects.filter(pk=row.pk).update(variant=variants[1])


def test_A5_variant_when_it_had_an_offer_then_retired_and_never_deleted(
    shop: Shop, variants: list[Variant]
) -> None:
    offer = offer_make(shop.vendor, shop.product, variant=variants[0])
    with operator_context():
        offer.delete()
        with pytest.raises(VariantHistoryError, match="retire"):
            variant_delete(variants[0].pk)
        assert variant_retire(variants[0].pk).state == "retired"


def test_A5_variant_when_it_never_had_an_offer_then_deleted(shop: Shop, variants: list[Variant]) -> None:
    with operator_context():
        variant_delete(variants[0].pk)
    assert shop.product.variants.count() == 3


def test_A5_retired_variant_when_matrix_is_generated_then_comes_back_as_itself(
    shop: Shop, variants: list[Variant]
) -> None:
    with operator_context():
        variant_retire(variants[0].pk)
        again = variant_matrix_generate(shop.product.pk, AXES)
    assert variants[0].pk in {variant.pk for variant in again}


def test_A5_retired_variant_when_it_had_offers_then_not_sold_until_restored(
    shop: Shop, variants: list[Variant]
) -> None:
    offer_make(shop.vendor, shop.product, variant=variants[0])
    with operator_context():
        variant_retire(variants[0].pk)
    detail = product_detail(shop.product.pk, language="en")
    assert detail is not None
    assert (detail["available"], len(detail["variants"])) == (False, 3)
    with operator_context():
        variant_restore(variants[0].pk)
    restored = product_detail(shop.product.pk, language="en")
    assert restored is not None
    assert restored["available"] is True


def test_A5_default_variant_when_it_has_offers_then_kept_as_retired(shop: Shop) -> None:
    offer_make(shop.vendor, shop.product)
    attribute_make("colour", "choice", "red", "blue")
    with operator_context():
        variant_matrix_generate(shop.product.pk, {"colour": ["red", "blue"]})
    shop.variant.refresh_from_db()
    assert shop.variant.state == "retired"


@pytest.mark.parametrize(
    "axes",
    [
        {},
        {"power": ["1"]},
        {"colour": []},
        {"colour": ["pink"]},
        {"colour": ["red", "red"]},
        {"colour": ["red"]},
    ],
)
def test_A5_matrix_when_axes_make_no_sense_then_refused(
    shop: Shop, variants: list[Variant], axes: dict[str, list[str]]
) -> None:
    with operator_context(), pytest.raises(VariantAxisError):
        variant_matrix_generate(shop.product.pk, axes)
