"""Money as people read it, by locale. Display only: nothing here is parsed or stored again."""

from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.numbers import format_currency, format_decimal

from multivendor_platform.money.amount import Money

# Iran writes prices in toman and keeps books in rials; toman is no currency and is never stored.
RIALS_PER_TOMAN = 10
_TOMAN = {"fa": "{} تومان"}
_TOMAN_ELSEWHERE = "{} Toman"
# Babel knows the separators of these locales but leaves the digits ASCII.
_DIGITS = {
    "fa": str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"),
    "ar": str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"),
}


@lru_cache(maxsize=32)
def _locale(name: str) -> Locale:
    return Locale.parse(name.replace("-", "_"))


def money_format(money: Money, locale: str, *, toman: bool = True) -> str:
    """Return `money` in the locale's digits and order; rials are shown in toman unless `toman` is false."""
    babel_locale = _locale(locale)
    if toman and money.currency == "IRR":
        value = Decimal(money.amount) / RIALS_PER_TOMAN
        number = format_decimal(value, format="#,##0.#", locale=babel_locale, numbering_system="default")
        text = _TOMAN.get(babel_locale.language, _TOMAN_ELSEWHERE).format(number)
    else:
        text = format_currency(money.major, money.currency, locale=babel_locale, numbering_system="default")
    return text.translate(_DIGITS.get(babel_locale.language, {}))
