"""Cards and tiles: rows of the public's tables, turned into what a template prints without thinking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from multivendor_platform.storefront.formatting import number_text, price_text

# Cards carry no measures; the stylesheet crops every picture to a square, so these only set the ratio.
_SQUARE: Final = 480


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and the ratio in which room is kept for it."""

    url: str
    alt: str
    width: int = _SQUARE
    height: int = _SQUARE


@dataclass(frozen=True, slots=True)
class Link:
    """A labelled address; `current` is what aria-current says, empty elsewhere."""

    url: str
    label: str
    current: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One product in a list; `note` is read before the price: "4 offers from"."""

    url: str
    title: str
    picture: Picture | None
    note: str
    price: str


@dataclass(frozen=True, slots=True)
class Tile:
    """A place in the tree or a shop, with a line about it."""

    url: str
    label: str
    note: str
    picture: Picture | None = None
    monogram: str = ""


def node_url(path: str) -> str:
    """Return the address of a department, category or subcategory."""
    return reverse("storefront:node", args=[path])


def picture_make(url: str | None, alt: str, width: int = _SQUARE, height: int = _SQUARE) -> Picture | None:
    """Return the picture, or None for a row without one."""
    return Picture(url, alt, width, height) if url else None


def _card_note(row: dict[str, Any], language: str) -> str:
    """Return what stands before the lowest price: how many offers, and whether others cost more."""
    offers = row["offer_count"]
    if row["price_max"]["amount"] > row["price"]["amount"]:
        text = ngettext("%(offers)s offer from", "%(offers)s offers from", offers)
    else:
        text = ngettext("%(offers)s offer", "%(offers)s offers", offers)
    return text % {"offers": number_text(offers, language)}


def offers_text(offers: int, vendors: int, language: str) -> str:
    """Return how many offers from how many shops."""
    if vendors < 2:
        text = ngettext("%(offers)s offer", "%(offers)s offers", offers)
    else:
        text = ngettext(
            "%(offers)s offer from %(shops)s shops", "%(offers)s offers from %(shops)s shops", offers
        )
    return text % {"offers": number_text(offers, language), "shops": number_text(vendors, language)}


def card_make(row: dict[str, Any], language: str) -> Card:
    """Return the card of one row of `product_card`."""
    price = row["price"]
    return Card(
        url=reverse("storefront:product", args=[row["slug"]]),
        title=row["name"],
        picture=picture_make(row["image"], row["image_alt"]),
        note=_card_note(row, language),
        price=price_text(price["amount"], price["currency"], language),
    )


def cards_make(rows: list[dict[str, Any]], language: str) -> list[Card]:
    """Return the cards of several rows."""
    return [card_make(row, language) for row in rows]


def node_tile(row: dict[str, Any], language: str) -> Tile:
    """Return the tile of a department or category."""
    children = row["children"]
    note = ngettext("%(count)s category", "%(count)s categories", children) if children else ""
    return Tile(
        url=node_url(row["path"]),
        label=row["name"],
        note=note % {"count": number_text(children, language)} if note else "",
        picture=picture_make(row["image"], "", row["width"] or _SQUARE, row["height"] or _SQUARE),
    )


def vendor_tile(row: dict[str, Any]) -> Tile:
    """Return the tile of a shop."""
    return Tile(
        url=reverse("storefront:vendor", args=[row["slug"]]),
        label=row["name"],
        note=row["city"] or "",
        picture=picture_make(row["logo"], ""),
        monogram=row["name"][:1].upper(),
    )


def department_links(rows: list[dict[str, Any]], path: str = "") -> list[Link]:
    """Return the links on top of every page; `path` is that of the node on the page."""
    links = []
    for row in rows:
        here = "page" if row["path"] == path else "true" if path.startswith(row["path"] + "/") else ""
        links.append(Link(node_url(row["path"]), row["name"], here))
    return links


def breadcrumb_make(parents: list[dict[str, Any]], last: str) -> list[Link]:
    """Return the way from the front page to this one."""
    steps = [Link(node_url(parent["path"]), parent["name"]) for parent in parents]
    return [Link(reverse("storefront:home"), _("Home")), *steps, Link("", last)]
