"""Where a keyset page begins, as text that a client hands back unread."""

from __future__ import annotations

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from multivendor_platform.catalog.errors import CursorError

BIGINT_MAX = 2**63 - 1
TEXT_MAX = 400
CURSOR_MAX = 1200

Key = int | str


def _is_storable(key: Key) -> bool:
    if isinstance(key, int):
        return abs(key) <= BIGINT_MAX
    # NUL and halves of surrogate pairs are what JSON can say and PostgreSQL cannot keep.
    return len(key) <= TEXT_MAX and not any(char == "\x00" or "\ud800" <= char <= "\udfff" for char in key)


@dataclass(frozen=True, slots=True)
class Cursor:
    """A row's sort keys, the order they belong to, and which way to read from it."""

    order: str
    keys: tuple[Key, ...]
    backwards: bool = False

    def encode(self) -> str:
        """Return the cursor as URL-safe text."""
        body = json.dumps(
            [self.order, int(self.backwards), *self.keys], separators=(",", ":"), ensure_ascii=False
        )
        return urlsafe_b64encode(body.encode()).rstrip(b"=").decode()

    @classmethod
    def decode(cls, text: str, order: str, kinds: tuple[type, ...]) -> Cursor:
        """Read a cursor of `order` whose keys have these types (int, str).

        It is not signed: it names a place in a public list and nothing else, and every key is a parameter.
        Raise CursorError when it is damaged or belongs to another order.
        """
        try:
            if len(text) > CURSOR_MAX:
                raise ValueError
            body = json.loads(urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)))
        except (ValueError, binascii.Error, RecursionError) as error:
            message = "the cursor is damaged; use the one from the list's `next`, or leave it out"
            raise CursorError(message) from error
        if (
            not isinstance(body, list)
            or len(body) != len(kinds) + 2
            or body[0] != order
            or body[1] not in (0, 1)
        ):
            message = f"the cursor does not belong to a list ordered by {order!r}; leave it out to begin anew"
            raise CursorError(message)
        keys: tuple[Key, ...] = tuple(body[2:])
        for key, kind in zip(keys, kinds, strict=True):
            if type(key) is not kind or not _is_storable(key):
                message = "the cursor is damaged; use the one from the list's `next`, or leave it out"
                raise CursorError(message)
        return cls(order, keys, backwards=bool(body[1]))
