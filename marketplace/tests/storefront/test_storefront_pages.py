"""Every page: what it shows, in which language, and with how many statements."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.storefront.shop import Shop

PAGES = [
    "/",
    "/catalog/kitchen/",
    "/catalog/kitchen/coffee/",
    "/catalog/kitchen/coffee/mugs/",
    "/product/stoneware-mug-1/",
    "/vendor/saffron/",
    "/search/?q=mug",
]


@pytest.mark.parametrize("prefix", ["", "/fa"])
@pytest.mark.parametrize("path", PAGES)
def test_page_when_anonymous_then_two_statements_and_no_cookie(
    client: Client, shop: Shop, django_assert_max_num_queries: DjangoAssertNumQueries, path: str, prefix: str
) -> None:
    with django_assert_max_num_queries(2):
        response = client.get(prefix + path)
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
