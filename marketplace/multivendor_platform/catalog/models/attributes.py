"""Which typed fields a category has (row A4)."""

from typing import ClassVar

from django.db import models

from multivendor_platform.catalog.models.nodes import Node
from multivendor_platform.catalog.models.translated import Named, named_constraint


class AttributeDef(Named):
    """One typed field, such as screen size in inches."""

    class Kind(models.TextChoices):
        """The types; each has its own column in ProductAttribute."""

        TEXT = "text"
        INTEGER = "integer"
        DECIMAL = "decimal"
        BOOLEAN = "boolean"
        CHOICE = "choice"

    code = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    unit = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["text", "integer", "decimal", "boolean", "choice"]),
                name="attribute_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(unit="") | models.Q(kind__in=["integer", "decimal"]),
                name="attribute_unit_on_numbers_only",
            ),
            models.UniqueConstraint(fields=["id", "kind"], name="attribute_id_kind"),
            named_constraint("attribute_has_name"),
        ]


class AttributeOption(Named):
    """One allowed value of a choice, such as red."""

    attribute = models.ForeignKey(AttributeDef, models.CASCADE, related_name="options")
    code = models.CharField(max_length=60)
    sort_order = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attribute", "code"], name="option_code_in_attribute"),
            models.UniqueConstraint(fields=["id", "attribute"], name="option_id_attribute"),
            named_constraint("option_has_name"),
        ]


class NodeAttribute(models.Model):
    """A field that products of a node, and of the nodes below it, have."""

    node = models.ForeignKey(Node, models.CASCADE, related_name="attributes")
    attribute = models.ForeignKey(AttributeDef, models.PROTECT, related_name="nodes")
    is_required = models.BooleanField(default=False)
    sort_order = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["node", "attribute"], name="attribute_once_in_node")
        ]

    def __str__(self) -> str:
        return f"{self.node_id}: {self.attribute_id}"
