"""The shop in a real browser: both directions, telephone and desk, keyboard only, without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django import DjangoDbBlocker

from multivendor_platform.embedded.cluster import Connection
from tests.storefront.browser import (
    CHROMIUM,
    DESKTOP,
    NARROW,
    PHONE,
    Complaints,
    browser_run,
    rows_reset,
    server_run,
)
from tests.storefront.page_audit import page_audit
from tests.storefront.shop import shop_create

pytestmark = [
    pytest.mark.needs_chromium,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is missing: apt-get install chromium"),
]
PASSWORD = "correct horse battery staple"
PATHS = [
    "/",
    "/catalog/kitchen/",
    "/catalog/kitchen/coffee/",
    "/catalog/kitchen/coffee/mugs/?brand=Alborz&price_min=1",
    "/product/کتری-لعابی/",
    "/vendor/saffron/",
    "/search/?q=mug",
    "/login/",
]
LANGUAGES = [("", "en", "ltr"), ("/fa", "fa", "rtl")]


@dataclass
class Site:
    """A running shop and a browser to look at it."""

    url: str
    browser: Browser


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker, owner: Connection) -> Iterator[Site]:
    """A shop in committed rows, removed again at the end: the server reads on connections of its own."""
    with django_db_blocker.unblock():
        database = connection.settings_dict["NAME"]
        rows_reset(owner.url(), database)
        shop_create()
        get_user_model().objects.create_superuser("operator@shop.example", PASSWORD)
        with server_run() as url, browser_run() as browser:
            yield Site(url, browser)
        connection.close()
        rows_reset(owner.url(), database)


Open = Callable[..., Page]


@pytest.fixture
def open_page(site: Site) -> Iterator[Open]:
    """Open a page in a context of its own; what the browser complains about fails the test."""
    contexts = []
    complaints = Complaints()

    def open_at(path: str, viewport: ViewportSize = DESKTOP, **options: Any) -> Page:
        context = site.browser.new_context(viewport=viewport, reduced_motion="reduce", **options)
        contexts.append(context)
        page = context.new_page()
        complaints.watch(page)
        page.goto(site.url + path)
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize(("prefix", "language", "direction"), LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_S1_page_when_narrow_then_right_direction_and_no_overflow(
    open_page: Open, path: str, prefix: str, language: str, direction: str
) -> None:
    page = open_page(prefix + path, NARROW)
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("html").get_attribute("dir") == direction
    for viewport in (NARROW, PHONE, DESKTOP):
        page.set_viewport_size(viewport)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("prefix", "language", "direction"), LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_U10_page_when_audited_then_no_finding(
    open_page: Open, path: str, prefix: str, language: str, direction: str, scheme: str
) -> None:
    page = open_page(prefix + path, PHONE, color_scheme=scheme)
    assert page_audit(page) == []


@pytest.mark.parametrize(("prefix", "language", "direction"), LANGUAGES)
def test_P8_journey_when_without_javascript_then_home_to_offer(
    open_page: Open, prefix: str, language: str, direction: str
) -> None:
    page = open_page(prefix + "/", PHONE, java_script_enabled=False)
    page.locator(".tiles a").first.click()
    page.locator(".tiles a").first.click()
    page.locator(".filters > summary").click()
    page.get_by_label("Damavand").check()
    page.locator(".filters [type=submit]").click()
    expect(page.locator(".active-filters .chip")).to_have_count(1)
    page.locator(".sort a").nth(2).click()
    page.locator(".card-title a").first.click()
    expect(page.locator(".offers tbody tr")).to_have_count(1)
    page.locator(".offers th a").click()
    expect(page.locator("h1")).to_be_visible()
    assert f"{prefix}/vendor/saffron/" in page.url


def test_P8_pages_when_turned_without_javascript_then_forth_and_back(open_page: Open) -> None:
    page = open_page("/catalog/kitchen/coffee/", java_script_enabled=False)
    first = page.locator(".card-title").first.text_content()
    page.locator("a[rel=next]").click()
    assert page.locator(".card-title").first.text_content() != first
    page.locator("a[rel=prev]").click()
    assert page.locator(".card-title").first.text_content() == first


def test_U10_journey_when_keyboard_only_then_home_to_product(open_page: Open) -> None:
    page = open_page("/")

    def focus(selector: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                outline = page.evaluate(
                    "() => { const e = document.activeElement;"
                    " return getComputedStyle(e).outlineStyle + getComputedStyle(e, '::after').outlineStyle }"
                )
                assert "solid" in outline
                return
        pytest.fail(f"no way to {selector} by keyboard")

    focus(".skip-link")
    page.keyboard.press("Enter")
    focus(".tile")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Home & kitchen")
    focus(".tile")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Coffee & tea")
    focus(".card-title a")
    page.keyboard.press("Enter")
    expect(page.locator("#offers")).to_be_visible()


def test_S1_persian_product_when_shown_then_digits_localised_and_sku_left_to_right(open_page: Open) -> None:
    page = open_page("/fa/product/stoneware-mug-1/")
    expect(page.locator(".offer-price")).to_have_text("۱۰٬۰۰۰ تومان")
    sku = page.locator(".offers .code")
    expect(sku).to_have_text("MUG-1")
    assert sku.evaluate("e => getComputedStyle(e).direction") == "ltr"


def test_S1_arrow_when_right_to_left_then_mirrored(open_page: Open) -> None:
    scale = "e => getComputedStyle(e).scale"
    english = open_page("/catalog/kitchen/coffee/").locator("a[rel=next] .icon").evaluate(scale)
    persian = open_page("/fa/catalog/kitchen/coffee/").locator("a[rel=next] .icon").evaluate(scale)
    assert (english, persian) == ("none", "-1 1")


def test_language_link_when_clicked_then_same_page_in_other_language(open_page: Open) -> None:
    page = open_page("/catalog/kitchen/coffee/?sort=newest")
    page.locator(".site-tools a[hreflang=fa]").click()
    assert page.url.endswith("/fa/catalog/kitchen/coffee/?sort=newest")
    expect(page.locator("h1")).to_have_text("قهوه و چای")


def test_filters_when_wide_screen_then_open_without_a_click(open_page: Open) -> None:
    page = open_page("/catalog/kitchen/coffee/", DESKTOP)
    expect(page.get_by_label("Damavand")).to_be_visible()
    page.set_viewport_size(PHONE)
    expect(page.get_by_label("Damavand")).to_be_hidden()


def test_account_when_signed_in_then_shown_and_signed_out_again(open_page: Open) -> None:
    page = open_page("/account/")
    page.fill("[name=username]", "Operator@Shop.example")
    page.fill("[name=password]", PASSWORD)
    page.locator(".panel [type=submit]").click()
    expect(page.locator("main")).to_contain_text("operator@shop.example")
    page.locator(".panel [type=submit]").click()
    expect(page.locator("h1")).to_contain_text("One page per product")


def test_admin_when_signed_in_then_lists_every_vendor_and_suspends_one(open_page: Open) -> None:
    page = open_page("/admin/")
    page.fill("[name=username]", "operator@shop.example")
    page.fill("[name=password]", PASSWORD)
    page.locator("[type=submit]").click()
    page.goto(page.url.split("/admin/")[0] + "/admin/vendors/vendor/")
    expect(page.locator("#result_list tbody tr")).to_have_count(2)
    page.get_by_role("row", name="Cedar & Co").get_by_role("checkbox").check()
    page.locator("select[name=action]").select_option("suspend")
    page.locator("[name=index]").click()
    expect(page.get_by_role("row", name="Cedar & Co")).to_contain_text("Suspended")
    page.goto(page.url.split("/admin/")[0] + "/vendor/cedar/")
    expect(page.locator("main")).to_contain_text("closed for now")
