"""What the public reads: only sellable, public data, kept by `card_refresh` in the transaction that changes
it.

These tables have no row policies, since text search under a policy cannot use its index, and no foreign keys,
since they hold nothing that cannot be made again.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q


class Market(models.Model):
    """The one row that says in which currency this marketplace sells."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    currency = models.CharField(max_length=3)

    class Meta:
        db_table = "market"
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="market_is_one_row")]

    def __str__(self) -> str:
        return self.currency


_SCOPES = {"all": [], "department": ["department_id"], "category": ["category_id"], "sub": ["subcategory_id"]}
_ORDERS = {
    "rank": ["sort_order", "name_key", "product_id"],
    "price": ["price_amount", "product_id"],
    "new": ["-product_id"],
}


class ProductCard(models.Model):
    """One product that can be bought now. No row, no listing: not in a list, a count or a search."""

    product_id = models.BigIntegerField(primary_key=True)
    department_id = models.BigIntegerField()
    category_id = models.BigIntegerField(null=True)
    subcategory_id = models.BigIntegerField(null=True)
    sort_order = models.IntegerField()
    name_key = models.CharField(max_length=200, db_collation="C")
    price_amount = models.BigIntegerField()
    offer_count = models.IntegerField()
    card_en = models.TextField()
    card_fa = models.TextField()
    document = SearchVectorField()

    class Meta:
        db_table = "product_card"
        # Keyset pages: each scope with each order, tie broken by the key, read without a sort at any depth.
        indexes: ClassVar = [
            models.Index(fields=[*scope, *order], name=f"card_{scope_name}_{order_name}")
            for scope_name, scope in _SCOPES.items()
            for order_name, order in _ORDERS.items()
            if scope or order_name != "new"
        ] + [GinIndex(fields=["document"], name="card_document", fastupdate=False)]

    def __str__(self) -> str:
        return str(self.product_id)


class OfferCard(models.Model):
    """One offer that can be bought now, with what the public may know of it."""

    offer_id = models.BigIntegerField(primary_key=True)
    product_id = models.BigIntegerField()
    variant_id = models.BigIntegerField()
    vendor_id = models.BigIntegerField()
    sku = models.CharField(max_length=64)
    condition = models.CharField(max_length=11)
    price_amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    lead_time_days = models.SmallIntegerField()
    available = models.IntegerField()

    class Meta:
        db_table = "offer_card"
        indexes: ClassVar = [
            models.Index(fields=["product_id", "price_amount", "offer_id"], name="offer_card_product"),
            models.Index(fields=["vendor_id", "-product_id"], name="offer_card_vendor"),
        ]

    def __str__(self) -> str:
        return str(self.offer_id)


class VendorCard(models.Model):
    """One vendor who sells now, with what the public may know of them."""

    vendor_id = models.BigIntegerField(primary_key=True)
    slug = models.CharField(max_length=120, unique=True, db_collation="C")
    name_en = models.CharField(max_length=200)
    name_fa = models.CharField(max_length=200)
    card_en = models.TextField()
    card_fa = models.TextField()

    class Meta:
        db_table = "vendor_card"

    def __str__(self) -> str:
        return self.slug


class SearchWord(models.Model):
    """A word of the search documents, with itself and its forms one letter shorter.

    Two words that share a form are one typo apart (or, rarely, two): an index finds them without an
    extension.
    """

    word = models.CharField(max_length=60, primary_key=True, db_collation="C")
    forms = ArrayField(models.TextField())

    class Meta:
        db_table = "search_word"
        indexes: ClassVar = [GinIndex(fields=["forms"], name="word_forms", fastupdate=False)]

    def __str__(self) -> str:
        return self.word
