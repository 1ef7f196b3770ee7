"""What the catalogue refuses, each with a stable code and a sentence that may be shown."""

from __future__ import annotations


class CatalogError(Exception):
    """Base of the catalogue's errors. `code` is stable, `message` is safe to show."""

    code = "catalog"
    retryable = False

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class CursorError(CatalogError):
    """A cursor is not one that this list gave out."""

    code = "cursor-invalid"


class NodePlaceError(CatalogError):
    """A node cannot stand there: wrong level, archived parent, or below itself."""

    code = "node-place"


class NodeInUseError(CatalogError):
    """A node that still carries products, children or live offers cannot be deleted; it can be archived."""

    code = "node-in-use"


class AttributeValueError(CatalogError):
    """Values that do not fit their definitions, by attribute code."""

    code = "attribute-values"

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__("; ".join(f"{code}: {reason}" for code, reason in sorted(fields.items())))
        self.fields = fields


class ProductStateError(CatalogError):
    """The product cannot go from this state to that one."""

    code = "product-state"


class StaleVersionError(CatalogError):
    """Somebody else changed it since it was read."""

    code = "stale-version"
    retryable = True


class VariantAxisError(CatalogError):
    """Axes that make no variants: not a choice, no options, too many combinations."""

    code = "variant-axes"


class VariantHistoryError(CatalogError):
    """A variant that had offers or sales can be retired but neither deleted nor changed."""

    code = "variant-history"
