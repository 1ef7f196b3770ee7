"""The shared product, its typed values and its variants (rows A2, A4, A5)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from multivendor_platform.catalog.models.attributes import AttributeDef, AttributeOption
from multivendor_platform.catalog.models.nodes import Node
from multivendor_platform.catalog.models.translated import Described, named_constraint


class Product(Described):
    """What is sold, described once; vendors hang their offers on its variants."""

    class State(models.TextChoices):
        """Only `published` is shown; `archived` keeps its address."""

        DRAFT = "draft"
        SUBMITTED = "submitted"
        PUBLISHED = "published"
        REJECTED = "rejected"
        ARCHIVED = "archived"

    slug = models.CharField(max_length=120, unique=True, db_collation="C")
    node = models.ForeignKey(Node, models.PROTECT, related_name="products")
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    brand = models.CharField(max_length=100, blank=True, default="")
    image = models.ForeignKey("media.MediaAsset", models.PROTECT, null=True, blank=True, related_name="+")
    sort_order = models.IntegerField(default=0)
    # Normalised words, written by the services: SQL can then refresh cards without knowing how to normalise.
    search_title = models.TextField(blank=True, default="")
    search_body = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted", "published", "rejected", "archived"]),
                name="product_state_known",
            ),
            named_constraint("product_has_name"),
        ]


class ProductMedia(models.Model):
    """Further pictures of a product, in order."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="media")
    asset = models.ForeignKey("media.MediaAsset", models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "position"], name="media_position_in_product")
        ]

    def __str__(self) -> str:
        return f"{self.product_id}/{self.position}"


class ProductAttribute(models.Model):
    """One typed value. The database checks that the column filled is the one of the attribute's kind."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="attributes")
    attribute = models.ForeignKey(AttributeDef, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=AttributeDef.Kind.choices)
    value_text = models.CharField(max_length=500, null=True, blank=True)  # noqa: DJ001 - NULL is "another kind"
    value_text_fa = models.CharField(max_length=500, blank=True, default="")
    value_integer = models.BigIntegerField(null=True, blank=True)
    value_decimal = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    value_boolean = models.BooleanField(null=True, blank=True)
    option = models.ForeignKey(AttributeOption, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "attribute"], name="attribute_once_in_product"),
            models.CheckConstraint(
                condition=Q(kind="text", value_text__isnull=False)
                | Q(kind="integer", value_integer__isnull=False)
                | Q(kind="decimal", value_decimal__isnull=False)
                | Q(kind="boolean", value_boolean__isnull=False)
                | Q(kind="choice", option__isnull=False),
                name="value_in_column_of_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id}: {self.attribute_id}"


class ProductAxis(models.Model):
    """A choice by which the variants of a product differ, such as colour."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="axes")
    attribute = models.ForeignKey(AttributeDef, models.PROTECT, related_name="+")
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "attribute"], name="axis_once_in_product")
        ]

    def __str__(self) -> str:
        return f"{self.product_id}: {self.attribute_id}"


class Variant(models.Model):
    """One combination of options.

    The combination never changes (trigger), and a variant that ever had an offer or a sale is retired, never
    deleted (trigger): an order line from last year must still say what was bought.
    """

    class State(models.TextChoices):
        """A retired variant keeps its combination and can be brought back, as itself."""

        ACTIVE = "active"
        RETIRED = "retired"

    product = models.ForeignKey(Product, models.CASCADE, related_name="variants")
    option_signature = models.CharField(max_length=400, blank=True, default="", db_collation="C")
    state = models.CharField(max_length=7, choices=State.choices, default=State.ACTIVE)
    has_history = models.BooleanField(default=False)
    sort_order = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "option_signature"], name="variant_combination"),
            models.CheckConstraint(condition=Q(state__in=["active", "retired"]), name="variant_state_known"),
        ]

    def __str__(self) -> str:
        return self.option_signature or str(self.product_id)


class VariantOption(models.Model):
    """One option of a variant's combination."""

    variant = models.ForeignKey(Variant, models.CASCADE, related_name="options")
    attribute = models.ForeignKey(AttributeDef, models.PROTECT, related_name="+")
    option = models.ForeignKey(AttributeOption, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["variant", "attribute"], name="option_once_in_variant")
        ]

    def __str__(self) -> str:
        return f"{self.variant_id}: {self.option_id}"
