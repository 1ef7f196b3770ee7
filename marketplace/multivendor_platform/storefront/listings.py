"""A list of products with its filters, its order and its neighbours, ready for the template."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from multivendor_platform.catalog.selectors import CardPage
from multivendor_platform.storefront.cards import Card, Link, cards_make
from multivendor_platform.storefront.filters import OPTION_PREFIX, ORDER_DEFAULT, ListState
from multivendor_platform.storefront.formatting import number_text, price_text
from multivendor_platform.storefront.selectors import Criteria, Document


@dataclass(frozen=True, slots=True)
class Option:
    """One checkbox. It is disabled, not hidden, when choosing it would leave nothing."""

    value: str
    label: str
    count: str
    selected: bool
    disabled: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One group of checkboxes; `name` is the parameter's."""

    name: str
    label: str
    options: list[Option]


@dataclass(frozen=True, slots=True)
class Filters:
    """The form beside a list."""

    action: str
    hidden: list[tuple[str, str]]
    facets: list[Facet]
    unit: str
    price_min: str
    price_max: str
    price_range: str
    price_error: str
    is_open: bool
    clear_url: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What `_listing.html` shows."""

    summary: str
    cards: list[Card]
    sorts: list[Link]
    active: list[Link]
    filters: Filters | None
    previous_url: str
    next_url: str
    empty: str


def _options(rows: list[dict[str, Any]], value: str, chosen: set[str], language: str) -> list[Option]:
    return [
        Option(
            value=row[value],
            label=row["name"],
            count=number_text(row["count"], language),
            selected=row[value] in chosen,
            disabled=not row["count"] and row[value] not in chosen,
        )
        for row in rows
    ]


def _facets(document: Document, state: ListState, language: str) -> list[Facet]:
    brands = _options(document["brands"], "name", set(state.brands), language)
    facets = [Facet("brand", _("Brand"), brands)] if brands else []
    for row in document["facets"]:
        chosen = {option for code, option in state.options if code == row["code"]}
        options = _options(row["options"], "code", chosen, language)
        facets.append(Facet(OPTION_PREFIX + row["code"], row["name"], options))
    return facets


def _price_unit(currency: str) -> str:
    return pgettext("unit of prices", "Toman") if currency == "IRR" else currency


def _price_range(document: Document, language: str) -> str:
    low, high, currency = document["price"]["low"], document["price"]["high"], document["currency"]
    if low is None or low == high:
        return ""
    return _("%(low)s to %(high)s") % {
        "low": price_text(low, currency, language),
        "high": price_text(high, currency, language),
    }


def _filters(document: Document, state: ListState, language: str, price_error: str) -> Filters:
    hidden = [("q", state.query)] if state.query else []
    if state.order != ORDER_DEFAULT:
        hidden.append(("sort", state.order))
    return Filters(
        action=state.path,
        hidden=hidden,
        facets=_facets(document, state, language),
        unit=_price_unit(document["currency"]),
        price_min=state.price_min,
        price_max=state.price_max,
        price_range=_price_range(document, language),
        price_error=price_error,
        # The filters in use stand above the list; on a telephone an open form would push it off the screen.
        is_open=bool(price_error),
        clear_url=state.cleared().url() if state.is_filtered else "",
    )


def _price_or_none(amount: int | None, currency: str, language: str) -> str | None:
    return None if amount is None else price_text(amount, currency, language)


def _active(document: Document, state: ListState, criteria: Criteria, language: str) -> list[Link]:
    names = {
        (facet["code"], option["code"]): option["name"]
        for facet in document["facets"]
        for option in facet["options"]
    }
    chips = [Link(state.without(brand=brand).url(), brand) for brand in state.brands]
    chips += [Link(state.without(option=pair).url(), names.get(pair, pair[1])) for pair in state.options]
    low, high = (
        _price_or_none(price, document["currency"], language)
        for price in (criteria.price_min, criteria.price_max)
    )
    if low and high:
        chips.append(
            Link(state.without(price=True).url(), _("%(low)s to %(high)s") % {"low": low, "high": high})
        )
    elif low:
        chips.append(Link(state.without(price=True).url(), _("from %(low)s") % {"low": low}))
    elif high:
        chips.append(Link(state.without(price=True).url(), _("up to %(high)s") % {"high": high}))
    return chips


def _sorts(state: ListState) -> list[Link]:
    labels = {
        ORDER_DEFAULT: _("Recommended"),
        "newest": _("Newest"),
        "price": _("Lowest price"),
        "-price": _("Highest price"),
    }
    return [
        Link(replace(state, order=order, cursor=None).url(), label, "true" if order == state.order else "")
        for order, label in labels.items()
    ]


def count_text(count: int, language: str, *, more: bool) -> str:
    """Return how many products there are; `more` when counting stopped at `count`."""
    number = number_text(count, language)
    if more:
        return _("more than %(count)s products") % {"count": number}
    return ngettext("%(count)s product", "%(count)s products", count) % {"count": number}


def category_listing(
    document: Document,
    page: CardPage,
    state: ListState,
    criteria: Criteria,
    language: str,
    *,
    price_error: str = "",
) -> Listing:
    """Return the list of a category page."""
    return Listing(
        summary=count_text(document["total"], language, more=document["capped"] and not state.is_filtered),
        cards=cards_make(page.cards(), language),
        sorts=_sorts(state),
        active=_active(document, state, criteria, language),
        filters=_filters(document, state, language, price_error),
        previous_url=state.url(cursor=page.previous) if page.previous else "",
        next_url=state.url(cursor=page.next) if page.next else "",
        empty=(
            _("Nothing here matches all of these filters.")
            if state.is_filtered
            else _("No shop offers anything here at the moment.")
        ),
    )


def plain_listing(
    page: CardPage, state: ListState, language: str, *, summary: str, empty: str = ""
) -> Listing:
    """Return a list without filters, as vendors' pages and search results have it."""
    return Listing(
        summary=summary,
        cards=cards_make(page.cards(), language),
        sorts=[],
        active=[],
        filters=None,
        previous_url=state.url(cursor=page.previous) if page.previous else "",
        next_url=state.url(cursor=page.next) if page.next else "",
        empty=empty,
    )
