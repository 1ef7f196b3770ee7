"""A small shop for tests, built by the services that build a real one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any

from multivendor_platform.catalog.models import (
    AttributeDef,
    AttributeOption,
    Market,
    Node,
    NodeAttribute,
    Product,
    Variant,
)
from multivendor_platform.catalog.services import node_create, product_create, product_publish
from multivendor_platform.money import Money
from multivendor_platform.offers.models import Offer
from multivendor_platform.offers.services import OfferValues, offer_create
from multivendor_platform.tenancy.contexts import operator_context, vendor_context
from multivendor_platform.vendors.models import Vendor
from multivendor_platform.vendors.services import vendor_create, vendor_transition

_numbers = count(1)


@dataclass(slots=True)
class Shop:
    """Department > category > subcategory, one published product without offers, two active vendors."""

    department: Node
    category: Node
    subcategory: Node
    product: Product
    variant: Variant
    vendor: Vendor
    rival: Vendor


@operator_context()
def vendor_make(name: str, *, active: bool = True) -> Vendor:
    """Return a vendor who has come the usual way."""
    vendor = vendor_create(name_en=name, name_fa=f"{name} فا")
    if active:
        for state in ("onboarding", "review", "active"):
            vendor = vendor_transition(vendor.pk, state)
    return vendor


@operator_context()
def product_make(node: Node, name: str, *, publish: bool = True, **fields: Any) -> Product:
    """Return a product with its default variant."""
    product = product_create(node=node, name_en=name, name_fa=f"{name} فا", **fields)
    return product_publish(product.pk) if publish else product


def offer_make(
    vendor: Vendor, product: Product, amount: int | None = 1000, *, on_hand: int = 5, **fields: Any
) -> Offer:
    """Return a live offer on the product's first variant, made by its vendor."""
    price = None if amount is None else Money(amount, fields.pop("currency", "IRR"))
    variant: Variant = fields.pop("variant", None) or product.variants.order_by("pk")[0]
    sku = fields.pop("sku", f"SKU-{next(_numbers)}")
    values = OfferValues(sku=sku, variant_id=variant.pk, price=price, on_hand=on_hand, **fields)
    with vendor_context(vendor.pk):
        return offer_create(vendor.pk, values)


@operator_context()
def attribute_make(
    code: str, kind: str, *options: str, unit: str = "", node: Node | None = None, required: bool = False
) -> AttributeDef:
    """Return an attribute with options, asked of a node's products."""
    attribute = AttributeDef.objects.create(
        code=code, kind=kind, unit=unit, name_en=code.title(), name_fa=f"{code} فا"
    )
    for place, option in enumerate(options):
        AttributeOption.objects.create(
            attribute=attribute, code=option, name_en=option.title(), sort_order=place
        )
    if node is not None:
        NodeAttribute.objects.create(node=node, attribute=attribute, is_required=required)
    return attribute


@operator_context()
def shop_make() -> Shop:
    """Return a fresh shop."""
    # Made by a migration, and gone once a test that commits has emptied the tables.
    Market.objects.get_or_create(id=1, defaults={"currency": "IRR"})
    department = node_create(kind="department", name_en="Home", name_fa="خانه")
    category = node_create(kind="category", parent=department, name_en="Lighting", name_fa="روشنایی")
    subcategory = node_create(kind="subcategory", parent=category, name_en="Lamps", name_fa="چراغ")
    product = product_make(subcategory, "Desk Lamp", brand="Parto", description_en="Bright and calm.")
    variant = product.variants.get()
    return Shop(
        department, category, subcategory, product, variant, vendor_make("Alpha"), vendor_make("Beta")
    )
