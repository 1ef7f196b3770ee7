"""Lists of products that can be bought now."""

from __future__ import annotations

from dataclasses import dataclass

from multivendor_platform.catalog.selectors.cursors import Cursor
from multivendor_platform.catalog.selectors.pages import PAGE_DEFAULT, CardPage, Order, card_page
from multivendor_platform.catalog.selectors.search import tsquery_text
from multivendor_platform.catalog.selectors.statements import language_column, statement_rows

ORDERS = {
    order.name: order
    for order in (
        Order("sort_order", ("c.sort_order", "c.name_key", "c.product_id"), (int, str, int)),
        Order("price", ("c.price_amount", "c.product_id"), (int, int)),
        Order("-price", ("c.price_amount", "c.product_id"), (int, int), descending=True),
        Order("newest", ("c.product_id",), (int,), descending=True),
    )
}
NUMBERED_ORDERS = {
    "sort_order": "c.sort_order, c.name_key, c.product_id",
    "-sort_order": "c.sort_order DESC, c.name_key DESC, c.product_id DESC",
    "price": "c.price_amount, c.product_id",
    "-price": "c.price_amount DESC, c.product_id DESC",
    "created_at": "c.product_id",
    "-created_at": "c.product_id DESC",
    "name": "c.name_key, c.product_id",
    "-name": "c.name_key DESC, c.product_id DESC",
}
# A page number costs its offset: 1,000 pages of ten are read in milliseconds, a million rows are not.
NUMBERED_ROWS_MAX = 10_000


@dataclass(frozen=True, slots=True)
class ProductFilter:
    """Which products: nodes and vendor by key, prices in minor units of the market's currency, words."""

    department: int | str | None = None
    category: int | str | None = None
    subcategory: int | str | None = None
    vendor: int | str | None = None
    price_min: int | None = None
    price_max: int | None = None
    search: str | None = None

    def conditions(self) -> tuple[list[str], list[object]]:
        """Return SQL conditions on `product_card c` and their parameters."""
        conditions: list[str] = []
        parameters: list[object] = []
        for level in ("department", "category", "subcategory"):
            value = getattr(self, level)
            if isinstance(value, int):
                conditions.append(f"c.{level}_id = %s")
                parameters.append(value)
            elif value is not None:
                # A path names one node, so that an index still gives the order; a slug may stand below
                # several.
                found = (
                    f"= (SELECT id FROM catalog_node WHERE kind = '{level}' AND path = %s)"
                    if "/" in value
                    else f"= ANY (ARRAY(SELECT id FROM catalog_node WHERE kind = '{level}' AND slug = %s))"
                )
                conditions.append(f"c.{level}_id {found}")
                parameters.append(value)
        if self.vendor is not None:
            by_key = isinstance(self.vendor, int)
            vendor = "%s" if by_key else "(SELECT vendor_id FROM vendor_card WHERE slug = %s)"
            conditions.append(
                f"EXISTS (SELECT FROM offer_card o WHERE o.product_id = c.product_id AND o.vendor_id = {vendor})"
            )
            parameters.append(self.vendor)
        if self.price_min is not None:
            conditions.append("c.price_amount >= %s")
            parameters.append(self.price_min)
        if self.price_max is not None:
            conditions.append("c.price_amount <= %s")
            parameters.append(self.price_max)
        if self.search is not None:
            conditions.append("c.document @@ %s::tsquery")
            parameters.append(tsquery_text(self.search))
        return conditions, parameters


def where(conditions: list[str]) -> str:
    """Return a WHERE clause, or nothing without conditions."""
    return f"WHERE {' AND '.join(conditions)}" if conditions else ""


def product_page(
    chosen: ProductFilter,
    *,
    language: str,
    order: str = "sort_order",
    cursor: str | None = None,
    limit: int = PAGE_DEFAULT,
) -> CardPage:
    """Return one keyset page of cards, at any depth for the same price.

    order: a key of ORDERS. cursor: `next` or `previous` of a page of the same order; CursorError otherwise.
    """
    by = ORDERS[order]
    start = None if cursor is None else Cursor.decode(cursor, by.name, by.kinds)
    backwards = start is not None and start.backwards
    conditions, parameters = chosen.conditions()
    if start is not None:
        conditions.append(by.after(backwards=backwards))
        parameters.extend(start.keys)
    sql = (
        f"SELECT c.card_{language_column(language)}, {', '.join(by.columns)} FROM product_card c "
        f"{where(conditions)} ORDER BY {by.clause(backwards=backwards)} LIMIT %s"
    )
    rows = statement_rows(sql, [*parameters, limit + 1])
    return card_page(rows, order=by, limit=limit, start=start)


NUMBERED_ROW = """json_build_object(
    'id', p.id, 'name', {name}, 'slug', p.slug, 'description', {description},
    'image', '/media/' || a.sha256 || '.' || a.extension, 'image_alt', {image_alt},
    'meta_title', {meta_title}, 'meta_description', {meta_description},
    'is_active', true, 'sort_order', p.sort_order, 'brand', p.brand,
    'department', c.department_id, 'category', c.category_id, 'subcategory', c.subcategory_id,
    'price', json_build_object('amount', c.price_amount, 'currency', (SELECT currency FROM market)),
    'offer_count', c.offer_count, 'created_at', to_char(p.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))"""
_FALLBACK = {"en": "fa", "fa": "en"}


def translated(table: str, column: str, language: str) -> str:
    """Return the SQL of a translated column that falls back to the other language."""
    return f"coalesce(nullif({table}.{column}_{language}, ''), {table}.{column}_{_FALLBACK[language]})"


def numbered_row(language: str) -> str:
    """Return the SQL of one product in the frozen lists, from `p`, `c` and `a`."""
    names = {
        column: translated("p", column, language)
        for column in ("name", "description", "meta_title", "meta_description")
    }
    alternative = f"coalesce(nullif(p.image_alt_{language}, ''), {names['name']})"
    return NUMBERED_ROW.format(image_alt=alternative, **names)


def product_list_numbered(
    chosen: ProductFilter, *, language: str, order: str, page: int, size: int
) -> tuple[int, str]:
    """Return how many there are, at most NUMBERED_ROWS_MAX, and one numbered page as a JSON array."""
    conditions, parameters = chosen.conditions()
    by = NUMBERED_ORDERS[order]
    sql = f"""
        SELECT (SELECT count(*) FROM (SELECT FROM product_card c {where(conditions)} LIMIT {NUMBERED_ROWS_MAX}) t),
               (SELECT coalesce(json_agg({numbered_row(language_column(language))} ORDER BY c.place), '[]')::text
                  FROM (SELECT c.*, row_number() OVER (ORDER BY {by}) AS place FROM product_card c
                         {where(conditions)} ORDER BY {by} LIMIT %s OFFSET %s) c
                  JOIN catalog_product p ON p.id = c.product_id
                  LEFT JOIN media_mediaasset a ON a.id = p.image_id)"""
    rows = statement_rows(sql, [*parameters, *parameters, size, (page - 1) * size])
    count, results = rows[0]
    return int(count), str(results)
