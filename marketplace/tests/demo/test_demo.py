"""The demo: the same every time, complete, loaded once."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from multivendor_platform.catalog.selectors import products
from multivendor_platform.catalog.selectors.cursors import Cursor
from multivendor_platform.demo.pictures import ICONS, picture
from multivendor_platform.demo.rows import Counters, batches, product_rows, tree_rows
from multivendor_platform.demo.taxonomy import taxonomy
from tests.demo.conftest import PRODUCTS, Command

pytestmark = pytest.mark.slow


def ask(url: str, statement: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(statement.encode()).fetchall()


def test_demo_when_loaded_then_a_whole_shop(demo: str) -> None:
    counts = {
        "department": "SELECT count(*) FROM catalog_node WHERE kind = 'department'",
        "categories": "SELECT count(*) FROM catalog_node WHERE kind <> 'department'",
        "vendors": "SELECT count(*) FROM vendors_vendor",
        "products": "SELECT count(*) FROM catalog_product",
        "without picture": "SELECT count(*) FROM catalog_product WHERE image_id IS NULL",
        "without Persian": "SELECT count(*) FROM catalog_product WHERE name_fa !~ '[آ-ی]'",
    }
    found = {name: ask(demo, statement)[0][0] for name, statement in counts.items()}
    assert found == {
        "department": 8,
        "categories": 120,
        "vendors": 200,
        "products": PRODUCTS,
        "without picture": 0,
        "without Persian": 0,
    }


def test_D3_demo_when_loaded_then_cards_are_exactly_what_is_sellable(demo: str) -> None:
    differing = ask(
        demo,
        "SELECT count(*) FROM sellable_offer s "
        "FULL JOIN offer_card c USING (offer_id, price_amount, available) "
        "WHERE s.product_id IS NULL OR c.product_id IS NULL",
    )
    products_listed = ask(
        demo, "SELECT count(DISTINCT product_id), (SELECT count(*) FROM product_card) FROM sellable_offer"
    )
    assert differing == [(0,)]
    assert products_listed[0][0] == products_listed[0][1] > PRODUCTS * 0.9


def test_demo_when_loaded_then_some_products_are_sold_out_everywhere(demo: str) -> None:
    rows = ask(
        demo, "SELECT count(*) FROM catalog_product WHERE id NOT IN (SELECT product_id FROM product_card)"
    )
    assert rows[0][0] >= PRODUCTS // 100


def test_demo_when_loaded_again_with_once_then_nothing_happens(demo: str, manage: Command) -> None:
    again = manage("demo", "--once")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


def test_demo_when_loaded_again_then_refused_with_what_to_do(demo: str, manage: Command) -> None:
    again = manage("demo")
    assert again.returncode == 1
    assert "--replace" in again.stderr
    assert "Traceback" not in again.stderr


def test_demo_when_password_is_given_then_never_printed(demo: str, manage: Command) -> None:
    replaced = manage("demo", "--products", str(PRODUCTS), "--replace")
    assert replaced.returncode == 0
    assert "the-launcher-said-so" not in replaced.stdout + replaced.stderr
    assert "operator@demo.example" in replaced.stdout


def test_demo_when_number_makes_no_sense_then_refused(demo: str, manage: Command) -> None:
    assert "expected 1 to" in manage("demo", "--products", "0").stderr


@pytest.mark.parametrize("scope", ["", "department", "category"])
@pytest.mark.parametrize(
    ("order", "keys"),
    [
        ("sort_order", (20, "m", 1)),
        ("price", (50_000_000, 1)),
        ("-price", (5_000_000, 1)),
        ("newest", (1200,)),
    ],
)
def test_list_when_deep_then_read_from_an_index_without_a_sort(
    demo: str, monkeypatch: pytest.MonkeyPatch, scope: str, order: str, keys: tuple[int | str, ...]
) -> None:
    plans: list[str] = []

    def explain(sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
        with psycopg.connect(demo) as connection:
            # The question is whether the index can give the order, not what this few rows cost.
            connection.execute("SET enable_sort = off; SET enable_seqscan = off; SET enable_bitmapscan = off")
            rows = connection.execute(f"EXPLAIN (COSTS OFF) {sql}".encode(), parameters).fetchall()
        plans.append("\n".join(row[0] for row in rows))
        return []

    monkeypatch.setattr(products, "statement_rows", explain)
    chosen = products.ProductFilter(
        department=1 if scope == "department" else None, category=2 if scope == "category" else None
    )
    products.product_page(chosen, language="en", order=order, cursor=Cursor(order, keys).encode())
    (plan,) = plans
    assert "Index Scan" in plan
    assert "Sort" not in plan
    # Newest first within a large part of the shop may also be read from the key, skipping the rest.
    assert order == "newest" or "Filter" not in plan


def test_rows_when_made_twice_then_the_same() -> None:
    shared = tree_rows()[1]
    made = [product_rows(shared, 1, 50, Counters()).rows for _ in range(2)]
    assert made[0] == made[1]


def test_rows_when_made_then_prices_are_whole_toman_and_skus_are_unique() -> None:
    rows = product_rows(tree_rows()[1], 1, 400, Counters()).rows["offers_offer"]
    assert all(isinstance(row[5], int) and row[5] > 0 and row[5] % 10 == 0 for row in rows)
    assert len({(row[1], row[3]) for row in rows}) == len(rows)


def test_batches_when_cut_then_cover_every_product_once() -> None:
    cut = list(batches(4_321))
    assert [number for first, last in cut for number in range(first, last + 1)] == list(range(1, 4_322))


def test_pictures_when_drawn_then_every_icon_of_the_tree_and_no_script() -> None:
    assert {branch.icon for branch in taxonomy()} <= set(ICONS)
    for style, icon in enumerate(ICONS):
        drawn = picture(icon, 0.3, style)
        assert drawn == picture(icon, 0.3, style)
        assert b"<script" not in drawn
        assert b"href" not in drawn
