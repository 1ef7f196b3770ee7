"""Public reads of version 1: hand-made projections, keyset pages, no totals."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from multivendor_platform.api.answers import answer_json, problem, request_language
from multivendor_platform.api.parameters import parameters_check
from multivendor_platform.api.v1.shapes import (
    CardPageShape,
    Closed,
    NodePageShape,
    OfferListShape,
    ProblemShape,
    ProductShape,
    SearchShape,
    TreeShape,
    VendorListShape,
    VendorPageShape,
)
from multivendor_platform.catalog import selectors
from multivendor_platform.catalog.selectors.pages import PAGE_DEFAULT, PAGE_MAX

router = Router(tags=["catalog"])
BIGINT_MAX = 2**63 - 1
MISSING = {404: ProblemShape, 400: ProblemShape}


class PageQuery(Closed):
    """Where a page begins and how long it is."""

    cursor: str | None = Field(None, max_length=1200)
    limit: int = Field(PAGE_DEFAULT, ge=1, le=PAGE_MAX)
    lang: str | None = Field(None, pattern="^(en|fa)$")


class OrderedQuery(PageQuery):
    """A page of products in some order, within prices."""

    sort: str = Field("sort_order", pattern="^(sort_order|price|-price|newest)$")
    price_min: int | None = Field(None, ge=0, le=BIGINT_MAX)
    price_max: int | None = Field(None, ge=0, le=BIGINT_MAX)


class ProductQuery(OrderedQuery):
    """Which products: `node` is a path such as `electronics/phones`; vendor a slug; q words."""

    node: str | None = Field(None, max_length=400)
    vendor: str | None = Field(None, max_length=120)
    q: str | None = Field(None, max_length=200)


class SearchQuery(PageQuery):
    """Words to search for."""

    q: str = Field(min_length=1, max_length=200)


class LanguageQuery(Closed):
    """Language only."""

    lang: str | None = Field(None, pattern="^(en|fa)$")


LEVELS = ("department", "category", "subcategory")


@router.get("/nodes", response=list[TreeShape], summary="Departments with their categories")
def node_tree(request: HttpRequest, query: Query[LanguageQuery]) -> HttpResponse:
    parameters_check(request, LanguageQuery.model_fields)
    tree = selectors.department_tree(request_language(request))
    return answer_json(request, json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode())


@router.get(
    "/nodes/{path:path}", response={200: NodePageShape, **MISSING}, summary="A node and what is sold below it"
)
def node_detail(request: HttpRequest, path: str, query: Query[OrderedQuery]) -> HttpResponse:
    parameters_check(request, OrderedQuery.model_fields)
    place = path.strip("/")
    page = selectors.node_page(
        place,
        language=request_language(request),
        order=query.sort,
        cursor=query.cursor,
        limit=query.limit,
        price_min=query.price_min,
        price_max=query.price_max,
    )
    if page is not None:
        return answer_json(request, page.as_json())
    moved = selectors.node_find_moved(place)
    if moved is None:
        return problem(request, 404, "there is no such node")
    address = request.build_absolute_uri(request.path.replace(place, moved, 1))
    return HttpResponse(status=301, headers={"Location": address})


@router.get(
    "/products", response={200: CardPageShape, 400: ProblemShape}, summary="Products that can be bought now"
)
def product_list(request: HttpRequest, query: Query[ProductQuery]) -> HttpResponse:
    parameters_check(request, ProductQuery.model_fields)
    level: dict[str, str] = {}
    if query.node is not None:
        node = query.node.strip("/")
        depth = node.count("/")
        if depth >= len(LEVELS):
            return problem(request, 404, "there is no such node")
        level = {LEVELS[depth]: node}
    chosen = selectors.ProductFilter(
        **level, vendor=query.vendor, price_min=query.price_min, price_max=query.price_max, search=query.q
    )
    page = selectors.product_page(
        chosen, language=request_language(request), order=query.sort, cursor=query.cursor, limit=query.limit
    )
    return answer_json(request, page.as_json())


@router.get("/products/{slug}", response={200: ProductShape, **MISSING}, summary="One product by slug")
def product_detail(request: HttpRequest, slug: str, query: Query[LanguageQuery]) -> HttpResponse:
    parameters_check(request, LanguageQuery.model_fields)
    body = selectors.product_detail_json(slug, language=request_language(request))
    return problem(request, 404, "there is no such product") if body is None else answer_json(request, body)


@router.get(
    "/products/{slug}/offers",
    response={200: OfferListShape, **MISSING},
    summary="Every vendor's offer of a product, cheapest first",
)
def product_offers(request: HttpRequest, slug: str, query: Query[LanguageQuery]) -> HttpResponse:
    parameters_check(request, LanguageQuery.model_fields)
    product = selectors.product_detail(slug, language=request_language(request))
    if product is None:
        return problem(request, 404, "there is no such product")
    body = json.dumps({"results": product["offers"]}, ensure_ascii=False, separators=(",", ":"))
    return answer_json(request, body.encode())


@router.get("/vendors", response={200: VendorListShape, 400: ProblemShape}, summary="Vendors who sell now")
def vendor_list(request: HttpRequest, query: Query[PageQuery]) -> HttpResponse:
    parameters_check(request, PageQuery.model_fields)
    page = selectors.vendor_list_page(
        language=request_language(request), cursor=query.cursor, limit=query.limit
    )
    return answer_json(request, page.as_json())


@router.get(
    "/vendors/{slug}", response={200: VendorPageShape, **MISSING}, summary="A vendor and what they offer"
)
def vendor_detail(request: HttpRequest, slug: str, query: Query[PageQuery]) -> HttpResponse:
    parameters_check(request, PageQuery.model_fields)
    page = selectors.vendor_page(
        slug, language=request_language(request), cursor=query.cursor, limit=query.limit
    )
    return (
        problem(request, 404, "there is no such vendor")
        if page is None
        else answer_json(request, page.as_json())
    )


@router.get("/search", response={200: SearchShape, 400: ProblemShape}, summary="Search; one typo is forgiven")
def search(request: HttpRequest, query: Query[SearchQuery]) -> HttpResponse:
    parameters_check(request, SearchQuery.model_fields)
    page = selectors.search_page(
        query.q, language=request_language(request), cursor=query.cursor, limit=query.limit
    )
    return answer_json(request, page.as_json())
