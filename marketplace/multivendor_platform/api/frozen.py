"""The unversioned lists: their paths, parameters and fields are frozen by golden tests.

`{count, next, previous, results}`, ten per page, by sort order and then name; inactive things are hidden.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from multivendor_platform.api.answers import answer_json, problem, request_language
from multivendor_platform.api.parameters import (
    ParameterError,
    as_choice,
    as_key,
    as_number,
    as_positive,
    as_text,
    parameter,
    parameters_check,
)
from multivendor_platform.catalog.selectors import (
    ProductFilter,
    node_list_json,
    product_detail_json,
    product_list_numbered,
    search_numbered,
)
from multivendor_platform.catalog.selectors.products import NUMBERED_ORDERS, NUMBERED_ROWS_MAX

PAGE_SIZE = 10
PAGE_MAX = NUMBERED_ROWS_MAX // PAGE_SIZE

View = Callable[..., HttpResponse]


def _safe(*known: str) -> Callable[[View], View]:
    """Accept GET and HEAD with these parameters only."""

    def decorate(view: View) -> View:
        @require_safe
        @wraps(view)
        def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            try:
                parameters_check(request, known)
                return view(request, *args, **kwargs)
            except ParameterError as error:
                entry = {"parameter": error.name, "code": error.code, "message": error.message}
                return problem(request, 400, f"{error.name}: {error.message}", errors=[entry])

        return checked

    return decorate


def _page(request: HttpRequest) -> int:
    page = parameter(request, "page", as_positive) or 1
    if page > PAGE_MAX:
        raise ParameterError(
            "page",
            f"page numbers end at {PAGE_MAX}; read further with /api/v1/catalog/products and its cursor",
            "page-too-deep",
        )
    return page


def _envelope(request: HttpRequest, count: int, results: str, page: int) -> HttpResponse:
    if page > 1 and (page - 1) * PAGE_SIZE >= count:
        return problem(
            request, 404, f"there is no page {page}; the last one is {max(1, -(-count // PAGE_SIZE))}"
        )

    def address(number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(number)
        if number == 1:
            del query["page"]
        text = query.urlencode()
        return request.build_absolute_uri(f"{request.path}?{text}" if text else request.path)

    head = {
        "count": count,
        "next": address(page + 1) if page * PAGE_SIZE < count and page < PAGE_MAX else None,
        "previous": address(page - 1) if page > 1 else None,
    }
    body = f'{json.dumps(head)[:-1]}, "results": {results}}}'
    return answer_json(request, body.encode())


@_safe("page")
def department_list(request: HttpRequest) -> HttpResponse:
    """Active departments."""
    page = _page(request)
    count, results = node_list_json(
        "department", language=request_language(request), page=page, size=PAGE_SIZE
    )
    return _envelope(request, count, results, page)


@_safe("page", "department")
def category_list(request: HttpRequest) -> HttpResponse:
    """Active categories, of one department or of all."""
    page = _page(request)
    department = parameter(request, "department", as_key)
    count, results = node_list_json(
        "category",
        language=request_language(request),
        page=page,
        size=PAGE_SIZE,
        below=None if department is None else ("department", department),
    )
    return _envelope(request, count, results, page)


@_safe("page", "department", "category")
def subcategory_list(request: HttpRequest) -> HttpResponse:
    """Active subcategories, of one category or department or of all."""
    page = _page(request)
    category, department = parameter(request, "category", as_key), parameter(request, "department", as_key)
    if category is not None and department is not None:
        raise ParameterError("department", "give either category or department, not both")
    below = None if department is None else ("department", department)
    if category is not None:
        below = ("category", category)
    count, results = node_list_json(
        "subcategory", language=request_language(request), page=page, size=PAGE_SIZE, below=below
    )
    return _envelope(request, count, results, page)


PRODUCT_PARAMETERS = (
    "page",
    "department",
    "category",
    "subcategory",
    "vendor",
    "price_min",
    "price_max",
    "search",
    "ordering",
)


@_safe(*PRODUCT_PARAMETERS)
def product_list(request: HttpRequest) -> HttpResponse:
    """Products that can be bought now."""
    page = _page(request)
    chosen = ProductFilter(
        department=parameter(request, "department", as_key),
        category=parameter(request, "category", as_key),
        subcategory=parameter(request, "subcategory", as_key),
        vendor=parameter(request, "vendor", as_key),
        price_min=parameter(request, "price_min", as_number),
        price_max=parameter(request, "price_max", as_number),
        search=parameter(request, "search", as_text),
    )
    order = parameter(request, "ordering", as_choice(*NUMBERED_ORDERS)) or "sort_order"
    count, results = product_list_numbered(
        chosen, language=request_language(request), order=order, page=page, size=PAGE_SIZE
    )
    return _envelope(request, count, results, page)


@_safe()
def product_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One product by id or slug; one that nobody sells now answers too, with `available` false."""
    chosen = as_key("key", key)
    body = product_detail_json(chosen, language=request_language(request))
    if body is None and isinstance(chosen, int):
        # A slug may consist of digits: a novel called 1984.
        body = product_detail_json(key, language=request_language(request))
    if body is None:
        return problem(request, 404, "there is no such product")
    return answer_json(request, body)


@_safe("q", "page")
def product_search(request: HttpRequest) -> HttpResponse:
    """The best matches for some words; `count` ends at 1000."""
    page = _page(request)
    text = parameter(request, "q", as_text)
    if text is None:
        raise ParameterError("q", "expected the words to search for", "parameter-missing")
    count, results = search_numbered(text, language=request_language(request), page=page, size=PAGE_SIZE)
    return _envelope(request, count, results, page)
