"""Money: integers, one currency, nothing lost (row S4)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multivendor_platform.money import (
    CurrencyMismatchError,
    Money,
    MoneyParseError,
    UnknownCurrencyError,
    currency_exponent,
    money_format,
)

amounts = st.integers(min_value=-(10**15), max_value=10**15)
weights = st.lists(st.integers(min_value=0, max_value=10**6), min_size=1, max_size=30).filter(any)
currencies = st.sampled_from(["IRR", "EUR", "KWD", "JPY"])


@pytest.mark.parametrize(("code", "exponent"), [("IRR", 0), ("JPY", 0), ("EUR", 2), ("USD", 2), ("KWD", 3)])
def test_S4_exponent_when_asked_then_that_of_cldr(code: str, exponent: int) -> None:
    assert currency_exponent(code) == exponent


@pytest.mark.parametrize("amount", [1.0, "1", True, None, Decimal(1)])
def test_S4_money_when_amount_is_no_integer_then_refused(amount: Any) -> None:
    with pytest.raises(TypeError, match="whole number of minor units"):
        Money(amount, "EUR")


@pytest.mark.parametrize("code", ["", "eur", "EURO", "TMN", "ZZZ"])
def test_S4_money_when_currency_unknown_then_refused(code: str) -> None:
    with pytest.raises(UnknownCurrencyError, match="not a currency code"):
        Money(1, code)


def test_S4_money_when_beyond_64_bits_then_refused() -> None:
    with pytest.raises(OverflowError, match="64 bits"):
        Money(2**63, "IRR")


def test_money_when_currencies_mixed_then_refused() -> None:
    with pytest.raises(CurrencyMismatchError, match="IRR and EUR"):
        Money(1, "IRR") + Money(1, "EUR")


def test_money_when_multiplied_by_a_float_then_refused() -> None:
    with pytest.raises(TypeError, match="whole numbers only"):
        Money(100, "EUR") * 0.5  # type: ignore[operator]  # the point of the test


@given(amounts, amounts, currencies)
def test_money_when_added_and_subtracted_then_back_where_it_was(a: int, b: int, code: str) -> None:
    assert Money(a, code) + Money(b, code) - Money(b, code) == Money(a, code)


@given(amounts, weights, currencies)
def test_allocate_when_split_then_parts_sum_to_the_whole(amount: int, shares: list[int], code: str) -> None:
    parts = Money(amount, code).allocate(shares)
    assert sum(part.amount for part in parts) == amount


@given(amounts, weights)
def test_allocate_when_split_then_each_within_one_minor_unit_of_its_share(
    amount: int, shares: list[int]
) -> None:
    total = sum(shares)
    for part, weight in zip(Money(amount, "EUR").allocate(shares), shares, strict=True):
        assert abs(part.amount * total - amount * weight) < total


@given(amounts, st.lists(st.integers(1, 10**6), min_size=1, max_size=12, unique=True), st.randoms())
def test_allocate_when_weights_reordered_then_same_parts(amount: int, shares: list[int], random: Any) -> None:
    shuffled = random.sample(shares, len(shares))
    before = dict(zip(shares, Money(amount, "EUR").allocate(shares), strict=True))
    assert dict(zip(shuffled, Money(amount, "EUR").allocate(shuffled), strict=True)) == before


@pytest.mark.parametrize("shares", [[], [0, 0], [1, -1]])
def test_allocate_when_weights_make_no_sense_then_refused(shares: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        Money(10, "EUR").allocate(shares)


@given(amounts, currencies)
def test_parse_when_given_the_major_amount_then_same_money(amount: int, code: str) -> None:
    money = Money(amount, code)
    assert Money.parse(str(money.major), code) == money


@pytest.mark.parametrize(
    ("text", "code"),
    [("1.5", "IRR"), ("1.005", "EUR"), ("abc", "EUR"), ("NaN", "EUR"), ("1e99", "EUR"), ("", "EUR")],
)
def test_parse_when_something_would_be_lost_then_refused(text: str, code: str) -> None:
    with pytest.raises(MoneyParseError):
        Money.parse(text, code)


@pytest.mark.parametrize(
    ("money", "locale", "shown"),
    [
        (Money(123456789012340, "IRR"), "fa", "۱۲٬۳۴۵٬۶۷۸٬۹۰۱٬۲۳۴ تومان"),
        (Money(123456789012340, "IRR"), "en", "12,345,678,901,234 Toman"),
        (Money(15, "IRR"), "en", "1.5 Toman"),
        (Money(1250, "EUR"), "en", "€12.50"),
        (Money(1250, "JPY"), "en", "¥1,250"),
    ],
)
def test_S4_format_when_twelve_digits_or_toman_then_written_as_people_do(
    money: Money, locale: str, shown: str
) -> None:
    assert money_format(money, locale) == shown


def test_S4_format_when_rials_wanted_then_not_in_toman() -> None:
    assert "1,250" in money_format(Money(1250, "IRR"), "en", toman=False)
