"""A small shop, written straight into the tables: what the pages show must not depend on how it got there."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from django.db import connection

from multivendor_platform.catalog.models import (
    AttributeDef,
    AttributeOption,
    Node,
    NodePath,
    Product,
    ProductAttribute,
    ProductAxis,
    Variant,
    VariantOption,
)
from multivendor_platform.media.models import MediaAsset
from multivendor_platform.offers.models import Offer, StockItem
from multivendor_platform.tenancy.contexts import operator_context
from multivendor_platform.vendors.models import Vendor

COLOURS = {"red": "قرمز", "blue": "آبی", "green": "سبز"}


@dataclass
class Shop:
    """Handles for tests."""

    mugs: Node
    products: list[Product] = field(default_factory=list)
    vendors: list[Vendor] = field(default_factory=list)
    colour: AttributeDef | None = None
    options: dict[str, AttributeOption] = field(default_factory=dict)


def picture_create(fill: str) -> MediaAsset:
    body = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 480" width="480" height="480">'
        f'<rect width="480" height="480" fill="#eee"/><circle cx="240" cy="240" r="150" fill="{fill}"/></svg>'
    ).encode()
    return MediaAsset.objects.create(
        sha256=hashlib.sha256(body).hexdigest(),
        media_type=MediaAsset.MediaType.SVG,
        extension="svg",
        body=body,
        width=480,
        height=480,
    )


def cards_refresh(shop: Shop) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT vendor_card_refresh(%s)", [[vendor.pk for vendor in shop.vendors]])
        cursor.execute("SELECT card_refresh(%s)", [[product.pk for product in shop.products]])


def offer_create(
    vendor: Vendor, variant: Variant, sku: str, *, price: int, stock: int = 20, days: int = 2
) -> Offer:
    offer = Offer.objects.create(
        vendor=vendor,
        variant=variant,
        sku=sku,
        price_amount=price,
        currency="IRR",
        lead_time_days=days,
        state=Offer.State.LIVE,
    )
    StockItem.objects.create(offer=offer, vendor=vendor, on_hand=stock)
    return offer


def product_create(shop: Shop, number: int, *, colour: str, brand: str, asset: MediaAsset) -> Product:
    """A mug of one colour at 100,000 × number rials, in its first vendor's shop."""
    product = Product.objects.create(
        name_en=f"Stoneware mug {number}",
        name_fa=f"لیوان سرامیکی {number}",
        description_en="Thrown by hand & glazed twice.",
        description_fa="با دست ساخته شده است.",
        slug=f"stoneware-mug-{number}",
        node=shop.mugs,
        state=Product.State.PUBLISHED,
        brand=brand,
        image=asset,
        sort_order=number,
        search_title=f"stoneware mug {number} لیوان سرامیکی",
    )
    assert shop.colour is not None
    ProductAttribute.objects.create(
        product=product, attribute=shop.colour, kind="choice", option=shop.options[colour]
    )
    variant = Variant.objects.create(product=product)
    offer_create(shop.vendors[0], variant, f"MUG-{number}", price=100_000 * number)
    shop.products.append(product)
    return product


def _tree() -> Node:
    kitchen = Node.objects.create(
        kind="department", slug="kitchen", path="kitchen", name_en="Home & kitchen", name_fa="خانه و آشپزخانه"
    )
    Node.objects.create(
        kind="department", slug="garden", path="garden", name_en="Garden", name_fa="باغ", sort_order=1
    )
    coffee = Node.objects.create(
        kind="category",
        parent=kitchen,
        slug="coffee",
        path="kitchen/coffee",
        name_en="Coffee & tea",
        name_fa="قهوه و چای",
        description_en="Cups, pots and kettles.",
    )
    mugs = Node.objects.create(
        kind="subcategory",
        parent=coffee,
        slug="mugs",
        path="kitchen/coffee/mugs",
        name_en="Mugs",
        name_fa="لیوان",
    )
    NodePath.objects.create(path="kitchen/cups", node=mugs)
    return mugs


def _variants(shop: Shop, asset: MediaAsset) -> None:
    """Add a product with two colours, sold by two vendors: the page of row A2."""
    assert shop.colour is not None
    kettle = Product.objects.create(
        name_en="Enamel kettle",
        name_fa="کتری لعابی",
        slug="کتری-لعابی",
        node=shop.mugs.parent or shop.mugs,
        state=Product.State.PUBLISHED,
        image=asset,
        search_title="enamel kettle کتری لعابی",
    )
    ProductAxis.objects.create(product=kettle, attribute=shop.colour)
    for place, colour in enumerate(("red", "blue")):
        variant = Variant.objects.create(product=kettle, option_signature=colour, sort_order=place)
        VariantOption.objects.create(variant=variant, attribute=shop.colour, option=shop.options[colour])
        for rank, vendor in enumerate(shop.vendors):
            # Both vendors use one number: a SKU is its vendor's own (row C1).
            offer_create(
                vendor,
                variant,
                f"KET-{colour}",
                price=900_000 + 50_000 * place + 5_000 * rank,
                stock=3 + rank * 40,
            )
    shop.products.append(kettle)


def shop_create(products: int = 30) -> Shop:
    """Two departments, one category with a subcategory, two vendors, `products` mugs and a kettle."""
    with operator_context():
        shop = Shop(mugs=_tree())
        shop.colour = AttributeDef.objects.create(
            code="colour", kind="choice", name_en="Colour", name_fa="رنگ"
        )
        for place, (code, name) in enumerate(COLOURS.items()):
            shop.options[code] = AttributeOption.objects.create(
                attribute=shop.colour, code=code, name_en=code.capitalize(), name_fa=name, sort_order=place
            )
        for slug, name, name_fa in (
            ("saffron", "Saffron Lane", "کوچهٔ زعفران"),
            ("cedar", "Cedar & Co", "سدر"),
        ):
            vendor = Vendor.objects.create(
                slug=slug,
                name_en=name,
                name_fa=name_fa,
                state=Vendor.State.ACTIVE,
                city_en="Shiraz",
                city_fa="شیراز",
            )
            shop.vendors.append(vendor)
        assets = {colour: picture_create(fill) for colour, fill in (("red", "#b33"), ("blue", "#36b"))}
        _variants(shop, assets["red"])
        for number in range(1, products + 1):
            colour = "red" if number % 3 else "blue"
            brand = "Alborz" if number % 2 else "Damavand"
            product_create(shop, number, colour=colour, brand=brand, asset=assets[colour])
        cards_refresh(shop)
    return shop
