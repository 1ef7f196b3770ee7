"""Every page: what it shows, in which language, for whom it may be cached, and with how many statements."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from multivendor_platform.catalog.models import Node, Product
from multivendor_platform.offers.models import StockItem
from multivendor_platform.storefront.pages import public_page
from multivendor_platform.storefront.products import json_ld
from multivendor_platform.tenancy.contexts import operator_context
from multivendor_platform.vendors.models import Vendor
from multivendor_platform.vendors.services import vendor_transition
from tests.storefront.shop import Shop, cards_refresh

KETTLE = "/product/کتری-لعابی/"
PAGES = [
    "/",
    "/catalog/kitchen/",
    "/catalog/kitchen/coffee/",
    "/catalog/kitchen/coffee/mugs/?price_min=10000&brand=Alborz&f.colour=red&sort=-price",
    "/product/stoneware-mug-1/",
    "/vendor/saffron/",
    "/search/?q=mug",
]


def text_of(response: Any) -> str:
    return str(response.content.decode())


def counts_of(page: str, facet: str) -> dict[str, str]:
    """Return the number beside each checkbox of a facet."""
    pattern = rf'name="{re.escape(facet)}" value="([^"]+)"[^>]*>.*?class="number">([^<]*)<'
    return dict(re.findall(pattern, page))


@pytest.mark.parametrize("prefix", ["", "/fa"])
@pytest.mark.parametrize("path", PAGES)
def test_P8_page_when_anonymous_then_two_statements_and_cacheable_by_anyone(
    client: Client,
    shop: Shop,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    path: str,
    prefix: str,
) -> None:
    with django_assert_max_num_queries(2):
        response = client.get(prefix + path)
    assert response.status_code == 200
    assert not response.cookies
    assert "Vary" not in response.headers
    assert response.headers["Cache-Control"] == "public, max-age=5, must-revalidate"
    assert response.headers["Content-Language"] == ("fa" if prefix else "en")


@pytest.mark.parametrize("path", ["/", "/catalog/kitchen/coffee/", "/search/?q=mug"])
def test_P8_page_when_signed_in_then_same_bytes(
    admin_client: Client, client: Client, shop: Shop, path: str
) -> None:
    assert admin_client.get(path).content == client.get(path).content


def test_P8_page_when_etag_known_then_304_without_body_until_a_price_changes(
    client: Client, shop: Shop
) -> None:
    path = "/product/stoneware-mug-1/"
    etag = client.get(path).headers["ETag"]
    unchanged = client.get(path, headers={"If-None-Match": etag})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    with operator_context():
        shop.products[1].variants.get().offers.update(price_amount=777_000)
        cards_refresh(shop)
    changed = client.get(path, headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert "77,700 Toman" in text_of(changed)


def test_page_when_posted_then_405(client: Client, shop: Shop) -> None:
    assert client.post("/catalog/kitchen/").status_code == 405


def test_page_when_shown_then_names_its_other_language_and_one_canonical(client: Client, shop: Shop) -> None:
    page = text_of(client.get("/fa/catalog/kitchen/coffee/?sort=newest"))
    assert '<html lang="fa" dir="rtl">' in page
    assert '<link rel="canonical" href="http://testserver/fa/catalog/kitchen/coffee/">' in page
    assert 'hreflang="en" href="http://testserver/catalog/kitchen/coffee/"' in page
    assert 'hreflang="x-default" href="http://testserver/catalog/kitchen/coffee/"' in page


def test_page_when_served_then_policy_without_inline_code(client: Client, shop: Shop) -> None:
    response = client.get("/")
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert "style=" not in text_of(response)


def test_A2_product_when_two_vendors_sell_it_then_one_page_with_each_ones_terms(
    client: Client, shop: Shop
) -> None:
    page = text_of(client.get(KETTLE))
    assert page.count('<tr role="row"><th scope="row"') == 4
    for expected in (
        "Saffron Lane",
        "Cedar &amp; Co",
        "90,000 Toman",
        "90,500 Toman",
        "Only 3 left",
        "KET-red",
    ):
        assert expected in page


def test_A2_product_when_last_offer_goes_then_page_stays_and_says_so(client: Client, shop: Shop) -> None:
    with operator_context():
        StockItem.objects.update(on_hand=0)
        cards_refresh(shop)
    response = client.get(KETTLE)
    assert response.status_code == 200
    assert "No shop offers this product at the moment" in text_of(response)


def test_A5_product_when_variant_chosen_then_its_offers_alone(client: Client, shop: Shop) -> None:
    blue = shop.products[0].variants.get(option_signature="blue")
    page = text_of(client.get(f"{KETTLE}?variant={blue.pk}"))
    assert "KET-blue" in page
    assert "KET-red" not in page
    assert re.search(r'aria-current="true"><bdi>Blue', page)


@pytest.mark.parametrize("variant", ["0", "x", "9" * 40, "%00"])
def test_product_when_variant_unknown_then_all_offers(client: Client, shop: Shop, variant: str) -> None:
    page = text_of(client.get(f"{KETTLE}?variant={variant}"))
    assert page.count('<tr role="row"><th scope="row"') == 4


def test_product_when_a_draft_then_404(client: Client, shop: Shop) -> None:
    with operator_context():
        Product.objects.filter(slug="stoneware-mug-1").update(state=Product.State.DRAFT)
    assert client.get("/product/stoneware-mug-1/").status_code == 404


def test_product_when_described_for_search_engines_then_valid_and_unable_to_end_its_element(
    client: Client, shop: Shop
) -> None:
    page = text_of(client.get(KETTLE))
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found is not None
    document = json.loads(found[1])
    assert document["offers"]["lowPrice"] == "900000"
    assert document["offers"]["offerCount"] == 4
    hostile: dict[str, Any] = {
        "name": "</script><b>",
        "description": "&",
        "brand": "",
        "image": None,
        "offers": [],
        "media": [],
    }
    assert "<" not in json_ld(hostile, "http://testserver/")


def test_A1_former_address_when_asked_then_one_301_with_the_query(client: Client, shop: Shop) -> None:
    response = client.get("/fa/catalog/kitchen/cups/?sort=price")
    assert response.status_code == 301
    assert response.headers["Location"] == "/fa/catalog/kitchen/coffee/mugs/?sort=price"


def test_A1_node_when_hidden_then_404_below_it_too(client: Client, shop: Shop) -> None:
    assert shop.mugs.parent is not None
    with operator_context():
        Node.objects.filter(pk=shop.mugs.parent.pk).update(is_active=False)
    assert client.get("/catalog/kitchen/coffee/").status_code == 404
    assert client.get("/catalog/kitchen/coffee/mugs/").status_code == 404


def test_B9_vendor_when_suspended_then_page_stays_and_says_so(
    client: Client, shop: Shop, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with operator_context():
        vendor_transition(shop.vendors[0].pk, Vendor.State.SUSPENDED)
    with django_assert_max_num_queries(2):
        response = client.get("/vendor/saffron/")
    assert response.status_code == 200
    assert "This shop is closed for now" in text_of(response)
    assert 'content="noindex' in text_of(response)
    assert "MUG-1" not in text_of(client.get("/product/stoneware-mug-1/"))


@pytest.mark.parametrize(("state", "status"), [("terminated", 410), ("applied", 404), ("rejected", 404)])
def test_B4_vendor_when_not_selling_any_more_then_gone_or_unknown(
    client: Client, shop: Shop, state: str, status: int
) -> None:
    with operator_context():
        Vendor.objects.filter(pk=shop.vendors[0].pk).update(state=state)
        cards_refresh(shop)
    assert client.get("/vendor/saffron/").status_code == status


def test_D2_counts_when_filtered_then_disjunctive_inside_and_conjunctive_across(
    client: Client, shop: Shop
) -> None:
    # Mugs 1 to 30: every third is blue, the odd ones are of Alborz.
    page = text_of(client.get("/catalog/kitchen/coffee/mugs/?f.colour=blue"))
    assert counts_of(page, "f.colour") == {"red": "20", "blue": "10"}
    assert counts_of(page, "brand") == {"Alborz": "5", "Damavand": "5"}
    both = text_of(client.get("/catalog/kitchen/coffee/mugs/?f.colour=blue&f.colour=red&brand=Alborz"))
    assert "15 products" in both
    assert counts_of(both, "brand") == {"Alborz": "15", "Damavand": "15"}
    assert counts_of(both, "f.colour") == {"red": "10", "blue": "5"}


def test_D2_option_when_it_would_leave_nothing_then_disabled_not_hidden(client: Client, shop: Shop) -> None:
    page = text_of(client.get("/catalog/kitchen/coffee/mugs/?price_max=20000"))
    assert re.search(r'value="blue" disabled', page)
    assert counts_of(page, "f.colour") == {"red": "2", "blue": "0"}


def test_D2_hidden_offers_when_counted_then_never(client: Client, shop: Shop) -> None:
    with operator_context():
        StockItem.objects.filter(offer__sku__in=["MUG-3", "MUG-6"]).update(on_hand=0)
        cards_refresh(shop)
    page = text_of(client.get("/catalog/kitchen/coffee/mugs/"))
    assert counts_of(page, "f.colour")["blue"] == "8"


def test_D2_variant_option_when_chosen_then_counts_as_the_products(client: Client, shop: Shop) -> None:
    page = text_of(client.get("/catalog/kitchen/coffee/?f.colour=blue&sort=-price"))
    assert "11 products" in page
    assert "Enamel kettle" in page


@pytest.mark.parametrize("order", ["sort_order", "newest", "price", "-price"])
def test_list_when_turned_to_the_end_and_back_then_each_product_once(
    client: Client, shop: Shop, order: str
) -> None:
    path: str | None = f"/catalog/kitchen/coffee/?sort={order}"
    seen: list[list[str]] = []
    while path:
        page = text_of(client.get(path))
        seen.append(re.findall(r'card-title"><a href="([^"]+)"', page))
        following = re.search(r'href="([^"]+)" rel="next"', page)
        path = following[1].replace("&amp;", "&") if following else None
    assert len(seen) == 2
    assert len({url for urls in seen for url in urls}) == 31
    back = re.search(r'href="([^"]+)" rel="prev"', page)
    assert back is not None
    first = text_of(client.get(back[1].replace("&amp;", "&")))
    assert re.findall(r'card-title"><a href="([^"]+)"', first) == seen[0]


@pytest.mark.parametrize(
    "query",
    [
        "page=x",
        "page=WyJwcmljZSIsMCwxXQ",
        "page=" + "A" * 5000,
        "sort=nonsense",
        "price_min=abc",
        "price_min=1e999999",
        "price_min=-1",
        "price_max=" + "9" * 16,
        "brand=%00",
        "f.%00=x&f.colour=%00",
        "f.unknown=x",
        "&".join(f"brand={number}" for number in range(300)),
        "brand=%FF%FE",
    ],
)
def test_list_when_address_damaged_then_a_list(client: Client, shop: Shop, query: str) -> None:
    response = client.get("/catalog/kitchen/coffee/?" + query)
    assert response.status_code == 200


def test_list_when_price_is_no_number_then_says_so_beside_the_field(client: Client, shop: Shop) -> None:
    page = text_of(client.get("/catalog/kitchen/coffee/?price_min=cheap"))
    assert 'aria-describedby="price-error"' in page
    assert "31 products" in page


def test_S1_price_when_typed_with_persian_digits_then_understood_as_shown(client: Client, shop: Shop) -> None:
    page = text_of(client.get("/fa/catalog/kitchen/coffee/mugs/?price_min=" + quote("۲۹۰٬۰۰۰")))
    assert "۲ کالا" in page


def test_search_when_misspelt_then_found_and_told(client: Client, shop: Shop) -> None:
    page = text_of(client.get("/search/?q=stonewar+kettel"))
    assert "Enamel kettle" not in page or "these are results for" in page
    assert "Enamel kettle" in text_of(client.get("/search/?q=kettel"))


@pytest.mark.parametrize("query", ["", "%00", "'; DROP TABLE x", "&|!:*()", "x" * 3000, "%F0%9F%98%80"])
def test_search_when_query_odd_then_a_page(client: Client, shop: Shop, query: str) -> None:
    assert client.get(f"/search/?q={query}").status_code == 200


def test_search_when_query_holds_markup_then_shown_as_text(client: Client, shop: Shop) -> None:
    page = text_of(client.get("/search/?q=%3Cscript%3Ealert(1)%3C/script%3E"))
    assert "<script>alert" not in page


@pytest.mark.parametrize("path", ["/nowhere/", "/catalog/a/b/c/d/", "/product/%00/", "/vendor/nobody/"])
def test_404_when_nothing_there_then_page_with_search_in_the_language(
    client: Client, shop: Shop, path: str
) -> None:
    english, persian = client.get(path), client.get("/fa" + path)
    assert (english.status_code, persian.status_code) == (404, 404)
    assert "There is nothing at this address" in text_of(english)
    assert "در این نشانی چیزی نیست" in text_of(persian)
    assert 'role="search"' in text_of(english)


def test_page_when_database_away_then_503_that_says_when_to_try_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    @public_page
    def view(request: HttpRequest) -> HttpResponse:
        raise OperationalError("connection refused")

    response = view(RequestFactory().get("/"))
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert isinstance(response, HttpResponse)
    assert "connection refused" not in response.content.decode()
    assert "did not answer /" in caplog.text


def test_login_when_next_is_elsewhere_then_stays_here(
    client: Client, django_user_model: Any, db: None
) -> None:
    django_user_model.objects.create_user("ann@x.example", "correct horse battery")
    response = client.post(
        "/login/",
        {"username": "ann@x.example", "password": "correct horse battery", "next": "https://evil.example/"},
    )
    assert (response.status_code, response.headers["Location"]) == (302, "/account/")
    assert "no-store" in client.get("/account/").headers["Cache-Control"]
