"""Who a piece of work is for: the public, one vendor, or the operator.

The context lives in the transaction: PostgreSQL forgets it at commit and rollback, so a connection goes back
to the pool without one. Row policies (policies.py) read it. Without a context, vendors' tables look empty.

Each function is a context manager and a decorator::

    with vendor_context(vendor.id):
        Offer.objects.all()          # this vendor's offers, whatever the filter

    @operator_context()
    def offer_block(...): ...
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection, transaction

from multivendor_platform.settings_parts.databases import OPERATOR_ROLE

VENDOR_SETTING = "app.vendor_id"


class Audience(StrEnum):
    """The three kinds of context."""

    PUBLIC = "public"
    VENDOR = "vendor"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Context:
    """What the database currently believes about the work at hand."""

    audience: Audience
    vendor_id: int | None = None


PUBLIC = Context(Audience.PUBLIC)
_current: ContextVar[Context] = ContextVar("tenancy_context", default=PUBLIC)


def current_context() -> Context:
    """The innermost context; public outside of any."""
    return _current.get()


@contextmanager
def public_context() -> Iterator[None]:
    """Lay down every privilege, for example while a vendor's preview renders what buyers see."""
    with _context(PUBLIC):
        yield


@contextmanager
def vendor_context(vendor_id: int) -> Iterator[None]:
    """See and change one vendor's rows alone.

    Raises ValueError unless vendor_id is a positive integer.
    """
    if not isinstance(vendor_id, int) or isinstance(vendor_id, bool) or vendor_id < 1:
        raise ValueError("vendor_id is the positive primary key of a vendor")
    with _context(Context(Audience.VENDOR, vendor_id)):
        yield


@contextmanager
def operator_context() -> Iterator[None]:
    """See and change every vendor's rows. Only for code that has checked that the person is staff."""
    with _context(Context(Audience.OPERATOR)):
        yield


@contextmanager
def _context(context: Context) -> Iterator[None]:
    outer = _current.get()
    # A block of its own even inside a transaction: its rollback takes the settings back with it.
    with transaction.atomic():
        _tell(context)
        token = _current.set(context)
        try:
            yield
        finally:
            _current.reset(token)
        # Reached without an exception only. A transaction marked for rollback accepts no statement, and
        # needs none.
        if not connection.needs_rollback:
            _tell(outer)


def _tell(context: Context) -> None:
    role = OPERATOR_ROLE if context.audience is Audience.OPERATOR else "none"
    vendor = "" if context.vendor_id is None else str(context.vendor_id)
    with connection.cursor() as cursor:
        # SET LOCAL in the form of a function takes parameters, and one round trip for both.
        cursor.execute(
            "SELECT set_config('role', %s, true), set_config(%s, %s, true)", [role, VENDOR_SETTING, vendor]
        )
