"""The shared product's life: draft > submitted > published or rejected > draft; published > archived >
published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from multivendor_platform.catalog.cards import card_refresh
from multivendor_platform.catalog.errors import AttributeValueError, ProductStateError, StaleVersionError
from multivendor_platform.catalog.models import Node, Product, ProductAttribute, Variant
from multivendor_platform.catalog.services.slugs import with_free_slug
from multivendor_platform.catalog.services.values import ValueProblem, node_requirements, value_columns
from multivendor_platform.catalog.text import search_words

State = Product.State
TRANSITIONS: dict[str, set[str]] = {
    State.DRAFT: {State.SUBMITTED},
    State.SUBMITTED: {State.PUBLISHED, State.REJECTED},
    State.REJECTED: {State.DRAFT},
    State.PUBLISHED: {State.ARCHIVED},
    State.ARCHIVED: {State.PUBLISHED},
}


def _search_columns(product: Product) -> dict[str, str]:
    return {
        "search_title": " ".join(search_words(f"{product.name_en} {product.name_fa} {product.brand}")),
        "search_body": " ".join(search_words(f"{product.description_en} {product.description_fa}")),
    }


def _locked(product_id: int) -> Product:
    # Only the product's own row: the tree is locked by whoever changes the tree.
    return Product.objects.select_for_update(of=("self",)).select_related("node__parent").get(pk=product_id)


@transaction.atomic
def product_create(*, node: Node, name_en: str = "", name_fa: str = "", **fields: Any) -> Product:
    """Create a draft with its one default variant; axes make more (variant_matrix_generate)."""
    product = Product(node=node, name_en=name_en, name_fa=name_fa, **fields)
    for column, text in _search_columns(product).items():
        setattr(product, column, text)

    def make(slug: str) -> Product:
        product.pk, product.slug = None, slug
        product.save(force_insert=True)
        return product

    with_free_slug(name_en or name_fa, "slug", make)
    Variant.objects.create(product=product)
    return product


@transaction.atomic
def product_update(product_id: int, *, version: int, **fields: Any) -> Product:
    """Change texts, node or pictures of the version that was read. Raise StaleVersionError on another."""
    product = Product.objects.select_for_update().get(pk=product_id)
    if product.version != version:
        message = f"the product is at version {product.version}, not {version}: read it again"
        raise StaleVersionError(message)
    for name, value in {**fields, "version": version + 1}.items():
        setattr(product, name, value)
    for column, text in _search_columns(product).items():
        setattr(product, column, text)
    product.save()
    card_refresh([product.pk])
    return product


@transaction.atomic
def product_values_set(product_id: int, values: Mapping[str, object]) -> None:
    """Set attribute values by code; None removes one. Raise AttributeValueError naming every field that is
    wrong.

    Only attributes of the product's node, or of a node above it, are accepted.
    """
    product = _locked(product_id)
    requirements = node_requirements(product.node)
    problems: dict[str, str] = {}
    for code, value in values.items():
        requirement = requirements.get(code)
        if requirement is None:
            problems[code] = f"products of {product.node.path!r} have no such attribute"
            continue
        if value is None:
            if requirement.is_required and product.state == State.PUBLISHED:
                problems[code] = "required for a published product"
            else:
                ProductAttribute.objects.filter(product=product, attribute=requirement.attribute).delete()
            continue
        empty = dict.fromkeys(("value_text", "value_integer", "value_decimal", "value_boolean", "option"))
        try:
            columns = value_columns(requirement.attribute, value)
        except ValueProblem as problem:
            problems[code] = str(problem)
            continue
        ProductAttribute.objects.update_or_create(
            product=product,
            attribute=requirement.attribute,
            defaults={**empty, "value_text_fa": "", "kind": requirement.attribute.kind, **columns},
        )
    if problems:
        raise AttributeValueError(problems)


def _transition(product: Product, target: str) -> None:
    if target not in TRANSITIONS[product.state]:
        message = f"a {product.state} product cannot become {target}"
        raise ProductStateError(message)
    product.state = target
    product.updated_at = timezone.now()
    product.save(update_fields=["state", "updated_at"])


@transaction.atomic
def product_publish(product_id: int) -> Product:
    """Show a product: from submitted, draft (submitted on the way) or archived.

    Raise AttributeValueError with one entry per required attribute without a value, ProductStateError
    otherwise.
    """
    product = _locked(product_id)
    present = set(product.attributes.values_list("attribute__code", flat=True))
    present |= set(product.axes.values_list("attribute__code", flat=True))
    missing = {
        code: "required for a published product"
        for code, requirement in node_requirements(product.node).items()
        if requirement.is_required and code not in present
    }
    if missing:
        raise AttributeValueError(missing)
    if product.state == State.DRAFT:
        _transition(product, State.SUBMITTED)
    _transition(product, State.PUBLISHED)
    card_refresh([product.pk])
    return product


@transaction.atomic
def product_archive(product_id: int) -> Product:
    """Take a published product out of every list; its page stays and says that it is not available."""
    product = Product.objects.select_for_update().get(pk=product_id)
    _transition(product, State.ARCHIVED)
    card_refresh([product.pk])
    return product
