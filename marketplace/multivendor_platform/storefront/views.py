"""The pages. Each reads with at most two statements and knows nothing of who asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from multivendor_platform.catalog.errors import CursorError
from multivendor_platform.catalog.selectors import product_detail, search_page, vendor_page
from multivendor_platform.storefront import products, selectors
from multivendor_platform.storefront.cards import (
    breadcrumb_make,
    cards_make,
    department_links,
    node_tile,
    node_url,
    vendor_tile,
)
from multivendor_platform.storefront.errors import gone
from multivendor_platform.storefront.filters import ListState, PriceTextError, list_state_read
from multivendor_platform.storefront.listings import category_listing, count_text, plain_listing
from multivendor_platform.storefront.pages import public_page
from multivendor_platform.storefront.selectors import Criteria, Document
from multivendor_platform.storefront.site import page_language, site_frame

T = TypeVar("T")


def _render(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    # Without the request: no context processor may read the session behind a page that is the same for all.
    page = render_to_string(f"storefront/{template}", {"site": site_frame(request), **context})
    return HttpResponse(page, status=status)


def _from_cursor(state: ListState, read: Callable[[str | None], T]) -> T:
    """Read at the state's cursor, or from the beginning when it is damaged: an old link shows a list."""
    try:
        return read(state.cursor)
    except CursorError:
        return read(None)


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Show the front page."""
    language = page_language()
    document = selectors.home_page(language)
    newest = cards_make(document["newest"], language)
    return _render(
        request,
        "home.html",
        {
            "departments": department_links(document["departments"]),
            "hero": [card for card in newest if card.picture][:6],
            "tiles": [node_tile(row, language) for row in document["tiles"]],
            "newest": newest[6:] or newest,
            "vendors": [vendor_tile(row) for row in document["vendors"]],
        },
    )


@public_page
def node(request: HttpRequest, path: str) -> HttpResponse:
    """Show a department, category or subcategory; send former addresses to where the node is now."""
    if "/" in path:
        return _category(request, path)
    language = page_language()
    document = selectors.department_page(path, language)
    if document["node"] is None:
        return _moved(request, document)
    department = document["node"]
    return _render(
        request,
        "department.html",
        {
            "departments": department_links(document["departments"], path),
            "breadcrumb": breadcrumb_make([], department["name"]),
            "name": department["name"],
            "description": department["description"],
            "tiles": [node_tile(row, language) for row in department["children"]],
            "newest": cards_make(document["newest"], language),
        },
    )


def _moved(request: HttpRequest, document: Document) -> HttpResponse:
    if document["moved_to"] is None:
        raise Http404
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(node_url(document["moved_to"]) + (f"?{query}" if query else ""))


def _criteria(state: ListState) -> tuple[Criteria, str]:
    """Return what the address asks for, and what is wrong with its prices."""
    if not state.has_price:
        return state.criteria(""), ""
    try:
        return state.criteria(selectors.market_currency()), ""
    except PriceTextError:
        return state.without(price=True).criteria(""), _("Please type prices as digits, such as 250.")


def _category(request: HttpRequest, path: str) -> HttpResponse:
    language = page_language()
    state = list_state_read(request.path, request.GET)
    criteria, price_error = _criteria(state)
    document, page = _from_cursor(
        state,
        lambda cursor: selectors.category_page(path, language, criteria, order=state.order, cursor=cursor),
    )
    category = document["node"]
    if category is None:
        return _moved(request, document)
    return _render(
        request,
        "category.html",
        {
            "departments": department_links(document["departments"], path),
            "breadcrumb": breadcrumb_make(category["parents"], category["name"]),
            "name": category["name"],
            "description": category["description"],
            "children": [node_tile(row, language) for row in category["children"]],
            "listing": category_listing(document, page, state, criteria, language, price_error=price_error),
            "noindex": bool(request.GET),
        },
    )


@public_page
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a product with all its offers; one that nobody sells now stays and says so."""
    language = page_language()
    found = product_detail(slug, language=language)
    if found is None:
        raise Http404
    chosen = products.variant_chosen(found, request.GET.get("variant", ""))
    offers = [offer for offer in found["offers"] if chosen is None or offer["variant"] == chosen["id"]]
    rows = products.offer_rows(found, offers, language)
    parents = found["nodes"]
    return _render(
        request,
        "product.html",
        {
            "departments": department_links(
                selectors.department_list(language), parents[-1]["path"] if parents else ""
            ),
            "breadcrumb": breadcrumb_make(parents, found["name"]),
            "product": found,
            "summary": found["meta_description"] or found["description"][:300],
            "pictures": products.pictures(found),
            "price": rows[0].price if rows else "",
            "is_from": len({row.price for row in rows}) > 1,
            "offers_note": products.offers_note(found, language),
            "axes": products.variant_axes(found, chosen, request.path),
            "all_url": request.path if chosen else "",
            "has_variants": chosen is None and len(found["variants"]) > 1,
            "offers": rows,
            "facts": products.facts(found, language),
            "json_ld": products.json_ld(found, settings.SITE_URL + request.path),
        },
    )


@public_page
def vendor(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a shop; one that does not sell now keeps its address and says so."""
    language = page_language()
    state = list_state_read(request.path, request.GET)
    found = _from_cursor(state, lambda cursor: vendor_page(slug, language=language, cursor=cursor))
    if found is None:
        return _vendor_closed(request, slug, language)
    row = found.vendor()
    count = row["product_count"]
    listing = plain_listing(
        found.products, state, language, summary=count_text(min(count, 1000), language, more=count > 1000)
    )
    return _render(
        request,
        "vendor.html",
        {
            "departments": department_links(selectors.department_list(language)),
            "breadcrumb": breadcrumb_make([], row["name"]),
            "vendor": vendor_tile(row),
            "about": row["description"],
            "is_open": True,
            "listing": listing,
            "noindex": bool(request.GET),
        },
    )


def _vendor_closed(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Keep the address of a shop that does not sell now (row B9); end that of a terminated one (B4)."""
    document = selectors.vendor_closed(slug, language)
    found = document["vendor"]
    if found is None:
        raise Http404
    if found["state"] == "terminated":
        return gone(request)
    context = {
        "departments": department_links(document["departments"]),
        "breadcrumb": breadcrumb_make([], found["name"]),
        "vendor": {"label": found["name"], "monogram": found["name"][:1].upper()},
        "is_open": False,
    }
    return _render(request, "vendor.html", context)


@public_page
def search(request: HttpRequest) -> HttpResponse:
    """Show what matches the words; a typo is forgiven and the correction is told."""
    language = page_language()
    state = list_state_read(request.path, request.GET)
    found = _from_cursor(state, lambda cursor: search_page(state.query, language=language, cursor=cursor))
    title = _("Results for “%(query)s”") % {"query": state.query} if state.query else _("Search")
    listing = plain_listing(
        found.page,
        state,
        language,
        summary=count_text(found.total, language, more=found.is_more) if state.query else "",
        empty=_("Nothing was found. Try another word, or fewer of them.")
        if state.query
        else _("Type what you are looking for."),
    )
    return _render(
        request,
        "search.html",
        {
            "departments": department_links(selectors.department_list(language)),
            "title": title,
            "query": state.query,
            "corrected": found.corrected,
            "listing": listing,
        },
    )
