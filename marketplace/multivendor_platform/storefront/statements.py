"""The SQL of the storefront: one statement builds everything a page shows, the departments on top included.

`name_LANG` and `card_LANG` become the column of the page's language, `_ELSE` the other one, to which a
missing text falls back. Nothing else is ever put into a statement; values travel as parameters.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, Literal

from multivendor_platform.catalog.selectors import ORDERS

ScopeColumn = Literal["department_id", "category_id", "subcategory_id"]

# Counting a category with more products than this says "more than": nobody reads the difference.
FACET_LIMIT: Final = 5000

_DEPARTMENTS = """(SELECT coalesce(json_agg(json_build_object('path', path, 'name', name)), '[]') FROM (
    SELECT d.path, coalesce(nullif(d.name_LANG, ''), d.name_ELSE) AS name
      FROM catalog_node d WHERE d.kind = 'department' AND d.is_active AND d.archived_at IS NULL
     ORDER BY d.sort_order, d.name_en, d.id) AS x)"""

_TILE = """json_build_object('path', t.path, 'name', coalesce(nullif(t.name_LANG, ''), t.name_ELSE),
        'image', '/media/' || a.sha256 || '.' || a.extension, 'width', a.width, 'height', a.height,
        'children', (SELECT count(*) FROM catalog_node c
                      WHERE c.parent_id = t.id AND c.is_active AND c.archived_at IS NULL))"""

HOME: Final = f"""
SELECT json_build_object(
    'departments', {_DEPARTMENTS},
    'tiles', (SELECT coalesce(json_agg({_TILE} ORDER BY t.sort_order, t.name_en, t.id), '[]')
                FROM catalog_node t LEFT JOIN media_mediaasset a ON a.id = t.image_id
               WHERE t.kind = 'department' AND t.is_active AND t.archived_at IS NULL),
    'newest', (SELECT coalesce(json_agg(card_LANG::json), '[]') FROM (
        SELECT card_LANG FROM product_card ORDER BY product_id DESC LIMIT 16) AS x),
    'vendors', (SELECT coalesce(json_agg(card_LANG::json), '[]') FROM (
        SELECT card_LANG FROM vendor_card ORDER BY vendor_id LIMIT 8) AS x))::text
"""  # noqa: S608 - built from the constants above only

DEPARTMENTS: Final = f"SELECT json_build_object('departments', {_DEPARTMENTS})::text"

VENDOR_CLOSED: Final = f"""
SELECT json_build_object(
    'departments', {_DEPARTMENTS},
    'vendor', (SELECT json_build_object('state', v.state,
                        'name', coalesce(nullif(v.name_LANG, ''), v.name_ELSE))
                 FROM vendor_closed(%(slug)s) AS v))::text
"""  # noqa: S608 - built from the constants above only

# A hidden or archived node is not there, nor is one below it; a former path says where its node is.
_NODE = """
WITH node AS (
    SELECT n.* FROM catalog_node n JOIN visible_node v ON v.node_id = n.id WHERE n.path = %(path)s)
"""
_MOVED = """(SELECT n.path FROM catalog_nodepath f JOIN catalog_node n ON n.id = f.node_id
              JOIN visible_node v ON v.node_id = n.id WHERE f.path = %(path)s)"""
_NODE_JSON = f"""(SELECT json_build_object('kind', n.kind, 'path', n.path,
        'name', coalesce(nullif(n.name_LANG, ''), n.name_ELSE),
        'description', coalesce(nullif(n.description_LANG, ''), n.description_ELSE),
        'parents', (SELECT coalesce(json_agg(json_build_object('path', u.path,
                        'name', coalesce(nullif(u.name_LANG, ''), u.name_ELSE))
                        ORDER BY length(u.path)), '[]')
                      FROM catalog_node u WHERE starts_with(n.path, u.path || '/')
                       AND u.path = ANY (%(ancestors)s)),
        'children', (SELECT coalesce(json_agg({_TILE} ORDER BY t.sort_order, t.name_en, t.id), '[]')
                      FROM catalog_node t LEFT JOIN media_mediaasset a ON a.id = t.image_id
                     WHERE t.parent_id = n.id AND t.is_active AND t.archived_at IS NULL)) FROM node n)"""  # noqa: S608 - built from the constants above only

DEPARTMENT: Final = f"""{_NODE}
SELECT json_build_object(
    'departments', {_DEPARTMENTS},
    'node', {_NODE_JSON},
    'moved_to', {_MOVED},
    'newest', (SELECT coalesce(json_agg(card_LANG::json), '[]') FROM (
        SELECT card_LANG FROM product_card WHERE department_id = (SELECT id FROM node)
         ORDER BY product_id DESC LIMIT 10) AS x))::text
"""  # noqa: S608 - built from the constants above only

# Each active filter has a number: an attribute its key, the brand 0, the price -1. `failed` holds those that
# a product does not pass. A product counts for an option when it fails nothing, or that option's own facet
# only: so counts are disjunctive inside a facet and conjunctive across (row D2), in one pass. OFFSET 0 keeps
# the planner from reading whole tables for a few hundred products, whose number it overestimates.
_FACETS = """, chosen AS (
    SELECT a.id AS attribute_id, array_agg(o.id) AS options
      FROM jsonb_each(%(options)s::jsonb) AS e
      JOIN catalog_attributedef a ON a.code = e.key AND a.kind = 'choice'
      JOIN catalog_attributeoption o ON o.attribute_id = a.id AND e.value ? o.code
     GROUP BY a.id
), scope AS MATERIALIZED (
    SELECT c.product_id, c.price_amount, p.brand
      FROM product_card c
     CROSS JOIN LATERAL (SELECT brand FROM catalog_product WHERE id = c.product_id OFFSET 0) AS p
     WHERE SCOPE_FILTER LIMIT FACET_LIMIT
), has AS MATERIALIZED (
    SELECT s.product_id, v.attribute_id, v.option_id
      FROM scope s CROSS JOIN LATERAL (
        SELECT attribute_id, option_id FROM catalog_productattribute
         WHERE product_id = s.product_id AND option_id IS NOT NULL OFFSET 0) AS v
    UNION
    SELECT s.product_id, v.attribute_id, v.option_id
      FROM scope s CROSS JOIN LATERAL (
        SELECT x.attribute_id, x.option_id
          FROM offer_card o JOIN catalog_variantoption x ON x.variant_id = o.variant_id
         WHERE o.product_id = s.product_id OFFSET 0) AS v
), hits AS (
    SELECT h.product_id, array_agg(DISTINCT h.attribute_id) AS passed
      FROM has h JOIN chosen c ON c.attribute_id = h.attribute_id AND h.option_id = ANY (c.options)
     GROUP BY h.product_id
), judged AS MATERIALIZED (
    SELECT s.product_id, s.price_amount, s.brand, ARRAY(
        SELECT attribute_id FROM chosen WHERE attribute_id <> ALL (coalesce(h.passed, '{}'))
        UNION ALL SELECT 0 WHERE cardinality(%(brands)s::text[]) > 0 AND s.brand <> ALL (%(brands)s::text[])
        UNION ALL SELECT -1
         WHERE s.price_amount < %(price_min)s::bigint OR s.price_amount > %(price_max)s::bigint
    ) AS failed
      FROM scope s LEFT JOIN hits h ON h.product_id = s.product_id
)"""
_FACETS_JSON = """
    'total', (SELECT count(*) FROM judged WHERE failed = '{}'),
    'capped', (SELECT count(*) >= FACET_LIMIT FROM judged),
    'price', (SELECT json_build_object('low', min(price_amount), 'high', max(price_amount))
                FROM judged WHERE failed <@ '{-1}'),
    'currency', (SELECT currency FROM market),
    'brands', (SELECT coalesce(json_agg(json_build_object('name', brand, 'count', n)
                        ORDER BY n DESC, brand), '[]')
                 FROM (SELECT brand, count(*) FILTER (WHERE failed <@ '{0}') AS n FROM judged
                        WHERE brand <> '' GROUP BY brand
                        ORDER BY brand = ANY (%(brands)s::text[]) DESC, n DESC, brand LIMIT 12) AS b),
    'facets', (SELECT coalesce(json_agg(json_build_object('code', f.code,
                      'name', coalesce(nullif(f.name_LANG, ''), f.name_ELSE), 'options', x.options)
                      ORDER BY f.code), '[]')
                 FROM (SELECT y.attribute_id, json_agg(json_build_object('code', o.code, 'count', y.n,
                              'name', coalesce(nullif(o.name_LANG, ''), o.name_ELSE))
                              ORDER BY o.sort_order, o.name_en, o.id) AS options
                         FROM (SELECT h.attribute_id, h.option_id,
                                      count(*) FILTER (WHERE j.failed <@ ARRAY[h.attribute_id]) AS n
                                 FROM has h JOIN judged j ON j.product_id = h.product_id
                                GROUP BY h.attribute_id, h.option_id) AS y
                         JOIN catalog_attributeoption o ON o.id = y.option_id
                        GROUP BY y.attribute_id) AS x
                 JOIN catalog_attributedef f ON f.id = x.attribute_id)"""

# The list itself asks each row, so that it is exact however large the category, and stops after one page.
_PASSES = """
   AND (%(price_min)s::bigint IS NULL OR c.price_amount >= %(price_min)s::bigint)
   AND (%(price_max)s::bigint IS NULL OR c.price_amount <= %(price_max)s::bigint)
   AND (cardinality(%(brands)s::text[]) = 0 OR EXISTS (
        SELECT FROM catalog_product p WHERE p.id = c.product_id AND p.brand = ANY (%(brands)s::text[])))
   AND NOT EXISTS (SELECT FROM chosen f WHERE NOT EXISTS (
            SELECT FROM catalog_productattribute v WHERE v.product_id = c.product_id
               AND v.attribute_id = f.attribute_id AND v.option_id = ANY (f.options))
        AND NOT EXISTS (
            SELECT FROM offer_card o JOIN catalog_variantoption x ON x.variant_id = o.variant_id
             WHERE o.product_id = c.product_id AND x.attribute_id = f.attribute_id
               AND x.option_id = ANY (f.options)))"""


@lru_cache(maxsize=128)
def category_statement(scope: ScopeColumn, order: str, *, backwards: bool, started: bool) -> str:
    """Return the statement of a category page; equal arguments, equal text, so that it stays prepared."""
    by = ORDERS[order]
    columns = ", ".join(by.columns)
    keys = ", ".join(
        f"%(k{place})s::{'bigint' if kind is int else 'text'}" for place, kind in enumerate(by.kinds)
    )
    sign = "<" if by.descending != backwards else ">"
    resume = f"AND ({columns}) {sign} ({keys})" if started else ""
    inside = f"c.{scope} = (SELECT id FROM node)"  # noqa: S608 - one of three column names
    facets = _FACETS.replace("SCOPE_FILTER", inside)
    statement = f"""{_NODE}{facets}
SELECT json_build_object(
    'departments', {_DEPARTMENTS},
    'node', {_NODE_JSON},
    'moved_to', {_MOVED},{_FACETS_JSON},
    'cards', (SELECT coalesce(json_agg(row), '[]') FROM (
        SELECT json_build_array(c.card_LANG, {columns}) AS row FROM product_card c
         WHERE {inside} {_PASSES} {resume}
         ORDER BY {by.clause(backwards=backwards)} LIMIT %(limit)s) AS x))::text
"""  # noqa: S608 - built from the constants above only
    return statement.replace("FACET_LIMIT", str(FACET_LIMIT))


@lru_cache(maxsize=256)
def in_language(statement: str, language: str) -> str:
    """Return `statement` with the columns of `language` (`en` or `fa`) and of the one to fall back to."""
    first, second = ("fa", "en") if language == "fa" else ("en", "fa")
    return statement.replace("_LANG", f"_{first}").replace("_ELSE", f"_{second}")
