"""The tree: department > category > subcategory (row A1)."""

from typing import ClassVar

from django.db import models
from django.db.models import Case, Q, Value, When

from multivendor_platform.catalog.models.translated import Described, named_constraint


class Node(Described):
    """One place in the tree.

    A cycle is impossible: `parent_kind` is generated from `kind`, and the foreign key
    `(parent_id, parent_kind) -> (id, kind)` lets a category stand below a department only and a subcategory
    below a category only. `path` is the slugs from the root (`electronics/phones`): it is the address of the
    page and the prefix of every descendant's path.
    """

    class Kind(models.TextChoices):
        """The three levels."""

        DEPARTMENT = "department"
        CATEGORY = "category"
        SUBCATEGORY = "subcategory"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    parent_kind = models.GeneratedField(
        expression=Case(
            When(kind="category", then=Value("department")),
            When(kind="subcategory", then=Value("category")),
            output_field=models.CharField(max_length=12, null=True),
        ),
        output_field=models.CharField(max_length=12, null=True),
        db_persist=True,
    )
    slug = models.CharField(max_length=120, db_collation="C")
    path = models.CharField(max_length=400, unique=True, db_collation="C")
    image = models.ForeignKey("media.MediaAsset", models.PROTECT, null=True, blank=True, related_name="+")
    sort_order = models.IntegerField(default=0)
    is_active = models.BooleanField(default=True)
    # Normalised words, written by the services; part of the search document of every product here.
    search_title = models.TextField(blank=True, default="")
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=["department", "category", "subcategory"]), name="node_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="department", parent__isnull=True)
                | (~Q(kind="department") & Q(parent__isnull=False)),
                name="node_only_departments_are_roots",
            ),
            models.UniqueConstraint(fields=["id", "kind"], name="node_id_kind"),
            named_constraint("node_has_name"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "sort_order", "name_en", "id"], name="node_list"),
            models.Index(fields=["parent", "sort_order", "name_en", "id"], name="node_children"),
        ]


class NodePath(models.Model):
    """A path that a node had before: its address still resolves, in one hop, to wherever the node is now."""

    path = models.CharField(max_length=400, unique=True, db_collation="C")
    node = models.ForeignKey(Node, models.CASCADE, related_name="former_paths")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.path
