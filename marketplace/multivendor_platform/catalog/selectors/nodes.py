"""The tree as the public sees it: active nodes below active nodes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from multivendor_platform.catalog.selectors.cursors import Cursor
from multivendor_platform.catalog.selectors.pages import PAGE_DEFAULT, CardPage, card_page
from multivendor_platform.catalog.selectors.products import ORDERS, translated
from multivendor_platform.catalog.selectors.statements import language_column, statement_rows

LEVELS = ("department", "category", "subcategory")
COUNT_MAX = 1000

_IMAGE = "'/media/' || {a}.sha256 || '.' || {a}.extension"


def _alternative(table: str, language: str) -> str:
    return f"coalesce(nullif({table}.image_alt_{language}, ''), {translated(table, 'name', language)})"


def _node_order(table: str, language: str) -> str:
    return f'{table}.sort_order, lower({translated(table, "name", language)}) COLLATE "C", {table}.id'


def node_list_json(
    kind: str, *, language: str, page: int, size: int, below: tuple[str, int | str] | None = None
) -> tuple[int, str]:
    """Return how many nodes of a kind there are and one numbered page of them as a JSON array.

    below: level and key, slug or path of the node they stand under, such as `("department", 3)`.
    """
    lang = language_column(language)
    conditions, parameters = ["n.kind = %s"], [kind]
    parameters_all: list[object] = list(parameters)
    if below is not None:
        level, key = below
        if isinstance(key, int):
            conditions.append(f"v.{level}_id = %s")
        else:
            column = "path" if "/" in key else "slug"
            conditions.append(
                f"v.{level}_id = ANY (ARRAY(SELECT id FROM catalog_node WHERE kind = '{level}' AND {column} = %s))"
            )
        parameters_all.append(key)
    source = f"FROM catalog_node n JOIN visible_node v ON v.node_id = n.id WHERE {' AND '.join(conditions)}"
    sql = f"""
        SELECT (SELECT count(*) {source}),
               (SELECT coalesce(json_agg(json_build_object(
                    'id', n.id, 'name', {translated("n", "name", lang)}, 'slug', n.slug, 'path', n.path,
                    'description', {translated("n", "description", lang)},
                    'image', {_IMAGE.format(a="a")}, 'image_alt', {_alternative("n", lang)},
                    'meta_title', {translated("n", "meta_title", lang)},
                    'meta_description', {translated("n", "meta_description", lang)},
                    'is_active', n.is_active, 'sort_order', n.sort_order,
                    'department', n.department_id, 'category', n.category_id)
                    ORDER BY {_node_order("n", lang)}), '[]')::text
                  FROM (SELECT n.*, v.department_id, v.category_id {source}
                         ORDER BY {_node_order("n", lang)} LIMIT %s OFFSET %s) n
                  LEFT JOIN media_mediaasset a ON a.id = n.image_id)"""
    rows = statement_rows(sql, [*parameters_all, *parameters_all, size, (page - 1) * size])
    return int(rows[0][0]), str(rows[0][1])


def department_tree(language: str) -> list[dict[str, Any]]:
    """Return departments with their categories: id, name, path, image, image_alt, children. For menus."""
    lang = language_column(language)

    def fields(table: str, asset: str) -> str:
        return (
            f"'id', {table}.id, 'name', {translated(table, 'name', lang)}, 'path', {table}.path, "
            f"'image', {_IMAGE.format(a=asset)}, 'image_alt', {_alternative(table, lang)}"
        )

    sql = f"""
        SELECT coalesce(json_agg(json_build_object({fields("d", "da")}, 'children',
                   (SELECT coalesce(json_agg(json_build_object({fields("k", "ka")})
                           ORDER BY {_node_order("k", lang)}), '[]')
                      FROM catalog_node k LEFT JOIN media_mediaasset ka ON ka.id = k.image_id
                     WHERE k.parent_id = d.id AND k.is_active AND k.archived_at IS NULL))
               ORDER BY {_node_order("d", lang)}), '[]')::text
          FROM catalog_node d LEFT JOIN media_mediaasset da ON da.id = d.image_id
         WHERE d.kind = 'department' AND d.is_active AND d.archived_at IS NULL"""
    tree: list[dict[str, Any]] = json.loads(statement_rows(sql)[0][0])
    return tree


@dataclass(frozen=True, slots=True)
class NodePage:
    """A node, as JSON made by PostgreSQL, and one page of what is sold below it."""

    node_json: str
    products: CardPage

    def node(self) -> dict[str, Any]:
        """Return id, kind, path, name, description, image, SEO fields, parents, children, product_count."""
        parsed: dict[str, Any] = json.loads(self.node_json)
        return parsed

    def as_json(self) -> bytes:
        """Return `{"node", "results", "next", "previous"}`."""
        return f'{{"node":{self.node_json},'.encode() + self.products.as_json()[1:]


def _node_json(level: str, lang: str) -> str:
    parents = ", ".join(
        f"json_build_object('id', {t}.id, 'name', {translated(t, 'name', lang)}, 'path', {t}.path)"
        for t in {"department": (), "category": ("p",), "subcategory": ("g", "p")}[level]
    )
    children = f"""(SELECT coalesce(json_agg(json_build_object(
            'id', k.id, 'name', {translated("k", "name", lang)}, 'path', k.path,
            'image', {_IMAGE.format(a="ka")}, 'image_alt', {_alternative("k", lang)})
            ORDER BY {_node_order("k", lang)}), '[]')
        FROM catalog_node k LEFT JOIN media_mediaasset ka ON ka.id = k.image_id
       WHERE k.parent_id = n.id AND k.is_active AND k.archived_at IS NULL)"""
    return f"""json_build_object(
        'id', n.id, 'kind', n.kind, 'path', n.path, 'slug', n.slug, 'name', {translated("n", "name", lang)},
        'description', {translated("n", "description", lang)},
        'image', {_IMAGE.format(a="a")}, 'image_alt', {_alternative("n", lang)},
        'meta_title', {translated("n", "meta_title", lang)},
        'meta_description', {translated("n", "meta_description", lang)},
        'parents', json_build_array({parents}), 'children', {children},
        'product_count', (SELECT count(*) FROM (SELECT FROM product_card t WHERE t.{level}_id = n.id
                                                 LIMIT {COUNT_MAX + 1}) t))::text"""


def node_page(
    path: str,
    *,
    language: str,
    order: str = "sort_order",
    cursor: str | None = None,
    limit: int = PAGE_DEFAULT,
    price_min: int | None = None,
    price_max: int | None = None,
) -> NodePage | None:
    """Return a visible node by its path with one keyset page of its products, or None.

    `product_count` ends at COUNT_MAX + 1, which means "more than COUNT_MAX". Raise CursorError for a bad
    cursor.
    """
    depth = path.count("/")
    if depth >= len(LEVELS):
        return None
    level, lang, by = LEVELS[depth], language_column(language), ORDERS[order]
    start = None if cursor is None else Cursor.decode(cursor, by.name, by.kinds)
    backwards = start is not None and start.backwards
    conditions, parameters = [f"c.{level}_id = (SELECT id FROM node)"], [path]
    values: list[object] = list(parameters)
    for bound, sign in ((price_min, ">="), (price_max, "<=")):
        if bound is not None:
            conditions.append(f"c.price_amount {sign} %s")
            values.append(bound)
    if start is not None:
        conditions.append(by.after(backwards=backwards))
        values.extend(start.keys)
    holes = ", ".join(f"NULL::{'bigint' if kind is int else 'text'}" for kind in by.kinds)
    keys = ", ".join(
        f"{column}::bigint" if kind is int else column
        for column, kind in zip(by.columns, by.kinds, strict=True)
    )
    sql = f"""
        WITH node AS MATERIALIZED (
            SELECT n.id, {_node_json(level, lang)} AS body
              FROM catalog_node n JOIN visible_node v ON v.node_id = n.id
              LEFT JOIN catalog_node p ON p.id = n.parent_id
              LEFT JOIN catalog_node g ON g.id = p.parent_id
              LEFT JOIN media_mediaasset a ON a.id = n.image_id
             WHERE n.path = %s)
        SELECT body, {holes} FROM node
        UNION ALL
        (SELECT c.card_{lang}, {keys} FROM product_card c WHERE {" AND ".join(conditions)}
          ORDER BY {by.clause(backwards=backwards)} LIMIT %s)"""
    rows = statement_rows(sql, [*values, limit + 1])
    if not rows:
        return None
    return NodePage(rows[0][0], card_page(rows[1:], order=by, limit=limit, start=start))


def node_find_moved(path: str) -> str | None:
    """Return where the node that once had this path is now, or None: one hop, however often it moved."""
    rows = statement_rows(
        "SELECT n.path FROM catalog_nodepath h JOIN catalog_node n ON n.id = h.node_id "
        "JOIN visible_node v ON v.node_id = n.id WHERE h.path = %s",
        [path],
    )
    return str(rows[0][0]) if rows else None
