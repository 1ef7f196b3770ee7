"""Loading the demo: whether it may, the rows, the people."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.db import connection, transaction

from multivendor_platform.demo.errors import DemoLoadedError, NotEmptyError
from multivendor_platform.demo.load import Progress, demo_rows_delete, demo_rows_load
from multivendor_platform.vendors.models import Membership

OPERATOR = "operator@demo.example"
VENDOR = "vendor1@demo.example"
LOCK = 7_204_502


def demo_is_loaded() -> bool:
    """Tell whether the demo has been loaded to its end: its operator is made last."""
    return get_user_model().objects.filter(email=OPERATOR).exists()


def demo_load(
    *, products: int, password: str, progress: Progress, replace: bool = False, force: bool = False
) -> None:
    """Load the demo as the tables' owner.

    replace: empty the catalogue first, allowed only where the demo is loaded or was cut off while loading.
    force: also empty a catalogue that is not the demo's.
    Raises DemoLoadedError, or NotEmptyError when there are other products or vendors.
    """
    with connection.cursor() as cursor:
        # A session lock: the load commits batch by batch.
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            _make_room(replace=replace, force=force)
            demo_rows_load(products, progress)
            _people_create(password)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _make_room(*, replace: bool, force: bool) -> None:
    loaded = demo_is_loaded()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM catalog_product) OR EXISTS (SELECT FROM catalog_node) "
            "OR EXISTS (SELECT FROM vendors_vendor)"
        )
        occupied = cursor.fetchone()[0]
        cursor.execute(
            "SELECT EXISTS (SELECT FROM media_mediaasset m JOIN catalog_node n ON n.image_id = m.id "
            "WHERE n.id = 1 AND n.path = 'electronics' AND n.created_at = '2026-01-01 08:00:00+00')"
        )
        begun = cursor.fetchone()[0]
    if not occupied:
        return
    if loaded and not (replace or force):
        message = "the demo is loaded already; --replace loads it anew, and everything changed since is lost"
        raise DemoLoadedError(message)
    if not begun and not force:
        message = (
            "this database holds a catalogue that is not the demo's; nothing was changed. Use an empty "
            "database, or --force to DELETE every product, vendor and offer in it first"
        )
        raise NotEmptyError(message)
    demo_rows_delete()


@transaction.atomic
def _people_create(password: str) -> None:
    users = get_user_model().objects
    users.filter(email__in=[OPERATOR, VENDOR]).delete()
    vendor = users.create_user(email=VENDOR, password=password, full_name="Demo Vendor")
    Membership.objects.create(user=vendor, vendor_id=1, role=Membership.Role.OWNER)
    users.create_superuser(email=OPERATOR, password=password, full_name="Demo Operator")
