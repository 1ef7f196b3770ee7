"""What this part refuses, each with a stable code and a sentence that may be shown."""

from __future__ import annotations


class VendorError(Exception):
    """Base of the vendors' errors. `code` is stable, `message` is safe to show."""

    code = "vendor"
    retryable = False

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class VendorStateError(VendorError):
    """The vendor cannot go from this state to that one."""

    code = "vendor-state"


class MembershipError(VendorError):
    """The person does not act for such a vendor. Says nothing of whether the vendor exists."""

    code = "vendor-not-found"
