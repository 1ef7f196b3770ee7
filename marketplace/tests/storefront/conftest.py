"""The small shop for tests that need no browser."""

from __future__ import annotations

import pytest

from tests.storefront.shop import Shop, shop_create


@pytest.fixture
def shop(db: None) -> Shop:
    """A shop inside the test's own transaction."""
    return shop_create()
