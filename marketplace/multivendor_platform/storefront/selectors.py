"""What the pages read: one statement each, without a vendor context, so only what the public may see."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection

from multivendor_platform.storefront import statements
from multivendor_platform.storefront.cursors import Cursor
from multivendor_platform.storefront.statements import ScopeColumn, SortOrder

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

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is narrowed down."""
        return self.price_min is None and self.price_max is None and not self.brands and not self.options


@dataclass(frozen=True, slots=True)
class Slice:
    """Rows of one page, in reading order, and the keys at which its neighbours begin."""

    rows: list[Document]
    previous: Cursor | None
    next: Cursor | None


def _document(statement: str, language: str, parameters: dict[str, Any]) -> Document:
    with connection.cursor() as cursor:
        cursor.execute(statements.in_language(statement, language), parameters)
        row = cursor.fetchone()
    document: Document = json.loads(row[0])
    return document


def _key_parameters(cursor: Cursor | None) -> dict[str, Any]:
    return {} if cursor is None else {f"k{place}": value for place, value in enumerate(cursor.key)}


def slice_cut(rows: list[Document], cursor: Cursor | None, size: int) -> Slice:
    """Cut `size + 1` rows, read in the cursor's direction, to one page with the ways on and back."""
    more = len(rows) > size
    kept = rows[:size]
    backwards = cursor is not None and cursor.backwards
    if backwards:
        kept.reverse()
    if not kept:
        return Slice([], None, None)
    before = Cursor(tuple(kept[0]["key"]), backwards=True)
    after = Cursor(tuple(kept[-1]["key"]), backwards=False)
    if backwards:
        return Slice(kept, before if more else None, after)
    return Slice(kept, before if cursor is not None else None, after if more else None)


def home_page(language: str) -> Document:
    """Return departments, the newest products and some shops."""
    return _document(statements.HOME, language, {})


def department_list(language: str) -> list[Document]:
    """Return name and path of each visible department, for pages that show nothing else."""
    with connection.cursor() as cursor:
        cursor.execute(statements.in_language(statements.DEPARTMENTS, language))
        departments: list[Document] = json.loads(cursor.fetchone()[0])
    return departments


def _path_parameters(path: str) -> dict[str, Any]:
    steps = path.split("/")
    return {"path": path, "ancestors": ["/".join(steps[:depth]) for depth in range(1, len(steps))]}


def department_page(path: str, language: str) -> Document:
    """Return one department with its categories and newest products; `node` is None where there is none."""
    return _document(statements.DEPARTMENT, language, _path_parameters(path))


def category_page(
    path: str, language: str, criteria: Criteria, order: SortOrder, cursor: Cursor | None
) -> tuple[Document, Slice]:
    """Return a category or subcategory with facets, counts and one page of cards; `node` is None without one."""
    statement = statements.category_statement(
        _SCOPES[path.count("/") + 1],
        order,
        backwards=cursor is not None and cursor.backwards,
        started=cursor is not None,
    )
    parameters = {
        **_path_parameters(path),
        **criteria_parameters(criteria),
        **_key_parameters(cursor),
        "limit": PAGE_SIZE + 1,
    }
    document = _document(statement, language, parameters)
    return document, slice_cut(document["cards"], cursor, PAGE_SIZE)


def criteria_parameters(criteria: Criteria) -> dict[str, Any]:
    """Return the parameters under which the statements know the criteria."""
    return {
        "price_min": criteria.price_min,
        "price_max": criteria.price_max,
        "brands": list(criteria.brands),
        "options": json.dumps(criteria.options),
    }


def vendor_page(slug: str, language: str, cursor: Cursor | None) -> tuple[Document, Slice]:
    """Return a selling vendor and one page of what they sell; `vendor` is None for anybody else."""
    backwards = cursor is not None and cursor.backwards
    statement = statements.vendor_statement(backwards=backwards, started=cursor is not None)
    parameters = {"slug": slug, **_key_parameters(cursor), "limit": PAGE_SIZE + 1}
    document = _document(statement, language, parameters)
    return document, slice_cut(document["cards"], cursor, PAGE_SIZE)


def product_page(slug: str, language: str) -> Document:
    """Return a product with every offer that can be bought now; `product` is None where there is none."""
    return _document(statements.PRODUCT, language, {"slug": slug, "language": language})
