"""The same two answers the usual way: ORM objects through response schemas, with a count for the pages."""

from __future__ import annotations

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest
from django.urls import path
from multivendor_platform.catalog.models import OfferCard, Product, ProductCard
from multivendor_platform.urls import urlpatterns as marketplace
from ninja import NinjaAPI, Schema

api = NinjaAPI(docs_url=None, openapi_url=None, urls_namespace="usual")
PAGE = 24


class PriceOut(Schema):
    """Money."""

    amount: int
    currency: str


class NodeOut(Schema):
    """A node by name."""

    id: int
    path: str
    name: str


class CardOut(Schema):
    """A product in a list: the fields of our card."""

    id: int
    slug: str
    name: str
    brand: str
    image: str | None
    image_alt: str
    price: PriceOut
    offer_count: int
    node: NodeOut

    @staticmethod
    def resolve_name(product: Any) -> str:
        return str(product.name("en"))

    @staticmethod
    def resolve_image(product: Any) -> str | None:
        return product.image.url if product.image else None

    @staticmethod
    def resolve_image_alt(product: Any) -> str:
        return str(product.image_alt_en)

    @staticmethod
    def resolve_price(product: Any) -> dict[str, Any]:
        return {"amount": product.price_amount, "currency": "IRR"}

    @staticmethod
    def resolve_node(product: Any) -> dict[str, Any]:
        return {"id": product.node.pk, "path": product.node.path, "name": product.node.name("en")}


class PageOut(Schema):
    """A page."""

    count: int
    results: list[CardOut]


class OfferOut(Schema):
    """A public offer."""

    offer_id: int
    sku: str
    price_amount: int
    currency: str
    lead_time_days: int
    available: int


class ValueOut(Schema):
    """An attribute's value."""

    code: str
    value: str


class DetailOut(CardOut):
    """A product with its values, variants and offers."""

    description: str
    values: list[ValueOut]
    variants: list[int]
    offers: list[OfferOut]

    @staticmethod
    def resolve_description(product: Any) -> str:
        return str(product.description_en)

    @staticmethod
    def resolve_values(product: Any) -> list[dict[str, str]]:
        return [
            {
                "code": row.attribute.code,
                "value": str(row.option or row.value_text or row.value_integer or row.value_decimal or ""),
            }
            for row in product.attributes.all()
        ]

    @staticmethod
    def resolve_variants(product: Any) -> list[int]:
        return [variant.pk for variant in product.variants.all()]

    @staticmethod
    def resolve_offers(product: Any) -> list[OfferCard]:
        return list(OfferCard.objects.filter(product_id=product.pk).order_by("price_amount"))


def products() -> QuerySet[Product, Product]:
    """Return the products on offer with what a list shows."""
    card = ProductCard.objects.filter(product_id=OuterRef("pk"))
    found: QuerySet[Product, Product] = (
        Product.objects.filter(state="published")
        .annotate(
            price_amount=Subquery(card.values("price_amount")),
            offer_count=Subquery(card.values("offer_count")),
        )
        .filter(price_amount__isnull=False)
        .select_related("node", "image")
        .defer("image__body")
        .order_by(F("pk").desc())
    )
    return found


@api.get("/products", response=PageOut)
def product_list(request: HttpRequest) -> dict[str, Any]:
    """A page of products."""
    return {"count": ProductCard.objects.count(), "results": list(products()[:PAGE])}


@api.get("/products/{slug}", response=DetailOut)
def product_detail(request: HttpRequest, slug: str) -> Product:
    """One product."""
    found = (
        products()
        .filter(slug=slug)
        .prefetch_related("attributes__attribute", "attributes__option", "variants")
        .first()
    )
    if found is None:
        raise Http404
    return found


urlpatterns = [path("usual/", api.urls), *marketplace]
