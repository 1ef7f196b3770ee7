"""What the pages read: one statement each, without a vendor context, so only what the public may see."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final

from multivendor_platform.catalog.selectors import ORDERS, CardPage
from multivendor_platform.catalog.selectors.cursors import Cursor
from multivendor_platform.catalog.selectors.pages import card_page
from multivendor_platform.catalog.selectors.statements import statement_rows
from multivendor_platform.storefront import statements
from multivendor_platform.storefront.statements import ScopeColumn

PAGE_SIZE: Final = 24
_SCOPES: Final[dict[int, ScopeColumn]] = {1: "department_id", 2: "category_id", 3: "subcategory_id"}

# What a statement built with json_build_object returns; its keys stand in statements.py.
Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Criteria:
    """What a visitor narrows a list down to. Prices in minor units; options by attribute code."""

    price_min: int | None = None
    price_max: int | None = None
    brands: tuple[str, ...] = ()
    options: dict[str, tuple[str, ...]] = field(default_factory=dict)


def _document(statement: str, language: str, parameters: dict[str, Any] | None = None) -> Document:
    sql = statements.in_language(statement, language)
    document: Document = json.loads(statement_rows(sql, parameters or {})[0][0])
    return document


def home_page(language: str) -> Document:
    """Return departments, the newest products and some shops."""
    return _document(statements.HOME, language)


def department_list(language: str) -> list[Document]:
    """Return name and path of each visible department, for pages that read nothing else of the tree."""
    departments: list[Document] = _document(statements.DEPARTMENTS, language)["departments"]
    return departments


def _path_parameters(path: str) -> dict[str, Any]:
    steps = path.split("/")
    return {"path": path, "ancestors": ["/".join(steps[:depth]) for depth in range(1, len(steps))]}


def department_page(path: str, language: str) -> Document:
    """Return one department with its categories and newest products; `node` is None where there is none."""
    return _document(statements.DEPARTMENT, language, _path_parameters(path))


def category_page(
    path: str, language: str, criteria: Criteria, *, order: str, cursor: str | None
) -> tuple[Document, CardPage]:
    """Return a category or subcategory with facets and counts, and one keyset page of its cards.

    `node` is None where there is none, `moved_to` then says where the node of an old path is. order: a key of
    ORDERS. Raise CursorError for a cursor of another list.
    """
    by = ORDERS[order]
    start = None if cursor is None else Cursor.decode(cursor, by.name, by.kinds)
    statement = statements.category_statement(
        _SCOPES[path.count("/") + 1],
        order,
        backwards=start is not None and start.backwards,
        started=start is not None,
    )
    keys = {f"k{place}": value for place, value in enumerate(start.keys if start else ())}
    parameters = {**_path_parameters(path), **_criteria_parameters(criteria), **keys, "limit": PAGE_SIZE + 1}
    document = _document(statement, language, parameters)
    rows = [tuple(row) for row in document["cards"]]
    return document, card_page(rows, order=by, limit=PAGE_SIZE, start=start)


def _criteria_parameters(criteria: Criteria) -> dict[str, Any]:
    return {
        "price_min": criteria.price_min,
        "price_max": criteria.price_max,
        "brands": list(criteria.brands),
        "options": json.dumps(criteria.options),
    }


def vendor_closed(slug: str, language: str) -> Document:
    """Return name and state of a vendor who once sold; `vendor` is None for anybody else."""
    return _document(statements.VENDOR_CLOSED, language, {"slug": slug})


def market_currency() -> str:
    """Return the currency in which this marketplace sells."""
    return str(statement_rows("SELECT currency FROM market")[0][0])
