"""Vendors and their members. Both tables have row policies."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from multivendor_platform.catalog.models.translated import Named, named_constraint


class Vendor(Named):
    """Someone who sells. The state changes only through `vendor_transition`."""

    class State(models.TextChoices):
        """Only `active` sells."""

        APPLIED = "applied"
        ONBOARDING = "onboarding"
        REVIEW = "review"
        ACTIVE = "active"
        PAUSED = "paused"
        SUSPENDED = "suspended"
        CLOSING = "closing"
        TERMINATED = "terminated"
        REJECTED = "rejected"

    slug = models.CharField(max_length=120, unique=True, db_collation="C")
    state = models.CharField(max_length=10, choices=State.choices, default=State.APPLIED)
    on_vacation = models.BooleanField(default=False)
    description_en = models.TextField(blank=True, default="")
    description_fa = models.TextField(blank=True, default="")
    city_en = models.CharField(max_length=80, blank=True, default="")
    city_fa = models.CharField(max_length=80, blank=True, default="")
    logo = models.ForeignKey("media.MediaAsset", models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "applied",
                        "onboarding",
                        "review",
                        "active",
                        "paused",
                        "suspended",
                        "closing",
                        "terminated",
                        "rejected",
                    ]
                ),
                name="vendor_state_known",
            ),
            named_constraint("vendor_has_name"),
        ]


class Membership(models.Model):
    """Who may act for a vendor."""

    class Role(models.TextChoices):
        """What a member may do; `staff` reads and edits offers, `owner` and `manager` also people."""

        OWNER = "owner"
        MANAGER = "manager"
        STAFF = "staff"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    vendor = models.ForeignKey(Vendor, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=7, choices=Role.choices, default=Role.STAFF)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "vendor"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(role__in=["owner", "manager", "staff"]), name="membership_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.vendor_id}"
