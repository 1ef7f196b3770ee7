"""What this part refuses, each with a stable code and a sentence that may be shown."""

from __future__ import annotations


class OfferError(Exception):
    """Base of the offers' errors. `code` is stable, `message` is safe to show, `field` names what is
    wrong."""

    code = "offer"
    retryable = False
    field = ""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field or self.field


class OfferValueError(OfferError):
    """A value that no offer can have."""

    code = "offer-value"


class OfferTakenError(OfferError):
    """Another live offer of this vendor has the SKU, or sells the same variant in the same condition."""

    code = "offer-taken"


class OfferNotFoundError(OfferError):
    """The vendor has no such offer."""

    code = "offer-not-found"


class OfferStaleError(OfferError):
    """Somebody else changed the offer since it was read."""

    code = "offer-stale"
    retryable = True
    field = "version"


class OfferStateError(OfferError):
    """The offer cannot go from this state to that one."""

    code = "offer-state"
    field = "state"


class StockReservedError(OfferError):
    """More is promised to buyers than would be left."""

    code = "stock-reserved"
    field = "on_hand"
