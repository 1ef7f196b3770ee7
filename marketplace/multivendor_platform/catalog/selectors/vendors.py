"""Vendors who sell now, and what each sells."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from multivendor_platform.catalog.selectors.cursors import Cursor
from multivendor_platform.catalog.selectors.pages import PAGE_DEFAULT, CardPage, Order, card_page
from multivendor_platform.catalog.selectors.statements import language_column, statement_rows

COUNT_MAX = 1000
NEWEST = Order("newest", ("product_id",), (int,), descending=True)
BY_KEY = Order("vendor", ("vendor_id",), (int,))


@dataclass(frozen=True, slots=True)
class VendorPage:
    """A vendor, as JSON made by PostgreSQL, and one page of the products they offer, newest first."""

    vendor_json: str
    products: CardPage

    def vendor(self) -> dict[str, Any]:
        """Return id, slug, name, description, city, logo, product_count (1001: more than 1000)."""
        parsed: dict[str, Any] = json.loads(self.vendor_json)
        return parsed

    def as_json(self) -> bytes:
        """Return `{"vendor", "results", "next", "previous"}`."""
        return f'{{"vendor":{self.vendor_json},'.encode() + self.products.as_json()[1:]


def vendor_page(
    slug: str, *, language: str, cursor: str | None = None, limit: int = PAGE_DEFAULT
) -> VendorPage | None:
    """Return a vendor who sells, with one keyset page of their products, or None. CursorError for a bad
    cursor."""
    lang = language_column(language)
    start = None if cursor is None else Cursor.decode(cursor, NEWEST.name, NEWEST.kinds)
    backwards = start is not None and start.backwards
    after = (
        ""
        if start is None
        else f"AND {NEWEST.after(backwards=backwards).replace('product_id', 'o.product_id')}"
    )
    clause = NEWEST.clause(backwards=backwards)
    sql = f"""
        WITH vendor AS MATERIALIZED (SELECT vendor_id, card_{lang} AS card FROM vendor_card WHERE slug = %s)
        SELECT left(card, -1) || ', "product_count" : ' ||
               (SELECT count(*) FROM (SELECT DISTINCT o.product_id FROM offer_card o
                 WHERE o.vendor_id = vendor.vendor_id LIMIT {COUNT_MAX + 1}) t) || '}}', NULL::bigint FROM vendor
        UNION ALL
        (SELECT c.card_{lang}, product_id
           FROM (SELECT o.product_id FROM offer_card o
                  WHERE o.vendor_id = (SELECT vendor_id FROM vendor) {after}
                  GROUP BY o.product_id ORDER BY o.{clause} LIMIT %s) t
           JOIN product_card c USING (product_id) ORDER BY {clause})"""
    rows = statement_rows(sql, [slug, *(start.keys if start else ()), limit + 1])
    if not rows:
        return None
    return VendorPage(rows[0][0], card_page(rows[1:], order=NEWEST, limit=limit, start=start))


def vendor_list_page(*, language: str, cursor: str | None = None, limit: int = PAGE_DEFAULT) -> CardPage:
    """Return one keyset page of the vendors who sell."""
    start = None if cursor is None else Cursor.decode(cursor, BY_KEY.name, BY_KEY.kinds)
    backwards = start is not None and start.backwards
    condition = "" if start is None else f"WHERE {BY_KEY.after(backwards=backwards)}"
    rows = statement_rows(
        f"SELECT card_{language_column(language)}, vendor_id FROM vendor_card {condition} "
        f"ORDER BY {BY_KEY.clause(backwards=backwards)} LIMIT %s",
        [*(start.keys if start else ()), limit + 1],
    )
    return card_page(rows, order=BY_KEY, limit=limit, start=start)
