"""Version 1: catalogue for all, offers for members."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from openapi_spec_validator import validate

from multivendor_platform.accounts.models import User
from multivendor_platform.catalog.services import node_create, node_move
from multivendor_platform.offers.models import Offer
from multivendor_platform.tenancy.contexts import operator_context, vendor_context
from multivendor_platform.vendors.models import Membership, Vendor
from tests.shop import Shop, offer_make, product_make

OFFERS = "/api/v1/vendor/offers"


def member(client: Client, *vendors: Vendor) -> Client:
    """Return the client, logged in as someone who acts for these vendors."""
    user = User.objects.create_user(email=f"member{len(vendors)}@shop.example")
    with operator_context():
        for vendor in vendors:
            Membership.objects.create(user=user, vendor=vendor, role="owner")
    client.force_login(user)
    return client


def body(shop: Shop, **fields: Any) -> dict[str, Any]:
    return {
        "sku": "A-1",
        "variant": shop.variant.pk,
        "price": {"amount": 900, "currency": "IRR"},
        "on_hand": 2,
        **fields,
    }


def post(client: Client, data: object, path: str = OFFERS, **headers: str) -> Any:
    return client.post(path, data, content_type="application/json", headers=headers)


def test_products_when_walked_by_cursor_then_each_once_and_back_again(shop: Shop, client: Client) -> None:
    for number in range(7):
        offer_make(shop.vendor, product_make(shop.subcategory, f"Lamp {number}"), 100 + number)
    pages = [client.get("/api/v1/catalog/products?limit=3&sort=-price").json()]
    while pages[-1]["next"]:
        pages.append(
            client.get(f"/api/v1/catalog/products?limit=3&sort=-price&cursor={pages[-1]['next']}").json()
        )
    assert [[card["name"][-1] for card in page["results"]] for page in pages] == [
        list("654"),
        list("321"),
        ["0"],
    ]
    back = client.get(f"/api/v1/catalog/products?limit=3&sort=-price&cursor={pages[2]['previous']}").json()
    assert back["results"] == pages[1]["results"]
    assert pages[0]["previous"] is None


def test_A1_node_when_moved_then_301_in_one_hop(shop: Shop, client: Client) -> None:
    with operator_context():
        node_move(shop.category.pk, parent=node_create(kind="department", name_en="Garden"))
    response = client.get("/api/v1/catalog/nodes/home/lighting/lamps")
    assert (response.status_code, response["Location"]) == (
        301,
        "http://testserver/api/v1/catalog/nodes/garden/lighting/lamps",
    )


@pytest.mark.parametrize(
    ("path", "status", "name"),
    [
        ("products?limt=3", 400, "limt"),
        ("products?limit=0", 400, "limit"),
        ("products?limit=201", 400, "limit"),
        ("products?cursor=nonsense", 400, "cursor"),
        ("products?sort=cheap", 400, "sort"),
        ("search", 400, "q"),
        ("nodes/nowhere", 404, None),
        ("products/nothing", 404, None),
        ("vendors/nobody", 404, None),
        ("nope", 404, None),
    ],
)
def test_request_when_wrong_then_a_problem_that_names_it(
    shop: Shop, client: Client, path: str, status: int, name: str | None
) -> None:
    response = client.get(f"/api/v1/catalog/{path}")
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert name is None or [error["parameter"] for error in response.json()["errors"]] == [name]


def test_D1_search_when_one_letter_is_wrong_then_found_and_said(shop: Shop, client: Client) -> None:
    offer_make(shop.vendor, shop.product)
    answer = client.get("/api/v1/catalog/search?q=dask lamp").json()
    assert ([card["name"] for card in answer["results"]], answer["corrected"]) == (["Desk Lamp"], "desk lamp")


@pytest.mark.parametrize("query", ["كتاب", "کتاب", "کتاب‌ها", "کتاب ها", "کتابها", "۱۲", "١٢", "12", "cafe"])
def test_D1_search_when_keyboards_differ_then_found(shop: Shop, client: Client, query: str) -> None:
    offer_make(shop.vendor, product_make(shop.subcategory, "Café 12", description_fa="کتاب‌ها"))
    assert client.get("/api/v1/catalog/search", {"q": query}).json()["total"] == 1


def test_offers_when_nobody_is_logged_in_then_401(shop: Shop, client: Client) -> None:
    response = client.get(OFFERS)
    assert (response.status_code, response["Content-Type"]) == (401, "application/problem+json")


def test_offer_when_created_then_shown_to_its_vendor_and_the_public(shop: Shop, client: Client) -> None:
    made = post(member(client, shop.vendor), body(shop))
    assert (made.status_code, made.json()["version"]) == (201, 1)
    assert client.get(made["Location"]).json() == made.json()
    assert client.get("/api/products/desk-lamp/").json()["price"] == {"amount": 900, "currency": "IRR"}


def test_offer_when_patched_then_only_what_was_named_changes(shop: Shop, client: Client) -> None:
    made = post(member(client, shop.vendor), body(shop))
    patched = client.patch(made["Location"], {"version": 1, "on_hand": 7}, content_type="application/json")
    assert patched.json() == {**made.json(), "on_hand": 7, "version": 2}


def test_offer_when_patched_on_a_stale_version_then_412(shop: Shop, client: Client) -> None:
    made = post(member(client, shop.vendor), body(shop))
    response = client.patch(made["Location"], {"version": 9, "on_hand": 7}, content_type="application/json")
    assert (response.status_code, response.json()["errors"][0]["code"]) == (412, "offer-stale")


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"sku": ""}, "/sku"),
        ({"pric": 1}, "/pric"),
        ({"price": {"amount": 1.5, "currency": "IRR"}}, "/price/amount"),
        ({"price": {"amount": 5, "currency": "ZZZ"}}, "/price"),
        ({"variant": 2**40}, "/variant"),
        ({"on_hand": -1}, "/on_hand"),
        ({"state": "blocked"}, "/state"),
    ],
)
def test_offer_when_a_field_is_wrong_then_422_points_at_it(
    shop: Shop, client: Client, fields: dict[str, Any], pointer: str
) -> None:
    response = post(member(client, shop.vendor), body(shop, **fields))
    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, pointer)


def test_C1_offer_when_sku_is_taken_then_409(shop: Shop, client: Client) -> None:
    post(member(client, shop.vendor), body(shop))
    response = post(client, body(shop, variant=product_make(shop.subcategory, "Lamp").variants.get().pk))
    assert (response.status_code, response.json()["errors"][0]["code"]) == (409, "offer-taken")


def test_C1_import_when_repeated_then_updates(shop: Shop, client: Client) -> None:
    rows = {"rows": [body(shop), body(shop, sku="B-2", variant=2**40)]}
    member(client, shop.vendor)
    outcomes = [
        [row["outcome"] for row in post(client, rows, f"{OFFERS}/import").json()["results"]] for _ in range(2)
    ]
    assert outcomes == [["created", "refused"], ["updated", "refused"]]


@pytest.mark.parametrize("method", ["get", "patch"])
def test_I1_offer_when_of_another_vendor_then_404(shop: Shop, client: Client, method: str) -> None:
    offer = offer_make(shop.rival, shop.product)
    member(client, shop.vendor)
    path = f"{OFFERS}/{offer.pk}"
    response = (
        client.get(path) if method == "get" else client.patch(path, '{"version": 1}', "application/json")
    )
    assert response.status_code == 404
    assert [row["id"] for row in client.get(OFFERS).json()["results"]] == []


@pytest.mark.parametrize("chosen", ["beta", "no-such-vendor"])
def test_I1_vendor_when_not_a_member_then_404_whether_it_exists_or_not(
    shop: Shop, client: Client, chosen: str
) -> None:
    response = member(client, shop.vendor).get(OFFERS, headers={"X-Vendor": chosen})
    assert (response.status_code, response.json()["detail"]) == (404, "there is no such vendor")


def test_vendor_when_member_of_two_then_the_header_decides(shop: Shop, client: Client) -> None:
    member(client, shop.vendor, shop.rival)
    assert client.get(OFFERS).status_code == 404
    post(client, body(shop), **{"X-Vendor": "beta"})
    with vendor_context(shop.rival.pk):
        assert Offer.objects.count() == 1
    assert [row["slug"] for row in client.get("/api/v1/vendor/memberships").json()] == ["alpha", "beta"]


def test_offer_when_posted_without_csrf_token_then_403(shop: Shop) -> None:
    client = member(Client(enforce_csrf_checks=True), shop.vendor)
    response = post(client, body(shop))
    assert (response.status_code, response["Content-Type"]) == (403, "application/problem+json")


def test_description_when_asked_then_valid_openapi_31_of_both_surfaces(db: None, client: Client) -> None:
    document = client.get("/api/openapi.json").json()
    validate(document)
    assert document["openapi"] == "3.1.0"
    assert {
        "/api/departments/",
        "/api/products/{key}/",
        "/api/v1/catalog/search",
        "/api/v1/vendor/offers",
    } <= set(document["paths"])


def test_description_when_compared_with_the_parameters_then_the_same(db: None, client: Client) -> None:
    from multivendor_platform.api.frozen import PRODUCT_PARAMETERS

    described = client.get("/api/openapi.json").json()["paths"]["/api/products/"]["get"]["parameters"]
    assert {entry["name"] for entry in described} == {*PRODUCT_PARAMETERS, "lang"}


def test_docs_when_opened_then_a_page_without_script_or_outside_reference(db: None, client: Client) -> None:
    response = client.get("/api/docs/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "<script" not in page
    assert "//" not in page.replace("//testserver", "").split("</style>")[1]
    nonce = page.split('<style nonce="')[1].split('"')[0]
    assert f"'nonce-{nonce}'" in response["Content-Security-Policy"]
    assert "/api/v1/catalog/search" in page
