"""Keeping the public's tables in step; called at the end of every service that changes what they show."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection


def card_refresh(product_ids: Iterable[int]) -> None:
    """Make the cards of these products anew, in the caller's transaction.

    The database function locks the products, so that two vendors who change offers on one product at the same
    moment do not write each other's offers off the card.
    """
    keys = sorted(set(product_ids))
    if keys:
        with connection.cursor() as cursor:
            cursor.execute("SELECT card_refresh(%s::bigint[])", [keys])


def card_refresh_below(node_id: int) -> None:
    """Make the cards of every product in a node and below it anew."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT card_refresh(array(
                   SELECT p.id FROM catalog_product p JOIN catalog_node n ON n.id = p.node_id
                     LEFT JOIN catalog_node u ON u.id = n.parent_id
                    WHERE %s IN (n.id, n.parent_id, u.parent_id)))""",
            [node_id],
        )


def vendor_card_refresh(vendor_id: int) -> None:
    """Make a vendor's card, and those of every product they offer, anew."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT vendor_card_refresh(ARRAY[%s::bigint])", [vendor_id])
        cursor.execute(
            """SELECT card_refresh(array(
                   SELECT DISTINCT v.product_id FROM offers_offer o JOIN catalog_variant v ON v.id =
                   o.variant_id WHERE o.vendor_id = %s))""",
            [vendor_id],
        )
