"""The catalogue, for operators to look up."""

from __future__ import annotations

from django.contrib import admin

from multivendor_platform.backoffice.admins import ReadOnlyAdmin, ReadOnlyInline
from multivendor_platform.catalog.models import (
    AttributeDef,
    AttributeOption,
    Node,
    NodeAttribute,
    NodePath,
    Product,
    ProductAttribute,
    Variant,
)


class NodeAttributeInline(ReadOnlyInline):
    """The typed fields that products here have."""

    model = NodeAttribute


class NodePathInline(ReadOnlyInline):
    """Former addresses, which lead here."""

    model = NodePath


@admin.register(Node)
class NodeAdmin(ReadOnlyAdmin):
    """The tree."""

    list_display = ("path", "name_en", "name_fa", "kind", "sort_order", "is_active")
    list_filter = ("kind", "is_active")
    search_fields = ("name_en", "name_fa", "path")
    ordering = ("path",)
    exclude = ("search_title",)
    inlines = (NodeAttributeInline, NodePathInline)


class AttributeOptionInline(ReadOnlyInline):
    """The values of a choice."""

    model = AttributeOption


@admin.register(AttributeDef)
class AttributeDefAdmin(ReadOnlyAdmin):
    """Typed fields."""

    list_display = ("code", "name_en", "name_fa", "kind", "unit")
    list_filter = ("kind",)
    search_fields = ("code", "name_en", "name_fa")
    ordering = ("code",)
    inlines = (AttributeOptionInline,)


class ProductAttributeInline(ReadOnlyInline):
    """Typed values."""

    model = ProductAttribute


class VariantInline(ReadOnlyInline):
    """Combinations of options."""

    model = Variant


@admin.register(Product)
class ProductAdmin(ReadOnlyAdmin):
    """Shared products."""

    list_display = ("name_en", "name_fa", "brand", "node", "state", "updated_at")
    list_filter = ("state",)
    list_select_related = ("node",)
    search_fields = ("name_en", "name_fa", "slug", "brand")
    ordering = ("-pk",)
    exclude = ("search_title", "search_body")
    inlines = (ProductAttributeInline, VariantInline)
