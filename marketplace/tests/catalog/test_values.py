"""Typed attributes (row A4)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from multivendor_platform.catalog.errors import AttributeValueError, ProductStateError, StaleVersionError
from multivendor_platform.catalog.models import ProductAttribute
from multivendor_platform.catalog.selectors import product_detail
from multivendor_platform.catalog.services import product_publish, product_update, product_values_set
from multivendor_platform.tenancy.contexts import operator_context
from tests.shop import Shop, attribute_make, product_make


@pytest.fixture
def attributes(shop: Shop) -> None:
    """One attribute of each kind, at three levels of the tree; power is required."""
    attribute_make("power", "integer", unit="W", node=shop.department, required=True)
    attribute_make("weight", "decimal", unit="kg", node=shop.category)
    attribute_make("dimmable", "boolean", node=shop.subcategory)
    attribute_make("colour", "choice", "red", "blue", node=shop.subcategory)
    attribute_make("origin", "text", node=shop.subcategory)
    attribute_make("foreign", "text")


def shown(shop: Shop, values: dict[str, object]) -> dict[str, object]:
    with operator_context():
        product_values_set(shop.product.pk, values)
    detail = product_detail(shop.product.pk, language="en")
    assert detail is not None
    return {entry["code"]: entry["value"] for entry in detail["attributes"]}


@pytest.mark.usefixtures("attributes")
class TestValues:
    def test_A4_values_when_of_their_kinds_then_kept_and_shown(self, shop: Shop) -> None:
        values = {
            "power": 40,
            "weight": "1.25",
            "dimmable": True,
            "colour": "red",
            "origin": {"en": "Yazd", "fa": "یزد"},
        }
        assert shown(shop, values) == {
            "power": 40,
            "weight": "1.25",
            "dimmable": True,
            "colour": "Red",
            "origin": "Yazd",
        }

    def test_A4_number_when_in_persian_digits_then_read(self, shop: Shop) -> None:
        assert shown(shop, {"power": "۴۰", "weight": "۱٫۵"}) == {"power": 40, "weight": "1.5"}

    @pytest.mark.parametrize(
        ("code", "value"),
        [
            ("power", "1.5"),
            ("power", "many"),
            ("power", 2**70),
            ("weight", 1.5),
            ("weight", "1.23456"),
            ("weight", "NaN"),
            ("dimmable", "perhaps"),
            ("colour", "green"),
            ("origin", ""),
            ("foreign", "x"),
            ("unheard-of", "x"),
        ],
    )
    def test_A4_value_when_it_does_not_fit_then_refused_by_field(
        self, shop: Shop, code: str, value: Any
    ) -> None:
        with operator_context(), pytest.raises(AttributeValueError) as caught:
            product_values_set(shop.product.pk, {code: value})
        assert list(caught.value.fields) == [code]

    def test_A4_values_when_one_is_wrong_then_none_is_kept(self, shop: Shop) -> None:
        with operator_context(), pytest.raises(AttributeValueError):
            product_values_set(shop.product.pk, {"power": 40, "colour": "green"})
        assert not shop.product.attributes.exists()

    def test_A4_publish_when_a_required_value_is_missing_then_refused_by_field(self, shop: Shop) -> None:
        draft = product_make(shop.subcategory, "Bare Lamp", publish=False)
        with operator_context(), pytest.raises(AttributeValueError) as caught:
            product_publish(draft.pk)
        assert caught.value.fields == {"power": "required for a published product"}

    def test_A4_publish_when_required_values_are_there_then_published(self, shop: Shop) -> None:
        draft = product_make(shop.subcategory, "Bare Lamp", publish=False)
        with operator_context():
            product_values_set(draft.pk, {"power": 5})
            assert product_publish(draft.pk).state == "published"

    def test_A4_value_when_its_column_is_of_another_kind_then_the_database_refuses(self, shop: Shop) -> None:
        shown(shop, {"power": 40})
        with (
            operator_context(),
            pytest.raises(IntegrityError, match="value_in_column_of_kind"),
            transaction.atomic(),
        ):
            ProductAttribute.objects.filter(product=shop.product).update(
                value_integer=None, value_text="forty"
            )

    def test_A4_kind_when_not_that_of_the_definition_then_the_database_refuses(self, shop: Shop) -> None:
        shown(shop, {"power": 40})
        with (
            operator_context(),
            pytest.raises(IntegrityError, match="value_kind_of_attribute"),
            transaction.atomic(),
        ):
            ProductAttribute.objects.filter(product=shop.product).update(kind="text", value_text="forty")


def test_product_when_published_twice_then_refused(shop: Shop) -> None:
    with operator_context(), pytest.raises(ProductStateError, match="published"):
        product_publish(shop.product.pk)


def test_product_update_when_version_is_stale_then_refused(shop: Shop) -> None:
    with operator_context():
        product_update(shop.product.pk, version=1, brand="Neu")
        with pytest.raises(StaleVersionError, match="version 2"):
            product_update(shop.product.pk, version=1, brand="Alt")


def test_S6_product_when_names_collide_then_slugs_get_suffixes(shop: Shop) -> None:
    twins = [product_make(shop.subcategory, "كتاب يك"), product_make(shop.subcategory, "کتاب یک")]
    assert [twin.slug for twin in twins] == ["کتاب-یک", "کتاب-یک-2"]
