"""One product with everything on its page: values, variants, pictures, and every vendor's offer (row A2)."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from multivendor_platform.catalog.selectors.products import translated
from multivendor_platform.catalog.selectors.statements import language_column, statement_rows

OFFERS_MAX = 50


@cache
def _sql(lang: str, column: str) -> str:
    def name(table: str) -> str:
        return translated(table, "name", lang)

    attributes = f"""(SELECT coalesce(json_agg(json_build_object(
            'code', d.code, 'name', {name("d")}, 'kind', d.kind, 'unit', d.unit,
            'value', CASE t.kind WHEN 'text' THEN to_json({"coalesce(nullif(t.value_text_fa, ''), t.value_text)" if lang == "fa" else "t.value_text"})
                WHEN 'integer' THEN to_json(t.value_integer) WHEN 'decimal' THEN to_json(trim_scale(t.value_decimal)::text)
                WHEN 'boolean' THEN to_json(t.value_boolean) ELSE to_json({name("o")}) END) ORDER BY t.id), '[]')
        FROM catalog_productattribute t JOIN catalog_attributedef d ON d.id = t.attribute_id
        LEFT JOIN catalog_attributeoption o ON o.id = t.option_id WHERE t.product_id = p.id)"""
    options = f"""(SELECT coalesce(json_object_agg(d.code, json_build_object('code', o.code, 'name', {name("o")})
              ORDER BY d.code), '{{}}')
        FROM catalog_variantoption x JOIN catalog_attributedef d ON d.id = x.attribute_id
        JOIN catalog_attributeoption o ON o.id = x.option_id WHERE x.variant_id = t.id)"""
    axes = f"""(SELECT coalesce(json_agg(json_build_object('code', d.code, 'name', {name("d")})
              ORDER BY t.sort_order, t.id), '[]')
        FROM catalog_productaxis t JOIN catalog_attributedef d ON d.id = t.attribute_id
        WHERE t.product_id = p.id)"""
    variants = f"""(SELECT coalesce(json_agg(json_build_object('id', t.id, 'options', {options})
              ORDER BY t.sort_order, t.id), '[]')
        FROM catalog_variant t WHERE t.product_id = p.id AND t.state = 'active')"""
    offers = f"""(SELECT coalesce(json_agg(json_build_object('id', t.offer_id, 'variant', t.variant_id,
              'sku', t.sku, 'condition', t.condition,
              'price', json_build_object('amount', t.price_amount, 'currency', t.currency),
              'lead_time_days', t.lead_time_days, 'available', t.available,
              'vendor', json_build_object('id', w.vendor_id, 'slug', w.slug, 'name', w.name_{lang}))
              ORDER BY t.price_amount, t.offer_id), '[]')
        FROM (SELECT * FROM offer_card WHERE product_id = p.id
              ORDER BY price_amount, offer_id LIMIT {OFFERS_MAX}) t
        JOIN vendor_card w USING (vendor_id))"""
    media = """(SELECT coalesce(json_agg('/media/' || m.sha256 || '.' || m.extension ORDER BY t.position), '[]')
        FROM catalog_productmedia t JOIN media_mediaasset m ON m.id = t.asset_id WHERE t.product_id = p.id)"""
    node = "json_build_object('id', {t}.id, 'kind', {t}.kind, 'path', {t}.path, 'name', {name})"
    nodes = f"""(SELECT json_agg(x.body ORDER BY x.depth) FROM (VALUES
            (1, CASE WHEN g.id IS NOT NULL THEN {node.format(t="g", name=name("g"))} END),
            (2, CASE WHEN u.id IS NOT NULL THEN {node.format(t="u", name=name("u"))} END),
            (3, {node.format(t="n", name=name("n"))})) AS x (depth, body) WHERE x.body IS NOT NULL)"""
    return f"""
        SELECT json_build_object('id', p.id, 'name', {name("p")}, 'slug', p.slug,
            'description', {translated("p", "description", lang)}, 'brand', p.brand,
            'image', '/media/' || a.sha256 || '.' || a.extension,
            'image_alt', coalesce(nullif(p.image_alt_{lang}, ''), {name("p")}),
            'meta_title', {translated("p", "meta_title", lang)},
            'meta_description', {translated("p", "meta_description", lang)},
            'is_active', p.state = 'published', 'sort_order', p.sort_order,
            'created_at', to_char(p.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
            'available', c.product_id IS NOT NULL,
            'price', CASE WHEN c.product_id IS NOT NULL THEN
                json_build_object('amount', c.price_amount, 'currency', (SELECT currency FROM market)) END,
            'offer_count', coalesce(c.offer_count, 0),
            'nodes', {nodes}, 'media', {media}, 'attributes', {attributes},
            'axes', {axes}, 'variants', {variants}, 'offers', {offers})::text
          FROM catalog_product p
          JOIN catalog_node n ON n.id = p.node_id
          LEFT JOIN catalog_node u ON u.id = n.parent_id
          LEFT JOIN catalog_node g ON g.id = u.parent_id
          LEFT JOIN media_mediaasset a ON a.id = p.image_id
          LEFT JOIN product_card c ON c.product_id = p.id
         WHERE p.{column} = %s AND p.state IN ('published', 'archived')"""


def product_detail_json(key: int | str, *, language: str) -> bytes | None:
    """Return one product by key or slug as JSON, or None for one that was never published.

    A product that nobody sells now keeps its address: `available` is false and `offers` is empty.
    """
    column = "id" if isinstance(key, int) else "slug"
    rows = statement_rows(_sql(language_column(language), column), [key])
    return str(rows[0][0]).encode() if rows else None


def product_detail(key: int | str, *, language: str) -> dict[str, Any] | None:
    """Return the same as a dictionary, for pages."""
    body = product_detail_json(key, language=language)
    if body is None:
        return None
    parsed: dict[str, Any] = json.loads(body)
    return parsed
