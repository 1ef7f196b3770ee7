"""The one normaliser (row S6) and slugs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multivendor_platform.catalog.selectors.search import tsquery_text
from multivendor_platform.catalog.text import (
    SLUG_MAX,
    digits_normalise,
    query_groups,
    search_words,
    slug_make,
    slug_with_suffix,
    text_normalise,
)

anything = st.text(max_size=80)
persian = st.text(alphabet="ابپتثجچحخدذرزژسشصضطظعغفقکكگلمنوهةیيىئؤأإآۀ۰۱۲۳٤٥٦ \u200cabcXYZ123", max_size=60)


@given(st.one_of(anything, persian))
def test_S6_normalise_when_repeated_then_unchanged(text: str) -> None:
    once = text_normalise(text)
    assert text_normalise(once) == once


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("كتاب", "کتاب"),
        ("يک", "یک"),
        ("کتابة", "کتابه"),
        ("آب", "اب"),
        ("١٢٣", "۱۲۳"),
        ("Café", "CAFE"),
        ("ﻛﺘﺎﺏ", "کتاب"),
        ("کـتـاب", "کتاب"),
    ],
)
def test_S6_normalise_when_keyboards_differ_then_the_same(typed: str, stored: str) -> None:
    assert text_normalise(typed) == text_normalise(stored)


@given(st.integers(0, 10**12))
def test_S6_digits_when_persian_or_arabic_then_ascii(number: int) -> None:
    ascii_digits = str(number)
    for zero in ("۰", "٠"):
        typed = "".join(chr(ord(zero) + int(digit)) for digit in ascii_digits)
        assert digits_normalise(typed) == ascii_digits


def test_S6_words_when_joined_by_zwnj_then_found_joined_and_apart() -> None:
    assert search_words("می‌خواهم") == ["میخواهم", "می", "خواهم"]


def test_S6_query_when_zwnj_then_either_way() -> None:
    assert query_groups("می‌خواهم") == [[["میخواهم"], ["می", "خواهم"]]]


@given(st.one_of(anything, persian))
def test_S6_slug_when_made_then_a_slug_and_its_own_slug(text: str) -> None:
    slug = slug_make(text)
    assert slug == slug_make(slug)
    assert 1 <= len(slug) <= SLUG_MAX
    assert all(char.isalnum() or char == "-" for char in slug)
    assert not slug.startswith("-")
    assert not slug.endswith("-")


@given(anything, st.integers(1, 10_000))
def test_S6_slug_when_suffixed_then_still_within_its_length(text: str, number: int) -> None:
    slug = slug_with_suffix(slug_make(text), number)
    assert len(slug) <= SLUG_MAX
    assert number == 1 or slug.endswith(f"-{number}")


@given(st.one_of(anything, persian))
def test_tsquery_when_made_of_anything_then_only_words_and_operators(text: str) -> None:
    unquoted = tsquery_text(text).split("'")
    assert all(word.isalnum() for word in unquoted[1::2])
    assert set("".join(unquoted[::2])) <= set(" &|()*:")
