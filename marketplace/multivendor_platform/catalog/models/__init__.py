"""Tables of the catalogue."""

from multivendor_platform.catalog.models.attributes import AttributeDef, AttributeOption, NodeAttribute
from multivendor_platform.catalog.models.cards import Market, OfferCard, ProductCard, SearchWord, VendorCard
from multivendor_platform.catalog.models.nodes import Node, NodePath
from multivendor_platform.catalog.models.products import (
    Product,
    ProductAttribute,
    ProductAxis,
    ProductMedia,
    Variant,
    VariantOption,
)

__all__ = [
    "AttributeDef",
    "AttributeOption",
    "Market",
    "Node",
    "NodeAttribute",
    "NodePath",
    "OfferCard",
    "Product",
    "ProductAttribute",
    "ProductAxis",
    "ProductCard",
    "ProductMedia",
    "SearchWord",
    "Variant",
    "VariantOption",
    "VendorCard",
]
