"""Addresses of lists: reading and writing are inverse, and no text in a price field breaks anything."""

from __future__ import annotations

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from multivendor_platform.catalog.selectors import ORDERS
from multivendor_platform.money.amount import AMOUNT_MAX
from multivendor_platform.storefront.filters import ListState, PriceTextError, list_state_read, price_minor

WORD = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=30)
TRIMMED = WORD.map(str.strip)
STATES = st.builds(
    ListState,
    path=st.just("/catalog/x/"),
    query=TRIMMED,
    order=st.sampled_from(sorted(ORDERS)),
    price_min=st.sampled_from(["", "250", "۲۵۰", "1,000.5"]),
    price_max=st.sampled_from(["", "9000"]),
    brands=st.lists(WORD, unique=True, max_size=4).map(tuple),
    options=st.lists(st.tuples(st.sampled_from(["colour", "size"]), WORD), unique=True, max_size=4).map(
        lambda pairs: tuple(sorted(pairs, key=lambda pair: pair[0]))
    ),
)


@given(STATES)
def test_D2_state_when_written_and_read_then_the_same(state: ListState) -> None:
    _, _, query = state.url().partition("?")
    assert list_state_read("/catalog/x/", QueryDict(query)) == state


@given(st.text(max_size=16), st.sampled_from(["IRR", "EUR", "KWD", "JPY"]), st.booleans())
def test_price_when_any_text_then_an_amount_or_the_error(text: str, currency: str, upper: bool) -> None:
    try:
        amount = price_minor(text, currency, upper=upper)
    except PriceTextError:
        return
    assert 0 <= amount <= AMOUNT_MAX


@given(st.integers(0, 10**12))
def test_S4_price_when_rials_then_typed_in_toman(toman: int) -> None:
    assert price_minor(f"{toman:,}", "IRR", upper=False) == toman * 10


def test_price_when_finer_than_the_currency_then_rounded_into_the_range() -> None:
    assert price_minor("1.005", "EUR", upper=False) == 101
    assert price_minor("1.005", "EUR", upper=True) == 100
