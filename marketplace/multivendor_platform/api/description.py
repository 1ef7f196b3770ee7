"""OpenAPI 3.1 of everything below /api/: the frozen lists by hand, version 1 from its types."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from multivendor_platform.api.frozen import PAGE_MAX, PAGE_SIZE, PRODUCT_PARAMETERS
from multivendor_platform.catalog.selectors.products import NUMBERED_ORDERS

PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemShape"}}}
PARAMETERS: dict[str, dict[str, Any]] = {
    "page": {"type": "integer", "minimum": 1, "maximum": PAGE_MAX, "default": 1},
    "lang": {"type": "string", "enum": ["en", "fa"]},
    "department": {"type": "string", "description": "id, slug or path"},
    "category": {"type": "string", "description": "id, slug or path"},
    "subcategory": {"type": "string", "description": "id, slug or path"},
    "vendor": {"type": "string", "description": "id or slug"},
    "price_min": {"type": "integer", "minimum": 0, "description": "minor units"},
    "price_max": {"type": "integer", "minimum": 0, "description": "minor units"},
    "search": {"type": "string", "description": "words that must all occur"},
    "ordering": {"type": "string", "enum": list(NUMBERED_ORDERS), "default": "sort_order"},
    "q": {"type": "string"},
}
_TEXT = {"type": "string"}
_OPTIONAL = {"type": ["string", "null"]}
_KEY = {"type": ["integer", "null"]}
_COMMON = {
    "id": {"type": "integer"},
    "name": _TEXT,
    "slug": _TEXT,
    "description": _TEXT,
    "image": _OPTIONAL,
    "image_alt": _TEXT,
    "meta_title": _TEXT,
    "meta_description": _TEXT,
    "is_active": {"type": "boolean"},
    "sort_order": {"type": "integer"},
}
_NODE = {**_COMMON, "path": _TEXT, "department": _KEY, "category": _KEY}
_PRODUCT = {
    **_COMMON,
    "brand": _TEXT,
    "department": _KEY,
    "category": _KEY,
    "subcategory": _KEY,
    "price": {"$ref": "#/components/schemas/MoneyShape"},
    "offer_count": {"type": "integer"},
    "created_at": {"type": "string", "format": "date-time"},
}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list_of(name: str) -> dict[str, Any]:
    return _object(
        {
            "count": {"type": "integer"},
            "next": _OPTIONAL,
            "previous": _OPTIONAL,
            "results": {
                "type": "array",
                "maxItems": PAGE_SIZE,
                "items": {"$ref": f"#/components/schemas/{name}"},
            },
        }
    )


def _operation(
    operation: str, summary: str, schema: dict[str, Any], parameters: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "get": {
            "operationId": operation,
            "summary": summary,
            "tags": ["frozen"],
            "parameters": parameters,
            "responses": {
                "200": {"description": "OK", "content": {"application/json": {"schema": schema}}},
                "304": {"description": "Not modified"},
                "400": {"description": "Bad request", "content": PROBLEM},
                "404": {"description": "Not found", "content": PROBLEM},
            },
        }
    }


def _query(*names: str, required: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "query", "required": name in required, "schema": PARAMETERS[name]}
        for name in (*names, "lang")
    ]


def _frozen_paths() -> dict[str, Any]:
    key = {
        "name": "key",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "description": "id or slug"},
    }
    return {
        "/api/departments/": _operation(
            "department_list", "Departments", _list_of("FrozenNode"), _query("page")
        ),
        "/api/categories/": _operation(
            "category_list", "Categories", _list_of("FrozenNode"), _query("page", "department")
        ),
        "/api/subcategories/": _operation(
            "subcategory_list",
            "Subcategories",
            _list_of("FrozenNode"),
            _query("page", "department", "category"),
        ),
        "/api/products/": _operation(
            "product_list",
            "Products that can be bought now",
            _list_of("FrozenProduct"),
            _query(*PRODUCT_PARAMETERS),
        ),
        "/api/products/search/": _operation(
            "product_search",
            "Search for products",
            _list_of("FrozenProduct"),
            _query("q", "page", required=("q",)),
        ),
        "/api/products/{key}/": _operation(
            "product_detail",
            "One product",
            {"$ref": "#/components/schemas/ProductShape"},
            [key, *_query()],
        ),
    }


@cache
def openapi_document() -> dict[str, Any]:
    """Return the whole description."""
    from multivendor_platform.api.v1.application import api

    document: dict[str, Any] = json.loads(
        json.dumps(api.get_openapi_schema(path_prefix="/api/v1"), default=str)
    )
    document["openapi"] = "3.1.0"
    document["paths"] = {**_frozen_paths(), **document["paths"]}
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas["FrozenNode"] = _object(_NODE)
    schemas["FrozenProduct"] = _object(_PRODUCT)
    document["tags"] = [
        {"name": "frozen", "description": "Page-numbered lists whose shape never changes"},
        {"name": "catalog", "description": "Public reads, version 1"},
        {"name": "vendor", "description": "A vendor's own offers, version 1; needs a session"},
    ]
    for path in document["paths"].values():
        for operation in path.values():
            for status, response in operation["responses"].items():
                if str(status).startswith(("4", "5")):
                    response["content"] = PROBLEM
    return document
