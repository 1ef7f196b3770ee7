"""The admin: staff alone, in the operator's context for the time of one view."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from multivendor_platform.tenancy.contexts import PUBLIC, current_context
from multivendor_platform.vendors.models import Vendor
from tests.storefront.shop import Shop


def test_admin_when_staff_then_sees_every_vendor_and_context_ends_with_the_view(
    admin_client: Client, shop: Shop
) -> None:
    page = admin_client.get("/admin/vendors/vendor/").content.decode()
    assert "Saffron Lane" in page
    assert "Cedar &amp; Co" in page
    assert current_context() == PUBLIC
    assert Vendor.objects.count() == 0


@pytest.mark.parametrize("path", ["/admin/", "/admin/vendors/vendor/", "/admin/offers/offer/"])
def test_admin_when_not_staff_then_sign_in(
    client: Client, shop: Shop, django_user_model: Any, path: str
) -> None:
    client.force_login(django_user_model.objects.create_user("ann@x.example"))
    response = client.get(path)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/admin/login/")


@pytest.mark.parametrize(
    "part", ["vendors/vendor", "offers/offer", "catalog/product", "catalog/node", "media/mediaasset"]
)
def test_admin_when_rows_belong_to_services_then_none_can_be_added(
    admin_client: Client, shop: Shop, part: str
) -> None:
    assert admin_client.get(f"/admin/{part}/").status_code == 200
    assert admin_client.get(f"/admin/{part}/add/").status_code == 403


def test_admin_when_vendor_suspended_then_shop_follows_and_illegal_step_is_refused(
    admin_client: Client, client: Client, shop: Shop
) -> None:
    chosen = {"action": "suspend", "_selected_action": [shop.vendors[0].pk]}
    admin_client.post("/admin/vendors/vendor/", chosen)
    assert "closed for now" in client.get("/vendor/saffron/").content.decode()
    again = admin_client.post("/admin/vendors/vendor/", chosen, follow=True)
    assert "cannot become suspended" in again.content.decode()


def test_admin_when_served_then_content_policy_wider_than_the_shops_and_no_more(
    admin_client: Client, db: None
) -> None:
    policy = admin_client.get("/admin/").headers["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-eval'" in policy
    assert "script-src 'self' 'unsafe-inline'" not in policy
    assert "default-src 'none'" in policy
