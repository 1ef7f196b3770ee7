"""The tree (row A1)."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from multivendor_platform.catalog.errors import NodeInUseError, NodePlaceError
from multivendor_platform.catalog.models import Node, NodePath
from multivendor_platform.catalog.selectors import department_tree, node_find_moved, node_page, product_page
from multivendor_platform.catalog.selectors.products import ProductFilter
from multivendor_platform.catalog.services import (
    node_archive,
    node_create,
    node_delete,
    node_move,
    node_restore,
    node_update,
)
from multivendor_platform.tenancy.contexts import operator_context
from tests.shop import Shop, offer_make


def listed(department: int | None = None) -> list[str]:
    chosen = ProductFilter(department=department)
    return [card["slug"] for card in product_page(chosen, language="en").cards()]


@pytest.fixture
def garden(shop: Shop) -> Node:
    """A second department to move things to."""
    with operator_context():
        return node_create(kind="department", name_en="Garden")


def test_A1_path_when_created_then_slugs_from_the_root(shop: Shop) -> None:
    assert shop.subcategory.path == "home/lighting/lamps"


def test_A1_slug_when_taken_by_a_sibling_then_gets_a_suffix(shop: Shop) -> None:
    with operator_context():
        twin = node_create(kind="category", parent=shop.department, name_en="Lighting")
    assert twin.path == "home/lighting-2"


def test_A1_slug_when_below_another_parent_then_the_same_again(shop: Shop, garden: Node) -> None:
    with operator_context():
        assert node_create(kind="category", parent=garden, name_en="Lighting").path == "garden/lighting"


def test_A1_move_when_it_has_descendants_then_every_path_is_rewritten(shop: Shop, garden: Node) -> None:
    with operator_context():
        node_move(shop.category.pk, parent=garden)
    shop.subcategory.refresh_from_db()
    assert shop.subcategory.path == "garden/lighting/lamps"


def test_A1_move_when_done_then_old_paths_lead_to_the_new_in_one_hop(shop: Shop, garden: Node) -> None:
    with operator_context():
        node_move(shop.category.pk, parent=garden)
    assert node_find_moved("home/lighting/lamps") == "garden/lighting/lamps"
    assert node_find_moved("home/lighting") == "garden/lighting"


def test_A1_move_when_twice_then_the_oldest_path_still_takes_one_hop(shop: Shop, garden: Node) -> None:
    with operator_context():
        third = node_create(kind="department", name_en="Office")
        node_move(shop.category.pk, parent=garden)
        node_move(shop.category.pk, parent=third)
    assert node_find_moved("home/lighting/lamps") == "office/lighting/lamps"
    assert node_find_moved("garden/lighting/lamps") == "office/lighting/lamps"


def test_A1_move_when_back_again_then_its_own_path_is_no_redirect(shop: Shop, garden: Node) -> None:
    with operator_context():
        node_move(shop.category.pk, parent=garden)
        node_move(shop.category.pk, parent=shop.department)
    assert node_find_moved("garden/lighting") == "home/lighting"
    assert not NodePath.objects.filter(path="home/lighting").exists()


def test_A1_path_when_taken_by_a_new_node_then_the_redirect_gives_way(shop: Shop, garden: Node) -> None:
    with operator_context():
        node_move(shop.category.pk, parent=garden)
        new = node_create(kind="category", parent=shop.department, name_en="Lighting")
    assert new.path == "home/lighting"
    assert node_find_moved("home/lighting") is None


def test_A1_rename_when_slug_changes_then_descendants_follow_and_old_paths_redirect(shop: Shop) -> None:
    with operator_context():
        node_update(shop.department.pk, name_en="House & Home", slug_from="House & Home")
    assert node_find_moved("home/lighting/lamps") == "house-home/lighting/lamps"


def test_A1_rename_when_path_has_wildcards_then_only_descendants_move(shop: Shop) -> None:
    with operator_context():
        other = node_create(kind="department", name_en="Homes")
        below = node_create(kind="category", parent=other, name_en="Doors")
        node_update(shop.department.pk, slug_from="Haus")
    below.refresh_from_db()
    assert below.path == "homes/doors"


def test_A1_move_when_products_are_sold_then_they_are_listed_below_the_new_parent(
    shop: Shop, garden: Node
) -> None:
    offer_make(shop.vendor, shop.product)
    with operator_context():
        node_move(shop.category.pk, parent=garden)
    assert listed(department=garden.pk) == ["desk-lamp"]
    assert listed(department=shop.department.pk) == []


@pytest.mark.parametrize("kind", ["department", "subcategory"])
def test_A1_create_when_level_is_wrong_then_refused(shop: Shop, kind: str) -> None:
    with operator_context(), pytest.raises(NodePlaceError):
        node_create(kind=kind, parent=shop.department, name_en="Wrong")


def test_A1_move_when_below_its_own_child_then_refused(shop: Shop) -> None:
    with operator_context(), pytest.raises(NodePlaceError):
        node_move(shop.category.pk, parent=shop.subcategory)


@pytest.mark.parametrize(
    ("column", "node", "parent"),
    [
        ("category", "category", "subcategory"),
        ("category", "category", "category"),
        ("sub", "subcategory", "department"),
    ],
)
def test_A1_cycle_when_tried_without_the_service_then_the_database_refuses(
    shop: Shop, column: str, node: str, parent: str
) -> None:
    with (
        operator_context(),
        pytest.raises(IntegrityError, match="node_parent_one_level_up"),
        transaction.atomic(),
    ):
        Node.objects.filter(pk=getattr(shop, node).pk).update(parent=getattr(shop, parent))


def test_A1_kind_when_changed_under_children_then_the_database_refuses(shop: Shop) -> None:
    with operator_context(), pytest.raises(IntegrityError), transaction.atomic():
        Node.objects.filter(pk=shop.category.pk).update(kind="subcategory")


def test_A1_delete_when_products_are_below_then_refused(shop: Shop) -> None:
    offer_make(shop.vendor, shop.product)
    with operator_context(), pytest.raises(NodeInUseError, match="archive"):
        node_delete(shop.subcategory.pk)


def test_A1_delete_when_empty_then_gone(shop: Shop, garden: Node) -> None:
    with operator_context():
        node_delete(garden.pk)
    assert not Node.objects.filter(pk=garden.pk).exists()


def test_A1_archive_when_offers_are_live_then_nothing_below_is_listed_and_all_comes_back(shop: Shop) -> None:
    offer_make(shop.vendor, shop.product)
    with operator_context():
        node_archive(shop.category.pk)
    assert listed() == []
    assert node_page("home/lighting/lamps", language="en") is None
    with operator_context():
        node_restore(shop.category.pk)
    assert listed() == ["desk-lamp"]


def test_A1_create_when_parent_is_archived_then_refused(shop: Shop) -> None:
    with operator_context():
        archived = node_archive(shop.category.pk)
        with pytest.raises(NodePlaceError, match="archived"):
            node_create(kind="subcategory", parent=archived, name_en="Bulbs")


def test_A1_order_when_sort_order_differs_then_before_the_name(shop: Shop) -> None:
    with operator_context():
        node_create(kind="department", name_en="Aaa", sort_order=5)
        node_create(kind="department", name_en="Zzz", sort_order=-5)
    assert [node["name"] for node in department_tree("en")] == ["Zzz", "Home", "Aaa"]


def test_A1_name_when_one_language_is_missing_then_the_other_stands_in(shop: Shop) -> None:
    with operator_context():
        node_create(kind="department", name_fa="باغ", sort_order=9)
    assert department_tree("en")[-1]["name"] == "باغ"


def test_A1_write_when_not_the_operator_then_the_database_refuses(shop: Shop) -> None:
    from django.db import ProgrammingError

    with (
        pytest.raises(ProgrammingError, match="shared by all vendors"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE catalog_node SET name_en = 'x'")
