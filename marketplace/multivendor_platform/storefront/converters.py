"""What may stand in an address. A text that PostgreSQL could not store is no address and never reaches it."""

from __future__ import annotations

_STEP = r"[^/\0]{1,120}"


class _TextConverter:
    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class SlugConverter(_TextConverter):
    """The slug of a product or a vendor, in any script."""

    regex = _STEP


class NodePathConverter(_TextConverter):
    """One to three slugs: department, category, subcategory."""

    regex = rf"{_STEP}(?:/{_STEP}){{0,2}}"
