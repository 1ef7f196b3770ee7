"""Fixtures of this folder."""

from __future__ import annotations

import pytest

from tests.shop import Shop, shop_make


@pytest.fixture
def shop(db: None) -> Shop:
    """A small shop in this test's own transaction."""
    return shop_make()
