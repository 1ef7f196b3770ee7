"""Put the demo into the database by COPY, one transaction per batch, so that memory stays small at a
million."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
from django.db import connection, transaction

from multivendor_platform.demo.rows import Counters, Shared, Tables, batches, product_rows, tree_rows

# Columns of each table in the order of its rows, and tables in the order of their references.
COLUMNS = {
    "media_mediaasset": "id, sha256, media_type, extension, body, width, height, created_at",
    "catalog_attributedef": "id, code, kind, unit, name_en, name_fa",
    "catalog_attributeoption": "id, attribute_id, code, name_en, name_fa, sort_order",
    "catalog_node": (
        "id, kind, parent_id, slug, path, name_en, name_fa, description_en, description_fa, image_alt_en, "
        "image_alt_fa, meta_title_en, meta_title_fa, meta_description_en, meta_description_fa, image_id, "
        "sort_order, is_active, search_title, created_at, updated_at"
    ),
    "catalog_nodeattribute": "node_id, attribute_id, is_required, sort_order",
    "vendors_vendor": (
        "id, slug, name_en, name_fa, state, on_vacation, description_en, description_fa, city_en, city_fa, "
        "logo_id, created_at"
    ),
    "catalog_product": (
        "id, slug, node_id, state, name_en, name_fa, description_en, description_fa, image_alt_en, image_alt_fa, "
        "meta_title_en, meta_title_fa, meta_description_en, meta_description_fa, brand, image_id, sort_order, "
        "search_title, search_body, created_at, updated_at, version"
    ),
    "catalog_productmedia": "product_id, asset_id, position",
    "catalog_productattribute": (
        "product_id, attribute_id, kind, value_text, value_text_fa, value_integer, value_decimal, value_boolean, "
        "option_id"
    ),
    "catalog_productaxis": "product_id, attribute_id, sort_order",
    "catalog_variant": "id, product_id, option_signature, state, has_history, sort_order",
    "catalog_variantoption": "variant_id, attribute_id, option_id",
    "offers_offer": (
        "id, vendor_id, variant_id, sku, condition, price_amount, currency, lead_time_days, state, created_at, "
        "updated_at, version"
    ),
    "offers_stockitem": "offer_id, vendor_id, on_hand, reserved",
}
VERSIONED = {"catalog_product", "offers_offer"}
WITH_KEYS = [table for table, columns in COLUMNS.items() if columns.startswith("id,")]
ALL_TABLES = [
    *COLUMNS,
    "catalog_nodepath",
    "vendors_membership",
    "product_card",
    "offer_card",
    "vendor_card",
    "search_word",
]

Progress = Callable[[int, int], None]


def demo_rows_load(total: int, progress: Progress) -> None:
    """Load tree, vendors and `total` products; `progress(done, total)` is called after each batch.

    The tables must be empty. Raises psycopg's errors unchanged: each batch is one transaction.
    """
    tables, shared = tree_rows()
    with transaction.atomic():
        _execute("INSERT INTO market (id, currency) VALUES (1, 'IRR') ON CONFLICT DO NOTHING")
        _copy(tables)
        _execute("SELECT vendor_card_refresh(array(SELECT id FROM vendors_vendor))")
    counters = Counters()
    for number, (first, last) in enumerate(batches(total), start=1):
        # Each time the tables have doubled: planned for empty tables, a refresh takes minutes.
        _batch(shared, first, last, counters, analyze=number & (number - 1) == 0)
        progress(last, total)
    with transaction.atomic():
        for table in WITH_KEYS:
            _execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")  # noqa: S608 - own names
    # Plans for the hot statements need to know the tables; visibility makes counts read the index alone.
    for table in (*COLUMNS, "product_card", "offer_card", "vendor_card", "search_word"):
        _execute(f"VACUUM (ANALYZE) {table}")


def demo_rows_delete() -> None:
    """Empty every table of the catalogue, vendors and offers."""
    _execute(f"TRUNCATE {', '.join(ALL_TABLES)} CASCADE")


def _batch(shared: Shared, first: int, last: int, counters: Counters, *, analyze: bool) -> None:
    with transaction.atomic():
        _copy(product_rows(shared, first, last, counters))
        if analyze:
            _execute(f"ANALYZE {', '.join(COLUMNS)}, product_card, offer_card, search_word")
        _execute("SELECT card_refresh(array(SELECT generate_series(%s::bigint, %s::bigint)))", [first, last])


def _copy(tables: Tables) -> None:
    raw: psycopg.Connection[Any] = connection.connection
    for table, columns in COLUMNS.items():
        rows = tables.rows.get(table)
        if rows is None:
            continue
        tail = (1,) if table in VERSIONED else ()
        statement = f"COPY {table} ({columns}) FROM STDIN"
        with psycopg.Cursor(raw) as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row + tail)


def _execute(statement: str, parameters: list[int] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
