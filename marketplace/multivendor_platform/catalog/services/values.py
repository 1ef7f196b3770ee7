"""Typed attribute values (row A4): parsed and checked by their definitions, errors by attribute code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from multivendor_platform.catalog.models import AttributeDef, AttributeOption, Node, NodeAttribute
from multivendor_platform.catalog.text import digits_normalise

DECIMAL_PLACES = 4
DECIMAL_LIMIT = Decimal(10) ** 14
INTEGER_LIMIT = 2**63
TRUE = {"true", "yes", "1"}
FALSE = {"false", "no", "0"}


class ValueProblem(Exception):
    """Why one value does not fit."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """An attribute that a node's products have, and whether they must."""

    attribute: AttributeDef
    is_required: bool


def node_requirements(node: Node) -> dict[str, Requirement]:
    """Return the attributes of a node, its own and those of the nodes above, by code; required by one,
    required."""
    keys = [node.pk]
    if node.parent is not None:
        keys.append(node.parent.pk)
        if node.parent.parent_id is not None:
            keys.append(node.parent.parent_id)
    found: dict[str, Requirement] = {}
    rows = NodeAttribute.objects.filter(node_id__in=keys).select_related("attribute")
    for row in rows.order_by("sort_order", "id"):
        earlier = found.get(row.attribute.code)
        found[row.attribute.code] = Requirement(
            row.attribute, row.is_required or (earlier is not None and earlier.is_required)
        )
    return found


def value_columns(attribute: AttributeDef, value: object) -> dict[str, Any]:
    """Return the columns of ProductAttribute that hold `value`. Raise ValueProblem when it does not fit.

    A text may be one string or `{"en": …, "fa": …}`; a choice is an option's code; numbers may be strings in
    any script's digits.
    """
    match attribute.kind:
        case AttributeDef.Kind.TEXT:
            return _text(value)
        case AttributeDef.Kind.INTEGER:
            return {"value_integer": _integer(value)}
        case AttributeDef.Kind.DECIMAL:
            return {"value_decimal": _decimal(value)}
        case AttributeDef.Kind.BOOLEAN:
            return {"value_boolean": _boolean(value)}
        case _:
            option = AttributeOption.objects.filter(attribute=attribute, code=str(value)).first()
            if option is None:
                known = ", ".join(
                    attribute.options.order_by("sort_order").values_list("code", flat=True)[:20]
                )
                raise ValueProblem(f"expected one of {known}")
            return {"option": option}


def _text(value: object) -> dict[str, str]:
    english, persian = (
        (value.get("en", ""), value.get("fa", "")) if isinstance(value, Mapping) else (value, "")
    )
    text = str(english or persian).strip()
    if not text or len(text) > 500 or len(str(persian)) > 500:
        raise ValueProblem("expected 1 to 500 characters")
    return {"value_text": text, "value_text_fa": str(persian).strip()}


def _decimal(value: object) -> Decimal:
    if isinstance(value, bool | float):
        raise ValueProblem("expected a decimal number as text, such as 1.5")
    try:
        number = Decimal(digits_normalise(str(value)).replace("٫", ".").strip())
    except InvalidOperation as error:
        raise ValueProblem("expected a number, such as 1.5") from error
    if not number.is_finite() or abs(number) >= DECIMAL_LIMIT:
        raise ValueProblem("expected a number below 10^14")
    if number != round(number, DECIMAL_PLACES):
        raise ValueProblem(f"expected at most {DECIMAL_PLACES} decimals")
    return number


def _integer(value: object) -> int:
    number = _decimal(value)
    if number != number.to_integral_value() or abs(number) >= INTEGER_LIMIT:
        raise ValueProblem("expected a whole number")
    return int(number)


def _boolean(value: object) -> bool:
    text = str(value).strip().lower()
    if text not in TRUE | FALSE:
        raise ValueProblem("expected true or false")
    return text in TRUE
