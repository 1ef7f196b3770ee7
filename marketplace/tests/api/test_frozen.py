"""The frozen lists: byte for byte what was promised, but for keys and times."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from multivendor_platform.catalog.services import node_create, node_update
from multivendor_platform.money import Money
from multivendor_platform.offers.services import OfferValues, offer_import
from multivendor_platform.tenancy.contexts import operator_context, vendor_context
from tests.shop import Shop, offer_make, product_make

GOLDEN = Path(__file__).with_name("golden")
KEYS = {"id", "department", "category", "subcategory", "variant"}


def frozen(value: Any, key: str = "") -> Any:
    """Return the answer with what differs from run to run replaced by its kind."""
    if isinstance(value, dict):
        return {name: frozen(entry, name) for name, entry in value.items()}
    if isinstance(value, list):
        return [frozen(entry) for entry in value]
    if key in KEYS and isinstance(value, int):
        return "<key>"
    return "<time>" if key == "created_at" else value


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    """A shop with two offers on one product, one hidden department, and a picture-less everything."""
    offer_make(shop.vendor, shop.product, 1_250_000, sku="A-1", on_hand=3, lead_time_days=1)
    offer_make(shop.rival, shop.product, 1_200_000, sku="B-1", on_hand=9, lead_time_days=4)
    with operator_context():
        node_create(kind="department", name_en="Hidden", is_active=False)
        node_create(kind="department", name_en="Art", name_fa="هنر", sort_order=5)
        node_update(shop.department.pk, meta_title_en="All for the home", description_fa="همه چیز برای خانه")
    return shop


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("departments", "/api/departments/"),
        ("departments_fa", "/api/departments/?lang=fa"),
        ("categories", "/api/categories/?department=home"),
        ("subcategories", "/api/subcategories/?category=home/lighting"),
        ("products", "/api/products/"),
        ("product", "/api/products/desk-lamp/"),
        ("search", "/api/products/search/?q=lamp"),
        ("empty", "/api/products/?price_min=99999999"),
    ],
)
def test_frozen_answer_when_asked_then_as_promised(
    stocked: Shop, client: Client, name: str, path: str
) -> None:
    answer = frozen(client.get(path).json())
    file = GOLDEN / f"{name}.json"
    if os.environ.get("GOLDEN_WRITE"):
        file.write_text(json.dumps(answer, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    assert answer == json.loads(file.read_text(encoding="utf-8"))
    assert list(answer) == list(json.loads(file.read_text(encoding="utf-8")))


@pytest.fixture
def crowded(shop: Shop) -> Shop:
    """A shop with 23 products on offer."""
    variants = [product_make(shop.subcategory, f"Lamp {number:02}").variants.get().pk for number in range(23)]
    with vendor_context(shop.vendor.pk):
        offer_import(
            shop.vendor.pk,
            [
                OfferValues(f"S-{pk}", pk, Money(100 + place, "IRR"), on_hand=1)
                for place, pk in enumerate(variants)
            ],
        )
    return shop


def test_frozen_pages_when_walked_then_each_product_once_in_order(crowded: Shop, client: Client) -> None:
    seen: list[str] = []
    address: str | None = "/api/products/?ordering=-price"
    while address:
        page = client.get(address).json()
        seen += [product["name"] for product in page["results"]]
        address = page["next"]
    assert (page["count"], seen) == (23, [f"Lamp {number:02}" for number in reversed(range(23))])


def test_frozen_pages_when_walked_back_then_the_first_again(crowded: Shop, client: Client) -> None:
    second = client.get("/api/products/?page=2").json()
    assert second["previous"] == "http://testserver/api/products/"
    assert client.get(second["previous"]).json() == client.get("/api/products/").json()


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("department=home", 23), ("category=lighting", 23), ("subcategory=home/lighting/lamps", 23),
        ("department=elsewhere", 0), ("vendor=alpha", 23), ("vendor=beta", 0), ("price_min=120", 3),
        ("price_max=101", 2), ("price_min=105&price_max=106", 2), ("search=lamp+07", 1), ("search=گلدان", 0),
    ],
)  # fmt: skip
def test_frozen_filter_when_given_then_narrows(crowded: Shop, client: Client, query: str, count: int) -> None:
    assert client.get(f"/api/products/?{query}").json()["count"] == count


@pytest.mark.parametrize(
    ("path", "status", "part"),
    [
        ("/api/products/?categry=1", 400, "did you mean 'category'?"),
        ("/api/departments/?depart=1", 400, "no such parameter"),
        ("/api/products/?page=0", 400, "from 1"),
        ("/api/products/?page=x", 400, "whole number"),
        ("/api/products/?page=1001", 400, "cursor"),
        ("/api/products/?page=9", 404, "the last one is 3"),
        ("/api/products/?page=1&page=2", 400, "2 times"),
        ("/api/products/?ordering=pric", 400, "did you mean 'price'?"),
        ("/api/products/?price_min=-1", 400, "whole number"),
        ("/api/products/?lang=de", 400, "one of en, fa"),
        ("/api/products/?search=%00", 400, "NUL"),
        ("/api/products/search/", 400, "words to search"),
        ("/api/products/no-such/", 404, "no such product"),
        ("/api/products/999999999/", 404, "no such product"),
        ("/api/subcategories/?category=1&department=2", 400, "not both"),
        ("/api/nowhere/", 404, ""),
    ],
)
def test_frozen_request_when_wrong_then_a_problem_that_says_what(
    crowded: Shop, client: Client, path: str, status: int, part: str
) -> None:
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert part in response.json()["detail"]
    assert response.json()["status"] == status


@pytest.mark.parametrize("path", ["/api/departments/", "/api/products/", "/api/openapi.json"])
def test_frozen_answer_when_known_then_304_without_a_body(crowded: Shop, client: Client, path: str) -> None:
    first = client.get(path)
    assert first["Cache-Control"].startswith("public, max-age=")
    again = client.get(path, headers={"If-None-Match": f'"other", W/{first["ETag"]}'})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])


def test_frozen_answer_when_head_then_the_length_of_get_and_no_body(crowded: Shop, client: Client) -> None:
    got, head = client.get("/api/products/"), client.head("/api/products/")
    assert (head.status_code, head.content) == (200, b"")
    assert (head["Content-Length"], head["ETag"]) == (str(len(got.content)), got["ETag"])


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_frozen_list_when_written_to_then_405(db: None, client: Client, method: str) -> None:
    response = getattr(client, method)("/api/departments/")
    assert (response.status_code, response["Content-Type"]) == (405, "application/problem+json")
    assert response["Allow"] == "GET, HEAD"


def test_frozen_language_when_accepted_then_persian(stocked: Shop, client: Client) -> None:
    response = client.get("/api/departments/", headers={"Accept-Language": "fa-IR, en;q=0.5"})
    assert response.json()["results"][0]["name"] == "خانه"
    assert "Accept-Language" in response["Vary"]


@pytest.mark.parametrize(
    "path",
    [
        "/api/departments/", "/api/categories/?department=home", "/api/subcategories/", "/api/products/",
        "/api/products/?vendor=alpha&category=lighting&search=lamp&price_min=1", "/api/products/lamp-01/",
        "/api/products/search/?q=lmap", "/api/v1/catalog/nodes", "/api/v1/catalog/nodes/home/lighting",
        "/api/v1/catalog/products?node=home", "/api/v1/catalog/vendors", "/api/v1/catalog/vendors/alpha",
        "/api/v1/catalog/search?q=lamp", "/api/v1/catalog/products/lamp-01",
    ],
)  # fmt: skip
def test_hot_read_when_asked_then_one_statement(
    crowded: Shop, client: Client, django_assert_num_queries: Any, path: str
) -> None:
    with django_assert_num_queries(1):
        assert client.get(path).status_code == 200
