"""Cursors: handed back unread, refused when damaged."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multivendor_platform.catalog.errors import CursorError
from multivendor_platform.catalog.selectors.cursors import Cursor

KINDS = (int, str, int)
keys = st.tuples(
    st.integers(-(2**63) + 1, 2**63 - 1),
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), max_size=100),
    st.integers(0, 2**63 - 1),
)


@given(keys, st.booleans())
def test_cursor_when_handed_back_then_the_same(values: tuple[int, str, int], backwards: bool) -> None:
    cursor = Cursor("sort_order", values, backwards=backwards)
    assert Cursor.decode(cursor.encode(), "sort_order", KINDS) == cursor


@given(st.text(max_size=60))
def test_cursor_when_any_text_then_read_or_refused(text: str) -> None:
    with suppress(CursorError):
        assert Cursor.decode(text, "sort_order", KINDS).order == "sort_order"


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        None,
        3,
        ["price", 0, 1, "a", 1],
        ["sort_order", 0, "1", "a", 1],
        ["sort_order", 0, True, "a", 1],
        ["sort_order", 0, 2**70, "a", 1],
        ["sort_order", 0, 1, "a\0", 1],
        ["sort_order", 7, 1, "a", 1],
        ["sort_order", 0, 1, "a"],
        ["sort_order", 0, 1, "\ud800", 1],
    ],
)
def test_cursor_when_forged_then_refused(body: object) -> None:
    text = urlsafe_b64encode(json.dumps(body).encode()).decode()
    with pytest.raises(CursorError):
        Cursor.decode(text, "sort_order", KINDS)


def test_cursor_when_nested_beyond_reason_then_refused() -> None:
    with pytest.raises(CursorError):
        Cursor.decode(urlsafe_b64encode(b"[" * 800).decode(), "sort_order", KINDS)
