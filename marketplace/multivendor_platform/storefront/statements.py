"""The SQL of the storefront: one statement builds everything one page shows, the departments on top included.

`name_LANG` and `card_LANG` become the column of the page's language, `_ELSE` the other one, to which a missing
text falls back. Nothing else is ever put into a statement; values travel as parameters.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, Literal

SortOrder = Literal["rank", "new", "cheap", "dear"]
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
        SELECT card_LANG FROM product_card ORDER BY product_id DESC LIMIT 18) AS x),
    'vendors', (SELECT coalesce(json_agg(card_LANG::json), '[]') FROM (
        SELECT card_LANG FROM vendor_card ORDER BY vendor_id LIMIT 8) AS x))::text
"""  # noqa: S608 - built from the constants above only

DEPARTMENTS: Final = f"SELECT {_DEPARTMENTS}::text"

# A node that is hidden, archived or below such a one is not there; a path that a node had before says where it is.
_NODE = """
WITH node AS (
    SELECT n.* FROM catalog_node n JOIN visible_node v ON v.node_id = n.id WHERE n.path = %(path)s)
"""
_MOVED = """(SELECT n.path FROM catalog_nodepath f JOIN catalog_node n ON n.id = f.node_id
              JOIN visible_node v ON v.node_id = n.id WHERE f.path = %(path)s)"""
_NODE_JSON = """(SELECT json_build_object('kind', n.kind, 'path', n.path,
        'name', coalesce(nullif(n.name_LANG, ''), n.name_ELSE),
        'description', coalesce(nullif(n.description_LANG, ''), n.description_ELSE),
        'parents', (SELECT coalesce(json_agg(json_build_object('path', u.path,
                        'name', coalesce(nullif(u.name_LANG, ''), u.name_ELSE)) ORDER BY length(u.path)), '[]')
                      FROM catalog_node u WHERE starts_with(n.path, u.path || '/')
                       AND u.path = ANY (%(ancestors)s)),
        'children', (SELECT coalesce(json_agg(""" + _TILE + """ ORDER BY t.sort_order, t.name_en, t.id), '[]')
                      FROM catalog_node t LEFT JOIN media_mediaasset a ON a.id = t.image_id
                     WHERE t.parent_id = n.id AND t.is_active AND t.archived_at IS NULL)) FROM node n)"""

DEPARTMENT: Final = f"""{_NODE}
SELECT json_build_object(
    'departments', {_DEPARTMENTS},
    'node', {_NODE_JSON},
    'moved_to', {_MOVED},
    'newest', (SELECT coalesce(json_agg(card_LANG::json), '[]') FROM (
        SELECT card_LANG FROM product_card WHERE department_id = (SELECT id FROM node)
         ORDER BY product_id DESC LIMIT 10) AS x))::text
"""  # noqa: S608 - built from the constants above only

# Each active filter has a number: an attribute its key, the brand 0, the price -1. `failed` holds those that a
# product does not pass. A product counts for an option when it fails nothing, or that option's own facet only:
# so counts are disjunctive inside a facet and conjunctive across (row D2), in one pass.
_FACETS = """, chosen AS (
    SELECT a.id AS attribute_id, array_agg(o.id) AS options
      FROM jsonb_each(%(options)s::jsonb) AS e
      JOIN catalog_attributedef a ON a.code = e.key AND a.kind = 'choice'
      JOIN catalog_attributeoption o ON o.attribute_id = a.id AND e.value ? o.code
     GROUP BY a.id
), scope AS MATERIALIZED (
    SELECT c.product_id, c.price_amount, p.brand
      FROM SCOPE_TABLE JOIN catalog_product p ON p.id = c.product_id
     WHERE SCOPE_FILTER LIMIT FACET_LIMIT
), has AS MATERIALIZED (
    SELECT s.product_id, v.attribute_id, v.option_id
      FROM scope s JOIN catalog_productattribute v ON v.product_id = s.product_id AND v.option_id IS NOT NULL
    UNION
    SELECT s.product_id, x.attribute_id, x.option_id
      FROM scope s JOIN offer_card o ON o.product_id = s.product_id
      JOIN catalog_variantoption x ON x.variant_id = o.variant_id
), hits AS (
    SELECT h.product_id, array_agg(DISTINCT h.attribute_id) AS passed
      FROM has h JOIN chosen c ON c.attribute_id = h.attribute_id AND h.option_id = ANY (c.options)
     GROUP BY h.product_id
), judged AS MATERIALIZED (
    SELECT s.product_id, s.price_amount, s.brand, ARRAY(
        SELECT attribute_id FROM chosen WHERE attribute_id <> ALL (coalesce(h.passed, '{}'))
        UNION ALL SELECT 0 WHERE cardinality(%(brands)s::text[]) > 0 AND s.brand <> ALL (%(brands)s::text[])
        UNION ALL SELECT -1 WHERE s.price_amount < %(price_min)s::bigint OR s.price_amount > %(price_max)s::bigint
    ) AS failed
      FROM scope s LEFT JOIN hits h ON h.product_id = s.product_id
)"""
_FACETS_JSON = """
    'total', (SELECT count(*) FROM judged WHERE failed = '{}'),
    'capped', (SELECT count(*) >= FACET_LIMIT FROM judged),
    'price', (SELECT json_build_object('low', min(price_amount), 'high', max(price_amount))
                FROM judged WHERE failed <@ '{-1}'),
    'currency', (SELECT currency FROM market),
    'brands', (SELECT coalesce(json_agg(json_build_object('name', brand, 'count', n) ORDER BY n DESC, brand), '[]')
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

_KEYS: Final[dict[SortOrder, tuple[str, str, str]]] = {
    # order: key columns, their parameters, natural direction
    "rank": ("c.sort_order, c.name_key, c.product_id", "%(k0)s::bigint, %(k1)s, %(k2)s::bigint", "ASC"),
    "new": ("c.product_id", "%(k0)s::bigint", "DESC"),
    "cheap": ("c.price_amount, c.product_id", "%(k0)s::bigint, %(k1)s::bigint", "ASC"),
    "dear": ("c.price_amount, c.product_id", "%(k0)s::bigint, %(k1)s::bigint", "DESC"),
}


def _keyset(order: SortOrder, *, backwards: bool, started: bool) -> tuple[str, str, str]:
    """Return the key columns, the condition that resumes after a key, and the ORDER BY list."""
    columns, parameters, natural = _KEYS[order]
    ascending = (natural == "ASC") != backwards
    resume = f"AND ({columns}) {'>' if ascending else '<'} ({parameters})" if started else ""
    direction = "ASC" if ascending else "DESC"
    return columns, resume, ", ".join(f"{column} {direction}" for column in columns.split(", "))


@lru_cache(maxsize=128)
def category_statement(scope: ScopeColumn, order: SortOrder, *, backwards: bool, started: bool) -> str:
    """Return the statement of a category page. Its text is the same for equal arguments, so it stays prepared."""
    columns, resume, ordering = _keyset(order, backwards=backwards, started=started)
    facets = _FACETS.replace("SCOPE_TABLE", "product_card c")
    facets = facets.replace("SCOPE_FILTER", f"c.{scope} = (SELECT id FROM node)")
    statement = f"""{_NODE}{facets}
SELECT json_build_object(
    'departments', {_DEPARTMENTS},
    'node', {_NODE_JSON},
    'moved_to', {_MOVED},{_FACETS_JSON},
    'cards', (SELECT coalesce(json_agg(json_build_object('key', key, 'card', card_LANG::json)), '[]') FROM (
        SELECT c.card_LANG, json_build_array({columns}) AS key FROM product_card c
         WHERE c.{scope} = (SELECT id FROM node) {_PASSES} {resume}
         ORDER BY {ordering} LIMIT %(limit)s) AS x))::text
"""  # noqa: S608 - built from the constants above only
    return statement.replace("FACET_LIMIT", str(FACET_LIMIT))


@lru_cache(maxsize=8)
def vendor_statement(*, backwards: bool, started: bool) -> str:
    """Return the statement of a vendor's page; its cards carry this vendor's own lowest price."""
    _, resume, ordering = _keyset("new", backwards=backwards, started=started)
    return f"""
WITH vendor AS (SELECT vendor_id, card_LANG FROM vendor_card WHERE slug = %(slug)s)
SELECT json_build_object(
    'departments', {_DEPARTMENTS},
    'vendor', (SELECT card_LANG::json FROM vendor),
    'cards', (SELECT coalesce(json_agg(json_build_object('key', json_build_array(x.product_id),
                     'card', p.card_LANG::json, 'price', x.price) ORDER BY x.place), '[]')
        FROM (SELECT c.product_id, min(c.price_amount) AS price, row_number() OVER (ORDER BY {ordering}) AS place
                FROM offer_card c WHERE c.vendor_id = (SELECT vendor_id FROM vendor) {resume}
               GROUP BY c.product_id ORDER BY {ordering} LIMIT %(limit)s) AS x
        JOIN product_card p ON p.product_id = x.product_id))::text
"""  # noqa: S608 - built from the constants above only


PRODUCT: Final = f"""
WITH product AS (
    SELECT p.*, n.path AS node_path FROM catalog_product p
      JOIN catalog_node n ON n.id = p.node_id
     WHERE p.slug = %(slug)s AND p.state IN ('published', 'archived')
), offer AS (
    SELECT o.*, (v.card_LANG::json) AS vendor
      FROM offer_card o JOIN product p ON p.id = o.product_id JOIN vendor_card v ON v.vendor_id = o.vendor_id)
SELECT json_build_object(
    'departments', {_DEPARTMENTS},
    'product', (SELECT json_build_object('id', p.id, 'slug', p.slug, 'brand', p.brand, 'state', p.state,
        'name', coalesce(nullif(p.name_LANG, ''), p.name_ELSE),
        'description', coalesce(nullif(p.description_LANG, ''), p.description_ELSE),
        'meta_description', coalesce(nullif(p.meta_description_LANG, ''), p.meta_description_ELSE),
        'alt', coalesce(nullif(p.image_alt_LANG, ''), nullif(p.image_alt_ELSE, ''), nullif(p.name_LANG, ''), p.name_ELSE),
        'parents', (SELECT coalesce(json_agg(json_build_object('path', u.path,
                        'name', coalesce(nullif(u.name_LANG, ''), u.name_ELSE)) ORDER BY length(u.path)), '[]')
                      FROM catalog_node u JOIN visible_node w ON w.node_id = u.id
                     WHERE p.node_path = u.path OR starts_with(p.node_path, u.path || '/')),
        'pictures', (SELECT coalesce(json_agg(json_build_object('url', '/media/' || a.sha256 || '.' || a.extension,
                        'width', a.width, 'height', a.height) ORDER BY m.position), '[]')
                      FROM (SELECT p.image_id AS asset_id, -1 AS position WHERE p.image_id IS NOT NULL
                            UNION ALL SELECT asset_id, position FROM catalog_productmedia
                             WHERE product_id = p.id AND asset_id IS DISTINCT FROM p.image_id) AS m
                      JOIN media_mediaasset a ON a.id = m.asset_id),
        'facts', (SELECT coalesce(json_agg(json_build_object('kind', v.kind, 'unit', d.unit,
                        'name', coalesce(nullif(d.name_LANG, ''), d.name_ELSE),
                        'text', CASE v.kind
                            WHEN 'choice' THEN coalesce(nullif(o.name_LANG, ''), o.name_ELSE)
                            WHEN 'text' THEN CASE WHEN %(language)s = 'fa'
                                THEN coalesce(nullif(v.value_text_fa, ''), v.value_text) ELSE v.value_text END END,
                        'number', coalesce(v.value_integer, v.value_decimal)::text,
                        'boolean', v.value_boolean) ORDER BY d.code), '[]')
                      FROM catalog_productattribute v JOIN catalog_attributedef d ON d.id = v.attribute_id
                      LEFT JOIN catalog_attributeoption o ON o.id = v.option_id WHERE v.product_id = p.id),
        'variants', (SELECT coalesce(json_agg(json_build_object('id', w.id, 'options', (
                        SELECT coalesce(json_agg(json_build_object('axis', d.code, 'option', o.code,
                               'axis_name', coalesce(nullif(d.name_LANG, ''), d.name_ELSE),
                               'name', coalesce(nullif(o.name_LANG, ''), o.name_ELSE)) ORDER BY d.code), '[]')
                          FROM catalog_variantoption x JOIN catalog_attributedef d ON d.id = x.attribute_id
                          JOIN catalog_attributeoption o ON o.id = x.option_id
                         WHERE x.variant_id = w.id)) ORDER BY w.sort_order, w.id), '[]')
                      FROM catalog_variant w WHERE w.product_id = p.id AND w.state = 'active')) FROM product p),
    'offers', (SELECT coalesce(json_agg(json_build_object('id', o.offer_id, 'variant', o.variant_id, 'sku', o.sku,
                      'condition', o.condition, 'price', o.price_amount, 'currency', o.currency,
                      'lead_time_days', o.lead_time_days, 'available', o.available,
                      'vendor', o.vendor) ORDER BY o.price_amount, o.offer_id), '[]') FROM offer o))::text
"""  # noqa: S608 - built from the constants above only


@lru_cache(maxsize=256)
def in_language(statement: str, language: str) -> str:
    """Return `statement` with the columns of `language` (`en` or `fa`) and of the one to fall back to."""
    first, second = ("fa", "en") if language == "fa" else ("en", "fa")
    return statement.replace("_LANG", f"_{first}").replace("_ELSE", f"_{second}")
