"""Changing the tree (row A1): paths, former paths and cards follow in the same transaction."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from multivendor_platform.catalog.cards import card_refresh_below
from multivendor_platform.catalog.errors import NodeInUseError, NodePlaceError
from multivendor_platform.catalog.models import Node, NodePath
from multivendor_platform.catalog.services.slugs import with_free_slug
from multivendor_platform.catalog.text import search_words

PARENT_KINDS: dict[str, str | None] = {
    "department": None,
    "category": "department",
    "subcategory": "category",
}
# Two moves that cross would each read the other's old paths; the tree is small and seldom changed.
TREE_LOCK = 7_204_503


def _lock_tree() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TREE_LOCK])


def _searched(name_en: str, name_fa: str) -> str:
    return " ".join(search_words(f"{name_en} {name_fa}"))


def _check_place(kind: str, parent: Node | None) -> None:
    wanted = PARENT_KINDS[kind]
    found = parent.kind if parent else None
    if wanted != found:
        expected = f"below a {wanted}" if wanted else "at the root"
        message = f"a {kind} stands {expected}, not {f'below a {found}' if found else 'at the root'}"
        raise NodePlaceError(message)
    if parent is not None and parent.archived_at is not None:
        message = f"{parent.path!r} is archived: restore it first"
        raise NodePlaceError(message)


@transaction.atomic
def node_create(
    *, kind: str, parent: Node | None = None, name_en: str = "", name_fa: str = "", **fields: Any
) -> Node:
    """Create a node at the end of its parent's children. Raise NodePlaceError at the wrong level."""
    _lock_tree()
    _check_place(kind, parent)

    def make(slug: str) -> Node:
        path = f"{parent.path}/{slug}" if parent else slug
        node = Node.objects.create(
            kind=kind,
            parent=parent,
            slug=slug,
            path=path,
            name_en=name_en,
            name_fa=name_fa,
            search_title=_searched(name_en, name_fa),
            **fields,
        )
        # Whoever had this path once gives it up: the living come first.
        NodePath.objects.filter(path=path).delete()
        return node

    return with_free_slug(name_en or name_fa, "path", make)


@transaction.atomic
def node_move(node_id: int, *, parent: Node | None) -> Node:
    """Put a node, with all below it, under another parent.

    Every descendant's path is rewritten and every old path kept as a redirect, in one transaction.
    Raise NodePlaceError at the wrong level.
    """
    _lock_tree()
    node = Node.objects.select_for_update().get(pk=node_id)
    if parent is not None:
        parent = Node.objects.get(pk=parent.pk)
    _check_place(node.kind, parent)
    if parent is None or node.parent_id == parent.pk:
        return node
    old = node.path
    place = parent

    def move(slug: str) -> str:
        path = f"{place.path}/{slug}"
        Node.objects.filter(pk=node.pk).update(parent=place, slug=slug, path=path, updated_at=timezone.now())
        return path

    _paths_rewrite(old, with_free_slug(node.slug, "path", move))
    card_refresh_below(node.pk)
    node.refresh_from_db()
    return node


@transaction.atomic
def node_update(node_id: int, *, slug_from: str | None = None, **fields: Any) -> Node:
    """Change a node's names and texts; with `slug_from` its slug and path too, keeping the old as
    redirects."""
    _lock_tree()
    node = Node.objects.select_for_update().get(pk=node_id)
    for name, value in fields.items():
        setattr(node, name, value)
    node.search_title = _searched(node.name_en, node.name_fa)
    node.save(update_fields=[*fields, "search_title", "updated_at"])
    if slug_from is not None:
        old = node.path
        above = old.rpartition("/")[0]

        def rename(slug: str) -> str:
            path = f"{above}/{slug}" if above else slug
            Node.objects.filter(pk=node.pk).update(slug=slug, path=path)
            return path

        _paths_rewrite(old, with_free_slug(slug_from, "path", rename))
    card_refresh_below(node.pk)
    node.refresh_from_db()
    return node


def _paths_rewrite(old: str, new: str) -> None:
    """Give everything below `old` its place below `new`, and remember where each node was."""
    if old == new:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH moved AS (
                   UPDATE catalog_node SET path = %(new)s || substr(path, length(%(old)s) + 1), updated_at =
                   now() WHERE path LIKE replace(replace(replace(%(old)s, '\\', '\\\\'), '%%', '\\%%'), '_',
                    '\\_') || '/%%' RETURNING id, %(old)s || substr(path, length(%(new)s) + 1) AS former)
               INSERT INTO catalog_nodepath (path, node_id, created_at)
               SELECT former, id, now() FROM moved
               UNION ALL SELECT %(old)s, id, now() FROM catalog_node WHERE path = %(new)s
               ON CONFLICT (path) DO UPDATE SET node_id = excluded.node_id, created_at =
               excluded.created_at""",
            {"old": old, "new": new},
        )
        # A path that a node has now is no redirect any more, for instance after moving back.
        cursor.execute("DELETE FROM catalog_nodepath h USING catalog_node n WHERE n.path = h.path")


@transaction.atomic
def node_archive(node_id: int) -> Node:
    """Take a node out of the shop: what is below it is sold no more, and nothing is deleted."""
    _lock_tree()
    node = Node.objects.select_for_update().get(pk=node_id)
    node.archived_at = node.archived_at or timezone.now()
    node.save(update_fields=["archived_at", "updated_at"])
    card_refresh_below(node.pk)
    return node


@transaction.atomic
def node_restore(node_id: int) -> Node:
    """Bring an archived node back, with exactly what it sold. Raise NodePlaceError below an archived one."""
    _lock_tree()
    node = Node.objects.select_for_update().get(pk=node_id)
    if node.parent is not None and node.parent.archived_at is not None:
        message = f"{node.parent.path!r} is archived: restore it first"
        raise NodePlaceError(message)
    node.archived_at = None
    node.save(update_fields=["archived_at", "updated_at"])
    card_refresh_below(node.pk)
    return node


@transaction.atomic
def node_delete(node_id: int) -> None:
    """Delete a node that nothing refers to. Raise NodeInUseError for one with products or children."""
    _lock_tree()
    node = Node.objects.select_for_update().get(pk=node_id)
    try:
        with transaction.atomic():
            node.delete()
    except ProtectedError as error:
        message = f"{node.path!r} still has products or nodes below it: move them or archive the node"
        raise NodeInUseError(message) from error
