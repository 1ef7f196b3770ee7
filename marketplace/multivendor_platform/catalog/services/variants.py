"""Variants from option axes (row A5): the matrix, its growth, and what may never change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product as combinations

from django.db import IntegrityError, transaction

from multivendor_platform.catalog.cards import card_refresh
from multivendor_platform.catalog.errors import VariantAxisError, VariantHistoryError
from multivendor_platform.catalog.models import (
    AttributeDef,
    AttributeOption,
    Product,
    ProductAxis,
    Variant,
    VariantOption,
)

MATRIX_MAX = 200
AXES_MAX = 3


def option_signature(options: Mapping[str, str]) -> str:
    """Return the one text of a combination, whatever the order of its axes: `colour=red;size=m`."""
    return ";".join(f"{axis}={options[axis]}" for axis in sorted(options))


def _axes(axes: Mapping[str, Sequence[str]]) -> list[tuple[AttributeDef, list[AttributeOption]]]:
    if not 1 <= len(axes) <= AXES_MAX:
        message = f"expected 1 to {AXES_MAX} axes, got {len(axes)}"
        raise VariantAxisError(message)
    found = []
    size = 1
    for code, wanted in axes.items():
        attribute = AttributeDef.objects.filter(code=code, kind=AttributeDef.Kind.CHOICE).first()
        if attribute is None:
            message = f"{code!r} is not an attribute of kind choice"
            raise VariantAxisError(message)
        options = {option.code: option for option in attribute.options.all()}
        unknown = [option for option in wanted if option not in options]
        if unknown or not wanted or len(set(wanted)) != len(wanted):
            message = f"{code!r} needs distinct options out of {', '.join(sorted(options))}"
            raise VariantAxisError(message)
        found.append((attribute, [options[option] for option in wanted]))
        size *= len(wanted)
    if size > MATRIX_MAX:
        message = f"{size} combinations; at most {MATRIX_MAX} are made at once"
        raise VariantAxisError(message)
    return found


@transaction.atomic
def variant_matrix_generate(product_id: int, axes: Mapping[str, Sequence[str]]) -> list[Variant]:
    """Make the variants that the axes' options span and do not exist yet; return the active ones of the
    matrix.

    A combination that exists is kept as it is, a retired one brought back: never a second row for one
    combination. The default variant, which has no options, is retired, or deleted if it never had an offer.
    A product's axes are fixed once it has variants on them: raise VariantAxisError for others.
    """
    product = Product.objects.select_for_update().get(pk=product_id)
    resolved = _axes(axes)
    present = list(product.axes.order_by("sort_order").values_list("attribute__code", flat=True))
    if present and set(present) != set(axes):
        message = f"this product varies by {', '.join(present)}; its axes cannot become {', '.join(axes)}"
        raise VariantAxisError(message)
    if not present:
        ProductAxis.objects.bulk_create(
            ProductAxis(product=product, attribute=attribute, sort_order=place)
            for place, (attribute, _) in enumerate(resolved)
        )
        _default_remove(product)
    variants = [
        _variant(product, list(combination), place)
        for place, combination in enumerate(combinations(*(options for _, options in resolved)))
    ]
    card_refresh([product.pk])
    return variants


def _default_remove(product: Product) -> None:
    for variant in product.variants.filter(option_signature=""):
        if variant.has_history:
            variant.state = Variant.State.RETIRED
            variant.save(update_fields=["state"])
        else:
            variant.delete()


def _variant(product: Product, options: list[AttributeOption], place: int) -> Variant:
    signature = option_signature({option.attribute.code: option.code for option in options})
    variant, created = Variant.objects.get_or_create(
        product=product, option_signature=signature, defaults={"sort_order": place}
    )
    if created:
        VariantOption.objects.bulk_create(
            VariantOption(variant=variant, attribute=option.attribute, option=option) for option in options
        )
    elif variant.state == Variant.State.RETIRED:
        variant.state = Variant.State.ACTIVE
        variant.save(update_fields=["state"])
    return variant


def _state_set(variant_id: int, state: Variant.State) -> Variant:
    variant = Variant.objects.select_for_update().get(pk=variant_id)
    variant.state = state
    variant.save(update_fields=["state"])
    card_refresh([variant.product_id])
    return variant


@transaction.atomic
def variant_retire(variant_id: int) -> Variant:
    """Sell a variant no more. Its combination stays its own."""
    return _state_set(variant_id, Variant.State.RETIRED)


@transaction.atomic
def variant_restore(variant_id: int) -> Variant:
    """Sell a retired variant again, as what it was."""
    return _state_set(variant_id, Variant.State.ACTIVE)


@transaction.atomic
def variant_delete(variant_id: int) -> None:
    """Delete a variant that never had an offer or a sale. Raise VariantHistoryError for any other."""
    variant = Variant.objects.select_for_update().get(pk=variant_id)
    try:
        with transaction.atomic():
            variant.delete()
    except IntegrityError as error:
        message = f"variant {variant_id} has had offers or sales: retire it instead"
        raise VariantHistoryError(message) from error
