"""Numbers and prices as the page's language writes them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from babel.numbers import format_decimal

from multivendor_platform.money import Money, money_format

# Babel knows the separators of Persian but leaves its digits ASCII.
_PERSIAN_DIGITS: Final = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def digits_localise(text: str, language: str) -> str:
    """Return `text` with the digits of the language."""
    return text.translate(_PERSIAN_DIGITS) if language == "fa" else text


@lru_cache(maxsize=4096)
def number_text(number: int, language: str) -> str:
    """Return a whole number with the language's digits and separators."""
    return digits_localise(format_decimal(number, locale=language), language)


@lru_cache(maxsize=16384)
def price_text(amount: int, currency: str, language: str) -> str:
    """Return an amount in minor units as a price."""
    return money_format(Money(amount, currency), language)
