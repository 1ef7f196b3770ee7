"""The page of one product: every vendor's offer, the choice of a variant, and the same for search engines."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from multivendor_platform.money import Money
from multivendor_platform.storefront.cards import Link, Picture, offers_text, picture_make
from multivendor_platform.storefront.formatting import digits_localise, number_text, price_text

# Below this a visitor is told how many are left; above, the number says nothing.
FEW: Final = 5
_JSON_ESCAPES: Final = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One vendor's offer as the table shows it."""

    vendor: str
    vendor_url: str
    variant: str
    condition: str
    price: str
    stock: str
    is_scarce: bool
    lead_time: str
    sku: str


@dataclass(frozen=True, slots=True)
class Axis:
    """One choice, such as colour, each option a link to the variant it leads to."""

    label: str
    options: list[Link]


@dataclass(frozen=True, slots=True)
class Fact:
    """One typed attribute as text."""

    label: str
    value: str


def stock_text(available: int, language: str) -> str:
    """Return what is said of the stock of an offer that can be bought."""
    if available > FEW:
        return _("In stock")
    return ngettext("Only %(count)s left", "Only %(count)s left", available) % {
        "count": number_text(available, language)
    }


def lead_time_text(days: int, language: str) -> str:
    """Return when the vendor hands the parcel over."""
    if days == 0:
        return _("Leaves today")
    return ngettext("Leaves in %(count)s day", "Leaves in %(count)s days", days) % {
        "count": number_text(days, language)
    }


def _condition_text(condition: str) -> str:
    return {"refurbished": _("Refurbished"), "used": _("Used")}.get(condition, "")


def _variant_names(product: dict[str, Any]) -> dict[int, str]:
    return {
        variant["id"]: " · ".join(
            variant["options"][axis["code"]]["name"]
            for axis in product["axes"]
            if axis["code"] in variant["options"]
        )
        for variant in product["variants"]
    }


def offer_rows(product: dict[str, Any], offers: list[dict[str, Any]], language: str) -> list[OfferRow]:
    """Return the offers in the order given."""
    names = _variant_names(product)
    return [
        OfferRow(
            vendor=offer["vendor"]["name"],
            vendor_url=reverse("storefront:vendor", args=[offer["vendor"]["slug"]]),
            variant=names.get(offer["variant"], ""),
            condition=_condition_text(offer["condition"]),
            price=price_text(offer["price"]["amount"], offer["price"]["currency"], language),
            stock=stock_text(offer["available"], language),
            is_scarce=offer["available"] <= FEW,
            lead_time=lead_time_text(offer["lead_time_days"], language),
            sku=offer["sku"],
        )
        for offer in offers
    ]


def variant_chosen(product: dict[str, Any], text: str) -> dict[str, Any] | None:
    """Return the active variant whose key `text` is, or None: then the page shows the offers of all."""
    variants: list[dict[str, Any]] = product["variants"]
    return next((variant for variant in variants if str(variant["id"]) == text), None)


def _variant_nearest(
    product: dict[str, Any], chosen: dict[str, Any] | None, code: str, option: str
) -> dict[str, Any]:
    """Return the variant with `option` that keeps most of the other choices, then one that somebody sells."""
    offered = {offer["variant"] for offer in product["offers"]}
    kept = chosen["options"] if chosen else {}

    def closeness(variant: dict[str, Any]) -> tuple[int, bool]:
        same = sum(variant["options"].get(other) == value for other, value in kept.items() if other != code)
        return same, variant["id"] in offered

    fitting = [v for v in product["variants"] if v["options"].get(code, {}).get("code") == option]
    return max(fitting, key=closeness)


def variant_axes(product: dict[str, Any], chosen: dict[str, Any] | None, path: str) -> list[Axis]:
    """Return the choices that lead to other variants; none for a product without any."""
    axes = []
    for axis in product["axes"]:
        code = axis["code"]
        options = {
            v["options"][code]["code"]: v["options"][code]["name"]
            for v in product["variants"]
            if code in v["options"]
        }
        current = chosen["options"].get(code, {}).get("code") if chosen else None
        links = [
            Link(
                f"{path}?variant={_variant_nearest(product, chosen, code, option)['id']}",
                name,
                "true" if option == current else "",
            )
            for option, name in options.items()
        ]
        if links:
            axes.append(Axis(axis["name"], links))
    return axes


def facts(product: dict[str, Any], language: str) -> list[Fact]:
    """Return the typed attributes as text with their units."""
    rows = [Fact(_("Brand"), product["brand"])] if product["brand"] else []
    for attribute in product["attributes"]:
        value = attribute["value"]
        if attribute["kind"] == "boolean":
            text = _("yes") if value else _("no")
        elif attribute["kind"] in ("integer", "decimal"):
            text = f"{digits_localise(str(value), language)} {attribute['unit']}".rstrip()
        else:
            text = value
        rows.append(Fact(attribute["name"], text))
    return rows


def pictures(product: dict[str, Any]) -> list[Picture]:
    """Return the main picture and the further ones, each once."""
    urls = dict.fromkeys(url for url in (product["image"], *product["media"]) if url)
    made = [picture_make(url, product["image_alt"]) for url in urls]
    return [picture for picture in made if picture is not None]


def offers_note(product: dict[str, Any], language: str) -> str:
    """Return how many offers from how many shops there are."""
    shops = {offer["vendor"]["id"] for offer in product["offers"]}
    return offers_text(product["offer_count"], len(shops), language)


def json_ld(product: dict[str, Any], url: str) -> SafeString:
    """Return the product as schema.org has it. Safe inside a script element whatever the texts hold."""
    document: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product["name"],
        "url": url,
        "description": product["description"],
    }
    if product["brand"]:
        document["brand"] = {"@type": "Brand", "name": product["brand"]}
    if product["image"]:
        document["image"] = [settings.SITE_URL + picture.url for picture in pictures(product)]
    if product["offers"]:
        amounts = [Money(offer["price"]["amount"], offer["price"]["currency"]) for offer in product["offers"]]
        document["offers"] = {
            "@type": "AggregateOffer",
            "priceCurrency": amounts[0].currency,
            "lowPrice": str(min(amounts).major),
            "highPrice": str(max(amounts).major),
            "offerCount": product["offer_count"],
            "availability": "https://schema.org/InStock",
        }
    text = json.dumps(document, ensure_ascii=False).translate(_JSON_ESCAPES)
    return mark_safe(text)  # noqa: S308 - every character that could end the element is escaped above
