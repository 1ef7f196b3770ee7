"""The state of a list, read from an address and written into one, which alone reproduces the page (D2)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, InvalidOperation
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict

from multivendor_platform.catalog.selectors import ORDERS
from multivendor_platform.catalog.text import digits_normalise
from multivendor_platform.money import currency_exponent
from multivendor_platform.money.amount import AMOUNT_MAX
from multivendor_platform.money.formatting import RIALS_PER_TOMAN
from multivendor_platform.storefront.selectors import Criteria

OPTION_PREFIX: Final = "f."
QUERY_MAX: Final = 100
# A form of ours never sends more; an address with more is noise and would only cost the database.
_VALUES_MAX: Final = 40
_VALUE_LENGTH_MAX: Final = 120
_SEPARATORS: Final = str.maketrans({",": None, "٬": None, " ": None, "\u00a0": None, "_": None, "٫": "."})
ORDER_DEFAULT: Final = "sort_order"


@dataclass(frozen=True, slots=True)
class ListState:
    """What an address says about a list. Price texts are kept as typed, to be shown again."""

    path: str
    query: str = ""
    order: str = ORDER_DEFAULT
    cursor: str | None = None
    price_min: str = ""
    price_max: str = ""
    brands: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()

    @property
    def has_price(self) -> bool:
        """Tell whether a price was typed, so that its currency must be known."""
        return bool(self.price_min or self.price_max)

    @property
    def is_filtered(self) -> bool:
        """Tell whether the list is narrowed down."""
        return self.has_price or bool(self.brands or self.options)

    def url(self, *, cursor: str | None = None) -> str:
        """Return the address of this state, at the given page."""
        pairs: list[tuple[str, str]] = [("q", self.query)] if self.query else []
        pairs += [("price_min", self.price_min)] if self.price_min else []
        pairs += [("price_max", self.price_max)] if self.price_max else []
        pairs += [("brand", brand) for brand in self.brands]
        pairs += [(OPTION_PREFIX + code, option) for code, option in self.options]
        pairs += [("sort", self.order)] if self.order != ORDER_DEFAULT else []
        pairs += [("page", cursor)] if cursor else []
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path

    def without(
        self, *, brand: str = "", option: tuple[str, str] | None = None, price: bool = False
    ) -> ListState:
        """Return the state without one brand, one option or the price."""
        return replace(
            self,
            cursor=None,
            brands=tuple(name for name in self.brands if name != brand),
            options=tuple(pair for pair in self.options if pair != option),
            price_min="" if price else self.price_min,
            price_max="" if price else self.price_max,
        )

    def cleared(self) -> ListState:
        """Return the state without any filter."""
        return ListState(path=self.path, query=self.query, order=self.order)

    def criteria(self, currency: str) -> Criteria:
        """Return what to ask the database; raise PriceTextError when a price is no number."""
        options: dict[str, tuple[str, ...]] = {}
        for code, option in self.options:
            options[code] = (*options.get(code, ()), option)
        low = price_minor(self.price_min, currency, upper=False) if self.price_min else None
        high = price_minor(self.price_max, currency, upper=True) if self.price_max else None
        return Criteria(price_min=low, price_max=high, brands=self.brands, options=options)


class PriceTextError(ValueError):
    """A text in a price field is no price."""

    code = "storefront-price-text"


def price_minor(text: str, currency: str, *, upper: bool) -> int:
    """Return the minor units of a price typed as it is displayed: rials as toman, digits of any script.

    Finer than a minor unit is rounded towards the inside of the range. Raise PriceTextError otherwise.
    """
    try:
        value = Decimal(digits_normalise(text).translate(_SEPARATORS))
    except InvalidOperation as error:
        raise PriceTextError(text) from error
    # Far exponents would make the next line compute for minutes.
    if not value.is_finite() or value < 0 or value.adjusted() > 18:
        raise PriceTextError(text)
    factor = RIALS_PER_TOMAN if currency == "IRR" else 10 ** currency_exponent(currency)
    minor = int((value * factor).to_integral_value(ROUND_FLOOR if upper else ROUND_CEILING))
    if minor > AMOUNT_MAX:
        raise PriceTextError(text)
    return minor


def _clean(values: list[str]) -> tuple[str, ...]:
    kept = dict.fromkeys(
        value for value in values if value and len(value) <= _VALUE_LENGTH_MAX and "\0" not in value
    )
    return tuple(kept)[:_VALUES_MAX]


def _text(parameters: QueryDict, name: str, limit: int) -> str:
    return parameters.get(name, "").replace("\0", "").strip()[:limit]


def list_state_read(path: str, parameters: QueryDict) -> ListState:
    """Read an address. What it does not understand is left out: an old link shows a list, not an error."""
    order = parameters.get("sort", "")
    options = tuple(
        (name.removeprefix(OPTION_PREFIX), value)
        for name in _clean([key for key in parameters if key.startswith(OPTION_PREFIX)])
        for value in _clean(parameters.getlist(name))
    )
    return ListState(
        path=path,
        query=_text(parameters, "q", QUERY_MAX),
        order=order if order in ORDERS else ORDER_DEFAULT,
        cursor=parameters.get("page") or None,
        price_min=_text(parameters, "price_min", 16),
        price_max=_text(parameters, "price_max", 16),
        brands=_clean(parameters.getlist("brand")),
        options=options[:_VALUES_MAX],
    )
