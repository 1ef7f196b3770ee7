"""Money: whole minor units and a currency, from the database to the page."""

from multivendor_platform.money.amount import (
    CurrencyMismatchError,
    Money,
    MoneyError,
    MoneyParseError,
    UnknownCurrencyError,
)
from multivendor_platform.money.currency import currency_exponent, currency_is_known
from multivendor_platform.money.formatting import money_format

__all__ = [
    "CurrencyMismatchError",
    "Money",
    "MoneyError",
    "MoneyParseError",
    "UnknownCurrencyError",
    "currency_exponent",
    "currency_is_known",
    "money_format",
]
