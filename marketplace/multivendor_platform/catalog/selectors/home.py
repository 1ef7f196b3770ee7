"""The first page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from multivendor_platform.catalog.selectors.nodes import department_tree
from multivendor_platform.catalog.selectors.products import ProductFilter, product_page


@dataclass(frozen=True, slots=True)
class HomePage:
    """Departments with their categories, and two rows of cards."""

    departments: list[dict[str, Any]]
    featured: list[dict[str, Any]]
    newest: list[dict[str, Any]]


def home_page(language: str, *, limit: int = 12) -> HomePage:
    """Return what the first page shows; three statements."""
    return HomePage(
        departments=department_tree(language),
        featured=product_page(ProductFilter(), language=language, limit=limit).cards(),
        newest=product_page(ProductFilter(), language=language, order="newest", limit=limit).cards(),
    )
