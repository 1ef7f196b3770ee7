"""For whom a person may act."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from multivendor_platform.vendors.errors import MembershipError


@dataclass(frozen=True, slots=True)
class Acting:
    """One vendor for whom a person may act, and as what."""

    vendor_id: int
    slug: str
    name_en: str
    name_fa: str
    state: str
    role: str


def membership_list(user_id: int) -> list[Acting]:
    """Return the vendors for whom a person may act; needs no context, and shows no other's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM vendor_memberships(%s)", [user_id])
        return [Acting(*row) for row in cursor.fetchall()]


def membership_get(user_id: int, chosen: str | None) -> Acting:
    """Return the vendor chosen by key or slug, or the only one. Raise MembershipError, whatever the
    reason."""
    found = [
        acting
        for acting in membership_list(user_id)
        if chosen is None or chosen in (acting.slug, str(acting.vendor_id))
    ]
    if len(found) != 1:
        message = (
            "you act for several vendors: name one in the X-Vendor header"
            if found
            else "there is no such vendor"
        )
        raise MembershipError(message)
    return found[0]
